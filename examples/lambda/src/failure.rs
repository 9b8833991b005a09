use lambda_runtime::Diagnostic;
use std::fmt;
use ticket_bridge::BridgeError;
use ticket_bridge_config::{Problems, Source};

/// Why an invocation, or the start of the function, fails. Lambda is told its kind and its text; it holds no secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The configuration does not hold: each line of the text names something to mend, and how.
    CannotStart(Problems),
    /// The configuration has no flow for what came. It would be lost if it were acknowledged.
    NoFlow(Source),
    /// The bridge could not do its part.
    Bridge(BridgeError),
    /// Something is to be delivered again, and nothing but an error says so to this trigger.
    Again,
    /// The schedule asks for what there is not.
    UnknownTask(String),
    /// What the schedule asked for was not done as a whole. The log says what, and why.
    Unfinished,
}

impl Failure {
    /// The kind, in the form that Lambda counts errors by.
    const fn kind(&self) -> &'static str {
        match self {
            Self::CannotStart(_) => "Function.CannotStart",
            Self::NoFlow(_) => "Function.NoFlow",
            Self::Bridge(_) => "Function.BridgeFailed",
            Self::Again => "Function.DeliverAgain",
            Self::UnknownTask(_) => "Function.UnknownTask",
            Self::Unfinished => "Function.Unfinished",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CannotStart(problems) => problems.fmt(f),
            Self::NoFlow(source) => write!(f, "the configuration has no flow with the source {source}: add one"),
            Self::Bridge(error) => error.fmt(f),
            Self::Again => f.write_str("something is to be delivered again"),
            Self::UnknownTask(task) => write!(f, "{task} is no task: `tick` and `reconcile` are"),
            Self::Unfinished => f.write_str("not all was done: the log says what, and why"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<BridgeError> for Failure {
    fn from(error: BridgeError) -> Self {
        Self::Bridge(error)
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        Self { error_type: failure.kind().to_owned(), error_message: failure.to_string() }
    }
}
