//! How Backlog tells failures.

use crate::rate::{READ, RateClass, UPDATE};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, Method, StatusCode};
use saas_api_core::{ApiMessage, Error, ErrorKind, Failure, Service, open_enum};
use serde::Deserialize;
use std::time::Duration;

open_enum! {
    /// The code of a Backlog error. Official page: <https://developer.nulab.com/docs/backlog/error-response/>.
    pub enum ErrorCode: i64 {
        /// A fault in the API server.
        InternalError = 1,
        /// The call is not part of the space's plan.
        LicenceError = 2,
        /// The plan has run out.
        LicenceExpiredError = 3,
        /// The caller's IP address is not allowed.
        AccessDeniedError = 4,
        /// The user's role may not do this.
        UnauthorizedOperationError = 5,
        /// The thing does not exist, or this user cannot see it.
        NoResourceError = 6,
        /// A parameter is bad or missing; also an update that changes nothing.
        InvalidRequestError = 7,
        /// The space's storage is full.
        SpaceOverCapacityError = 8,
        /// There are as many of these as there may be.
        ResourceOverflowError = 9,
        /// The uploaded file is too large.
        TooLargeFileError = 10,
        /// The key is wrong, or its user is not in this space.
        AuthenticationError = 11,
        /// The space demands two-factor authentication and the user has it off.
        RequiredMFAError = 12,
        /// The rate limit is used up.
        TooManyRequestsError = 13,
    }
}

impl ErrorCode {
    /// The code of the first message that has one.
    pub fn of(error: &Error) -> Option<Self> {
        let code = error.messages().iter().find_map(|message| message.code.as_deref())?;
        code.parse().ok().map(|code: i64| Self::from(code))
    }

    fn kind(self) -> Option<ErrorKind> {
        match self {
            Self::AccessDeniedError
            | Self::UnauthorizedOperationError
            | Self::AuthenticationError
            | Self::RequiredMFAError => Some(ErrorKind::Auth),
            Self::NoResourceError => Some(ErrorKind::NotFound),
            Self::TooManyRequestsError => Some(ErrorKind::RateLimited),
            _ => None,
        }
    }
}

/// The rules of the Backlog API.
#[derive(Debug)]
pub(crate) struct Backlog;

impl Service for Backlog {
    fn user_agent(&self) -> &'static str {
        concat!("backlog-api/", env!("CARGO_PKG_VERSION"))
    }

    fn path_prefix(&self) -> &'static str {
        "/api/v2"
    }

    fn class(&self, method: &Method) -> RateClass {
        if method.is_safe() { READ } else { UPDATE }
    }

    /// A full minute, as Nulab advises.
    fn limit_wait(&self) -> Option<Duration> {
        Some(Duration::from_secs(60))
    }

    /// Classifies by the error's code first, by the status second: the status of most codes is not documented.
    fn failure(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Failure> {
        if status.is_success() {
            return None;
        }
        let errors = serde_json::from_slice::<ErrorBody>(body).map(|body| body.errors).unwrap_or_default();
        let kind = errors.iter().find_map(|error| error.code).and_then(ErrorCode::kind);
        let mut messages: Vec<_> = errors.into_iter().map(ErrorItem::into_message).collect();
        if messages.is_empty() {
            // A refused bearer token is explained in this header, with no errors in the body.
            let challenge = headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
            messages.extend(challenge.map(ApiMessage::new));
        }
        let failure = Failure::of_status(status, messages);
        Some(match kind {
            Some(kind) => failure.kind(kind),
            None => failure,
        })
    }
}

#[derive(Deserialize)]
struct ErrorBody {
    errors: Vec<ErrorItem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorItem {
    #[serde(default, deserialize_with = "saas_api_core::lenient")]
    message: String,
    #[serde(default, deserialize_with = "saas_api_core::lenient")]
    code: Option<ErrorCode>,
    #[serde(default, deserialize_with = "saas_api_core::lenient")]
    more_info: String,
}

impl ErrorItem {
    fn into_message(self) -> ApiMessage {
        let text =
            if self.more_info.is_empty() { self.message } else { format!("{} ({})", self.message, self.more_info) };
        let message = ApiMessage::new(text);
        match self.code {
            Some(code) => message.code(code.to_string()),
            None => message,
        }
    }
}
