//! Carries out calls: gate, credential, attempt, judgement, repetition.

use crate::answer::Answer;
use crate::auth::{Credential, TokenSource};
use crate::call::{Call, CallOptions, Expect};
use crate::clock::{Clock, Sleep};
use crate::draft::Draft;
use crate::error::{Error, ErrorKind, Result, Subject};
use crate::rate::{Admission, RateClass, RateGate, RateSnapshot, Windows};
use crate::retry::{RetryPolicy, Setback};
use crate::service::{Failure, Service, retry_after};
use crate::telemetry::CallSpan;
use crate::transport::{Body, BodyError, Transport};
use bytes::Bytes;
use http::header::{HeaderMap, HeaderValue};
use http::{Request, Response, StatusCode};
use std::borrow::Cow;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// The way from a [`Call`] to its [`Answer`]. Cheap to clone: clones share connections, limits and settings.
#[derive(Clone, Debug)]
pub struct Pipeline {
    shared: Arc<Shared>,
    source: Arc<dyn TokenSource>,
    options: CallOptions,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) service: Arc<dyn Service>,
    /// The base URL with no trailing slash.
    pub(crate) base: String,
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

/// An answer's head, and its body as far as it could be read.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Result<Bytes, Unread>,
}

pub(crate) enum Unread {
    Broken(BodyError),
    TooLarge,
}

impl Pipeline {
    pub(crate) fn new(shared: Arc<Shared>, source: Arc<dyn TokenSource>) -> Self {
        Self { shared, source, options: CallOptions::new() }
    }

    /// The same pipeline with these options beside those it has. What both set, these set.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            source: Arc::clone(&self.source),
            options: options.over(&self.options),
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The deadline of this client's calls.
    pub fn deadline(&self) -> Option<SystemTime> {
        self.options.deadline
    }

    /// How long one attempt of a call that begins now may take.
    pub(crate) fn time_for_attempt(&self) -> Duration {
        let now = self.shared.clock.now();
        let left = self.options.deadline.map(|deadline| deadline.duration_since(now).unwrap_or_default());
        left.map_or(self.shared.attempt_timeout, |left| left.min(self.shared.attempt_timeout))
    }

    /// Scheme, host and port, and the path before the API's own, with no trailing slash.
    pub fn base_url(&self) -> &str {
        &self.shared.base
    }

    /// The clock that waits and deadlines follow.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// What is known of a limit: what the answers said, less the calls sent since.
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

    async fn run(&self, call: Call, subject: Subject, span: &CallSpan) -> Result<Answer> {
        let shared = &*self.shared;
        let draft =
            Draft::new(call, subject.clone(), &shared.base, &*shared.service, &shared.user_agent, &self.options);
        let mut draft = draft.map_err(|error| error.about(&subject))?;
        draft.ends_within(shared.total_timeout, shared.clock.now());
        match self.repeat(&mut draft, span).await {
            // A later attempt's refusal says nothing about what an earlier one did.
            Err(error) if draft.maybe_applied => Err(error.maybe_applied(true)),
            outcome => outcome,
        }
    }

    async fn repeat(&self, draft: &mut Draft, span: &CallSpan) -> Result<Answer> {
        let shared = &*self.shared;
        let mut renewed = false;
        loop {
            self.pass_gate(draft, span).await?;
            let credential = self.in_time(draft, self.source.credential()).await?;
            let request = draft.next_request(&credential)?;
            let hiding = credential.clone().hiding(&draft.hidden);
            let error = match self.attempt(draft, request, hiding).await {
                Ok(answer) => {
                    span.answered(draft.attempts, answer.status());
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if let Some(status) = error.status() {
                span.answered(draft.attempts, status);
            }
            draft.maybe_applied |= error.may_have_been_applied();
            if error.is_refused_credential() && !renewed {
                renewed = self.in_time(draft, self.source.refused(&credential)).await?;
                if renewed && draft.can_repeat() {
                    continue;
                }
            }
            let Some(wait) = self.wait_before_next(draft, &error) else {
                return Err(error);
            };
            span.waits(draft.attempts, wait, Some(&error));
            shared.clock.sleep(wait).await;
        }
    }

    /// What the credential's source says, if it says so before the deadline.
    async fn in_time<T>(&self, draft: &Draft, work: impl Future<Output = Result<T>>) -> Result<T> {
        let clock = &self.shared.clock;
        let outcome = match draft.time_left(clock.now()) {
            Some(left) => within(work, clock.sleep(left)).await,
            None => Some(work.await),
        };
        let late = || {
            let error = draft.error(ErrorKind::Timeout, Setback::NotSent);
            Err(error.detail("the deadline passed while the credential was fetched"))
        };
        outcome.unwrap_or_else(late).map_err(|error| draft.without_credential(error))
    }

    async fn pass_gate(&self, draft: &Draft, span: &CallSpan) -> Result<()> {
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
                let error = draft.error(ErrorKind::RateLimited, Setback::LimitUsedUp).wait(Some(wait));
                return Err(error.detail(format!("the limit of class `{}` is used up", draft.class.name())));
            }
            if let RateGate::Wait { max } = &mut gate {
                *max = max.saturating_sub(pause);
            }
            span.waits(draft.attempts, pause, None);
            shared.clock.sleep(pause).await;
        }
    }

    async fn attempt(&self, draft: &mut Draft, request: Request<Body>, credential: Credential) -> Result<Answer> {
        let shared = &*self.shared;
        let left = draft.time_left(shared.clock.now());
        let limit = left.map_or(shared.attempt_timeout, |left| left.min(shared.attempt_timeout));
        if limit.is_zero() {
            draft.attempts = draft.attempts.saturating_sub(1);
            let error = draft.error(ErrorKind::Timeout, Setback::NotSent);
            return Err(error.detail("the deadline passed before sending"));
        }
        let exchange = async {
            let response = shared.transport.send(request).await?;
            Ok(receive(response, shared.max_response_bytes).await)
        };
        match within(exchange, shared.clock.sleep(limit)).await {
            None => {
                let error = draft.error(ErrorKind::Timeout, Setback::Unanswered);
                Err(error.detail(format!("after {} s", limit.as_secs_f64())))
            }
            Some(Err(error)) => Err(draft.not_transported(&error, &credential)),
            Some(Ok(received)) => self.judge(draft, received, credential),
        }
    }

    /// Success, or the error that the answer stands for.
    fn judge(&self, draft: &Draft, received: Received, credential: Credential) -> Result<Answer> {
        let shared = &*self.shared;
        let now = shared.clock.now();
        let Received { status, headers, body } = received;
        let quota = shared.service.quota(&headers);
        if let Some(quota) = quota {
            shared.windows.observe(draft.class, None, quota, now);
        }
        let request_id = shared.service.request_id(&headers).map(|id| credential.scrub(id));
        let readable: &[u8] = body.as_ref().map_or(&[], |body| body);
        let failure = shared.service.failure(status, &headers, readable);
        let failure = failure.or_else(|| (!status.is_success()).then(|| Failure::of_status(status, Vec::new())));
        let Some(failure) = failure else {
            let body = match body {
                Ok(body) => body,
                Err(_) if draft.expect == Expect::Empty => Bytes::new(),
                Err(Unread::Broken(error)) => {
                    return Err(draft.broken(status, &error, &credential).requested_as(request_id));
                }
                Err(Unread::TooLarge) => {
                    let error = draft.error(ErrorKind::Decode, Setback::Unreadable).answered(status);
                    let error = error.requested_as(request_id);
                    return Err(error.detail(format!("the answer has over {} bytes", shared.max_response_bytes)));
                }
            };
            let (subject, attempts, expect) = (draft.subject.clone(), draft.attempts, draft.expect);
            return Ok(Answer { subject, status, headers, body, attempts, expect, credential, request_id });
        };

        let limited = failure.kind == ErrorKind::RateLimited;
        let reset = quota.filter(|quota| quota.remaining.unwrap_or(0) == 0).map(|quota| quota.reset);
        let reset = reset.filter(|reset| limited && draft.class.is_plausible(*reset, now));
        let assumed = || self.retry().assumed_limit_wait().or_else(|| shared.service.limit_wait()).filter(|_| limited);
        let wait = retry_after(&headers, now)
            .or(failure.scope_wait)
            .or(reset.and_then(|reset| reset.duration_since(now).ok()))
            .or_else(assumed);
        if let (true, Some(wait)) = (limited, wait) {
            // Calls left over all, and refused all the same: it is the scope's own limit that is used up.
            let calls_left = quota.is_some_and(|quota| quota.remaining.unwrap_or(0) > 0);
            let told = failure.scope_wait.is_some();
            let scope = draft.scope.as_deref().filter(|_| told || calls_left);
            // A raw call names no scope: what its scope's limit refused says nothing about the class.
            if scope.is_some() || !told {
                shared.windows.exhausted(draft.class, scope, wait, now);
            }
        }
        Err(draft.refused(status, failure, readable, wait, &credential).requested_as(request_id))
    }

    /// How long to wait before the call is sent again; `None` when it is not.
    fn wait_before_next(&self, draft: &Draft, error: &Error) -> Option<Duration> {
        let retry = self.retry();
        let next = draft.attempts.saturating_add(1);
        if !error.is_retryable() || !draft.can_repeat() || !retry.allows_attempt(next) {
            return None;
        }
        if error.retry_after().is_some_and(|hint| !retry.allows_wait(hint)) {
            return None;
        }
        let wait = error.retry_after().map_or_else(|| retry.backoff(draft.attempts), RetryPolicy::after_hint);
        draft.has_time_for(wait, self.shared.clock.now()).then_some(wait)
    }

    fn retry(&self) -> &RetryPolicy {
        self.options.retry.as_ref().unwrap_or(&self.shared.retry)
    }
}

/// Reads the body to its end, or up to the limit.
pub(crate) async fn receive(response: Response<Body>, limit: usize) -> Received {
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
pub(crate) async fn within<F: Future>(future: F, mut timer: Sleep) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(cx).map(|()| None),
    })
    .await
}
