//! Why a command ended before its end, and how the process ends.

use std::io;
use std::process::ExitCode;
use ticket_bridge::{BridgeError, LedgerFailed};

/// How a command ended that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Ended {
    /// All is well.
    Well,
    /// Something is wrong, or left to be done. The output says what.
    Left,
}

/// Why a command could not go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What is wrong and what to do about it, one line each.
    Wrong(Vec<String>),
    /// The command line names what is not there.
    Usage(String),
    /// Nobody reads the output any more.
    BrokenPipe,
}

impl Ended {
    pub(crate) const fn well_if(all_is_well: bool) -> Self {
        if all_is_well { Self::Well } else { Self::Left }
    }
}

impl Failure {
    pub(crate) fn wrong(line: impl Into<String>) -> Self {
        Self::Wrong(vec![line.into()])
    }

    pub(crate) fn usage(line: impl Into<String>) -> Self {
        Self::Usage(line.into())
    }

    /// One line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            Self::Wrong(lines) => lines.clone(),
            Self::Usage(line) => vec![line.clone()],
            Self::BrokenPipe => Vec::new(),
        }
    }
}

/// The exit status.
pub(crate) fn status(ended: &Result<Ended, Failure>) -> ExitCode {
    ExitCode::from(match ended {
        Ok(Ended::Well) => 0,
        Ok(Ended::Left) | Err(Failure::Wrong(_) | Failure::BrokenPipe) => 1,
        Err(Failure::Usage(_)) => 2,
    })
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::wrong(format!("the output could not be written: {error}")),
        }
    }
}

impl From<LedgerFailed> for Failure {
    fn from(error: LedgerFailed) -> Self {
        Self::wrong(error.to_string())
    }
}

impl From<BridgeError> for Failure {
    fn from(error: BridgeError) -> Self {
        Self::wrong(error.to_string())
    }
}
