//! What a bridge would do: it reads, and never writes.

use crate::moment::Moment;
use crate::observation::Observation;
use crate::outcome::CallOutcome;
use crate::ports::{
    Capabilities, Evidence, Expected, FindingSource, Ledger, LedgerFailed, Probe, Put, ReadFailed, Rev, SourceWrite,
    TicketDraft, TicketPage, TicketState, TicketTracker, TicketWrite,
};
use crate::record::{AttemptId, OpId, OpKind, Phase, Record, TicketRef, TicketSnapshot};
use crate::{MemoryLedger, TicketFields};
use async_trait::async_trait;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Passes reads on to a tracker, keeps writes, and answers them as if they had been made.
///
/// [`Bridge::dry_run`](crate::Bridge::dry_run) makes one. [`planned`](Self::planned) says what would be written.
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
    /// A ticket would be written.
    Write(TicketWrite),
    /// A finding would be written.
    WriteSource(SourceWrite),
}

/// The source of a dry run: it is read, and its writes are kept.
#[derive(Clone, Debug)]
pub(crate) struct DrySource {
    plan: DryRun,
    source: Option<Arc<dyn FindingSource>>,
}

/// A ledger that is read, over which puts stay in memory.
#[derive(Clone, Debug)]
pub(crate) struct OverlayLedger {
    below: Arc<dyn Ledger>,
    above: MemoryLedger,
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

    pub(crate) fn over_source(&self, source: Option<Arc<dyn FindingSource>>) -> DrySource {
        DrySource { plan: self.clone(), source }
    }

    fn plans(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TicketTracker for DryRun {
    fn capabilities(&self) -> Capabilities {
        self.tracker.capabilities()
    }

    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let mut plans = self.plans();
        plans.push(Planned::Create(Box::new(draft.clone())));
        let id = format!("dry-run-{}", plans.len());
        let seen = draft.observation.observed_at;
        let mut snapshot = TicketSnapshot::new(TicketRef::new(id.clone(), id), "dry run", false, seen, seen);
        snapshot.priority = Some(draft.priority.clone());
        CallOutcome::Done(snapshot)
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        let before = match self.tracker.read(&write.ticket, None).await {
            Ok(TicketState::There(read)) => Some(read.snapshot),
            _ => None,
        };
        self.plans().push(Planned::Write(write.clone()));
        let now = Moment::default();
        let unknown = || TicketSnapshot::new(write.ticket.clone(), "dry run", false, now, now);
        let mut snapshot = before.unwrap_or_else(unknown);
        snapshot.closed = match write.kind {
            OpKind::Resolve | OpKind::CloseStray => true,
            OpKind::Reopen => false,
            _ => snapshot.closed,
        };
        let TicketFields { title, priority } = write.fields.clone();
        snapshot.title = title.or(snapshot.title);
        snapshot.priority = priority.or(snapshot.priority);
        CallOutcome::Done(snapshot)
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        self.tracker.read(ticket, op).await
    }

    async fn probe(&self, marker: &str) -> Probe {
        self.tracker.probe(marker).await
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        self.tracker.evidence(marker, attempts, since).await
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        self.tracker.page(since, cursor).await
    }
}

#[async_trait]
impl FindingSource for DrySource {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        self.plan.plans().push(Planned::WriteSource(write.clone()));
        CallOutcome::Done(())
    }

    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed> {
        match &self.source {
            Some(source) => source.read(key).await,
            None => Ok(None),
        }
    }
}

impl OverlayLedger {
    pub(crate) fn new(below: Arc<dyn Ledger>) -> Self {
        Self { below, above: MemoryLedger::new() }
    }

    fn merged(above: Vec<String>, below: Vec<String>) -> Vec<String> {
        let known: BTreeSet<String> = above.iter().cloned().collect();
        above.into_iter().chain(below.into_iter().filter(|pk| !known.contains(pk))).collect()
    }
}

#[async_trait]
impl Ledger for OverlayLedger {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        match self.above.get(pk).await? {
            Some(own) => Ok(Some(own)),
            None => self.below.get(pk).await,
        }
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let own = self.above.get(&record.pk).await?;
        let known = self.get(&record.pk).await?.map(|(_, rev)| rev);
        let is_expected = match (&expected, &known) {
            (Expected::Absent, None) => true,
            (Expected::Rev(expected), Some(known)) => expected == known,
            _ => false,
        };
        if !is_expected {
            return Ok(Put::Lost);
        }
        let expected = own.map_or(Expected::Absent, |(_, rev)| Expected::Rev(rev));
        self.above.put(expected, record).await
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        Ok(Self::merged(self.above.due(now, limit).await?, self.below.due(now, limit).await?))
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        Ok(Self::merged(self.above.list(phase, after, limit).await?, self.below.list(phase, after, limit).await?))
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        let above = self.above.by_ticket(destination, ticket_id).await?;
        Ok(Self::merged(above, self.below.by_ticket(destination, ticket_id).await?))
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.above.take(bucket, most, window, now).await
    }
}
