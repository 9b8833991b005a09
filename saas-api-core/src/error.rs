//! The one error type of all clients.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// `Result` with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong with a call.
///
/// `Display` is one line that names the method, the route template, the status and the API's own message. It never holds
/// the URL, a query, a header, a token or a body; the cause is in `source()`, with secrets cut out.
pub struct Error(Box<Inner>);

/// The class of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API refused the call, or failed itself.
    Api,
    /// The credential is missing, wrong, expired, or not allowed to do this.
    Auth,
    /// The thing does not exist, or this user cannot see it.
    NotFound,
    /// The rate limit is used up. See [`Error::retry_after`].
    RateLimited,
    /// No answer came in time.
    Timeout,
    /// The connection failed.
    Transport,
    /// The answer is not what the API documents.
    Decode,
    /// The request is not valid. Nothing was sent.
    InvalidRequest,
}

/// One message of the API about a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiMessage {
    /// The API's own code, as text.
    pub code: Option<String>,
    /// The API's own words, in the language of the caller's account.
    pub text: String,
}

#[derive(Clone, Debug)]
struct Inner {
    kind: ErrorKind,
    subject: Subject,
    status: Option<(u16, &'static str)>,
    messages: Vec<ApiMessage>,
    detail: Option<Cow<'static, str>>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    retryable: bool,
    maybe_applied: bool,
    credential_refused: bool,
    body: Option<Box<[u8]>>,
    source: Option<Cause>,
}

/// What the error is about: a call by method and route template, or a setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) method: Cow<'static, str>,
    pub(crate) route: Cow<'static, str>,
}

/// A cause as text: types of other crates may print URLs, so only their words are kept, with secrets cut out.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

impl ApiMessage {
    /// A message without a code.
    pub fn new(text: impl Into<String>) -> Self {
        Self { code: None, text: text.into() }
    }

    /// The message with the API's code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl Error {
    /// The class of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, when an answer came.
    pub fn status(&self) -> Option<u16> {
        self.0.status.map(|(code, _reason)| code)
    }

    /// What the API said.
    pub fn messages(&self) -> &[ApiMessage] {
        &self.0.messages
    }

    /// How long to wait before the call can succeed, when that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many times the request was sent, or its sending was tried. 0: refused before that.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The answer's body, at most 64 KiB of it, with secrets cut out. It may hold text from outside: escape it.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// The API's id for the request, to name to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The HTTP method, such as `PATCH`. Empty when the error is about a setting.
    pub fn method(&self) -> &str {
        &self.0.subject.method
    }

    /// The route template, such as `/issues/{issueIdOrKey}`; for a raw request its path.
    pub fn route(&self) -> &str {
        &self.0.subject.route
    }

    /// The thing does not exist, or this user cannot see it.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// The rate limit is used up.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// The same call can be sent again safely and may succeed then.
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// The call changes something, and it is not known that it did not: look before doing it again.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.maybe_applied
    }

    /// A request that is not valid: names the field and the rule. Nothing was sent.
    pub fn invalid_request(field: impl fmt::Display, rule: impl fmt::Display) -> Self {
        Self::new(ErrorKind::InvalidRequest, Subject::default()).detail(format!("{field}: {rule}"))
    }

    /// A credential that could not be had, for a [`TokenSource`](crate::TokenSource). The reason must hold no secret.
    pub fn no_credential(reason: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Auth, Subject::default()).detail(reason.to_string())
    }

    pub(crate) fn new(kind: ErrorKind, subject: Subject) -> Self {
        Self(Box::new(Inner {
            kind,
            subject,
            status: None,
            messages: Vec::new(),
            detail: None,
            request_id: None,
            retry_after: None,
            attempts: 0,
            retryable: false,
            maybe_applied: false,
            credential_refused: false,
            body: None,
            source: None,
        }))
    }

    pub(crate) fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }
}

#[cfg(feature = "client")]
impl Error {
    /// The same error about this call: what checks a request does not know the route.
    pub(crate) fn about(mut self, subject: &Subject) -> Self {
        if self.0.subject == Subject::default() {
            self.0.subject = subject.clone();
        }
        self
    }

    /// The same error for another caller that waited for the same thing.
    pub(crate) fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn answered(mut self, status: http::StatusCode) -> Self {
        self.0.status = Some((status.as_u16(), status.canonical_reason().unwrap_or_default()));
        self
    }

    pub(crate) fn said(mut self, messages: Vec<ApiMessage>, request_id: Option<String>, body: Vec<u8>) -> Self {
        self.0.messages = messages;
        self.0.request_id = request_id;
        self.0.body = Some(body.into_boxed_slice());
        self
    }

    pub(crate) fn wait(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn tried(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    pub(crate) fn maybe_applied(mut self, maybe_applied: bool) -> Self {
        self.0.maybe_applied = maybe_applied;
        self
    }

    pub(crate) fn requested_as(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = self.0.request_id.or(request_id);
        self
    }

    pub(crate) fn refused_credential(mut self, refused: bool) -> Self {
        self.0.credential_refused = refused;
        self
    }

    /// Whether the API refused the credential itself.
    pub(crate) fn is_refused_credential(&self) -> bool {
        self.0.credential_refused
    }

    /// The same error without the answer's body, which may hold a secret.
    pub(crate) fn without_body(mut self) -> Self {
        self.0.body = None;
        self
    }

    pub(crate) fn because(mut self, cause: Cause) -> Self {
        self.0.source = Some(cause);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if !inner.subject.method.is_empty() {
            write!(f, "{} {}: ", inner.subject.method, inner.subject.route)?;
        }
        if let Some((code, reason)) = inner.status {
            write!(f, "{code}")?;
            if !reason.is_empty() {
                write!(f, " {reason}")?;
            }
        } else {
            f.write_str(inner.kind.words())?;
        }
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        for (index, message) in inner.messages.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            f.write_str(&one_line(&message.text))?;
            if let Some(code) = &message.code {
                write!(f, " (code {})", one_line(code))?;
            }
        }
        if let Some(id) = &inner.request_id {
            write!(f, " (request {})", one_line(id))?;
        }
        if let Some(wait) = inner.retry_after {
            write!(f, "; retry after {} s", wait.as_secs_f64().ceil())?;
        }
        if inner.maybe_applied {
            f.write_str("; may have been applied, look before sending again")?;
        }
        Ok(())
    }
}

/// An API's text is from outside: no line breaks or control characters in a log line, and no end of it in sight.
fn one_line(text: &str) -> String {
    const MOST: usize = 300;
    let mut line: String = text.chars().take(MOST).map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.chars().nth(MOST).is_some() {
        line.push('…');
    }
    line
}

impl ErrorKind {
    fn words(self) -> &'static str {
        match self {
            Self::Api => "refused",
            Self::Auth => "not authorized",
            Self::NotFound => "not found",
            Self::RateLimited => "rate limit used up",
            Self::Timeout => "no answer in time",
            Self::Transport => "connection failed",
            Self::Decode => "unreadable answer",
            Self::InvalidRequest => "invalid request",
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("display", &self.to_string())
            .field("attempts", &inner.attempts)
            .field("retryable", &inner.retryable)
            .field("request_id", &inner.request_id)
            .field("body_bytes", &inner.body.as_ref().map(|body| body.len()))
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|cause| cause as _)
    }
}

#[cfg(feature = "client")]
impl Cause {
    /// The chain's words, each passed through `clean`.
    pub(crate) fn new(error: &dyn StdError, clean: &dyn Fn(&str) -> String) -> Self {
        // A chain that goes round would never end: nobody needs more than a few links.
        Self::linked(error, clean, 8)
    }

    fn linked(error: &dyn StdError, clean: &dyn Fn(&str) -> String, depth: u8) -> Self {
        let source = error.source().filter(|_| depth > 0);
        Self {
            text: one_line(&clean(&error.to_string())),
            source: source.map(|source| Box::new(Self::linked(source, clean, depth.saturating_sub(1)))),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_pointer_and_can_cross_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn an_invalid_request_names_field_and_rule() {
        let error = Error::invalid_request("summary", "must not be empty");
        assert_eq!(error.to_string(), "invalid request: summary: must not be empty");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.attempts(), 0);
        assert!(!error.is_retryable());
    }

    #[test]
    fn messages_stay_on_one_line() {
        assert_eq!(one_line("a\nb\r\u{1b}[31mc"), "a b  [31mc");
        assert_eq!(one_line(&"x".repeat(400)).chars().count(), 301);
    }
}
