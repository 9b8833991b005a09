//! A tracker that reads and never writes: what a flow would do.

use crate::moment::Moment;
use crate::outcome::CallOutcome;
use crate::ports::{Evidence, Probe, ReadFailed, TicketDraft, TicketRead, TicketTracker, TicketWrite};
use crate::record::{AttemptId, OpKind, TicketRef, TicketSnapshot};
use async_trait::async_trait;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Passes reads on to a tracker, keeps writes, and answers them as if they had been made.
///
/// Give it to a bridge over an empty [`MemoryLedger`](crate::MemoryLedger), without a source and a notifier: nothing outside
/// changes, and [`planned`](Self::planned) says what would.
#[derive(Clone, Debug)]
pub struct DryRun {
    tracker: Arc<dyn TicketTracker>,
    planned: Arc<Mutex<Vec<Planned>>>,
}

/// A write that would be made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Planned {
    /// A ticket would be created.
    Create(Box<TicketDraft>),
    /// A ticket would be resolved or reopened.
    Write(TicketWrite),
}

impl DryRun {
    /// Over the tracker that is read.
    pub fn new(tracker: Arc<dyn TicketTracker>) -> Self {
        Self { tracker, planned: Arc::default() }
    }

    /// The writes so far, in order.
    pub fn planned(&self) -> Vec<Planned> {
        self.plans().clone()
    }

    fn plans(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TicketTracker for DryRun {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let mut plans = self.plans();
        plans.push(Planned::Create(Box::new(draft.clone())));
        let id = format!("dry-run-{}", plans.len());
        let seen = draft.observation.observed_at;
        CallOutcome::Done(TicketSnapshot::new(TicketRef::new(id.clone(), id), "dry run", false, seen, seen))
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        self.plans().push(Planned::Write(write.clone()));
        let closed = write.kind != OpKind::Reopen;
        let now = Moment::default();
        CallOutcome::Done(TicketSnapshot::new(write.ticket.clone(), "dry run", closed, now, now))
    }

    async fn read(&self, ticket: &TicketRef) -> Result<Option<TicketRead>, ReadFailed> {
        self.tracker.read(ticket).await
    }

    async fn probe(&self, marker: &str) -> Probe {
        self.tracker.probe(marker).await
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        self.tracker.evidence(marker, attempts, since).await
    }
}
