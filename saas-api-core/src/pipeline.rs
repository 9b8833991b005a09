//! Carries out calls: gate, credential, attempt, classification, repetition.

use crate::answer::{Answer, excerpt};
use crate::auth::{Credential, TokenSource};
use crate::call::{Call, CallOptions, Expect, PathSource, Payload, Replay};
use crate::clock::{Clock, Sleep};
use crate::error::{ApiMessage, Cause, Error, ErrorKind, Result, Subject};
use crate::rate::{Admission, RateClass, RateGate, RateSnapshot, Windows};
use crate::retry::RetryPolicy;
use crate::route;
use crate::service::{Failure, Service, retry_after};
use crate::telemetry::CallSpan;
use crate::transport::{Body, Fresh, Transport, TransportError};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Request, Response, StatusCode};
use std::borrow::Cow;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// The way from a [`Call`] to its [`Answer`]. Cheap to clone: clones share connections, limits and settings.
#[derive(Clone, Debug)]
pub struct Pipeline {
    shared: Arc<Shared>,
    options: CallOptions,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) service: Arc<dyn Service>,
    /// Scheme, host and port, with no trailing slash.
    pub(crate) base: String,
    pub(crate) source: Arc<dyn TokenSource>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry: RetryPolicy,
    pub(crate) gate: RateGate,
    pub(crate) windows: Windows,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_response_bytes: usize,
    pub(crate) user_agent: HeaderValue,
}

/// A checked call, ready to be sent, more than once if its body allows.
struct Draft {
    subject: Subject,
    uri: String,
    headers: HeaderMap,
    method: http::Method,
    body: Option<Body>,
    class: RateClass,
    scope: Option<String>,
    replay: Replay,
    expect: Expect,
    fresh: bool,
    deadline: Option<SystemTime>,
    /// An attempt may have done what the call asks for.
    maybe_applied: bool,
}

/// An answer's head, and its body as far as it could be read.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Result<Bytes, Unread>,
}

enum Unread {
    Broken(crate::transport::BodyError),
    TooLarge,
}

impl Pipeline {
    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), options: CallOptions::new() }
    }

    /// The same pipeline with other options.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self { shared: Arc::clone(&self.shared), options }
    }

    /// Scheme, host and port, and the path before the API's own, with no trailing slash.
    pub fn base_url(&self) -> &str {
        &self.shared.base
    }

    /// The clock that waits and deadlines follow.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// The last known state of a limit.
    pub fn rate_limit(&self, class: RateClass, scope: Option<&str>) -> Option<RateSnapshot> {
        self.shared.windows.snapshot(class, scope)
    }

    /// Carries out a call.
    ///
    /// # Errors
    /// Whatever the call ends in after its last attempt.
    pub async fn execute(&self, call: Call) -> Result<Answer> {
        let subject = Subject { method: Cow::Owned(call.method.to_string()), route: Cow::Owned(call.path.to_string()) };
        let span = CallSpan::new(&subject);
        span.instrument(self.run(call, subject, &span)).await
    }

    fn retry(&self) -> &RetryPolicy {
        self.options.retry.as_ref().unwrap_or(&self.shared.retry)
    }

    async fn run(&self, call: Call, subject: Subject, span: &CallSpan) -> Result<Answer> {
        let mut draft = self.draft(call, subject.clone()).map_err(|error| error.about(&subject))?;
        match self.repeat(&mut draft, span).await {
            // A later attempt's refusal says nothing about what an earlier one did.
            Err(error) if draft.maybe_applied => Err(error.maybe_applied(true)),
            outcome => outcome,
        }
    }

    async fn repeat(&self, draft: &mut Draft, span: &CallSpan) -> Result<Answer> {
        let mut attempt: u32 = 0;
        let mut renewed = false;
        loop {
            self.pass_gate(draft, attempt, span).await?;
            let credential = self.shared.source.credential().await;
            let credential = credential.map_err(|error| draft.unauthorized(error, attempt))?;
            let Some(request) = draft.next_request(&credential)? else {
                return Err(Error::invalid_request("body", "a stream can be sent once only").about(&draft.subject));
            };
            attempt = attempt.saturating_add(1);
            let error = match self.attempt(draft, request, credential.clone(), attempt).await {
                Ok(answer) => {
                    span.answered(attempt, answer.status());
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if let Some(status) = error.status() {
                span.answered(attempt, status);
            }
            draft.maybe_applied |= error.may_have_been_applied();
            if !draft.can_repeat() {
                return Err(error);
            }
            if error.status() == Some(401) && !renewed {
                let again = self.shared.source.refused(&credential).await;
                renewed = again.map_err(|error| draft.unauthorized(error, attempt))?;
                if renewed {
                    continue;
                }
            }
            let Some(wait) = self.wait_before_next(draft, &error, attempt) else {
                return Err(error);
            };
            span.waits(attempt, wait, Some(&error));
            self.shared.clock.sleep(wait).await;
        }
    }

    /// Everything that can be wrong with the request is found here, before anything is sent.
    fn draft(&self, call: Call, subject: Subject) -> Result<Draft> {
        let shared = &*self.shared;
        call.query.check()?;
        if let Payload::Form(form) = &call.payload {
            form.check()?;
        }
        let (prefix, path) = match &call.path {
            PathSource::Route { template, args } => (shared.service.path_prefix(), route::expand(template, args)?),
            PathSource::Raw(path) => {
                route::check_raw(path)?;
                ("", path.clone())
            }
        };
        let mut uri = format!("{}{prefix}{path}", shared.base);
        if !call.query.is_empty() {
            uri.push('?');
            uri.push_str(&call.query.encode());
        }
        let mut headers = HeaderMap::with_capacity(6);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, shared.user_agent.clone());
        if matches!(call.payload, Payload::None) && matches!(call.method.as_str(), "PATCH" | "POST" | "PUT") {
            // Some servers answer 411 to a write without a length.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let body = payload(call.payload, &mut headers)?;
        let total_end = shared.total_timeout.and_then(|total| shared.clock.now().checked_add(total));
        let deadline = [total_end, self.options.deadline].into_iter().flatten().min();
        Ok(Draft {
            subject,
            uri,
            headers,
            method: call.method,
            body: Some(body),
            class: call.class,
            scope: call.scope,
            replay: call.replay,
            expect: call.expect,
            fresh: call.fresh || self.options.fresh,
            deadline,
            maybe_applied: false,
        })
    }

    async fn pass_gate(&self, draft: &Draft, attempts: u32, span: &CallSpan) -> Result<()> {
        let shared = &*self.shared;
        let mut gate = shared.gate;
        loop {
            let now = shared.clock.now();
            let (wait, may_wait) = match shared.windows.admit(gate, draft.class, draft.scope.as_deref(), now) {
                Admission::Go => return Ok(()),
                Admission::Wait(wait) => (wait, true),
                Admission::Refused(wait) => (wait, false),
            };
            let pause = RetryPolicy::after_hint(wait);
            if !may_wait || !draft.has_time_for(pause, now) {
                return Err(Error::new(ErrorKind::RateLimited, draft.subject.clone())
                    .detail(format!("the limit of class `{}` is used up", draft.class.name()))
                    .wait(Some(wait))
                    .tried(attempts)
                    .retryable(true));
            }
            if let RateGate::Wait { max } = &mut gate {
                *max = max.saturating_sub(pause);
            }
            span.waits(attempts, pause, None);
            shared.clock.sleep(pause).await;
        }
    }

    async fn attempt(
        &self,
        draft: &Draft,
        request: Request<Body>,
        credential: Credential,
        attempt: u32,
    ) -> Result<Answer> {
        let shared = &*self.shared;
        let limit =
            draft.time_left(shared.clock.now()).map_or(shared.attempt_timeout, |left| left.min(shared.attempt_timeout));
        if limit.is_zero() {
            return Err(Error::new(ErrorKind::Timeout, draft.subject.clone())
                .detail("the deadline passed before sending")
                .tried(attempt.saturating_sub(1))
                .retryable(true));
        }
        let exchange = async {
            let response = shared.transport.send(request).await?;
            Ok(receive(response, shared.max_response_bytes).await)
        };
        match within(exchange, shared.clock.sleep(limit)).await {
            None => Err(Error::new(ErrorKind::Timeout, draft.subject.clone())
                .detail(format!("after {} s", limit.as_secs_f64()))
                .tried(attempt)
                .retryable(draft.replay == Replay::Safe)
                .maybe_applied(draft.subject.is_write())),
            Some(Err(error)) => Err(draft.not_transported(&error, &credential, attempt)),
            Some(Ok(received)) => self.judge(draft, received, credential, attempt),
        }
    }

    /// Success, or the error that the answer stands for.
    fn judge(&self, draft: &Draft, received: Received, credential: Credential, attempt: u32) -> Result<Answer> {
        let shared = &*self.shared;
        let now = shared.clock.now();
        let Received { status, headers, body } = received;
        let quota = shared.service.quota(&headers);
        if let Some(quota) = quota {
            shared.windows.observe(draft.class, None, quota, now);
        }
        let readable: &[u8] = body.as_ref().map_or(&[], |body| body);
        let failure = shared.service.failure(status, &headers, readable).or_else(|| {
            let refused = !status.is_success();
            refused.then(|| Failure::of_status(status, Vec::new()))
        });
        let Some(failure) = failure else {
            let body = match body {
                Ok(body) => body,
                Err(_) if draft.expect == Expect::Empty => Bytes::new(),
                Err(unread) => return Err(unread.into_error(draft, status, &credential).tried(attempt)),
            };
            let subject = draft.subject.clone();
            return Ok(Answer { subject, status, headers, body, attempts: attempt, expect: draft.expect, credential });
        };

        let limited = failure.kind == ErrorKind::RateLimited;
        let told = quota.filter(|quota| quota.remaining == 0 && draft.class.is_plausible(quota.reset, now));
        let until_reset = told.and_then(|quota| quota.reset.duration_since(now).ok()).filter(|_| limited);
        let assumed = self.retry().assumed_limit_wait().filter(|_| limited);
        let wait = retry_after(&headers, now).or(until_reset).or(assumed);
        if let (true, Some(wait)) = (limited, wait) {
            // Calls left over all, and refused all the same: it is the scope's own limit that is used up.
            let scope = draft.scope.as_deref().filter(|_| quota.is_some_and(|quota| quota.remaining > 0));
            shared.windows.exhausted(draft.class, scope, wait, now);
        }
        Err(draft.refused(status, failure, readable, &credential).wait(wait).tried(attempt))
    }

    /// How long to wait before the call is sent again; `None` when it is not.
    fn wait_before_next(&self, draft: &Draft, error: &Error, attempt: u32) -> Option<Duration> {
        let retry = self.retry();
        if !error.is_retryable() || !retry.allows_attempt(attempt.saturating_add(1)) {
            return None;
        }
        if error.retry_after().is_some_and(|hint| !retry.allows_wait(hint)) {
            return None;
        }
        let wait = error.retry_after().map_or_else(|| retry.backoff(attempt), RetryPolicy::after_hint);
        draft.has_time_for(wait, self.shared.clock.now()).then_some(wait)
    }
}

impl Draft {
    /// The request of the next attempt; `None` when the body was a stream and is gone.
    fn next_request(&mut self, credential: &Credential) -> Result<Option<Request<Body>>> {
        let again = self.body.as_ref().and_then(Body::try_clone);
        let Some(body) = std::mem::replace(&mut self.body, again) else {
            return Ok(None);
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
        Ok(Some(request))
    }

    fn can_repeat(&self) -> bool {
        self.body.is_some()
    }

    fn time_left(&self, now: SystemTime) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.duration_since(now).unwrap_or_default())
    }

    fn has_time_for(&self, wait: Duration, now: SystemTime) -> bool {
        self.time_left(now).is_none_or(|left| wait < left)
    }

    /// A credential that could not be had. The source does not know for which call, or how often that was sent.
    fn unauthorized(&self, error: Error, attempts: u32) -> Error {
        let error = error.about(&self.subject);
        let attempts = attempts.max(error.attempts());
        error.tried(attempts)
    }

    fn not_transported(&self, error: &TransportError, credential: &Credential, attempt: u32) -> Error {
        let sent = error.may_have_been_sent();
        Error::new(ErrorKind::Transport, self.subject.clone())
            .detail(error.to_string())
            .tried(attempt)
            .retryable(!sent || self.replay == Replay::Safe)
            .maybe_applied(sent && self.subject.is_write())
            .because(Cause::new(std::error::Error::source(error).unwrap_or(error), &|text| credential.scrub(text)))
    }

    fn refused(&self, status: StatusCode, failure: Failure, body: &[u8], credential: &Credential) -> Error {
        let server_side = status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT;
        // A failure that the API explains ("not found" at 500) is an answer. What it leaves open may have happened.
        let unsure = failure.kind == ErrorKind::Api && (server_side || status.is_redirection());
        let error = Error::new(failure.kind, self.subject.clone()).answered(status);
        let error = if status.is_redirection() { error.detail("redirects are not followed") } else { error };
        let clean = |text: &str| credential.scrub(text);
        let messages = failure
            .messages
            .into_iter()
            .map(|message| ApiMessage { code: message.code.as_deref().map(clean), text: clean(&message.text) });
        error
            .said(messages.collect(), failure.request_id.as_deref().map(clean), excerpt(body, credential))
            .retryable(failure.kind == ErrorKind::RateLimited || (unsure && server_side && self.replay == Replay::Safe))
            .maybe_applied(unsure && self.subject.is_write())
    }
}

impl Unread {
    fn into_error(self, draft: &Draft, status: StatusCode, credential: &Credential) -> Error {
        let error = match self {
            Self::TooLarge => {
                Error::new(ErrorKind::Decode, draft.subject.clone()).detail("the answer is larger than allowed")
            }
            Self::Broken(cause) => Error::new(ErrorKind::Transport, draft.subject.clone())
                .detail("the connection broke while the answer was read")
                .retryable(draft.replay == Replay::Safe)
                .because(Cause::new(&*cause, &|text| credential.scrub(text))),
        };
        error.answered(status).maybe_applied(draft.subject.is_write())
    }
}

fn payload(payload: Payload, headers: &mut HeaderMap) -> Result<Body> {
    let (content_type, body) = match payload {
        Payload::None => return Ok(Body::default()),
        Payload::Form(form) => {
            (HeaderValue::from_static("application/x-www-form-urlencoded"), Body::from(form.encode()))
        }
        Payload::Json(json) => {
            let json = json.map_err(|error| Error::invalid_request("body", error))?;
            (HeaderValue::from_static("application/json"), Body::from(json))
        }
        Payload::Raw { content_type, body } => {
            let value = HeaderValue::try_from(&*content_type);
            (value.map_err(|_invalid| Error::invalid_request("content_type", "is no header value"))?, body)
        }
    };
    headers.insert(CONTENT_TYPE, content_type);
    if let Some(bytes) = body.as_bytes() {
        // Said even when it is 0: some servers answer 411 to a POST without a length.
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    Ok(body)
}

/// Reads the body to its end, or up to the limit.
async fn receive(response: Response<Body>, limit: usize) -> Received {
    let (head, mut body) = response.into_parts();
    let mut pieces: Vec<Bytes> = Vec::new();
    let mut size: usize = 0;
    let body = loop {
        match body.chunk().await {
            Err(error) => break Err(Unread::Broken(error)),
            Ok(Some(piece)) => {
                size = size.saturating_add(piece.len());
                if size > limit {
                    break Err(Unread::TooLarge);
                }
                pieces.push(piece);
            }
            // Most answers are one piece, and that one is not copied.
            Ok(None) if pieces.len() > 1 => break Ok(pieces.concat().into()),
            Ok(None) => break Ok(pieces.pop().unwrap_or_default()),
        }
    };
    Received { status: head.status, headers: head.headers, body }
}

/// The future's output, or `None` when the timer is first.
async fn within<F: Future<Output = Result<T, E>>, T, E>(future: F, mut timer: Sleep) -> Option<Result<T, E>> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(cx).map(|()| None),
    })
    .await
}
