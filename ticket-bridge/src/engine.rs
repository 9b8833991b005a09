//! The rules: one record, one event, one decision. No input, no output, no clock, no chance.
//!
//! Each decision is at most one conditional put, and what to do after it was won. The numbers are the rows of the
//! transition table in `docs/design.md`.

mod create;
mod notices;
mod operator;
mod place;
mod source;
mod ticket;
mod write;

use crate::marker::record_key;
use crate::moment::Moment;
use crate::observation::{FindingState, Observation};
use crate::outcome::CallOutcome;
use crate::policy::Policy;
use crate::ports::{Evidence, Notice, Probe, ReadFailed, SourceWrite, TicketDraft, TicketWrite};
use crate::record::{AttemptId, Mute, OpId, Phase, Record, SeenSource, TicketRef, TicketSnapshot};
use std::time::Duration;

/// How long to wait when nobody says for how long.
const LATER: Duration = Duration::from_secs(60);

/// Every row that a decision can name.
pub const ROWS: &[&str] = &[
    "1", "1a", "1b", "1c", "1d", "1e", "2", "3", "4", "5", "6", "7", "8", "9", "9a", "9b", "10", "10b", "11", "12",
    "12a", "12b", "12c", "12d", "12e", "13", "13a", "13b", "13c", "13d", "14", "14a", "14b", "15", "15a", "16", "17",
    "18", "19", "n", "p", "-",
];

/// What happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A source said something about the finding.
    Observed(Observation),
    /// The record's wake time has come.
    Woken,
    /// Tickets that name the finding were looked for.
    Probed {
        /// The create that the look was for.
        attempt: AttemptId,
        /// What was found.
        probe: Probe,
    },
    /// A create ended.
    Created {
        /// Which.
        attempt: AttemptId,
        /// The fence of this sending: others may have sent it again since.
        send_by: Moment,
        /// How.
        outcome: CallOutcome<TicketSnapshot>,
    },
    /// Tickets of uncertain creates were looked for.
    Gathered {
        /// Which creates were looked for.
        attempts: Vec<AttemptId>,
        /// What was found.
        evidence: Evidence,
        /// When the looking began.
        read_at: Moment,
    },
    /// A ticket was read, after an event of the tracker or for another reason.
    TicketSeen {
        /// As it is now.
        snapshot: TicketSnapshot,
        /// The attempt that its text names.
        attempt: Option<AttemptId>,
        /// The write that was looked for in its comments, and whether one names it. `None`: none was looked for.
        applied: Option<(OpId, bool)>,
        /// When the reading began.
        read_at: Moment,
    },
    /// A ticket was deleted.
    TicketDeleted(TicketRef),
    /// A ticket is not to be seen, and nothing says that it was deleted.
    TicketHidden(TicketRef, String),
    /// A ticket could not be read.
    TicketUnread(ReadFailed),
    /// A write to the ticket ended.
    TicketWritten {
        /// Which.
        op: OpId,
        /// Which sending of it: the last moment that it had.
        send_by: Moment,
        /// How.
        outcome: CallOutcome<TicketSnapshot>,
    },
    /// A write to the finding ended.
    SourceWritten {
        /// Which.
        op: OpId,
        /// Which sending of it: the last moment that it had.
        send_by: Moment,
        /// How.
        outcome: CallOutcome<()>,
    },
    /// The finding was read at its source.
    SourceSeen {
        /// When the reading began: what the source was told later is not in it.
        read_at: Moment,
        /// What it said. `None`: it does not show the finding.
        seen: Result<Option<Observation>, ReadFailed>,
    },
    /// A notice was sent.
    Notified {
        /// Which.
        notice: String,
        /// How that ended.
        outcome: CallOutcome<String>,
    },
    /// All tickets of the destination were read, and these name one finding.
    Adopted {
        /// The finding's record, if there is one.
        pk: String,
        /// The tickets.
        probe: Probe,
    },
    /// An operator holds the finding back.
    Muted(Mute),
    /// An operator lets it go again.
    Unmuted,
    /// An operator lets a dead letter try again.
    Replayed,
    /// An operator says that this is the ticket. It was read.
    LinkedByHand(TicketSnapshot),
    /// All tickets of the destination are in the ledger. For the destination's own record, as are the following.
    PlaceAdopted,
    /// The destination refused a write for its configuration.
    PlaceRefused(String),
    /// The destination took a write.
    PlaceAccepted,
    /// All changes up to this moment were looked at.
    PlaceReconciled(Moment),
}

/// What to do once the put was won.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Look for tickets that name the finding.
    Probe {
        /// The text that names it.
        marker: String,
        /// The create that the look is for.
        attempt: AttemptId,
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
    ReadTicket {
        /// Which.
        ticket: TicketRef,
        /// Look for this write in its comments.
        op: Option<OpId>,
    },
    /// Read the finding.
    ReadSource {
        /// Its key.
        key: String,
    },
    /// Tell people.
    Notify(Notice),
    /// Stop writing to the destination for a while: it refused for its configuration.
    Trip {
        /// Its words.
        reason: String,
    },
}

/// What becomes of the event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Disposition {
    /// There is a ticket, and it says what the event says.
    Linked,
    /// Stored, to be done later.
    Deferred,
    /// Stored, and held back by a rule.
    Muted,
    /// Stored, and kept for a person.
    DeadLetter,
    /// Added to what is under way or known.
    Attached,
    /// Something newer is known.
    Superseded,
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
    /// Nothing is written to the destination before this moment: its circuit is open.
    pub blocked_until: Option<Moment>,
    /// For how long a create may be sent again under the same attempt, where the tracker can do that.
    pub create_token: Option<Duration>,
    /// There is somebody to tell.
    pub notifies: bool,
    /// Findings can be written at their source.
    pub has_source: bool,
}

/// Decides what an event means for a record. `None`: there is none yet.
pub fn decide(record: Option<&Record>, event: &Event, cx: &Context<'_>) -> Decision {
    let mut decision = match record {
        Some(record) if record.is_newer() => Decision::ignore("-", "a newer version wrote the record"),
        Some(record) => present(record, event, cx),
        None => absent(event, cx),
    };
    if let Some(put) = &mut decision.put {
        put.wake_at = put.earliest(cx.now);
        if record == Some(put) {
            decision.put = None;
        }
    }
    decision
}

fn absent(event: &Event, cx: &Context<'_>) -> Decision {
    match event {
        Event::Observed(observation) => create::first(observation, cx),
        Event::Adopted { pk, probe } => {
            let unknown = Record::new(pk.clone(), cx.policy.destination.clone(), Phase::Deferred);
            create::adopted(unknown, probe, cx)
        }
        Event::PlaceAdopted | Event::PlaceRefused(_) | Event::PlaceAccepted | Event::PlaceReconciled(_) => {
            place::decide(Record::of_place(&cx.policy.flow, &cx.policy.destination), event, cx)
        }
        _ => Decision::ignore("19", "no record"),
    }
}

fn present(record: &Record, event: &Event, cx: &Context<'_>) -> Decision {
    match event {
        Event::Observed(observation) => observed(record, observation, cx),
        Event::Woken => woken(record, cx),
        Event::Probed { attempt, probe } => create::probed(record, attempt, probe, cx),
        Event::Created { attempt, send_by, outcome } => create::created(record, attempt, *send_by, outcome, cx),
        Event::Gathered { attempts, evidence, read_at } => create::gathered(record, attempts, evidence, *read_at, cx),
        Event::TicketSeen { snapshot, attempt, applied, read_at } => {
            let applied = applied.as_ref().map(|(op, applied)| (op, *applied));
            ticket::seen(record, snapshot, attempt.as_ref(), ticket::Reading { at: *read_at, applied }, cx)
        }
        Event::TicketDeleted(ticket) => ticket::deleted(record, ticket, cx),
        Event::TicketHidden(ticket, reason) => ticket::hidden(record, ticket, reason, cx),
        Event::TicketUnread(failure) => ticket::unread(record, failure, cx),
        Event::TicketWritten { op, send_by, outcome } => write::ticket_written(record, (op, *send_by), outcome, cx),
        Event::SourceWritten { op, send_by, outcome } => write::source_written(record, (op, *send_by), outcome, cx),
        Event::SourceSeen { read_at, seen } => source::seen(record, *read_at, seen, cx),
        Event::Notified { notice, outcome } => notices::notified(record, notice, outcome, cx),
        Event::Adopted { probe, .. } => create::adopted(record.clone(), probe, cx),
        Event::Muted(mute) => operator::mute(record, mute),
        Event::Unmuted => operator::unmute(record, cx),
        Event::Replayed => operator::replay(record, cx),
        Event::LinkedByHand(snapshot) => operator::link(record, snapshot, cx),
        Event::PlaceAdopted | Event::PlaceRefused(_) | Event::PlaceAccepted | Event::PlaceReconciled(_) => {
            place::decide(record.clone(), event, cx)
        }
    }
}

fn observed(record: &Record, observation: &Observation, cx: &Context<'_>) -> Decision {
    let is_news = record.would_remember(observation);
    let is_quiet = record.phase == Phase::Linked && record.op.is_none() && record.mute.is_none();
    if !is_news && is_quiet && !record.has_news() && cx.policy.mutes.is_empty() {
        return ticket::repeated(record, cx);
    }
    let mut next = record.clone();
    if is_news {
        next.pending = Some(observation.to_keep());
    }
    if let Some(mute) = cx.mute_of(&next) {
        let row = if next.phase == Phase::Deferred { "1b" } else { "16" };
        next.mute = Some(mute);
        return Decision::put(next, row, Disposition::Muted);
    }
    next.mute = None;
    match next.phase {
        Phase::Deferred => {
            let due = next.defer_until.is_none_or(|until| until <= cx.now);
            if due { create::resume(next, cx) } else { attach_if(is_news, next, "1a", Disposition::Deferred) }
        }
        Phase::Claimed | Phase::InDoubt => attach_if(is_news, next, "6", Disposition::Attached),
        Phase::DeadLetter => attach_if(is_news, next, "17", Disposition::DeadLetter),
        Phase::Place | Phase::Unknown => Decision::ignore("-", "not the record of a finding"),
        _ if next.op.is_some() => attach_if(is_news, next, "12e", Disposition::Attached),
        _ => acted(next, cx),
    }
}

/// Decides on the newest observation of a finding that has or had a ticket, while nothing is under way.
fn acted(next: Record, cx: &Context<'_>) -> Decision {
    match next.phase {
        Phase::Linked => ticket::observed_linked(next, cx),
        Phase::Closed => ticket::observed_closed(next, cx),
        Phase::Orphaned => ticket::observed_orphaned(next, cx),
        _ => Decision::put(next, "16", Disposition::Attached),
    }
}

fn attach_if(is_news: bool, next: Record, row: &'static str, disposition: Disposition) -> Decision {
    Decision::put(next, row, if is_news { disposition } else { Disposition::Superseded })
}

fn woken(record: &Record, cx: &Context<'_>) -> Decision {
    if record.wake_at.is_none_or(|wake| wake > cx.now) {
        return Decision::ignore("-", "not due");
    }
    let mut next = record.clone();
    let notices = next.lease_notices(cx);
    let mut decision = match next.phase {
        Phase::Deferred => deferred_due(next.clone(), cx),
        Phase::Claimed if next.attempt.as_ref().is_none_or(|attempt| attempt.send_by <= cx.now) => {
            Some(create::overdue(next.clone(), cx))
        }
        Phase::InDoubt if next.defer_until.is_none_or(|until| until <= cx.now) => {
            Some(create::gather(next.clone(), cx))
        }
        Phase::Linked | Phase::Closed | Phase::Orphaned => write::due(&next, cx),
        _ => None,
    }
    .unwrap_or_else(|| Decision::put(next.clone(), "n", Disposition::Ignored("notices only")));
    decision.put.get_or_insert(next);
    decision.commands.extend(notices);
    decision
}

fn deferred_due(mut next: Record, cx: &Context<'_>) -> Option<Decision> {
    let is_muted = next.mute.as_ref().is_some_and(|mute| mute.until > cx.now);
    if is_muted || next.defer_until.is_some_and(|until| until > cx.now) {
        return None;
    }
    next.mute = None;
    Some(create::resume(next, cx))
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

    /// What is known and was not acted on yet, now that nothing is under way.
    fn settle(mut self, cx: &Context<'_>) -> Self {
        let Some(mut next) = self.put.take() else { return self };
        if next.op.is_some() || !matches!(next.phase, Phase::Linked | Phase::Closed) {
            self.put = Some(next);
            return self;
        }
        let is_muted = next.mute.as_ref().is_some_and(|mute| mute.until > cx.now);
        let must_read = next.reread_at.is_some_and(|at| at <= cx.now) || next.wants_fields(cx);
        if let (true, Some(ticket)) = (must_read, next.ticket.clone()) {
            next.reread_at = Some(cx.now);
            self.put = Some(next);
            return self.then(Command::ReadTicket { ticket, op: None });
        }
        if is_muted || !next.has_news() {
            self.put = Some(next);
            return self;
        }
        let further = acted(next.clone(), cx);
        self.put = further.put.or(Some(next));
        self.commands.extend(further.commands);
        self
    }
}

impl<'a> Context<'a> {
    /// A context from its parts, for a destination that was not adopted, a source that takes writes, and with nobody to tell.
    pub fn new(policy: &'a Policy, now: Moment, owner: &'a str, fresh_id: &'a str) -> Self {
        Self {
            policy,
            now,
            owner,
            fresh_id,
            adopted: false,
            blocked_until: None,
            create_token: None,
            notifies: false,
            has_source: true,
        }
    }

    /// The destination's tickets are all in the ledger.
    #[must_use]
    pub fn adopted(mut self, adopted: bool) -> Self {
        self.adopted = adopted;
        self
    }

    /// Nothing is written to the destination before this moment.
    #[must_use]
    pub fn blocked_until(mut self, until: Option<Moment>) -> Self {
        self.blocked_until = until.filter(|until| *until > self.now);
        self
    }

    /// A create may be sent again for so long after it was sent first.
    #[must_use]
    pub fn create_token(mut self, valid: Option<Duration>) -> Self {
        self.create_token = valid;
        self
    }

    /// Findings can be written at their source.
    #[must_use]
    pub fn has_source(mut self, has_source: bool) -> Self {
        self.has_source = has_source;
        self
    }

    /// There is somebody to tell.
    #[must_use]
    pub fn notifies(mut self, notifies: bool) -> Self {
        self.notifies = notifies;
        self
    }

    fn send_by(&self) -> Moment {
        self.now.after(self.policy.send_window)
    }

    fn new_record(&self, observation: &Observation, phase: Phase) -> Record {
        let pk = record_key(&self.policy.flow, &observation.key);
        let mut record = Record::new(pk, self.policy.destination.clone(), phase);
        record.pending = Some(observation.to_keep());
        record
    }

    /// What holds the finding back now: an operator, else a rule.
    fn mute_of(&self, record: &Record) -> Option<Mute> {
        let by_operator = record.mute.as_ref().filter(|mute| mute.by_operator && mute.until > self.now);
        let by_rule = || record.pending.as_ref().and_then(|pending| self.policy.mute_of(pending, self.now));
        by_operator.or_else(by_rule).cloned()
    }

    #[cfg(feature = "test-util")]
    fn has(&self, flaw: crate::flaw::Flaw) -> bool {
        self.policy.has(flaw)
    }
}

impl Record {
    /// Whether the observation is newer than what is kept.
    fn would_remember(&self, observation: &Observation) -> bool {
        let known = self.pending.as_ref();
        known.is_none_or(|known| observation.is_newer_than(known.observed_at, known.state))
    }

    /// Whether the newest observation says more than what was acted on.
    fn has_news(&self) -> bool {
        let Some(pending) = &self.pending else { return false };
        self.seen_source.as_ref().is_none_or(|seen| pending.is_newer_than(seen.at, seen.state))
    }

    /// The newest observation is acted on. What was known as of later stays so: a source that we wrote to may tell the
    /// new state under the old time, and what it said before under the same time is no news then.
    fn act_on_pending(&mut self) {
        let known_at = self.seen_source.as_ref().map(|seen| seen.at).unwrap_or_default();
        self.seen_source = self.pending.as_ref().map(|pending| SeenSource {
            state: pending.state,
            severity: pending.severity.clone(),
            at: pending.observed_at.max(known_at),
        });
    }

    fn is_pending_active(&self) -> bool {
        self.pending.as_ref().is_some_and(Observation::is_active)
    }

    fn source_is_over(&self) -> bool {
        self.seen_source.as_ref().is_some_and(|seen| seen.state == FindingState::Inactive)
    }

    /// The earliest moment at which something is due. While a write is under way, all else waits for it.
    fn earliest(&self, now: Moment) -> Option<Moment> {
        let muted = self.mute.as_ref().map(|mute| mute.until);
        let own = match (self.phase, &self.op) {
            (Phase::Deferred, _) => muted.or(Some(self.defer_until.unwrap_or(now))),
            (Phase::Claimed, _) => self.attempt.as_ref().map(|attempt| attempt.send_by),
            (Phase::InDoubt, _) => Some(self.defer_until.unwrap_or(now)),
            (Phase::Linked | Phase::Closed | Phase::Orphaned, Some(op)) => Some(op.due),
            (Phase::Linked | Phase::Closed | Phase::Orphaned, None) => {
                let stray = (!self.strays.is_empty()).then_some(now);
                [self.reread_at, stray, muted, self.held_until, self.verify_at].into_iter().flatten().min()
            }
            (Phase::DeadLetter | Phase::Place | Phase::Unknown, _) => None,
        };
        self.notices.iter().filter_map(|notice| notice.due).chain(own).min()
    }
}
