//! Ctrl-C: what is under way is done, and nothing new is begun.

use crate::output::say;
use async_trait::async_trait;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, LedgerFailed, Moment, Phase, Put, Record, Rev};

/// Whether it was asked to stop. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

/// What a shell gives for a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

impl Stop {
    /// Listens for Ctrl-C from now on. The second one ends the process at once: nothing is lost by it, for each step is
    /// stored before it is made.
    pub(crate) fn on_ctrl_c() -> Self {
        let stop = Self::default();
        let asked = stop.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_err() {
                return;
            }
            asked.0.store(true, Ordering::Relaxed);
            say("stopping after what is under way; Ctrl-C once more stops at once");
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(INTERRUPTED);
            }
        });
        stop
    }

    pub(crate) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A ledger that begins with no further record once it was asked to stop: records under way go on.
#[derive(Debug)]
pub(crate) struct StoppingLedger {
    below: Arc<dyn Ledger>,
    stop: Stop,
    begun: Mutex<BTreeSet<String>>,
}

/// What it says then.
const STOPPED: &str = "stopped by Ctrl-C";

impl StoppingLedger {
    pub(crate) fn new(below: Arc<dyn Ledger>, stop: Stop) -> Self {
        Self { below, stop, begun: Mutex::default() }
    }

    /// Whether the failure says only that it was asked to stop.
    pub(crate) fn is_stop(failure: &LedgerFailed) -> bool {
        failure.message == STOPPED
    }

    fn begin(&self, pk: &str) -> Result<(), LedgerFailed> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.contains(pk) {
            return Ok(());
        }
        if self.stop.is_asked() {
            return Err(LedgerFailed::new(STOPPED));
        }
        begun.insert(pk.to_owned());
        Ok(())
    }
}

#[async_trait]
impl Ledger for StoppingLedger {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.begin(pk)?;
        self.below.get(pk).await
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        self.below.put(expected, record).await
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        // Whoever asks does what is given and then asks again: nothing more is due.
        if self.stop.is_asked() { Ok(Vec::new()) } else { self.below.due(now, limit).await }
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.below.list(phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.below.by_ticket(destination, ticket_id).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.below.take(bucket, most, window, now).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ticket_bridge::MemoryLedger;

    #[tokio::test]
    async fn what_was_begun_goes_on_and_nothing_else_begins() {
        let stop = Stop::default();
        let ledger = StoppingLedger::new(Arc::new(MemoryLedger::new()), stop.clone());
        assert_eq!(ledger.get("flow:1").await, Ok(None));
        stop.0.store(true, Ordering::Relaxed);
        assert_eq!(ledger.get("flow:1").await, Ok(None));
        assert!(StoppingLedger::is_stop(&ledger.get("flow:2").await.unwrap_err()));
        assert_eq!(ledger.due(Moment::default(), 1).await, Ok(Vec::new()));
    }
}
