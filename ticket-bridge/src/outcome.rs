//! How a call to the outside ended, as far as it matters here.

use std::fmt;
use std::time::Duration;

/// How a call that changes something ended. `InDoubt` holds nothing that could be sent again.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the four endings are the contract of every port")]
#[must_use]
pub enum CallOutcome<T> {
    /// It was done.
    Done(T),
    /// It was refused, and nothing was done.
    Rejected(Rejection),
    /// It was not sent, or refused for the rate limit: it can be sent again.
    NotSent {
        /// How long to wait, when that is known.
        retry_after: Option<Duration>,
    },
    /// It may have been done.
    InDoubt,
}

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejection {
    /// Whose fault it is.
    pub blame: Blame,
    /// The other side's words, without secrets.
    pub message: String,
}

/// Whose fault a refusal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blame {
    /// This item's: others may succeed.
    Item,
    /// The configuration's: all items of the destination will fail until someone mends it.
    Configuration,
}

impl Rejection {
    /// A refusal of one item.
    pub fn item(message: impl Into<String>) -> Self {
        Self { blame: Blame::Item, message: message.into() }
    }

    /// A refusal for the configuration: credentials, permissions, a project that is not there.
    pub fn configuration(message: impl Into<String>) -> Self {
        Self { blame: Blame::Configuration, message: message.into() }
    }
}

impl<T> CallOutcome<T> {
    /// A word for the ending, for logs and metrics.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Rejected(_) => "rejected",
            Self::NotSent { .. } => "not_sent",
            Self::InDoubt => "in_doubt",
        }
    }

    /// The same ending with another value.
    pub fn map<U>(self, value: impl FnOnce(T) -> U) -> CallOutcome<U> {
        match self {
            Self::Done(done) => CallOutcome::Done(value(done)),
            Self::Rejected(rejection) => CallOutcome::Rejected(rejection),
            Self::NotSent { retry_after } => CallOutcome::NotSent { retry_after },
            Self::InDoubt => CallOutcome::InDoubt,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
