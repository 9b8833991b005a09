//! What Backlog's refusals mean: by their code first, by their status second. The status of most codes is not documented.

use crate::adapters::outcome;
use crate::outcome::{CallOutcome, Rejection};
use crate::ports::ReadFailed;
use backlog_api::{Error, ErrorCode};

/// How a create ended.
pub(super) fn of_create<T>(error: &Error) -> CallOutcome<T> {
    match ErrorCode::of(error) {
        // No more issues fit in, whichever it is.
        Some(ErrorCode::ResourceOverflowError) => CallOutcome::Rejected(Rejection::configuration(error.to_string())),
        // A project that is not there is nobody's item.
        _ => of(error, error.is_not_found()),
    }
}

/// How a change of an issue ended.
pub(super) fn of_write<T>(error: &Error) -> CallOutcome<T> {
    of(error, false)
}

pub(super) fn unread(error: &Error) -> ReadFailed {
    outcome::unread(error)
}

fn of<T>(error: &Error, is_configuration: bool) -> CallOutcome<T> {
    match ErrorCode::of(error) {
        Some(ErrorCode::InternalError) => CallOutcome::InDoubt,
        Some(ErrorCode::LicenceError | ErrorCode::LicenceExpiredError | ErrorCode::SpaceOverCapacityError) => {
            CallOutcome::Rejected(Rejection::configuration(error.to_string()))
        }
        Some(ErrorCode::InvalidRequestError | ErrorCode::ResourceOverflowError | ErrorCode::TooLargeFileError) => {
            CallOutcome::Rejected(Rejection::item(error.to_string()))
        }
        _ => outcome::of(error, is_configuration),
    }
}
