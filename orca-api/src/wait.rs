//! Waiting for what Orca does by itself: looking again and again until it is done, or no further look fits in.

use crate::client::Client;
use saas_api_core::{CallOptions, Clock, Error, Result};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How long to wait, and how often to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) within: Duration,
    pub(crate) every: Duration,
}

/// A wait under way, with the last look that succeeded.
pub(crate) struct Looks<L> {
    clock: Arc<dyn Clock>,
    ends: SystemTime,
    every: Duration,
    last: Option<L>,
}

impl Wait {
    /// When the wait is over: when its time is, or at the client's own deadline.
    pub(crate) fn ends(self, client: &Client) -> Result<SystemTime> {
        if self.every < Duration::from_secs(1) {
            return Err(Error::invalid_request("every", "must be at least 1 second"));
        }
        if self.every > self.within {
            return Err(Error::invalid_request("every", "must not be longer than the time to wait"));
        }
        let ends = client.clock().now().checked_add(self.within);
        let ends = ends.ok_or_else(|| Error::invalid_request("within", "is too long"))?;
        Ok(client.deadline().map_or(ends, |deadline| deadline.min(ends)))
    }

    /// Begins to wait. The looks are made with the client that is given back, so that none lasts longer.
    pub(crate) fn begin<L>(self, client: &Client) -> Result<(Client, Looks<L>)> {
        let (clock, ends) = (Arc::clone(client.clock()), self.ends(client)?);
        let client = client.with(CallOptions::new().deadline(ends));
        Ok((client, Looks { clock, ends, every: self.every, last: None }))
    }
}

impl<L> Looks<L> {
    /// Takes a look that found no end, and sleeps until the next one. Gives the last look when the time is over.
    ///
    /// A look that failed for a passing reason is not the end, unless none succeeded in time.
    pub(crate) async fn after(&mut self, look: Result<L>) -> Result<Option<L>> {
        let mut pause = self.every;
        let failure = match look {
            Ok(look) => {
                self.last = Some(look);
                None
            }
            Err(error) => {
                pause = pause.max(error.retry_after().unwrap_or_default());
                Some(error)
            }
        };
        let is_over = self.clock.now().checked_add(pause).is_none_or(|next| next >= self.ends);
        match (failure, self.last.take()) {
            (Some(error), _) if !error.is_retryable() => return Err(error),
            (Some(error), None) if is_over => return Err(error),
            (_, Some(last)) if is_over => return Ok(Some(last)),
            (_, last) => self.last = last,
        }
        self.clock.sleep(pause).await;
        Ok(None)
    }
}
