//! Rows 12a to 12d and 13c: one write at a time, to the ticket or to the finding.

use super::{Command, Context, Decision, Disposition, settle};
use crate::observation::{FindingState, Observation};
use crate::outcome::{Blame, CallOutcome, Rejection};
use crate::ports::{NoticeKind, ReadFailed, SourceWrite, TicketWrite};
use crate::record::{Op, OpId, OpKind, OpState, Phase, Record, SeenSource, TicketSnapshot};
use std::time::Duration;

/// How long to wait when nobody says for how long.
const LATER: Duration = Duration::from_secs(60);

/// Starts a write.
pub(super) fn start(mut next: Record, kind: OpKind, reason: &str, cx: &Context<'_>, row: &'static str) -> Decision {
    next.op = Some(Op {
        id: OpId::new(cx.fresh_id),
        kind,
        send_by: cx.send_by(),
        state: OpState::Sending,
        reason: reason.to_owned(),
    });
    send(next, row)
}

/// Stores the write and does it.
fn send(mut next: Record, row: &'static str) -> Decision {
    let Some(op) = next.op.clone() else { return Decision::ignore(row, "nothing to write") };
    next.wake_at = Some(op.send_by);
    let command = match op.kind {
        OpKind::Resolve | OpKind::Reopen => next
            .ticket
            .clone()
            .map(|ticket| Command::WriteTicket(TicketWrite::new(ticket, op.id, op.kind, op.reason, op.send_by))),
        OpKind::CloseStray => next
            .strays
            .first()
            .cloned()
            .map(|ticket| Command::WriteTicket(TicketWrite::new(ticket, op.id, op.kind, op.reason, op.send_by))),
        OpKind::CloseFinding | OpKind::ReopenFinding => {
            let key = next.pending.as_ref().map(|pending| pending.key.clone());
            key.map(|key| Command::WriteSource(SourceWrite::new(key, op.id, op.kind, op.send_by)))
        }
    };
    let decision = Decision::put(next, row, Disposition::Writing);
    match command {
        Some(command) => decision.then(command),
        None => decision,
    }
}

/// A record whose wake time has come: a write to send again or to look for, or a close to verify.
pub(super) fn due(record: &Record, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    let Some(op) = &record.op else {
        if let (true, Some(ticket)) = (record.reread, &record.ticket) {
            return Decision::nothing("12d", Disposition::Attached).then(Command::ReadTicket(ticket.clone()));
        }
        if !record.strays.is_empty() {
            let reason = "Opened twice for one finding: the other ticket goes on.";
            return start(next, OpKind::CloseStray, reason, cx, "10b");
        }
        let verify = record.verify_at.is_some_and(|at| at <= cx.now);
        let Some(pending) = record.pending.as_ref().filter(|_| verify) else {
            next.wake_at = None;
            return Decision::put(next, "", Disposition::Ignored("nothing is due"));
        };
        return Decision::nothing("13c", Disposition::Attached).then(Command::ReadSource { key: pending.key.clone() });
    };
    let to_ticket = matches!(op.kind, OpKind::Resolve | OpKind::Reopen);
    match (op.state, &record.ticket) {
        // Its answer never came. It may be under way for as long as A1 says.
        (OpState::Sending, _) => in_doubt(next, cx),
        // It was not sent, and by now the finding is as the ticket says: nothing to write.
        (OpState::Waiting, _) if to_ticket && record.is_pending_active() == (op.kind == OpKind::Resolve) => {
            next.op = None;
            next.wake_at = None;
            next.act_on_pending();
            Decision::put(next, "12b", Disposition::Attached)
        }
        (OpState::Waiting, _) => again(next, cx, "12b"),
        (OpState::InDoubt, Some(ticket)) if to_ticket => {
            Decision::nothing("12d", Disposition::Writing).then(Command::ReadTicket(ticket.clone()))
        }
        // Closing what is closed does no harm: a write to the finding, or to a stray, is sent again.
        (OpState::InDoubt, _) => again(next, cx, "12d"),
    }
}

/// Sends the write again, under a new fence.
fn again(mut next: Record, cx: &Context<'_>, row: &'static str) -> Decision {
    if let Some(op) = &mut next.op {
        op.send_by = cx.send_by();
        op.state = OpState::Sending;
    }
    send(next, row)
}

fn in_doubt(mut next: Record, cx: &Context<'_>) -> Decision {
    if let Some(op) = &mut next.op {
        op.state = OpState::InDoubt;
        next.wake_at = Some(cx.policy.write_settled_at(op.send_by).max(cx.now));
    }
    Decision::put(next, "12c", Disposition::Writing)
}

/// How a write to the ticket ended.
pub(super) fn ticket_written(
    record: &Record,
    id: &OpId,
    outcome: &CallOutcome<TicketSnapshot>,
    cx: &Context<'_>,
) -> Decision {
    let Some(op) = record.op.as_ref().filter(|op| op.id == *id) else {
        return Decision::ignore("12a", "another write's");
    };
    match outcome {
        CallOutcome::Done(snapshot) => reached(record.clone(), op.kind, snapshot, cx),
        other => not_done(record, other, cx),
    }
}

/// How a write to the finding ended.
pub(super) fn source_written(record: &Record, id: &OpId, outcome: &CallOutcome<()>, cx: &Context<'_>) -> Decision {
    let Some(op) = record.op.as_ref().filter(|op| op.id == *id) else {
        return Decision::ignore("12a", "another write's");
    };
    let CallOutcome::Done(()) = outcome else { return not_done(record, outcome, cx) };
    let (kind, mut next) = (op.kind, record.clone());
    next.op = None;
    next.wake_at = None;
    next.wake_for_strays(cx);
    if kind == OpKind::CloseFinding {
        // What the source says from now on is news. What it said before is not.
        let severity = next.seen_source.as_ref().map(|seen| seen.severity.clone());
        let said = next.pending.as_ref().map_or(cx.now, |pending| pending.observed_at.after(Duration::from_millis(1)));
        let at = cx.now.max(said);
        next.seen_source = severity.map(|severity| SeenSource { state: FindingState::Inactive, severity, at });
        next.verify_at = Some(cx.now.after(cx.policy.verify_after));
        next.wake_at = next.wake_at.or(next.verify_at);
        let decided = Decision::put(next.clone(), "12a", Disposition::Closed);
        return settle(next.clone(), decided.tell(NoticeKind::FindingClosed, &next, ""), cx);
    }
    let decided = Decision::put(next.clone(), "12a", Disposition::Linked);
    settle(next, decided, cx)
}

/// Row 12a: the ticket is as wanted.
fn reached(mut next: Record, kind: OpKind, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    next.op = None;
    next.wake_at = next.verify_at;
    if kind == OpKind::CloseStray {
        next.strays.retain(|stray| stray.id != snapshot.ticket.id);
        next.wake_for_strays(cx);
        let decided = Decision::put(next.clone(), "10b", Disposition::Linked);
        return settle(next, decided, cx);
    }
    next.wake_at = None;
    next.wake_for_strays(cx);
    next.seen_ticket = Some(snapshot.clone());
    let (phase, notice, disposition) = if kind == OpKind::Resolve {
        next.closed_at = Some(cx.now);
        (Phase::Closed, NoticeKind::Resolved, Disposition::Closed)
    } else {
        next.closed_at = None;
        next.verify_at = None;
        (Phase::Linked, NoticeKind::Reopened, Disposition::Linked)
    };
    next.phase = phase;
    let decided = Decision::put(next.clone(), "12a", disposition).tell(notice, &next, "");
    settle(next, decided, cx)
}

/// Rows 12b and 12c.
fn not_done<T>(record: &Record, outcome: &CallOutcome<T>, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    match outcome {
        CallOutcome::NotSent { retry_after } => {
            next.set_op_state(OpState::Waiting);
            next.wake_at = Some(cx.now.after(retry_after.unwrap_or(LATER)));
            Decision::put(next, "12b", Disposition::Writing)
        }
        CallOutcome::Rejected(Rejection { blame: Blame::Configuration, message }) => {
            next.set_op_state(OpState::Waiting);
            next.wake_at = Some(cx.now.after(LATER));
            let is_new = next.problem.as_deref() != Some(message);
            next.problem = Some(message.clone());
            let decision = Decision::put(next.clone(), "12b", Disposition::Writing);
            if is_new { decision.tell(NoticeKind::Configuration, &next, message) } else { decision }
        }
        CallOutcome::Rejected(Rejection { message, .. }) => {
            if record.op.as_ref().is_some_and(|op| op.kind == OpKind::CloseStray) && !next.strays.is_empty() {
                // It cannot be closed, for it may be gone: a person is told, and the next one has its turn.
                next.strays.remove(0);
            }
            next.op = None;
            next.wake_at = None;
            next.wake_for_strays(cx);
            next.problem = Some(message.clone());
            let decided = Decision::put(next.clone(), "12b", Disposition::DeadLetter);
            settle(next.clone(), decided.tell(NoticeKind::DeadLetter, &next, message), cx)
        }
        CallOutcome::InDoubt | CallOutcome::Done(_) => in_doubt(next, cx),
    }
}

/// Row 12d: a write in doubt, and the ticket as it is.
pub(super) fn reread(next: Record, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    let Some(op) = next.op.clone() else { return Decision::ignore("12d", "nothing in doubt") };
    let is_reached = match op.kind {
        OpKind::Resolve => snapshot.closed,
        OpKind::Reopen => !snapshot.closed,
        _ => return Decision::ignore("12d", "not about the ticket"),
    };
    if is_reached {
        return reached(next, op.kind, snapshot, cx);
    }
    // Until then the write may still be committed: a second one would be made twice.
    if cx.now < cx.policy.write_settled_at(op.send_by) {
        return Decision::nothing("12d", Disposition::Writing);
    }
    again(next, cx, "12d")
}

/// A ticket that is not there. Whether it was deleted, or the key lost its rights, is not known: a person is told once.
pub(super) fn ticket_gone(record: &Record, cx: &Context<'_>) -> Decision {
    let problem = "the ticket cannot be found: deleted, or no longer to be seen";
    let mut next = record.clone();
    next.reread = false;
    next.wake_at = next.op.as_ref().map(|_| cx.now.after(LATER));
    if record.problem.as_deref() == Some(problem) {
        return Decision::put(next, "15", Disposition::Attached);
    }
    next.problem = Some(problem.to_owned());
    Decision::put(next.clone(), "15", Disposition::Attached).tell(NoticeKind::Configuration, &next, problem)
}

/// A ticket that could not be read.
pub(super) fn ticket_unread(record: &Record, failure: &ReadFailed, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    next.wake_at = Some(cx.now.after(failure.retry_after.unwrap_or(LATER)));
    if record.op.is_none() {
        next.reread = true;
    }
    Decision::put(next, "12d", Disposition::Deferred)
}

/// Row 13c: whether the close held.
pub(super) fn source_seen(
    record: &Record,
    seen: &Result<Option<Observation>, ReadFailed>,
    cx: &Context<'_>,
) -> Decision {
    if record.phase != Phase::Closed || record.op.is_some() {
        return Decision::ignore("13c", "no longer closed");
    }
    let mut next = record.clone();
    match seen {
        Err(failure) => {
            next.wake_at = Some(cx.now.after(failure.retry_after.unwrap_or(LATER)));
            Decision::put(next, "13c", Disposition::Closed)
        }
        Ok(Some(observation)) if observation.is_active() => {
            next.verify_at = None;
            next.reverts = next.reverts.saturating_add(1);
            next.pending = Some(observation.clone());
            next.act_on_pending();
            start(next, OpKind::Reopen, "The source took the close back: the finding is still active.", cx, "13c")
        }
        Ok(seen) => {
            next.verify_at = None;
            next.wake_at = None;
            if let Some(observation) = seen {
                next.pending = Some(observation.clone());
                next.act_on_pending();
            }
            Decision::put(next, "13c", Disposition::Closed)
        }
    }
}

impl Record {
    /// Tickets beside the ticket are closed as soon as nothing else is under way.
    pub(super) fn wake_for_strays(&mut self, cx: &Context<'_>) {
        if !self.strays.is_empty() && self.op.is_none() {
            self.wake_at = Some(cx.now);
        }
    }

    fn set_op_state(&mut self, state: OpState) {
        if let Some(op) = &mut self.op {
            op.state = state;
        }
    }
}
