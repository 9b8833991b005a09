//! All that is outside of the bridge: virtual time, what is on its way, and what a call runs into.

use crate::fault::{FAULTS, Fault};
use crate::generate::{KEYS, Plan, Rng, SECOND, SLOTS, Stimulus, WORKERS, millis};
use crate::ledger::Stored;
use crate::oracle::Oracle;
use crate::report::Hits;
use crate::source::Finding;
use crate::tracker::Ticket;
use saas_api_core::{Clock, Sleep};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge::{CallOutcome, Moment, Observation, Rejection, TicketDraft, TicketRef, TicketSnapshot, TicketWrite};

pub(crate) type Shared = Arc<Mutex<World>>;

/// Something that is to happen.
pub(crate) enum Due {
    Wake(Waker),
    Stimulus(Stimulus),
    /// An observation reaches a worker.
    Deliver(Observation),
    /// A webhook reaches a worker.
    Hook(usize, TicketRef),
    Tick(usize),
    /// The server does what it was sent.
    Commit(u64, Sent),
    /// The source takes a close back.
    Revert(usize),
    Restart(usize),
    /// The invocation's time is over.
    Kill(u64),
}

/// What a server was sent.
pub(crate) enum Sent {
    Create(usize, TicketDraft),
    Write(usize, TicketWrite),
    Source(usize, ticket_bridge::SourceWrite),
}

struct Entry(u64, u64, Due);

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// How a server ended what it was sent.
pub(crate) enum Ended {
    Ticket(Box<CallOutcome<TicketSnapshot>>),
    Source(CallOutcome<()>),
}

/// What a call that changes something runs into.
pub(crate) struct Fate {
    /// When the server does it, if at all.
    pub(crate) commit_at: Option<u64>,
    pub(crate) answer_in: u64,
    pub(crate) answer: Answer,
}

pub(crate) enum Answer {
    /// What the server says.
    Server,
    Lost,
    NotSent(Option<Duration>),
    Refused(Rejection),
}

#[derive(Debug, Default)]
pub(crate) struct Worker {
    pub(crate) is_down: bool,
    /// It dies at so many pending points from now.
    pub(crate) dies_in: Option<u64>,
    pub(crate) is_dying: bool,
    pub(crate) lives: u32,
}

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) plan: Plan,
    pub(crate) rng: Rng,
    queue: BinaryHeap<Reverse<Entry>>,
    pushed: u64,
    pub(crate) calls: u64,
    /// Nothing goes wrong any more.
    pub(crate) is_quiet: bool,
    pub(crate) workers: [Worker; WORKERS],
    pub(crate) findings: Vec<Finding>,
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) ended: Vec<(u64, Ended)>,
    pub(crate) ledger: Vec<Stored>,
    pub(crate) buckets: Vec<(String, u64, u32)>,
    pub(crate) told: Vec<String>,
    pub(crate) oracle: Oracle,
    pub(crate) limited_until: u64,
    pub(crate) refused_until: u64,
    /// When each kind of trouble came last, by what it concerned.
    pub(crate) met: [[u64; FAULTS.len()]; SLOTS],
    pub(crate) hits: Hits,
    pub(crate) violation: Option<String>,
    pub(crate) trace: Option<Vec<String>>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("now", &self.now).finish_non_exhaustive()
    }
}

/// Writes a line into the trace, if there is one.
macro_rules! note {
    ($world:expr, $($words:tt)*) => {
        if $world.trace.is_some() {
            let line = format!($($words)*);
            $world.note(&line);
        }
    };
}
pub(crate) use note;

impl World {
    pub(crate) fn new(plan: Plan, rng: Rng, traced: bool) -> Self {
        let begin = crate::generate::BEGIN;
        Self {
            now: begin,
            plan,
            rng,
            queue: BinaryHeap::with_capacity(128),
            pushed: 0,
            calls: 0,
            is_quiet: false,
            workers: Default::default(),
            findings: (0..KEYS.len()).map(|_| Finding::default()).collect(),
            tickets: Vec::new(),
            ended: Vec::new(),
            ledger: Vec::new(),
            buckets: Vec::new(),
            told: Vec::new(),
            oracle: Oracle::default(),
            limited_until: 0,
            refused_until: 0,
            met: [[0; FAULTS.len()]; SLOTS],
            hits: Hits::default(),
            violation: None,
            trace: traced.then(Vec::new),
        }
    }

    pub(crate) fn note(&mut self, line: &str) {
        let at = self.now - crate::generate::BEGIN;
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{:>6}.{:03} {line}", at / SECOND, at % SECOND));
        }
    }

    pub(crate) fn at(&mut self, at: u64, due: Due) {
        self.pushed += 1;
        self.queue.push(Reverse(Entry(at.max(self.now), self.pushed, due)));
    }

    pub(crate) fn after(&mut self, delay: u64, due: Due) {
        self.at(self.now + delay, due);
    }

    /// What comes next, up to a moment.
    pub(crate) fn next(&mut self, until: u64) -> Option<Due> {
        if self.queue.peek().is_none_or(|Reverse(entry)| entry.0 > until) {
            return None;
        }
        let Reverse(Entry(at, _, due)) = self.queue.pop()?;
        self.now = at;
        Some(due)
    }

    pub(crate) fn local(&self, worker: usize) -> u64 {
        self.now + self.plan.skew[worker]
    }

    pub(crate) fn fail(&mut self, violation: String) {
        note!(self, "VIOLATION {violation}");
        self.violation.get_or_insert(violation);
    }

    /// Whether this trouble comes now. Remembers that it did, for a key.
    pub(crate) fn meets(&mut self, fault: Fault, slot: usize) -> bool {
        let rate = self.plan.rates[fault.index()];
        let meets = !self.is_quiet && self.rng.chance(rate);
        if meets {
            self.met(fault, slot);
        }
        meets
    }

    pub(crate) fn met(&mut self, fault: Fault, slot: usize) {
        self.met[slot][fault.index()] = self.now;
        // The destination is concerned by all.
        self.met[SLOTS - 1][fault.index()] = self.now;
        note!(self, "       {fault:?} for {}", KEYS.get(slot).unwrap_or(&"the destination"));
    }

    pub(crate) fn met_by_all(&mut self, fault: Fault) {
        for slot in 0..SLOTS {
            self.met(fault, slot);
        }
    }

    pub(crate) fn latency(&mut self) -> u64 {
        self.rng.between(5, 120)
    }

    /// What a write to the outside runs into. All limits are the worker's: A1 counts from its own clock's fence.
    pub(crate) fn fate(&mut self, worker: usize, slot: usize, send_by: Moment, is_to_ticket: bool) -> Fate {
        let local = self.local(worker);
        if local > send_by.as_millis() {
            return Fate { commit_at: None, answer_in: 1, answer: Answer::NotSent(None) };
        }
        let last = send_by.as_millis() - self.plan.skew[worker];
        let latency = self.latency();
        let soon = latency.min(last - self.now);
        let nothing = |answer_in, answer| Fate { commit_at: None, answer_in, answer };
        if !self.is_quiet && self.limited_until > self.now {
            self.met(Fault::RateLimited, slot);
            let wait = Duration::from_millis(self.limited_until - self.now + 1);
            return nothing(soon, Answer::NotSent(Some(wait)));
        }
        if !self.is_quiet && self.refused_until > self.now && is_to_ticket {
            self.met(Fault::Refused, slot);
            return nothing(soon, Answer::Refused(Rejection::configuration("the key has no rights")));
        }
        if self.meets(Fault::Rejected, slot) {
            return nothing(soon, Answer::Refused(Rejection::item("it does not fit")));
        }
        if self.meets(Fault::RateLimited, slot) {
            let wait = self.rng.between(1, 60);
            let wait = self.rng.chance(700).then(|| Duration::from_secs(wait));
            return nothing(soon, Answer::NotSent(wait));
        }
        if self.meets(Fault::ResetBefore, slot) {
            return nothing(soon, Answer::Lost);
        }
        let committed = self.now + self.rng.below(soon + 1);
        if self.meets(Fault::ServerError, slot) {
            let commit_at = self.rng.chance(500).then_some(committed);
            return Fate { commit_at, answer_in: soon, answer: Answer::Lost };
        }
        if self.meets(Fault::LostAnswer, slot) {
            let answer_in = if self.rng.chance(500) { last - self.now } else { soon };
            return Fate { commit_at: Some(committed), answer_in, answer: Answer::Lost };
        }
        if self.meets(Fault::LateCommit, slot) {
            let latest = last + millis(self.plan.policy.commit_within);
            let commit_at = if self.rng.chance(500) { latest } else { self.rng.between(self.now, latest) };
            let answer_in = if self.rng.chance(300) { last - self.now } else { soon };
            return Fate { commit_at: Some(commit_at), answer_in, answer: Answer::Lost };
        }
        if self.meets(Fault::Slow, slot) {
            let commit_at = self.now + self.rng.below(30 * SECOND);
            let answer_at = commit_at + self.rng.below(10 * SECOND);
            if answer_at > last {
                let commit_at = commit_at.min(last + millis(self.plan.policy.commit_within));
                return Fate { commit_at: Some(commit_at), answer_in: last - self.now, answer: Answer::Lost };
            }
            return Fate { commit_at: Some(commit_at), answer_in: answer_at - self.now, answer: Answer::Server };
        }
        Fate { commit_at: Some(committed), answer_in: soon, answer: Answer::Server }
    }

    /// How long a read takes on its way there, and back.
    pub(crate) fn read_delay(&mut self, slot: usize) -> u64 {
        if self.meets(Fault::Slow, slot) { self.rng.between(1, 25) * SECOND } else { self.rng.between(2, 60) }
    }

    /// A server ended a call.
    pub(crate) fn end(&mut self, call: u64, ended: Ended) {
        self.ended.push((call, ended));
    }

    pub(crate) fn take_end(&mut self, call: u64) -> Option<Ended> {
        let at = self.ended.iter().position(|(id, _)| *id == call)?;
        Some(self.ended.swap_remove(at).1)
    }

    pub(crate) fn new_call(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }
}

/// The number of a finding's key, or of the destination.
pub(crate) fn slot_of(pk: &str) -> usize {
    let marker = pk.rsplit_once(':').map_or(pk, |(_, marker)| marker);
    KEYS.iter().position(|key| *key == marker).unwrap_or(SLOTS - 1)
}

/// One worker's side of all ports.
#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub(crate) world: Shared,
    pub(crate) worker: usize,
}

impl Port {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A pending point: it takes so long, and the worker may die here.
    pub(crate) fn pause(&self, wait: u64) -> Pause {
        Pause { port: self.clone(), wait, until: None }
    }
}

pub(crate) struct Pause {
    port: Port,
    wait: u64,
    until: Option<u64>,
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let mut world = this.port.world();
        match this.until {
            Some(until) if until <= world.now => Poll::Ready(()),
            Some(_) => Poll::Pending,
            None => {
                let until = world.now + this.wait;
                world.at(until, Due::Wake(cx.waker().clone()));
                let worker = &mut world.workers[this.port.worker];
                if let Some(left) = worker.dies_in {
                    worker.dies_in = left.checked_sub(1);
                    worker.is_dying |= left == 0;
                }
                drop(world);
                this.until = Some(until);
                Poll::Pending
            }
        }
    }
}

impl Clock for Port {
    fn now(&self) -> SystemTime {
        let world = self.world();
        UNIX_EPOCH + Duration::from_millis(world.local(self.worker))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(self.pause(millis(duration)))
    }
}
