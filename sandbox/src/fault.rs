//! Failures on demand.

use std::{sync::Mutex, time::Duration};

use http::Method;

use crate::{http::Request, server::lock};

/// A failure that a service shows instead of, or around, its answer.
///
/// It strikes any call once; [`on`](Self::on), [`on_path`](Self::on_path), [`times`](Self::times) and [`always`](Self::always) change that.
/// Each call meets the first fault, in the order given, that fits it.
///
/// ```
/// use ticket_bridge_sandbox::Fault;
///
/// let lost_answer = Fault::reset_after().on("POST", "/api/v2/issues");
/// let outage = Fault::status(503).always();
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    kind: Kind,
    method: Option<String>,
    path_prefix: String,
    whole_path: bool,
    left: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Status(u16),
    Delay(Duration),
    ResetBefore,
    ResetAfter,
    HalfBody,
    TooManyRequests,
    TooManyRequestsBare,
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self { kind, method: None, path_prefix: String::new(), whole_path: false, left: Some(1) }
    }

    /// Answers this status with an empty body; nothing is committed.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(status))
    }

    /// Handles the call at once and holds its answer back for this long.
    ///
    /// The delay is real time, as a client's timeouts are.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Kind::Delay(delay))
    }

    /// Resets the connection; nothing is committed.
    pub fn reset_before() -> Self {
        Self::new(Kind::ResetBefore)
    }

    /// Handles the call, then resets the connection: it took effect, but there is no answer.
    pub fn reset_after() -> Self {
        Self::new(Kind::ResetAfter)
    }

    /// Handles the call and breaks off in the middle of the answer's body, or before it when it is empty.
    pub fn half_body() -> Self {
        Self::new(Kind::HalfBody)
    }

    /// Answers 429 as the service does, with its rate-limit headers; nothing is committed.
    pub fn too_many_requests() -> Self {
        Self::new(Kind::TooManyRequests)
    }

    /// Answers 429 with neither headers nor body; nothing is committed.
    pub fn too_many_requests_bare() -> Self {
        Self::new(Kind::TooManyRequestsBare)
    }

    /// Only for calls with this method whose path starts so.
    #[must_use]
    pub fn on(mut self, method: &str, path_prefix: &str) -> Self {
        self.method = Some(method.to_owned());
        path_prefix.clone_into(&mut self.path_prefix);
        self
    }

    /// Only for calls with this method and this very path: `/api/v2/issues` leaves `/api/v2/issues/1` alone.
    #[must_use]
    pub fn on_path(mut self, method: &str, path: &str) -> Self {
        self.whole_path = true;
        self.on(method, path)
    }

    /// For this many calls (default: 1).
    #[must_use]
    pub fn times(mut self, n: u32) -> Self {
        self.left = Some(n);
        self
    }

    /// For all calls, until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    fn fits(&self, method: &Method, path: &str) -> bool {
        self.left != Some(0)
            && self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
            && path.starts_with(&self.path_prefix)
            && (!self.whole_path || path == self.path_prefix)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        lock(&self.0).push(fault);
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The fault that this call meets; it has one call less to strike after.
    pub(crate) fn strike(&self, request: &Request) -> Option<Kind> {
        let mut faults = lock(&self.0);
        let fault = faults.iter_mut().find(|fault| fault.fits(&request.method, &request.path))?;
        fault.left = fault.left.map(|left| left.saturating_sub(1));
        let kind = fault.kind;
        faults.retain(|fault| fault.left != Some(0));
        Some(kind)
    }
}
