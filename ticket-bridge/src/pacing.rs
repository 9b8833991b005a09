//! How fast a destination is written to.

use crate::moment::Moment;
use crate::policy::Budget;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How fast tickets are written with one API key. Clones share it: give bridges that use the same key the same pacing.
#[derive(Clone, Debug)]
#[must_use]
pub struct Pacing(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    in_flight: Semaphore,
    spacing: Duration,
    next: Mutex<Moment>,
    shared: Option<(String, Budget)>,
}

impl Pacing {
    /// One write at a time, each as soon as the one before has ended.
    pub fn new() -> Self {
        Self::of(1, Duration::ZERO, None)
    }

    /// So many writes at a time, and so much time between the beginnings of two.
    pub fn of(in_flight: usize, spacing: Duration, shared: Option<(String, Budget)>) -> Self {
        let in_flight = Semaphore::new(in_flight.max(1));
        Self(Arc::new(Inner { in_flight, spacing, next: Mutex::default(), shared }))
    }

    /// One write at a time here, and over all instances no more than the budget: counted in the ledger, in this bucket.
    pub fn shared(bucket: impl Into<String>, budget: Budget) -> Self {
        Self::of(1, Duration::ZERO, Some((bucket.into(), budget)))
    }

    /// Waits for a turn. `None` never comes: nobody closes the semaphore.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.0.in_flight.acquire().await.ok()
    }

    /// How long to wait until the next write may begin. Whoever asks has its turn then. An error: that is longer than the
    /// most, and nobody's turn is taken.
    pub(crate) fn wait(&self, now: Moment, most: Duration) -> Result<Duration, Duration> {
        if self.0.spacing.is_zero() {
            return Ok(Duration::ZERO);
        }
        let mut next = self.0.next.lock().unwrap_or_else(PoisonError::into_inner);
        let begins = (*next).max(now);
        let wait = now.until(begins);
        if wait > most {
            return Err(wait);
        }
        *next = begins.after(self.0.spacing);
        Ok(wait)
    }

    /// What all instances share.
    pub(crate) fn budget(&self) -> Option<(&str, Budget)> {
        self.0.shared.as_ref().map(|(bucket, budget)| (bucket.as_str(), *budget))
    }
}

impl Default for Pacing {
    fn default() -> Self {
        Self::new()
    }
}
