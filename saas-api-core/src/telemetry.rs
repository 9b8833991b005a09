//! Optional spans and events. Never a URL, a query, a header or a body.

use crate::error::{Error, Subject};
use std::time::Duration;

/// The span of one call, or nothing without the feature.
#[derive(Clone)]
pub(crate) struct CallSpan {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

impl CallSpan {
    #[cfg(feature = "tracing")]
    pub(crate) fn new(subject: &Subject) -> Self {
        let span = tracing::info_span!(
            "saas.request",
            http.request.method = &*subject.method,
            url.template = &*subject.route,
            http.response.status_code = tracing::field::Empty,
            attempt = tracing::field::Empty,
            retry_after_ms = tracing::field::Empty,
        );
        Self { span }
    }

    #[cfg(not(feature = "tracing"))]
    pub(crate) fn new(_subject: &Subject) -> Self {
        Self {}
    }

    #[cfg(feature = "tracing")]
    pub(crate) fn answered(&self, attempt: u32, status: u16) {
        self.span.record("attempt", attempt);
        self.span.record("http.response.status_code", status);
    }

    #[cfg(not(feature = "tracing"))]
    #[expect(clippy::unused_self, reason = "the other build has a span")]
    pub(crate) fn answered(&self, _attempt: u32, _status: u16) {}

    #[cfg(feature = "tracing")]
    pub(crate) fn waits(&self, attempt: u32, wait: Duration, error: Option<&Error>) {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.span.record("attempt", attempt);
        self.span.record("retry_after_ms", wait);
        let kind = error.map(Error::kind);
        tracing::debug!(parent: &self.span, attempt, retry_after_ms = wait, error.kind = ?kind, "waiting to send");
    }

    #[cfg(not(feature = "tracing"))]
    #[expect(clippy::unused_self, reason = "the other build has a span")]
    pub(crate) fn waits(&self, _attempt: u32, _wait: Duration, _error: Option<&Error>) {}

    /// Runs the call inside the span, so that a transport's own events belong to it.
    #[cfg(feature = "tracing")]
    pub(crate) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    #[cfg(not(feature = "tracing"))]
    #[expect(clippy::unused_self, reason = "the other build has a span")]
    pub(crate) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        future
    }
}
