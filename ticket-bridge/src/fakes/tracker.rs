use super::{FakeFault, Faults, locked, outcome};
use crate::moment::Moment;
use crate::outcome::{CallOutcome, Rejection};
use crate::ports::{
    Evidence, Probe, ReadFailed, TicketDraft, TicketPage, TicketRead, TicketState, TicketTracker, TicketWrite,
};
use crate::record::{AttemptId, OpId, OpKind, TicketRef, TicketSnapshot};
use async_trait::async_trait;
use saas_api_core::Clock;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// So many tickets make a page.
const PAGE: usize = 10;

/// A tracker in memory. Clones share it.
///
/// A new ticket can be read by its id at once. Searches, listings and evidence show it after the [`lag`](Self::lag).
#[derive(Clone, Debug)]
pub struct FakeTracker {
    clock: Arc<dyn Clock>,
    state: Arc<Mutex<Tracked>>,
}

/// A ticket in a [`FakeTracker`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeTicket {
    /// Its state.
    pub snapshot: TicketSnapshot,
    /// The text that names its finding.
    pub marker: String,
    /// The attempt that made it. `None`: a person did.
    pub attempt: Option<AttemptId>,
    /// The writes that its comments name.
    pub ops: Vec<OpId>,
    /// It was deleted.
    pub is_deleted: bool,
    /// When searches show it.
    pub shows_at: Moment,
}

#[derive(Debug, Default)]
struct Tracked {
    tickets: Vec<FakeTicket>,
    faults: Faults,
    lag: Duration,
    unreadable: u32,
    calls: Vec<&'static str>,
}

impl FakeTracker {
    /// A tracker without tickets.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, state: Arc::default() }
    }

    /// The next write without a fault meets this one.
    pub fn fault(&self, fault: FakeFault) {
        locked(&self.state).faults.push_back(fault);
    }

    /// New tickets stay out of sight so long.
    pub fn lag(&self, lag: Duration) {
        locked(&self.state).lag = lag;
    }

    /// So many reads of any kind fail from now on.
    pub fn unreadable(&self, reads: u32) {
        locked(&self.state).unreadable = reads;
    }

    /// All tickets, in the order of their creation. Deleted ones too.
    pub fn tickets(&self) -> Vec<FakeTicket> {
        locked(&self.state).tickets.clone()
    }

    /// How many tickets are open.
    pub fn open(&self) -> usize {
        let state = locked(&self.state);
        state.tickets.iter().filter(|ticket| !ticket.is_deleted && !ticket.snapshot.closed).count()
    }

    /// The calls since this was asked last, by the names of the port's methods.
    pub fn calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut locked(&self.state).calls)
    }

    /// A person makes a ticket that names a finding.
    pub fn person_creates(&self, marker: &str) -> TicketRef {
        let now = self.now();
        locked(&self.state).add(marker, None, now, |_| {}).ticket
    }

    /// A person changes a ticket.
    pub fn person_edits(&self, id: &str, edit: impl FnOnce(&mut TicketSnapshot)) {
        let now = self.now();
        if let Some(ticket) = locked(&self.state).there(id) {
            edit(&mut ticket.snapshot);
            ticket.snapshot.updated_at = now;
        }
    }

    /// A person deletes a ticket.
    pub fn person_deletes(&self, id: &str) {
        if let Some(ticket) = locked(&self.state).there(id) {
            ticket.is_deleted = true;
        }
    }

    fn now(&self) -> Moment {
        self.clock.now().into()
    }

    fn called(&self, call: &'static str) -> MutexGuard<'_, Tracked> {
        let mut state = locked(&self.state);
        state.calls.push(call);
        state
    }

    fn read_of(&self, call: &'static str) -> Result<MutexGuard<'_, Tracked>, ReadFailed> {
        let mut state = self.called(call);
        if state.unreadable == 0 {
            return Ok(state);
        }
        state.unreadable = state.unreadable.saturating_sub(1);
        Err(ReadFailed::new("the tracker could not be read", None))
    }
}

impl Tracked {
    fn add(
        &mut self,
        marker: &str,
        attempt: Option<AttemptId>,
        now: Moment,
        fill: impl FnOnce(&mut TicketSnapshot),
    ) -> TicketSnapshot {
        let number = self.tickets.len().saturating_add(1);
        let ticket = TicketRef::new(number.to_string(), format!("SEC-{number}"));
        let mut snapshot = TicketSnapshot::new(ticket, "Open", false, now, now);
        fill(&mut snapshot);
        let (marker, shows_at) = (marker.to_owned(), now.after(self.lag));
        let stored = FakeTicket { snapshot, marker, attempt, ops: Vec::new(), is_deleted: false, shows_at };
        let snapshot = stored.snapshot.clone();
        self.tickets.push(stored);
        snapshot
    }

    fn create(&mut self, draft: &TicketDraft, now: Moment) -> TicketSnapshot {
        self.add(&draft.marker, Some(draft.attempt.clone()), now, |snapshot| {
            snapshot.title = Some(draft.observation.title.clone());
            snapshot.priority = Some(draft.priority.clone());
        })
    }

    fn there(&mut self, id: &str) -> Option<&mut FakeTicket> {
        self.tickets.iter_mut().find(|ticket| !ticket.is_deleted && ticket.snapshot.ticket.id == id)
    }

    fn write(&mut self, write: &TicketWrite, now: Moment) -> CallOutcome<TicketSnapshot> {
        let Some(ticket) = self.there(&write.ticket.id) else {
            return CallOutcome::Rejected(Rejection::item("no such ticket"));
        };
        let snapshot = &mut ticket.snapshot;
        let status = match write.kind {
            OpKind::Resolve | OpKind::CloseStray => "Closed",
            OpKind::Reopen => "In Progress",
            _ => &snapshot.status.clone(),
        };
        status.clone_into(&mut snapshot.status);
        snapshot.closed = status == "Closed";
        snapshot.title = write.fields.title.clone().or(snapshot.title.take());
        snapshot.priority = write.fields.priority.clone().or(snapshot.priority.take());
        snapshot.updated_at = now;
        ticket.ops.push(write.op.clone());
        CallOutcome::Done(ticket.snapshot.clone())
    }

    fn shown(&self, now: Moment) -> impl Iterator<Item = &FakeTicket> {
        self.tickets.iter().filter(move |ticket| !ticket.is_deleted && ticket.shows_at <= now)
    }
}

impl FakeTicket {
    fn read(&self, op: Option<&OpId>) -> TicketRead {
        let mut read = TicketRead::new(self.snapshot.clone(), self.attempt.clone(), Some(self.marker.clone()));
        read.applied = op.is_some_and(|op| self.ops.contains(op));
        read
    }
}

#[async_trait]
impl TicketTracker for FakeTracker {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let (now, mut state) = (self.now(), self.called("create"));
        if now > draft.send_by {
            return CallOutcome::NotSent { retry_after: None };
        }
        let fault = state.faults.pop_front();
        outcome(fault, || CallOutcome::Done(state.create(draft, now)))
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        let (now, mut state) = (self.now(), self.called("write"));
        if now > write.send_by {
            return CallOutcome::NotSent { retry_after: None };
        }
        let fault = state.faults.pop_front();
        outcome(fault, || state.write(write, now))
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        let mut state = self.read_of("read")?;
        let found = state.there(&ticket.id).map(|ticket| ticket.read(op));
        Ok(found.map_or(TicketState::Deleted, |read| TicketState::There(Box::new(read))))
    }

    async fn probe(&self, marker: &str) -> Probe {
        let now = self.now();
        match self.read_of("probe") {
            Ok(state) => {
                let named = state.shown(now).filter(|ticket| ticket.marker == marker);
                Probe::of(named.map(|ticket| ticket.snapshot.clone()).collect())
            }
            Err(failure) => Probe::Failed(failure),
        }
    }

    async fn evidence(&self, _marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        let now = self.now();
        let state = match self.read_of("evidence") {
            Ok(state) => state,
            Err(failure) => return Evidence::Incomplete(failure),
        };
        let ours = |ticket: &&FakeTicket| ticket.attempt.as_ref().is_some_and(|id| attempts.contains(id));
        let found = state.shown(now).filter(ours).filter(|ticket| ticket.snapshot.created_at >= since);
        let found: Vec<_> = found.map(|ticket| ticket.snapshot.clone()).collect();
        if found.is_empty() { Evidence::None } else { Evidence::Found(found) }
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        let now = self.now();
        let state = self.read_of("page")?;
        let begins: usize =
            cursor.map_or(Ok(0), str::parse).map_err(|error| ReadFailed::new(format!("{error}"), None))?;
        let changed = |ticket: &&FakeTicket| since.is_none_or(|since| ticket.snapshot.updated_at >= since);
        let mut rest = state.shown(now).filter(changed).skip(begins).peekable();
        let tickets = rest.by_ref().take(PAGE).map(|ticket| ticket.read(None)).collect();
        let next = rest.peek().map(|_| begins.saturating_add(PAGE).to_string());
        Ok(TicketPage::new(tickets, next))
    }
}
