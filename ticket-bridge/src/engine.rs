//! The rules: one record, one event, one decision. No input, no output, no clock, no chance.
//!
//! Each decision is at most one conditional put, and what to do after it was won. The numbers are the rows of the
//! transition table in `docs/design.md`.

mod create;
mod ticket;
mod write;

use crate::marker::{record_key, ticket_marker};
use crate::moment::Moment;
use crate::observation::{FindingState, Observation};
use crate::outcome::CallOutcome;
use crate::policy::Policy;
use crate::ports::{Evidence, Notice, NoticeKind, Probe, ReadFailed, SourceWrite, TicketDraft, TicketWrite};
use crate::record::{AttemptId, Mute, OpId, Phase, Record, SeenSource, TicketRef, TicketSnapshot};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A source said something about the finding.
    Observed(Observation),
    /// The record's wake time has come.
    Woken,
    /// Tickets that name the finding were looked for.
    Probed(Probe),
    /// A create ended.
    Created {
        /// Which.
        attempt: AttemptId,
        /// How.
        outcome: CallOutcome<TicketSnapshot>,
    },
    /// Tickets of uncertain creates were looked for.
    Gathered(Evidence),
    /// A ticket was read, after an event of the tracker or for another reason.
    TicketSeen {
        /// As it is now.
        snapshot: TicketSnapshot,
        /// The attempt that its text names.
        attempt: Option<AttemptId>,
    },
    /// A ticket is not there, or not to be seen.
    TicketGone,
    /// A ticket could not be read.
    TicketUnread(ReadFailed),
    /// A write to the ticket ended.
    TicketWritten {
        /// Which.
        op: OpId,
        /// How.
        outcome: CallOutcome<TicketSnapshot>,
    },
    /// A write to the finding ended.
    SourceWritten {
        /// Which.
        op: OpId,
        /// How.
        outcome: CallOutcome<()>,
    },
    /// The finding was read, to see whether its close held. `None`: it is gone.
    SourceSeen(Result<Option<Observation>, ReadFailed>),
}

/// What to do once the put was won.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Look for tickets that name the finding.
    Probe {
        /// The text that names it.
        marker: String,
    },
    /// Create a ticket.
    Create(TicketDraft),
    /// Look for tickets of uncertain creates.
    Gather {
        /// The text that names the finding.
        marker: String,
        /// The creates.
        attempts: Vec<AttemptId>,
        /// Not before this moment.
        since: Moment,
    },
    /// Write to the ticket.
    WriteTicket(TicketWrite),
    /// Write to the finding.
    WriteSource(SourceWrite),
    /// Read the ticket.
    ReadTicket(TicketRef),
    /// Read the finding.
    ReadSource {
        /// Its key.
        key: String,
    },
    /// Tell people.
    Notify(Notice),
}

/// What becomes of the event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Disposition {
    /// A ticket is being opened.
    Opening,
    /// There is a ticket.
    Linked,
    /// Kept for later.
    Deferred,
    /// Held back by a rule.
    Muted,
    /// Added to what is under way.
    Attached,
    /// Something newer is known.
    Superseded,
    /// The ticket or the finding is being written.
    Writing,
    /// It is closed.
    Closed,
    /// Kept for a person.
    DeadLetter,
    /// Nothing to do.
    Ignored(&'static str),
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Decision {
    /// The record to store, if any: against the record that was decided on.
    pub put: Option<Record>,
    /// What to do after the put was won.
    pub commands: Vec<Command>,
    /// What becomes of the event.
    pub disposition: Disposition,
    /// The row of the transition table.
    pub row: &'static str,
}

/// What the engine cannot know by itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The rules.
    pub policy: &'a Policy,
    /// The moment.
    pub now: Moment,
    /// This worker.
    pub owner: &'a str,
    /// A text that was never used before, for an attempt or a write.
    pub fresh_id: &'a str,
    /// All tickets of the destination that name a finding are in the ledger.
    pub adopted: bool,
}

/// Decides what an event means for a record. `None`: there is none yet.
pub fn decide(record: Option<&Record>, event: &Event, cx: &Context<'_>) -> Decision {
    let Some(record) = record else {
        return match event {
            Event::Observed(observation) => create::first(observation, cx),
            _ => Decision::ignore("19", "no record"),
        };
    };
    match event {
        Event::Observed(observation) => observed(record, observation, cx),
        Event::Woken => woken(record, cx),
        Event::Probed(probe) => create::probed(record, probe, cx),
        Event::Created { attempt, outcome } => create::created(record, attempt, outcome, cx),
        Event::Gathered(evidence) => create::gathered(record, evidence, cx),
        Event::TicketSeen { snapshot, attempt } => ticket::seen(record, snapshot, attempt.as_ref(), cx),
        Event::TicketGone => write::ticket_gone(record, cx),
        Event::TicketUnread(failure) => write::ticket_unread(record, failure, cx),
        Event::TicketWritten { op, outcome } => write::ticket_written(record, op, outcome, cx),
        Event::SourceWritten { op, outcome } => write::source_written(record, op, outcome, cx),
        Event::SourceSeen(seen) => write::source_seen(record, seen, cx),
    }
}

fn observed(record: &Record, observation: &Observation, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    let is_news = next.remember(observation);
    match record.phase {
        Phase::Deferred => {
            let due = record.wake_at.is_none_or(|wake| wake <= cx.now);
            if due { create::resume(next, cx) } else { attach_if(is_news, next, "1a", Disposition::Deferred) }
        }
        Phase::Claimed | Phase::InDoubt => attach_if(is_news, next, "6", Disposition::Attached),
        Phase::DeadLetter => attach_if(is_news, next, "17", Disposition::DeadLetter),
        Phase::Linked | Phase::Closed if record.op.is_some() => attach_if(is_news, next, "12e", Disposition::Attached),
        Phase::Linked => ticket::observed_linked(next, cx),
        Phase::Closed => ticket::observed_closed(next, cx),
    }
}

fn attach_if(is_news: bool, next: Record, row: &'static str, disposition: Disposition) -> Decision {
    if is_news { Decision::put(next, row, disposition) } else { Decision::nothing(row, Disposition::Superseded) }
}

fn woken(record: &Record, cx: &Context<'_>) -> Decision {
    if record.wake_at.is_none_or(|wake| wake > cx.now) {
        return Decision::ignore("", "not due");
    }
    match record.phase {
        Phase::Deferred => create::resume(record.clone(), cx),
        Phase::Claimed => create::doubt(record.clone(), cx),
        Phase::InDoubt => create::gather(record, cx),
        Phase::Linked | Phase::Closed => write::due(record, cx),
        Phase::DeadLetter => Decision::ignore("", "waits for a person"),
    }
}

/// What is known and was not acted on yet, now that nothing is under way.
fn settle(next: Record, mut decided: Decision, cx: &Context<'_>) -> Decision {
    if let (true, Some(ticket)) = (next.reread, next.ticket.clone()) {
        let mut next = next;
        next.reread = false;
        decided.put = Some(next);
        decided.commands.push(Command::ReadTicket(ticket));
        return decided;
    }
    let further = match next.phase {
        _ if !next.has_news() => Decision::ignore("", "nothing further"),
        Phase::Linked => ticket::observed_linked(next.clone(), cx),
        Phase::Closed => ticket::observed_closed(next.clone(), cx),
        _ => Decision::ignore("", "nothing further"),
    };
    decided.put = Some(further.put.unwrap_or(next));
    decided.commands.extend(further.commands);
    decided
}

impl Decision {
    fn put(record: Record, row: &'static str, disposition: Disposition) -> Self {
        Self { put: Some(record), commands: Vec::new(), disposition, row }
    }

    fn nothing(row: &'static str, disposition: Disposition) -> Self {
        Self { put: None, commands: Vec::new(), disposition, row }
    }

    fn ignore(row: &'static str, why: &'static str) -> Self {
        Self::nothing(row, Disposition::Ignored(why))
    }

    fn then(mut self, command: Command) -> Self {
        self.commands.push(command);
        self
    }

    fn tell(self, kind: NoticeKind, record: &Record, detail: impl Into<String>) -> Self {
        let Some(pending) = &record.pending else { return self };
        let mut notice = Notice::new(kind, pending);
        notice.ticket.clone_from(&record.ticket);
        notice.detail = detail.into();
        self.then(Command::Notify(notice))
    }
}

impl<'a> Context<'a> {
    /// A context from its parts. `adopted` is false: unknown findings are looked for first.
    pub fn new(policy: &'a Policy, now: Moment, owner: &'a str, fresh_id: &'a str) -> Self {
        Self { policy, now, owner, fresh_id, adopted: false }
    }

    /// The destination's tickets are all in the ledger.
    #[must_use]
    pub fn adopted(mut self, adopted: bool) -> Self {
        self.adopted = adopted;
        self
    }

    fn send_by(&self) -> Moment {
        self.now.after(self.policy.send_window)
    }

    fn new_record(&self, observation: &Observation, phase: Phase) -> Record {
        let pk = record_key(&self.policy.flow, &observation.key);
        let mut record = Record::new(pk, self.policy.destination.clone(), phase);
        record.pending = Some(observation.clone());
        record
    }

    fn mute_of(&self, record: &Record) -> Option<Mute> {
        let pending = record.pending.as_ref()?;
        self.policy.mute_of(pending, self.now).cloned()
    }
}

impl Record {
    /// Keeps the observation, if it is newer than what is kept.
    fn remember(&mut self, observation: &Observation) -> bool {
        let known = self.pending.as_ref();
        let is_news = known.is_none_or(|known| observation.is_newer_than(known.observed_at, known.state));
        if is_news {
            self.pending = Some(observation.clone());
        }
        is_news
    }

    /// Whether the newest observation says more than what was acted on.
    fn has_news(&self) -> bool {
        let Some(pending) = &self.pending else { return false };
        self.seen_source.as_ref().is_none_or(|seen| pending.is_newer_than(seen.at, seen.state))
    }

    /// The newest observation is acted on.
    fn act_on_pending(&mut self) {
        self.seen_source = self.pending.as_ref().map(|pending| SeenSource {
            state: pending.state,
            severity: pending.severity.clone(),
            at: pending.observed_at,
        });
    }

    fn is_pending_active(&self) -> bool {
        self.pending.as_ref().is_some_and(Observation::is_active)
    }

    fn source_is_over(&self) -> bool {
        self.seen_source.as_ref().is_some_and(|seen| seen.state == FindingState::Inactive)
    }

    fn marker(&self) -> String {
        self.pending.as_ref().map(|pending| ticket_marker(&pending.key)).unwrap_or_default()
    }
}
