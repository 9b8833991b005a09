//! What differs between APIs: how they tell failures and limits.

use crate::error::{ApiMessage, ErrorKind};
use crate::rate::RateClass;
use http::{HeaderMap, Method, StatusCode};
use std::fmt::Debug;
use std::time::{Duration, SystemTime};

/// The rules of one API. The call pipeline asks it about each answer.
pub trait Service: Debug + Send + Sync {
    /// The client's name and version, for the `User-Agent` header.
    fn user_agent(&self) -> &'static str;

    /// What precedes each route template, such as `/api/v2`. Empty by default.
    fn path_prefix(&self) -> &'static str {
        ""
    }

    /// The rate class of a call that names none. One for all by default, with a window of a minute.
    fn class(&self, _method: &Method) -> RateClass {
        RateClass::new("all", Duration::from_secs(60))
    }

    /// The wait after a refusal for the rate limit that names none. By default the usual backoff.
    fn limit_wait(&self) -> Option<Duration> {
        None
    }

    /// Reads a failure out of an answer; `None` when it is a success. Runs before any decision to repeat.
    ///
    /// Some APIs say `"status": "failure"` at 200, and "not found" at 500: the body counts, not the status alone.
    fn failure(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Failure>;

    /// The API's id of the request, out of an answer's headers: it stands in errors. None by default.
    fn request_id<'h>(&self, _headers: &'h HeaderMap) -> Option<&'h str> {
        None
    }

    /// Reads the limit headers of an answer. By default `X-RateLimit-Limit`, `-Remaining` and `-Reset` (epoch seconds).
    fn quota(&self, headers: &HeaderMap) -> Option<Quota> {
        Some(Quota {
            limit: number(headers, "x-ratelimit-limit").and_then(|limit| u32::try_from(limit).ok()),
            remaining: number(headers, "x-ratelimit-remaining").map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
            reset: SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number(headers, "x-ratelimit-reset")?))?,
        })
    }
}

/// A failure as the API tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The class.
    pub kind: ErrorKind,
    /// The API's messages.
    pub messages: Vec<ApiMessage>,
    /// The API's id of the request, where it is not in a header that [`Service::request_id`] reads.
    pub request_id: Option<String>,
    /// The credential itself was refused, not what it may do: where another can be had, the call is sent once more with
    /// that one. Of itself true at 401.
    pub credential_refused: bool,
    /// Where a rate limit refused the call: the answer says that it is the one of the call's scope, which is free again
    /// after so long. The limit headers tell of the whole class then.
    pub scope_wait: Option<Duration>,
}

/// How much of a rate limit is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quota {
    /// Calls per window, when told.
    pub limit: Option<u32>,
    /// Calls left in this window, when told.
    pub remaining: Option<u32>,
    /// When the window ends and the count is full again.
    pub reset: SystemTime,
}

impl Failure {
    /// A failure with the class that its HTTP status stands for.
    pub fn of_status(status: StatusCode, messages: Vec<ApiMessage>) -> Self {
        let kind = match status.as_u16() {
            401 | 403 => ErrorKind::Auth,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::RateLimited,
            _ => ErrorKind::Api,
        };
        let credential_refused = status == StatusCode::UNAUTHORIZED;
        Self { kind, messages, request_id: None, credential_refused, scope_wait: None }
    }

    /// The same failure in another class: the API's own code knows better than the status.
    #[must_use]
    pub fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same failure, told to refuse the credential itself: for APIs that say so at another status than 401.
    #[must_use]
    pub fn of_credential(mut self) -> Self {
        self.credential_refused = true;
        self
    }

    /// The same failure, told to be the limit of the call's scope alone, which is free again after so long.
    #[must_use]
    pub fn of_scope(mut self, wait: Duration) -> Self {
        self.scope_wait = Some(wait);
        self
    }
}

impl Quota {
    /// A quota from its parts.
    pub const fn new(limit: Option<u32>, remaining: Option<u32>, reset: SystemTime) -> Self {
        Self { limit, remaining, reset }
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// The wait that a `Retry-After` header asks for: seconds, or an HTTP date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(SystemTime::from(moment).duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_an_http_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_400);
        let wait = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::from_secs(80)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-1"), None);
    }
}
