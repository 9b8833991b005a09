//! What a client's error means for a call that changes something.

use crate::outcome::{CallOutcome, Rejection};
#[cfg(any(feature = "backlog", feature = "orca"))]
use crate::ports::ReadFailed;
use saas_api_core::{Error, ErrorKind};

/// How the call ended. `is_configuration`: the API's own codes say that no call can succeed until someone mends something.
pub(super) fn of<T>(error: &Error, is_configuration: bool) -> CallOutcome<T> {
    if error.may_have_been_applied() {
        return CallOutcome::InDoubt;
    }
    let message = error.to_string();
    match error.kind() {
        ErrorKind::RateLimited => CallOutcome::NotSent { retry_after: error.retry_after() },
        ErrorKind::Transport | ErrorKind::Timeout => CallOutcome::NotSent { retry_after: None },
        ErrorKind::Auth => CallOutcome::Rejected(Rejection::configuration(message)),
        _ if is_configuration || error.status() == Some(402) => {
            CallOutcome::Rejected(Rejection::configuration(message))
        }
        _ => CallOutcome::Rejected(Rejection::item(message)),
    }
}

#[cfg(any(feature = "backlog", feature = "orca"))]
pub(super) fn unread(error: &Error) -> ReadFailed {
    ReadFailed::new(error.to_string(), error.retry_after())
}
