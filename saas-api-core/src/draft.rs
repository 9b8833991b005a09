//! A call that was checked, and what its attempts may end in.

use crate::answer::told;
use crate::auth::Credential;
use crate::call::{Call, CallOptions, Expect, PathSource, Payload, Replay};
use crate::error::{Cause, Error, ErrorKind, Result, Subject};
use crate::rate::RateClass;
use crate::retry::Setback;
use crate::route;
use crate::service::{Failure, Service};
use crate::transport::{Body, BodyError, Fresh, TransportError};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Request, StatusCode};
use secrecy::SecretString;
use std::time::{Duration, SystemTime};

/// A checked call, ready to be sent, more than once if its body allows.
pub(crate) struct Draft {
    pub(crate) subject: Subject,
    pub(crate) class: RateClass,
    pub(crate) scope: Option<String>,
    pub(crate) expect: Expect,
    /// When everything must have ended.
    pub(crate) deadline: Option<SystemTime>,
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// An attempt may have done what the call asks for.
    pub(crate) maybe_applied: bool,
    /// Secrets of the body, to be cut out of what comes back.
    pub(crate) hidden: Vec<SecretString>,
    uri: String,
    method: http::Method,
    headers: HeaderMap,
    /// Gone once a stream was sent.
    body: Option<Body>,
    replay: Replay,
    fresh: bool,
}

impl Draft {
    /// Checks the call. Everything that can be wrong with a request is found here, before anything is sent.
    pub(crate) fn new(
        call: Call,
        subject: Subject,
        base: &str,
        service: &dyn Service,
        user_agent: &HeaderValue,
        options: &CallOptions,
    ) -> Result<Self> {
        call.refusals.check()?;
        call.query.check()?;
        if let Payload::Form(form) = &call.payload {
            form.check()?;
        }
        let class = call.class.unwrap_or_else(|| service.class(&call.method));
        let (prefix, path) = match call.path {
            PathSource::Route { template, args } => (service.path_prefix(), route::expand(template, &args)?),
            PathSource::Raw(path) => {
                route::check_raw(&path)?;
                ("", path)
            }
        };
        let mut uri = format!("{base}{prefix}{path}");
        if !call.query.is_empty() {
            uri.push('?');
            uri.push_str(&call.query.encode());
        }
        let mut headers = HeaderMap::with_capacity(6);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, user_agent.clone());
        let has_length = subject.is_write() && call.method != http::Method::DELETE;
        let body = payload(call.payload, has_length, &mut headers)?;
        Ok(Self {
            subject,
            class,
            scope: call.scope,
            expect: call.expect,
            deadline: options.deadline,
            attempts: 0,
            maybe_applied: false,
            hidden: call.hidden,
            uri,
            method: call.method,
            headers,
            body: Some(body),
            replay: call.replay,
            fresh: call.fresh || options.fresh,
        })
    }

    /// The request of the next attempt.
    pub(crate) fn next_request(&mut self, credential: &Credential) -> Result<Request<Body>> {
        let again = self.body.as_ref().and_then(Body::try_clone);
        let Some(body) = std::mem::replace(&mut self.body, again) else {
            return Err(Error::invalid_request("body", "a stream can be sent once only").about(&self.subject));
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.parse().map_err(|_invalid| {
            Error::invalid_request("url", "is too long or holds a character that URLs cannot").about(&self.subject)
        })?;
        *request.headers_mut() = self.headers.clone();
        if self.fresh {
            request.extensions_mut().insert(Fresh::new());
        }
        credential.authorize(&mut request).map_err(|error| error.about(&self.subject))?;
        self.attempts = self.attempts.saturating_add(1);
        Ok(request)
    }

    /// Whether there is still a body to send.
    pub(crate) fn can_repeat(&self) -> bool {
        self.body.is_some()
    }

    /// The deadline, and the total timeout from now, whichever is first.
    pub(crate) fn ends_within(&mut self, total: Option<Duration>, now: SystemTime) {
        let total_end = total.and_then(|total| now.checked_add(total));
        self.deadline = [total_end, self.deadline].into_iter().flatten().min();
    }

    pub(crate) fn time_left(&self, now: SystemTime) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.duration_since(now).unwrap_or_default())
    }

    pub(crate) fn has_time_for(&self, wait: Duration, now: SystemTime) -> bool {
        self.time_left(now).is_none_or(|left| wait < left)
    }

    /// An error about this call, with what the setback means for it.
    pub(crate) fn error(&self, kind: ErrorKind, setback: Setback) -> Error {
        let fate = setback.fate(self.replay, self.subject.is_write());
        Error::new(kind, self.subject.clone())
            .tried(self.attempts)
            .retryable(fate.may_repeat)
            .maybe_applied(fate.may_have_been_applied)
    }

    /// A credential that could not be had. Its source does not know for which call.
    pub(crate) fn without_credential(&self, error: Error) -> Error {
        error.about(&self.subject).tried(self.attempts)
    }

    pub(crate) fn not_transported(&self, error: &TransportError, credential: &Credential) -> Error {
        let cause = std::error::Error::source(error).unwrap_or(error);
        self.error(ErrorKind::Transport, error.setback())
            .detail(error.to_string())
            .because(Cause::new(cause, &|text| credential.scrub(text)))
    }

    /// A success whose body did not come whole.
    pub(crate) fn broken(&self, status: StatusCode, error: &BodyError, credential: &Credential) -> Error {
        self.error(ErrorKind::Transport, Setback::Unanswered)
            .detail("the connection broke while the answer was read")
            .answered(status)
            .because(Cause::new(&**error, &|text| credential.scrub(text)))
    }

    /// What the API answered, as an error.
    pub(crate) fn refused(
        &self,
        status: StatusCode,
        failure: Failure,
        body: &[u8],
        wait: Option<Duration>,
        credential: &Credential,
    ) -> Error {
        let error = self
            .error(failure.kind, Setback::of_answer(status, failure.kind))
            .answered(status)
            .wait(wait)
            .refused_credential(failure.credential_refused);
        let error = told(error, failure, body, credential);
        if status.is_redirection() { error.detail("redirects are not followed") } else { error }
    }
}

fn payload(payload: Payload, has_length: bool, headers: &mut HeaderMap) -> Result<Body> {
    let (content_type, body) = match payload {
        Payload::None => (None, Body::default()),
        Payload::Form(form) => {
            (Some(HeaderValue::from_static("application/x-www-form-urlencoded")), Body::from(form.encode()))
        }
        Payload::Json(json) => {
            let json = json.map_err(|error| Error::invalid_request("body", error))?;
            (Some(HeaderValue::from_static("application/json")), Body::from(json))
        }
        Payload::Raw { content_type, body } => {
            let value = HeaderValue::try_from(&*content_type)
                .map_err(|_invalid| Error::invalid_request("content_type", "is no header value"))?;
            (Some(value), body)
        }
    };
    // Said even when it is 0: some servers answer 411 to a write without a length.
    if let (true, Some(bytes)) = (has_length || content_type.is_some(), body.as_bytes()) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
    Ok(body)
}
