//! A tracker and a source in memory, with faults, and a clock that moves when told.

use async_trait::async_trait;
use saas_api_core::{Clock, Sleep};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use ticket_bridge::*;

pub(crate) const START: u64 = 1_795_000_000_000;

/// Trackers tell whole seconds, and people take one.
const A_MOMENT: Duration = Duration::from_secs(1);

/// What becomes of one call.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Done, and the answer is lost.
    LostAnswer,
    /// Not done, and nobody knows.
    LostRequest,
    NotSent(u64),
    Rejected(Rejection),
}

#[derive(Clone, Debug)]
pub(crate) struct StoredTicket {
    pub(crate) snapshot: TicketSnapshot,
    pub(crate) marker: String,
    pub(crate) attempt: AttemptId,
    pub(crate) comments: Vec<String>,
    visible_at: Moment,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) time: Arc<AtomicU64>,
    pub(crate) state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) tickets: Vec<StoredTicket>,
    pub(crate) faults: VecDeque<Fault>,
    /// How long a new ticket stays out of sight on every path, in milliseconds.
    pub(crate) lag: u64,
    /// The tracker is away: what is sent is not answered, or not even sent, in turn; nothing is read.
    pub(crate) outage: bool,
    pub(crate) refused: u64,
    /// The evidence path answers so many times with a failure.
    pub(crate) unreadable: u32,
    pub(crate) calls: Vec<&'static str>,
    pub(crate) closed_findings: Vec<String>,
    pub(crate) reopened_findings: Vec<String>,
    pub(crate) source_says: Option<Observation>,
    pub(crate) notices: Vec<(NoticeKind, String)>,
    /// The room answers so many times with a failure.
    pub(crate) deaf: u32,
    /// What the source was told of open tickets.
    pub(crate) updates: Vec<FindingUpdate>,
    /// Tickets whose deletion the tracker can prove.
    pub(crate) deleted: Vec<String>,
    /// Tickets that the key may not see.
    pub(crate) hidden: Vec<String>,
    /// A client token is valid for so long.
    pub(crate) token: Option<Duration>,
}

/// Moves when the world's time moves; a timer lets time pass.
#[derive(Clone, Debug)]
pub(crate) struct WorldClock(World);

impl Clock for WorldClock {
    fn now(&self) -> SystemTime {
        self.0.now().into()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.pass(duration);
        Box::pin(async {})
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self { time: Arc::new(AtomicU64::new(START)), state: Arc::default() }
    }

    pub(crate) fn now(&self) -> Moment {
        Moment::from_millis(self.time.load(Ordering::SeqCst))
    }

    pub(crate) fn pass(&self, duration: Duration) {
        self.time.fetch_add(u64::try_from(duration.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(WorldClock(self.clone()))
    }

    pub(crate) fn bridge(&self, ledger: &MemoryLedger) -> Bridge {
        self.bridge_with(ledger, Policy::new("alerts", "SEC"))
    }

    pub(crate) fn bridge_with(&self, ledger: &MemoryLedger, policy: Policy) -> Bridge {
        Bridge::new(policy, Arc::new(ledger.clone()), Arc::new(self.clone()))
            .source(Arc::new(self.clone()))
            .notifier(Arc::new(self.clone()))
            .clock(self.clock())
            .adopted(true)
    }

    pub(crate) fn fault(&self, fault: Fault) {
        self.state.lock().unwrap().faults.push_back(fault);
    }

    pub(crate) fn tickets(&self) -> Vec<StoredTicket> {
        self.state.lock().unwrap().tickets.clone()
    }

    pub(crate) fn open_tickets(&self) -> usize {
        self.tickets().iter().filter(|ticket| !ticket.snapshot.closed).count()
    }

    /// The tracker calls since this was asked last.
    pub(crate) fn calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.state.lock().unwrap().calls)
    }

    pub(crate) fn notices(&self) -> Vec<NoticeKind> {
        self.state.lock().unwrap().notices.iter().map(|(kind, _)| *kind).collect()
    }

    /// A person changes the status of a ticket.
    pub(crate) fn person_sets(&self, index: usize, status: &str) -> TicketRef {
        self.pass(A_MOMENT);
        let now = self.now();
        let mut state = self.state.lock().unwrap();
        let snapshot = &mut state.tickets[index].snapshot;
        status.clone_into(&mut snapshot.status);
        snapshot.closed = status == "Closed";
        snapshot.updated_at = now;
        snapshot.ticket.clone()
    }

    /// A person edits a ticket.
    pub(crate) fn person_edits(&self, index: usize, edit: impl FnOnce(&mut TicketSnapshot)) -> TicketRef {
        self.pass(A_MOMENT);
        let now = self.now();
        let mut state = self.state.lock().unwrap();
        let snapshot = &mut state.tickets[index].snapshot;
        edit(snapshot);
        snapshot.updated_at = now;
        snapshot.ticket.clone()
    }

    /// A ticket that someone else made.
    pub(crate) fn foreign_ticket(&self, marker: &str, status: &str) {
        let now = self.now();
        let mut state = self.state.lock().unwrap();
        let ticket = TicketRef::new(format!("{}", 900 + state.tickets.len()), "OLD-1");
        let snapshot = TicketSnapshot::new(ticket, status, status == "Closed", now, now);
        let (marker, attempt) = (marker.to_owned(), AttemptId::new("someone else's"));
        state.tickets.push(StoredTicket { snapshot, marker, attempt, comments: Vec::new(), visible_at: now });
    }

    fn add(&self, draft: &TicketDraft) -> TicketSnapshot {
        let now = self.now();
        let mut state = self.state.lock().unwrap();
        let number = state.tickets.len() + 1;
        let ticket = TicketRef::new(format!("{number}"), format!("SEC-{number}"));
        let mut snapshot = TicketSnapshot::new(ticket, "Open", false, now, now);
        snapshot.title = Some(draft.observation.title.clone());
        snapshot.priority = Some(draft.priority.clone());
        let (marker, attempt) = (draft.marker.clone(), draft.attempt.clone());
        let visible_at = now.after(Duration::from_millis(state.lag));
        let stored = StoredTicket { snapshot: snapshot.clone(), marker, attempt, comments: Vec::new(), visible_at };
        state.tickets.push(stored);
        snapshot
    }

    fn outcome<T>(&self, act: impl FnOnce() -> T) -> CallOutcome<T> {
        let fault = {
            let mut state = self.state.lock().unwrap();
            state.refused += u64::from(state.outage);
            match (state.outage, state.refused % 2) {
                (true, 0) => Some(Fault::LostRequest),
                (true, _) => Some(Fault::NotSent(30)),
                _ => state.faults.pop_front(),
            }
        };
        match fault {
            None => CallOutcome::Done(act()),
            Some(Fault::LostAnswer) => {
                act();
                CallOutcome::InDoubt
            }
            Some(Fault::LostRequest) => CallOutcome::InDoubt,
            Some(Fault::NotSent(seconds)) => CallOutcome::NotSent { retry_after: Some(Duration::from_secs(seconds)) },
            Some(Fault::Rejected(rejection)) => CallOutcome::Rejected(rejection),
        }
    }

    fn call(&self, name: &'static str) {
        self.state.lock().unwrap().calls.push(name);
    }

    fn visible(&self) -> Vec<StoredTicket> {
        let state = self.state.lock().unwrap();
        state.tickets.iter().filter(|ticket| ticket.visible_at <= self.now()).cloned().collect()
    }
}

#[async_trait]
impl TicketTracker for World {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        self.call("create");
        self.outcome(|| self.add(draft))
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        self.call("write");
        let now = self.now();
        self.outcome(|| {
            let mut state = self.state.lock().unwrap();
            let ticket = state.tickets.iter_mut().find(|ticket| ticket.snapshot.ticket == write.ticket).unwrap();
            let status = match write.kind {
                OpKind::Resolve | OpKind::CloseStray => Some("Closed"),
                OpKind::Reopen => Some("In Progress"),
                _ => None,
            };
            if let Some(status) = status {
                ticket.snapshot.closed = status == "Closed";
                status.clone_into(&mut ticket.snapshot.status);
            }
            ticket.snapshot.title = write.fields.title.clone().or(ticket.snapshot.title.take());
            ticket.snapshot.priority = write.fields.priority.clone().or(ticket.snapshot.priority.take());
            ticket.snapshot.updated_at = now;
            ticket.comments.push(format!("{} ({})", write.reason, write.op));
            ticket.snapshot.clone()
        })
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        self.call("read");
        {
            let mut state = self.state.lock().unwrap();
            if state.outage || state.unreadable > 0 {
                state.unreadable = state.unreadable.saturating_sub(1);
                return Err(ReadFailed::new("no answer", None));
            }
            if state.deleted.contains(&ticket.id) {
                return Ok(TicketState::Deleted);
            }
            if state.hidden.contains(&ticket.id) {
                return Ok(TicketState::Hidden("404, and no activity says why".to_owned()));
            }
        }
        let tickets = self.tickets();
        let Some(stored) = tickets.into_iter().find(|stored| stored.snapshot.ticket.id == ticket.id) else {
            return Ok(TicketState::Hidden("404".to_owned()));
        };
        Ok(TicketState::There(Box::new(stored.read(op))))
    }

    async fn probe(&self, marker: &str) -> Probe {
        self.call("probe");
        let tickets = self.visible().into_iter().filter(|ticket| ticket.marker == marker);
        Probe::of(tickets.map(|ticket| ticket.snapshot).collect())
    }

    async fn evidence(&self, _marker: &str, attempts: &[AttemptId], _since: Moment) -> Evidence {
        self.call("evidence");
        {
            let mut state = self.state.lock().unwrap();
            if state.outage || state.unreadable > 0 {
                state.unreadable = state.unreadable.saturating_sub(1);
                return Evidence::Incomplete(ReadFailed::new("the list was cut short", None));
            }
        }
        let found: Vec<_> = self.visible().into_iter().filter(|ticket| attempts.contains(&ticket.attempt)).collect();
        if found.is_empty() {
            Evidence::None
        } else {
            Evidence::Found(found.into_iter().map(|ticket| ticket.snapshot).collect())
        }
    }

    /// Pages of two.
    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        self.call("page");
        let begin: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let is_new = |ticket: &StoredTicket| since.is_none_or(|since| ticket.snapshot.updated_at >= since);
        let all: Vec<_> = self.visible().into_iter().filter(is_new).collect();
        let next = (begin + 2 < all.len()).then(|| (begin + 2).to_string());
        let page = all.into_iter().skip(begin).take(2).map(|ticket| ticket.read(None)).collect();
        Ok(TicketPage::new(page, next))
    }

    fn capabilities(&self) -> Capabilities {
        let mut can = Capabilities::default();
        can.create_token = self.state.lock().unwrap().token;
        can
    }
}

impl StoredTicket {
    fn read(self, op: Option<&OpId>) -> TicketRead {
        let applied = op.is_some_and(|op| self.comments.iter().any(|comment| comment.contains(op.as_str())));
        let mut read = TicketRead::new(self.snapshot, Some(self.attempt), Some(self.marker));
        read.applied = applied;
        read
    }
}

#[async_trait]
impl FindingSource for World {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        self.outcome(|| {
            let mut state = self.state.lock().unwrap();
            match write.kind {
                OpKind::CloseFinding => state.closed_findings.push(write.key.clone()),
                OpKind::ReopenFinding => state.reopened_findings.push(write.key.clone()),
                _ => state.updates.push(write.update.clone()),
            }
        })
    }

    async fn read(&self, _key: &str) -> Result<Option<Observation>, ReadFailed> {
        Ok(self.state.lock().unwrap().source_says.clone())
    }
}

#[async_trait]
impl Notifier for World {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        let mut state = self.state.lock().unwrap();
        if state.deaf > 0 {
            state.deaf -= 1;
            return CallOutcome::NotSent { retry_after: None };
        }
        state.notices.push((notice.kind, notice.detail.clone()));
        CallOutcome::Done(state.notices.len().to_string())
    }
}

/// A finding as its source tells it, so many seconds after the start.
pub(crate) fn active(key: &str, seconds: u64) -> Observation {
    Observation::new("orca", key, "Public bucket", Severity::High, Moment::from_millis(START + seconds * 1000))
}

pub(crate) fn inactive(key: &str, seconds: u64) -> Observation {
    let mut observation = active(key, seconds);
    observation.state = FindingState::Inactive;
    observation
}

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn only(ledger: &MemoryLedger) -> Record {
    let mut records = ledger.records();
    records.retain(|record| !record.pk.starts_with("!dest:"));
    assert_eq!(records.len(), 1);
    records.remove(0)
}
