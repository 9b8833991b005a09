//! One state of everything: the ledger's record, both workers, the tracker, the source, and what is left of the bounds.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::engine::{Command, Decision, Event};
use ticket_bridge::{Flaw, Moment, Policy, Record, Reopen};

/// The step of time: each span of the policy is a multiple of it, and so are the spans that the engine holds itself.
pub(crate) const UNIT: u64 = 60_000;

/// What may happen, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) deliveries: u8,
    pub(crate) crashes: u8,
    pub(crate) losses: u8,
    pub(crate) closes: u8,
    pub(crate) reopens: u8,
    /// Calls that are refused.
    pub(crate) refusals: u8,
    /// Webhooks that arrive. Any other is lost.
    pub(crate) hooks: u8,
    /// How often time passes while a worker is in the middle of something. [`ANY`](Self::ANY): as often as it likes.
    pub(crate) naps: u8,
}

/// What holds for a whole run.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) policy: Policy,
    /// The destination's tickets are all known: nothing is probed.
    pub(crate) adopted: bool,
    /// The second worker's clock is ahead by S.
    pub(crate) is_skewed: bool,
    /// Both workers are tasks of one process.
    pub(crate) is_shared: bool,
}

/// What one worker is doing: the shipped driver's loop, with a place to stop between any two of its steps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worker {
    /// Events to decide on. The head is next.
    pub(crate) queue: VecDeque<Arc<Event>>,
    /// The head was decided on before time passed; its put is under way.
    pub(crate) decided: Option<Arc<Decision>>,
    /// What the last decision said, not done yet.
    pub(crate) commands: VecDeque<Arc<Command>>,
}

/// What a source said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) at: u64,
    pub(crate) is_active: bool,
}

/// A ticket of ours that was committed. Its place in the list is its id.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) attempt: Arc<str>,
    pub(crate) committed: u64,
    pub(crate) updated: u64,
    pub(crate) is_open: bool,
    /// A webhook about its last change was not delivered yet. It may never be.
    pub(crate) has_hook: bool,
    /// The writes that its comments name.
    pub(crate) applied: Vec<Arc<str>>,
}

/// A write whose answer nobody hears. It is committed until a moment, or never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flight {
    pub(crate) what: Effect,
    pub(crate) until: u64,
}

/// What a write does where it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Create { attempt: Arc<str> },
    Ticket { ticket: usize, opens: bool, op: Arc<str> },
    Source { is_active: bool },
}

/// Everything.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) setting: Arc<Setting>,
    pub(crate) now: u64,
    pub(crate) record: Option<Arc<Record>>,
    pub(crate) workers: [Worker; 2],
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) flights: Vec<Flight>,
    pub(crate) source: Option<Said>,
    /// What was said and not delivered yet. Who dies before it is stored has not taken it.
    pub(crate) waiting: Vec<Said>,
    /// The destination's circuit is open until then.
    pub(crate) blocked: Option<u64>,
    pub(crate) left: Bounds,
    pub(crate) ids: u32,
    /// Changes that were not ours: of the finding at its source, and of tickets by a person.
    pub(crate) causes: u8,
    /// Writes of ours that were sent. A repetition is the same write.
    pub(crate) writes: u8,
    pub(crate) last_op: Option<Arc<str>>,
    pub(crate) last_create: Option<u32>,
    /// Which ticket was linked in which recurrence.
    pub(crate) links: Vec<(u32, usize)>,
}

/// One thing that can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The source says something new.
    Say { is_active: bool },
    /// The source says again what holds now: a duplicate, or the echo of our own write.
    Repeat,
    /// A worker is given one of those that wait, decides on it, and stores that.
    Deliver { worker: u8, index: u8 },
    /// A worker decides on what is due, and stores that.
    Tick { worker: u8 },
    /// A worker is told that a ticket changed, and reads it.
    Hook { worker: u8, ticket: u8 },
    /// A worker decides on its next event, and stores that.
    Decide { worker: u8 },
    /// The same, but it never hears that the put was stored.
    Unheard { worker: u8 },
    /// A worker does the next thing that it decided on, and it ends so.
    Act { worker: u8, fate: Fate },
    /// A worker dies and comes back with nothing in mind.
    Crash { worker: u8 },
    /// A write that nobody waits for is committed.
    Commit { flight: u8 },
    /// A person closes a ticket.
    Close { ticket: u8 },
    /// A person reopens a ticket.
    Reopen { ticket: u8 },
    /// Time passes. The workers in the mask had decided before.
    Pass { decided: u8 },
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is done. For a look: it shows those of the fresh tickets that are in the mask, and all others.
    Done { shown: u8 },
    /// It was sent, and the answer is lost. For a read: it failed.
    Lost,
    /// It was not sent.
    NotSent,
    /// It was refused for the configuration.
    Refused,
    /// It was refused for what it is.
    RefusedItem,
    /// The worker dies while it waits for the answer.
    Died,
}

impl State {
    pub(crate) fn new(setting: Setting, bounds: Bounds) -> Self {
        Self {
            setting: Arc::new(setting),
            now: 1_000_000 * UNIT,
            record: None,
            workers: [Worker::default(), Worker::default()],
            tickets: Vec::new(),
            flights: Vec::new(),
            source: None,
            waiting: Vec::new(),
            blocked: None,
            left: bounds,
            ids: 0,
            causes: 0,
            writes: 0,
            last_op: None,
            last_create: None,
            links: Vec::new(),
        }
    }

    /// A worker's own time.
    pub(crate) fn clock(&self, worker: usize) -> u64 {
        self.now + self.ahead(worker)
    }

    pub(crate) fn ahead(&self, worker: usize) -> u64 {
        let skew = self.setting.policy.clock_skew;
        if worker == 1 && self.setting.is_skewed { millis(skew) } else { 0 }
    }

    pub(crate) fn owner(&self, worker: usize) -> &'static str {
        if worker == 0 || self.setting.is_shared { "first" } else { "second" }
    }

    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.setting.policy.flaw == Some(flaw)
    }

    /// Whether the ticket is on a path of evidence by now, whatever lags.
    pub(crate) fn shows(&self, ticket: &Ticket) -> bool {
        ticket.committed + millis(self.setting.policy.shows_within) <= self.now
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.workers.iter().all(Worker::is_idle)
    }

    pub(crate) fn open_tickets(&self) -> usize {
        self.tickets.iter().filter(|ticket| ticket.is_open).count()
    }
}

impl Worker {
    pub(crate) fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.commands.is_empty()
    }
}

impl Bounds {
    pub(crate) const ANY: u8 = u8::MAX;

    pub(crate) const fn new(deliveries: u8, crashes: u8, losses: u8, closes: u8, reopens: u8, hooks: u8) -> Self {
        let (naps, refusals) = (Self::ANY, 0);
        Self { deliveries, crashes, losses, closes, reopens, refusals, hooks, naps }
    }

    /// So many calls are refused.
    pub(crate) const fn refusals(mut self, refusals: u8) -> Self {
        self.refusals = refusals;
        self
    }

    /// Time passes only so often while a worker is in the middle of something.
    pub(crate) const fn naps(mut self, naps: u8) -> Self {
        self.naps = naps;
        self
    }
}

impl Setting {
    /// The second worker's clock is ahead by S.
    pub(crate) fn skewed(mut self) -> Self {
        self.policy.clock_skew = Duration::from_millis(UNIT);
        self.is_skewed = true;
        self
    }

    /// The smallest spans that keep their order: each is one unit.
    pub(crate) fn new() -> Self {
        let unit = Duration::from_millis(UNIT);
        let never = Duration::from_secs(1 << 40);
        let mut policy = Policy::new("flow", "place");
        policy.send_window = unit;
        policy.attempt_timeout = unit;
        policy.commit_within = unit;
        policy.shows_within = unit;
        policy.clock_skew = Duration::ZERO;
        policy.retry_evidence = unit;
        policy.circuit_pause = unit;
        policy.verify_after = unit;
        policy.still_active_after = never;
        policy.flush_repeats = never;
        policy.reopen = Reopen::Always;
        Self { policy, adopted: true, is_skewed: false, is_shared: false }
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn moment(millis: u64) -> Moment {
    Moment::from_millis(millis)
}
