//! Rows 1 to 10: from a finding to its ticket.

use super::{Command, Context, Decision, Disposition, settle};
use crate::observation::Observation;
use crate::outcome::{Blame, CallOutcome, Rejection};
use crate::policy::Unresolved;
use crate::ports::{Evidence, NoticeKind, Probe, TicketDraft};
use crate::record::{Attempt, AttemptId, Phase, Record, TicketRef, TicketSnapshot};
use std::time::Duration;

/// How long to wait when nobody says for how long.
const LATER: Duration = Duration::from_secs(60);

/// A finding that is not in the ledger.
pub(super) fn first(observation: &Observation, cx: &Context<'_>) -> Decision {
    if !observation.is_active() {
        return Decision::ignore("1c", "the finding is not active");
    }
    if !cx.policy.opens(observation) {
        return Decision::ignore("1c", "the severity opens no ticket");
    }
    resume(cx.new_record(observation, Phase::Deferred), cx)
}

/// A finding that waits, and whose time has come.
pub(super) fn resume(mut next: Record, cx: &Context<'_>) -> Decision {
    if !next.is_pending_active() {
        next.phase = Phase::Closed;
        next.closed_at = Some(cx.now);
        next.wake_at = None;
        next.act_on_pending();
        return Decision::put(next, "1d", Disposition::Closed);
    }
    if let Some(mute) = cx.mute_of(&next) {
        next.wake_at = Some(mute.until);
        next.mute = Some(mute);
        return Decision::put(next, "1b", Disposition::Muted);
    }
    claim(next, cx, "1")
}

/// Claims the create for this worker. The destination is looked through first, unless all of its tickets are known.
pub(super) fn claim(mut next: Record, cx: &Context<'_>, row: &'static str) -> Decision {
    let attempt = Attempt { id: AttemptId::new(cx.fresh_id), owner: cx.owner.to_owned(), send_by: cx.send_by() };
    next.phase = Phase::Claimed;
    next.wake_at = Some(attempt.send_by);
    next.mute = None;
    next.attempt = Some(attempt);
    let known_place = cx.adopted || next.recurrence > 0 || !next.tried.is_empty();
    let command = if known_place { create(&next) } else { Some(Command::Probe { marker: next.marker() }) };
    let decision = Decision::put(next, row, Disposition::Opening);
    match command {
        Some(command) => decision.then(command),
        None => decision,
    }
}

fn create(record: &Record) -> Option<Command> {
    let (attempt, observation) = (record.attempt.as_ref()?, record.pending.as_ref()?);
    let (id, send_by) = (attempt.id.clone(), attempt.send_by);
    Some(Command::Create(TicketDraft::new(record.marker(), id, observation.clone(), record.recurrence, send_by)))
}

/// Row 1e: what the destination already has.
pub(super) fn probed(record: &Record, probe: &Probe, cx: &Context<'_>) -> Decision {
    let own =
        record.phase == Phase::Claimed && record.attempt.as_ref().is_some_and(|attempt| attempt.owner == cx.owner);
    if !own {
        return Decision::ignore("1e", "another worker's");
    }
    let mut next = record.clone();
    match probe {
        // The fence: a claim that is nearly over is left to doubt, not sent.
        Probe::None if record.attempt.as_ref().is_none_or(|attempt| cx.now > attempt.send_by) => doubt(next, cx),
        Probe::None => match create(record) {
            Some(command) => Decision::nothing("1e", Disposition::Opening).then(command),
            None => Decision::ignore("1e", "nothing to create"),
        },
        Probe::Open(snapshot) => link(next, snapshot, cx, "1e"),
        Probe::Closed(snapshot) => {
            next.attempt = None;
            next.wake_at = None;
            next.phase = Phase::Closed;
            next.ticket = Some(snapshot.ticket.clone());
            next.closed_at = Some(snapshot.updated_at);
            next.seen_ticket = Some(snapshot.clone());
            let decided = Decision::put(next.clone(), "1e", Disposition::Closed);
            settle(next, decided, cx)
        }
        Probe::Ambiguous(tickets) => {
            let keys: Vec<&str> = tickets.iter().map(|ticket| ticket.key.as_str()).collect();
            dead_letter(next, &format!("several open tickets name it: {}", keys.join(", ")), "1e")
        }
        Probe::Failed(failure) => {
            next.phase = Phase::Deferred;
            next.attempt = None;
            next.wake_at = Some(cx.now.after(failure.retry_after.unwrap_or(LATER)));
            Decision::put(next, "1e", Disposition::Deferred)
        }
    }
}

/// Rows 2 to 5 and 10: how a create ended.
pub(super) fn created(
    record: &Record,
    id: &AttemptId,
    outcome: &CallOutcome<TicketSnapshot>,
    cx: &Context<'_>,
) -> Decision {
    let own = record.phase == Phase::Claimed && record.attempt.as_ref().is_some_and(|attempt| attempt.id == *id);
    if !own {
        return match outcome {
            CallOutcome::Done(snapshot) => late(record, id, snapshot, cx),
            _ => Decision::ignore("10", "the claim is over"),
        };
    }
    let mut next = record.clone();
    match outcome {
        CallOutcome::Done(snapshot) => link(next, snapshot, cx, "2"),
        CallOutcome::NotSent { retry_after } => {
            // Earlier attempts may still show: they stay in doubt, and are looked for again.
            next.phase = if next.tried.is_empty() { Phase::Deferred } else { Phase::InDoubt };
            next.wake_at = Some(cx.now.after(retry_after.unwrap_or(LATER)));
            if next.tried.is_empty() {
                next.attempt = None;
            }
            Decision::put(next, "3", Disposition::Deferred)
        }
        CallOutcome::Rejected(Rejection { blame: Blame::Configuration, message }) => {
            next.phase = Phase::Deferred;
            next.attempt = None;
            next.wake_at = Some(cx.now.after(LATER));
            let is_new = next.problem.as_deref() != Some(message);
            next.problem = Some(message.clone());
            let decision = Decision::put(next.clone(), "4", Disposition::Deferred);
            if is_new { decision.tell(NoticeKind::Configuration, &next, message) } else { decision }
        }
        CallOutcome::Rejected(Rejection { message, .. }) => dead_letter(next, message, "4"),
        CallOutcome::InDoubt => doubt(next, cx),
    }
}

/// Row 10: a create that was given up for lost was done after all.
fn late(record: &Record, id: &AttemptId, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    match &record.ticket {
        Some(ticket) if ticket.id == snapshot.ticket.id => Decision::ignore("10", "the ticket is known"),
        None if record.knows_attempt(id) => link(next, snapshot, cx, "10"),
        _ => {
            next.add_stray(&snapshot.ticket);
            next.wake_for_strays(cx);
            Decision::put(next, "10", Disposition::Linked)
        }
    }
}

/// Row 5: nobody knows what became of the create. It is looked for, never repeated blindly.
pub(super) fn doubt(mut next: Record, cx: &Context<'_>) -> Decision {
    if let Some(attempt) = next.attempt.as_ref().filter(|attempt| !next.tried.contains(&attempt.id)) {
        next.tried.push(attempt.id.clone());
    }
    next.phase = Phase::InDoubt;
    next.wake_at = Some(cx.now.after(cx.policy.retry_evidence));
    let command = look(&next, cx);
    let decision = Decision::put(next.clone(), "5", Disposition::Attached).then(command);
    decision.tell(NoticeKind::InDoubt, &next, "the answer to a create was lost: it is being looked for")
}

/// Looks for the tickets of uncertain creates.
pub(super) fn gather(record: &Record, cx: &Context<'_>) -> Decision {
    Decision::nothing("8", Disposition::Attached).then(look(record, cx))
}

fn look(record: &Record, cx: &Context<'_>) -> Command {
    // From before the first claim: as long ago as a create may take to show, twice.
    let span = cx.policy.commit_within + cx.policy.shows_within + cx.policy.send_window;
    let since = record.attempt.as_ref().map_or(cx.now, |attempt| attempt.send_by).before(span * 2);
    Command::Gather { marker: record.marker(), attempts: record.tried.clone(), since }
}

/// Rows 7 to 9: what was found.
pub(super) fn gathered(record: &Record, evidence: &Evidence, cx: &Context<'_>) -> Decision {
    if record.phase != Phase::InDoubt {
        return Decision::ignore("7", "no longer in doubt");
    }
    let mut next = record.clone();
    let send_by = record.attempt.as_ref().map_or(cx.now, |attempt| attempt.send_by);
    let settled_at = cx.policy.settled_at(send_by);
    match evidence {
        Evidence::Found(snapshots) => {
            let Some(oldest) = snapshots.iter().min_by_key(|snapshot| (snapshot.created_at, &snapshot.ticket.id))
            else {
                return Decision::ignore("7", "an empty find");
            };
            for stray in snapshots.iter().filter(|snapshot| snapshot.ticket.id != oldest.ticket.id) {
                next.add_stray(&stray.ticket);
            }
            link(next, oldest, cx, "7")
        }
        Evidence::Incomplete(failure) => {
            next.wake_at = Some(cx.now.after(failure.retry_after.unwrap_or(cx.policy.retry_evidence)));
            Decision::put(next, "9a", Disposition::Attached)
        }
        Evidence::None if cx.now < settled_at => {
            next.wake_at = Some(settled_at.min(cx.now.after(cx.policy.retry_evidence)));
            Decision::put(next, "8", Disposition::Attached)
        }
        Evidence::None if !next.is_pending_active() => {
            next.attempt = None;
            next.tried.clear();
            resume(next, cx)
        }
        Evidence::None if cx.policy.unresolved == Unresolved::CreateAgain => claim(next, cx, "9"),
        Evidence::None => dead_letter(next, "a create is in doubt, and no ticket shows", "9"),
    }
}

/// The ticket is there, and was seen.
pub(super) fn link(mut next: Record, snapshot: &TicketSnapshot, cx: &Context<'_>, row: &'static str) -> Decision {
    next.phase = Phase::Linked;
    next.ticket = Some(snapshot.ticket.clone());
    next.attempt = None;
    next.tried.clear();
    next.wake_at = None;
    next.wake_for_strays(cx);
    next.mute = None;
    next.problem = None;
    next.closed_at = None;
    next.repeats.since = cx.now;
    let mut opened = snapshot.clone();
    // A ticket that a person closed before we saw it: what follows treats it as closed now.
    next.reread = std::mem::take(&mut opened.closed);
    next.seen_ticket = Some(opened);
    if next.is_pending_active() {
        next.act_on_pending();
    }
    let decided = Decision::put(next.clone(), row, Disposition::Linked).tell(NoticeKind::Opened, &next, "");
    settle(next, decided, cx)
}

fn dead_letter(mut next: Record, problem: &str, row: &'static str) -> Decision {
    next.phase = Phase::DeadLetter;
    next.wake_at = None;
    next.problem = Some(problem.to_owned());
    let decision = Decision::put(next.clone(), row, Disposition::DeadLetter);
    decision.tell(NoticeKind::DeadLetter, &next, problem)
}

impl Record {
    fn add_stray(&mut self, ticket: &TicketRef) {
        if !self.strays.iter().any(|stray| stray.id == ticket.id) {
            self.strays.push(ticket.clone());
        }
    }
}
