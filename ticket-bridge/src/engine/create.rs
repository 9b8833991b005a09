//! Rows 1 to 10: from a finding to its ticket.

use super::ticket::TICK;
use super::{Command, Context, Decision, Disposition, LATER};
#[cfg(feature = "test-util")]
use crate::flaw::Flaw;
use crate::moment::Moment;
use crate::observation::Observation;
use crate::outcome::{Blame, CallOutcome, Rejection};
use crate::policy::Unresolved;
use crate::ports::{Evidence, NoticeKind, Probe, TicketDraft};
use crate::record::{Attempt, AttemptId, Made, Phase, Record, TicketRef, TicketSnapshot, Wrote};

/// So many settled creates are remembered: a ticket of an older one is taken for a person's.
const REMEMBERED: usize = 32;

/// A finding that is not in the ledger.
pub(super) fn first(observation: &Observation, cx: &Context<'_>) -> Decision {
    if !observation.is_active() {
        return Decision::ignore("1c", "the finding is not active");
    }
    if !cx.policy.opens(observation) {
        return Decision::ignore("1c", "the severity opens no ticket");
    }
    let mut next = cx.new_record(observation, Phase::Deferred);
    if let Some(mute) = cx.mute_of(&next) {
        next.mute = Some(mute);
        return Decision::put(next, "1b", Disposition::Muted);
    }
    resume(next, cx)
}

/// A finding that waits, and whose time has come.
pub(super) fn resume(mut next: Record, cx: &Context<'_>) -> Decision {
    // Tickets that an adoption found name a finding before its source has spoken: they are looked for all the same.
    let is_unheard = next.pending.is_none() && next.probe_first;
    if !next.is_pending_active() && !is_unheard {
        return without_ticket(next, cx);
    }
    if let Some(mute) = cx.mute_of(&next) {
        next.mute = Some(mute);
        return Decision::put(next, "1b", Disposition::Muted);
    }
    claim(next, AttemptId::new(cx.fresh_id), cx, "1")
}

/// Row 1d: there is nothing to open a ticket for.
fn without_ticket(mut next: Record, cx: &Context<'_>) -> Decision {
    next.phase = Phase::Closed;
    next.attempt = None;
    next.closed_at = Some(cx.now);
    next.expires_at = Some(cx.now.after(cx.policy.keep_closed));
    next.defer_until = None;
    next.act_on_pending();
    Decision::put(next, "1d", Disposition::Ignored("it was over before it had a ticket"))
}

/// Claims the create for this worker. The destination is looked through first, unless all of its tickets are known.
pub(super) fn claim(mut next: Record, id: AttemptId, cx: &Context<'_>, row: &'static str) -> Decision {
    if let Some(until) = cx.blocked_until {
        return not_made(next, until, "4");
    }
    let since = next.attempt.as_ref().filter(|attempt| attempt.id == id).map_or(cx.now, |attempt| attempt.since);
    next.phase = Phase::Claimed;
    next.defer_until = None;
    next.expires_at = None;
    next.attempt = Some(Attempt { id, owner: cx.owner.to_owned(), since, send_by: cx.send_by() });
    let is_known = cx.adopted || next.recurrence > 0 || !next.tried.is_empty();
    let known_place = is_known && !next.probe_first;
    #[cfg(feature = "test-util")]
    let known_place = known_place && !(cx.has(Flaw::SearchThenCreate) && next.recurrence == 0);
    let command = if known_place { create(&next, cx) } else { probe(&next) };
    #[cfg(feature = "test-util")]
    if cx.has(Flaw::SearchThenCreate) {
        next.phase = Phase::Deferred;
    }
    let decision = Decision::put(next, row, Disposition::Deferred);
    match command {
        Some(command) => decision.then(command),
        None => decision,
    }
}

fn probe(record: &Record) -> Option<Command> {
    let attempt = record.attempt.as_ref()?.id.clone();
    Some(Command::Probe { marker: record.marker().to_owned(), attempt })
}

fn create(record: &Record, cx: &Context<'_>) -> Option<Command> {
    let (attempt, observation) = (record.attempt.as_ref()?, record.pending.as_ref()?);
    let (id, send_by) = (attempt.id.clone(), attempt.send_by);
    let marker = record.marker().to_owned();
    let mut draft = TicketDraft::new(marker, id, observation.clone(), record.recurrence, send_by);
    draft.priority = cx.policy.priority_of(&observation.severity);
    Some(Command::Create(draft))
}

/// Row 1e: what the destination already has.
pub(super) fn probed(record: &Record, id: &AttemptId, probe: &Probe, cx: &Context<'_>) -> Decision {
    let is_claimed = record.phase == Phase::Claimed;
    #[cfg(feature = "test-util")]
    let is_claimed = is_claimed || cx.has(Flaw::SearchThenCreate);
    // Two tasks of one process bear one name: only the attempt tells whose look it is.
    // One that is sent again under its client token may be done already: no look decides on it.
    let is_first = record.tried.is_empty();
    if !is_claimed || !is_first || record.attempt.as_ref().is_none_or(|attempt| attempt.id != *id) {
        return Decision::ignore("1e", "the claim is over");
    }
    match probe {
        // The fence: a claim that is over was never sent, and is given back.
        Probe::None if record.attempt.as_ref().is_none_or(|attempt| cx.now > attempt.send_by) => {
            not_made(record.clone(), cx.now, "1e")
        }
        Probe::None if record.pending.is_none() => without_ticket(record.clone(), cx),
        Probe::None => match create(record, cx) {
            Some(command) => Decision::nothing("1e", Disposition::Deferred).then(command),
            None => Decision::ignore("1e", "nothing to create"),
        },
        Probe::Failed(failure) => not_made(record.clone(), cx.now.after(failure.retry_after.unwrap_or(LATER)), "1e"),
        found => existing(record.clone(), found, cx),
    }
}

/// Row 1e, when the whole destination is read: what it has for a finding without a ticket in the ledger.
pub(super) fn adopted(record: Record, probe: &Probe, cx: &Context<'_>) -> Decision {
    // One that had a ticket before knows its own: an old one is not taken for a new one.
    let had_none = record.ticket.is_none() && record.previous.is_empty();
    let is_free = had_none && matches!(record.phase, Phase::Deferred | Phase::Closed);
    if !is_free {
        return Decision::ignore("1e", "the ledger knows it");
    }
    match probe {
        Probe::None | Probe::Failed(_) => Decision::ignore("1e", "no ticket"),
        found => existing(record, found, cx),
    }
}

fn existing(mut next: Record, probe: &Probe, cx: &Context<'_>) -> Decision {
    match probe {
        Probe::Open(snapshot) => link(next, snapshot, cx, "1e"),
        Probe::Closed(snapshot) => {
            next.attempt = None;
            next.defer_until = None;
            // It is no longer ambiguous: else each new ticket would be looked for, found closed, and looked for again.
            next.probe_first = false;
            next.phase = Phase::Closed;
            next.ticket = Some(snapshot.ticket.clone());
            next.closed_at = Some(snapshot.updated_at);
            next.expires_at = Some(cx.now.after(cx.policy.keep_closed));
            next.see(snapshot.clone(), cx);
            Decision::put(next, "1e", Disposition::Linked).settle(cx)
        }
        Probe::Ambiguous(tickets) => {
            let keys: Vec<&str> = tickets.iter().map(|ticket| ticket.key.as_str()).collect();
            let problem = format!("several open tickets name it: {}", keys.join(", "));
            next.probe_first = true;
            dead_letter(next, &problem, "1e", cx)
        }
        Probe::None | Probe::Failed(_) => Decision::ignore("1e", "no ticket"),
    }
}

/// Rows 2 to 5 and 10: how a create ended.
pub(super) fn created(
    record: &Record,
    id: &AttemptId,
    send_by: Moment,
    outcome: &CallOutcome<TicketSnapshot>,
    cx: &Context<'_>,
) -> Decision {
    let is_claimed = record.phase == Phase::Claimed;
    #[cfg(feature = "test-util")]
    let is_claimed = is_claimed || (cx.has(Flaw::SearchThenCreate) && record.phase == Phase::Deferred);
    // With a client token one attempt is sent more than once: each sending speaks for itself only.
    let is_this = |attempt: &Attempt| attempt.id == *id && attempt.send_by == send_by;
    if !is_claimed || !record.attempt.as_ref().is_some_and(is_this) {
        return match outcome {
            CallOutcome::Done(snapshot) => late(record, id, snapshot, cx),
            _ => Decision::ignore("10", "the claim is over"),
        };
    }
    let next = record.clone();
    match outcome {
        CallOutcome::Done(snapshot) => link(next, snapshot, cx, "2"),
        CallOutcome::NotSent { retry_after } => not_made(next, cx.now.after(retry_after.unwrap_or(LATER)), "3"),
        CallOutcome::Rejected(Rejection { blame: Blame::Configuration, message }) => {
            let decision = not_made(next, cx.now.after(cx.policy.circuit_pause), "4");
            decision.then(Command::Trip { reason: message.clone() })
        }
        CallOutcome::Rejected(Rejection { message, .. }) => dead_letter(next, message, "4", cx),
        CallOutcome::InDoubt => doubt(next, cx),
    }
}

/// Nothing was made by this attempt: to be done later. Earlier ones may still show, and are looked for first.
fn not_made(mut next: Record, until: Moment, row: &'static str) -> Decision {
    next.phase = if next.tried.is_empty() { Phase::Deferred } else { Phase::InDoubt };
    if next.tried.is_empty() {
        next.attempt = None;
    }
    next.defer_until = Some(until);
    Decision::put(next, row, Disposition::Deferred)
}

/// Row 10: a create that was given up for lost was done after all.
fn late(record: &Record, id: &AttemptId, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    match &record.ticket {
        Some(ticket) if ticket.id == snapshot.ticket.id => Decision::ignore("10", "the ticket is known"),
        None if record.knows_attempt(id) => link(record.clone(), snapshot, cx, "10"),
        _ => stray(record.clone(), &snapshot.ticket, cx),
    }
}

/// Row 10: a ticket of ours beside the ticket. It is closed as soon as nothing else is under way.
pub(super) fn stray(mut next: Record, ticket: &TicketRef, cx: &Context<'_>) -> Decision {
    if next.strays.iter().any(|stray| stray.id == ticket.id) {
        return Decision::ignore("10", "the stray is known");
    }
    next.strays.push(ticket.clone());
    Decision::put(next, "10", Disposition::Attached).tell(NoticeKind::Duplicate, ticket.key.as_str(), cx)
}

/// A claim whose time to send is over, and of which nothing was heard.
pub(super) fn overdue(next: Record, cx: &Context<'_>) -> Decision {
    #[cfg(feature = "test-util")]
    if cx.has(Flaw::LeaseExpiryToCreate) {
        return claim(next, AttemptId::new(cx.fresh_id), cx, "5");
    }
    doubt(next, cx)
}

/// Row 5: nobody knows what became of the create. It is looked for, never repeated blindly.
fn doubt(mut next: Record, cx: &Context<'_>) -> Decision {
    #[cfg(feature = "test-util")]
    match () {
        () if cx.has(Flaw::DeleteOnException) => return not_made(next, cx.now.after(LATER), "5"),
        () if cx.has(Flaw::SettleFromDetection) => {
            if let Some(attempt) = &mut next.attempt {
                attempt.send_by = attempt.send_by.min(cx.now);
            }
        }
        () => {}
    }
    if let Some(attempt) = next.attempt.as_ref().filter(|attempt| !next.tried.contains(&attempt.id)) {
        next.tried.push(attempt.id.clone());
    }
    next.phase = Phase::InDoubt;
    next.defer_until = Some(cx.now.after(cx.policy.retry_evidence));
    let command = look(&next, cx);
    let decision = Decision::put(next, "5", Disposition::Deferred).then(command);
    decision.tell(NoticeKind::InDoubt, "the answer to a create was lost: it is being looked for", cx)
}

/// A doubt whose time to look has come. Where the tracker knows a client token, the create is sent again under it.
pub(super) fn gather(mut next: Record, cx: &Context<'_>) -> Decision {
    let attempt = next
        .attempt
        .clone()
        .filter(|attempt| cx.create_token.is_some_and(|valid| attempt.since.after(valid) > cx.send_by()));
    if let Some(attempt) = attempt {
        return claim(next, attempt.id, cx, "9b");
    }
    let command = look(&next, cx);
    // Whoever looks is given time for it, before another does the same.
    next.defer_until = Some(cx.now.after(cx.policy.retry_evidence));
    Decision::put(next, "8", Disposition::Deferred).then(command)
}

fn look(record: &Record, cx: &Context<'_>) -> Command {
    // From before the first claim: as long ago as a create may take to show, twice.
    let span = cx.policy.commit_within + cx.policy.shows_within + cx.policy.send_window;
    let since = record.attempt.as_ref().map_or(cx.now, |attempt| attempt.since).before(span * 2);
    Command::Gather { marker: record.marker().to_owned(), attempts: record.tried.clone(), since }
}

/// Rows 7 to 9: what was found.
pub(super) fn gathered(
    record: &Record,
    attempts: &[AttemptId],
    evidence: &Evidence,
    read_at: Moment,
    cx: &Context<'_>,
) -> Decision {
    if record.phase != Phase::InDoubt {
        return Decision::ignore("7", "no longer in doubt");
    }
    // Other creates are in doubt by now. That they were not found either is not known, and what was found may be the ticket
    // of an earlier recurrence.
    if record.tried != attempts {
        return Decision::ignore("8", "the look was for other creates");
    }
    let mut next = record.clone();
    let send_by = record.attempt.as_ref().map_or(cx.now, |attempt| attempt.send_by);
    let settled_at = cx.policy.settled_at(send_by);
    #[cfg(feature = "test-util")]
    let settled_at = if cx.has(Flaw::NoSettle) { read_at } else { settled_at };
    match evidence {
        Evidence::Found(snapshots) => {
            let Some(oldest) = snapshots.iter().min_by_key(|snapshot| (snapshot.created_at, &snapshot.ticket.id))
            else {
                return Decision::ignore("7", "an empty find");
            };
            let mut others = Vec::new();
            for other in snapshots.iter().filter(|snapshot| snapshot.ticket.id != oldest.ticket.id) {
                if !next.strays.iter().any(|stray| stray.id == other.ticket.id) {
                    next.strays.push(other.ticket.clone());
                    others.push(other.ticket.key.as_str());
                }
            }
            let linked = link(next, oldest, cx, "7");
            others.into_iter().fold(linked, |decision, key| decision.tell(NoticeKind::Duplicate, key, cx))
        }
        Evidence::Incomplete(failure) => {
            next.defer_until = Some(cx.now.after(failure.retry_after.unwrap_or(cx.policy.retry_evidence)));
            Decision::put(next, "9a", Disposition::Deferred)
        }
        // When the looking began counts, not when it was heard of: whoever looked may have slept since.
        Evidence::None if read_at < settled_at => {
            next.defer_until = Some(settled_at.max(cx.now).min(cx.now.after(cx.policy.retry_evidence)));
            Decision::put(next, "8", Disposition::Deferred)
        }
        Evidence::None if !next.is_pending_active() => {
            next.settle_attempts(cx);
            resume(next, cx)
        }
        Evidence::None if cx.policy.unresolved == Unresolved::CreateAgain => {
            claim(next, AttemptId::new(cx.fresh_id), cx, "9")
        }
        Evidence::None => dead_letter(next, "a create is in doubt, and no ticket shows", "9", cx),
    }
}

/// The ticket is there, and was seen.
pub(super) fn link(mut next: Record, snapshot: &TicketSnapshot, cx: &Context<'_>, row: &'static str) -> Decision {
    // What a person may have written since is theirs: only a ticket that nobody touched says what we wrote.
    let untouched = matches!(row, "2" | "10") || (row == "7" && snapshot.updated_at == snapshot.created_at);
    next.wrote = if untouched { next.wrote_at_creation(snapshot) } else { Wrote::default() };
    next.settle_attempts(cx);
    next.phase = Phase::Linked;
    next.probe_first = false;
    next.ticket = Some(snapshot.ticket.clone());
    next.defer_until = None;
    next.expires_at = None;
    next.problem = None;
    next.closed_at = None;
    next.repeats.since = cx.now;
    next.recheck(cx);
    // All that was said until now is news to the ticket.
    next.seen_source = None;
    let mut opened = snapshot.clone();
    // A ticket that a person closed before we saw it: what follows treats it as closed now.
    if std::mem::take(&mut opened.closed) {
        next.reread_at = Some(cx.now);
        opened.updated_at = opened.updated_at.before(TICK);
    }
    next.see(opened, cx);
    let decision = Decision::put(next, row, Disposition::Linked);
    // A ticket that was there already is no news to anybody.
    let is_new = matches!(row, "2" | "7" | "10");
    let decision = if is_new { decision.tell(NoticeKind::Opened, "", cx) } else { decision };
    decision.settle(cx)
}

fn dead_letter(mut next: Record, problem: &str, row: &'static str, cx: &Context<'_>) -> Decision {
    next.phase = Phase::DeadLetter;
    next.defer_until = None;
    next.problem = Some(problem.to_owned());
    Decision::put(next, row, Disposition::DeadLetter).tell(NoticeKind::DeadLetter, problem, cx)
}

impl Record {
    /// No create is under way or in doubt any more.
    pub(super) fn settle_attempts(&mut self, cx: &Context<'_>) {
        let last = self.attempt.take();
        let by = cx.policy.write_settled_at(last.as_ref().map_or(cx.now, |attempt| attempt.send_by));
        for id in std::mem::take(&mut self.tried).into_iter().chain(last.map(|attempt| attempt.id)) {
            if !self.made.iter().any(|made| made.id == id) {
                self.made.push(Made::new(id, by));
            }
        }
        let excess = self.made.len().saturating_sub(REMEMBERED);
        self.made.drain(..excess);
    }

    fn wrote_at_creation(&self, snapshot: &TicketSnapshot) -> Wrote {
        Wrote {
            from_title: self.pending.as_ref().map(|pending| pending.title.clone()),
            title: snapshot.title.clone(),
            priority: snapshot.priority.clone(),
        }
    }
}
