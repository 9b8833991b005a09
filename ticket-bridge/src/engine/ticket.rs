//! Rows 7 and 11 to 14: a finding that has a ticket.

use super::write::start;
use super::{Context, Decision, Disposition, create};
use crate::observation::FindingState;
use crate::policy::Reopen;
use crate::ports::NoticeKind;
use crate::record::{AttemptId, OpKind, OpState, Phase, Record, TicketSnapshot};

/// Rows 11 and 12: the ticket is open, and nothing is under way.
pub(super) fn observed_linked(mut next: Record, cx: &Context<'_>) -> Decision {
    if !next.has_news() {
        return repeated(next, cx);
    }
    next.act_on_pending();
    if next.source_is_over() {
        return start(next, OpKind::Resolve, "The finding is no longer active at its source.", cx, "12");
    }
    Decision::put(next, "11", Disposition::Attached)
}

/// Row 11: nothing new. Written down at most once an hour; no call.
fn repeated(mut next: Record, cx: &Context<'_>) -> Decision {
    if next.repeats.since.until(cx.now) < cx.policy.flush_repeats {
        return Decision::nothing("11", Disposition::Attached);
    }
    next.repeats.count = next.repeats.count.saturating_add(1);
    next.repeats.since = cx.now;
    Decision::put(next, "11", Disposition::Attached)
}

/// Row 14: the ticket is closed, and nothing is under way.
pub(super) fn observed_closed(mut next: Record, cx: &Context<'_>) -> Decision {
    let closed_at = next.closed_at.unwrap_or_default();
    // It was over and is active again. A source that merely repeats an active finding, whose ticket a person closed, does
    // not bring it back: some repeat each twice a day.
    let turned = match &next.seen_source {
        Some(seen) => seen.state == FindingState::Inactive && next.has_news(),
        None => next.pending.as_ref().is_some_and(|pending| pending.observed_at > closed_at),
    };
    let stubborn = closed_at.after(cx.policy.still_active_after) <= cx.now;
    let comes_back = next.is_pending_active() && (turned || stubborn);
    if !comes_back {
        if !next.has_news() {
            return Decision::ignore("14b", "the ticket is closed, and this is not newer");
        }
        next.act_on_pending();
        return Decision::put(next, "14b", Disposition::Closed);
    }
    next.act_on_pending();
    let recent = |limit| closed_at.after(limit) >= cx.now;
    let reopens = match cx.policy.reopen {
        Reopen::Always => true,
        Reopen::Within(limit) => recent(limit),
        Reopen::NewAlways => false,
        Reopen::Never => return Decision::put(next, "14b", Disposition::Ignored("closed tickets stay closed")),
    };
    match next.ticket.clone() {
        Some(_) if reopens => start(next, OpKind::Reopen, "The finding is active again.", cx, "14"),
        Some(ticket) => {
            next.previous.push(ticket);
            next.recurrence = next.recurrence.saturating_add(1);
            next.forget_ticket();
            create::claim(next, cx, "14")
        }
        None => {
            next.forget_ticket();
            create::resume(next, cx)
        }
    }
}

/// Rows 7, 13 and 14a: a ticket was read.
pub(super) fn seen(
    record: &Record,
    snapshot: &TicketSnapshot,
    attempt: Option<&AttemptId>,
    cx: &Context<'_>,
) -> Decision {
    match record.phase {
        Phase::Claimed | Phase::InDoubt | Phase::DeadLetter
            if attempt.is_some_and(|attempt| record.knows_attempt(attempt)) =>
        {
            create::link(record.clone(), snapshot, cx, "7")
        }
        Phase::Linked | Phase::Closed if record.ticket.as_ref().is_some_and(|known| known.id == snapshot.ticket.id) => {
            own_ticket(record, snapshot, cx)
        }
        _ => Decision::ignore("19", "not a ticket of this finding"),
    }
}

fn own_ticket(record: &Record, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    if let Some(op) = &record.op {
        if op.state == OpState::InDoubt {
            return super::write::reread(next, snapshot, cx);
        }
        // Our own write may be what changed it. To be read again when that has ended.
        next.reread = true;
        let nothing_new = record.reread;
        return if nothing_new {
            Decision::nothing("12e", Disposition::Attached)
        } else {
            Decision::put(next, "12e", Disposition::Attached)
        };
    }
    next.reread = false;
    let known = record.seen_ticket.as_ref();
    let was_closed = record.phase == Phase::Closed;
    if known.is_some_and(|known| known.says_the_same(snapshot)) && was_closed == snapshot.closed {
        let echo = Disposition::Ignored("as it was seen or written last");
        return if record.reread { Decision::put(next, "13a", echo) } else { Decision::nothing("13a", echo) };
    }
    next.seen_ticket = Some(snapshot.clone());
    match (was_closed, snapshot.closed) {
        (false, true) => closed_by_person(next, cx),
        (true, false) => {
            next.phase = Phase::Linked;
            next.closed_at = None;
            next.verify_at = None;
            start(next, OpKind::ReopenFinding, "The ticket was reopened.", cx, "14a")
        }
        _ => Decision::put(next, "13a", Disposition::Linked),
    }
}

/// Row 13: a person closed the ticket, so the finding is closed too.
fn closed_by_person(mut next: Record, cx: &Context<'_>) -> Decision {
    next.phase = Phase::Closed;
    next.closed_at = Some(cx.now);
    if next.source_is_over() {
        return Decision::put(next, "13b", Disposition::Closed);
    }
    if next.reverts >= cx.policy.max_reverts {
        let decision = Decision::put(next.clone(), "13d", Disposition::Closed);
        return decision.tell(NoticeKind::Reverted, &next, "the source takes each close back: it is not closed again");
    }
    start(next, OpKind::CloseFinding, "The ticket was closed.", cx, "13")
}

impl Record {
    /// A new ticket is to be made: what was known of the old one no longer holds.
    fn forget_ticket(&mut self) {
        self.ticket = None;
        self.seen_ticket = None;
        self.closed_at = None;
        self.verify_at = None;
        self.reverts = 0;
    }
}
