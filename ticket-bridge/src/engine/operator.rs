//! Rows 16 and 18: what an operator says.

use super::{Context, Decision, Disposition, acted, create};
use crate::record::{Mute, Phase, Record, TicketSnapshot};

/// Row 16: held back, whatever its phase.
pub(super) fn mute(record: &Record, mute: &Mute) -> Decision {
    let mut next = record.clone();
    next.mute = Some(Mute { by_operator: true, ..mute.clone() });
    Decision::put(next, "16", Disposition::Muted)
}

/// Row 16: let go. What was said meanwhile is decided now.
pub(super) fn unmute(record: &Record, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    if next.mute.take().is_none() {
        return Decision::ignore("16", "nothing holds it back");
    }
    muted_no_more(next, cx)
}

/// Row 16: what held it back has ended.
pub(super) fn muted_no_more(mut next: Record, cx: &Context<'_>) -> Decision {
    next.mute = None;
    match next.phase {
        Phase::Deferred if next.defer_until.is_none_or(|until| until <= cx.now) => create::resume(next, cx),
        _ if next.op.is_some() || !next.has_news() => Decision::put(next, "16", Disposition::Attached),
        _ => acted(next, cx),
    }
}

/// Row 18: a dead letter tries again. A create that may have been done is looked for first.
pub(super) fn replay(record: &Record, cx: &Context<'_>) -> Decision {
    if record.phase != Phase::DeadLetter {
        return Decision::ignore("18", "no dead letter");
    }
    let mut next = record.clone();
    next.phase = if next.tried.is_empty() { Phase::Deferred } else { Phase::InDoubt };
    next.defer_until = Some(cx.now);
    next.problem = None;
    Decision::put(next, "18", Disposition::Deferred)
}

/// Row 18: the operator says which ticket it is, and it was read.
pub(super) fn link(record: &Record, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    match record.phase {
        Phase::DeadLetter | Phase::InDoubt | Phase::Deferred | Phase::Orphaned => {
            let mut next = record.clone();
            // In place of a deleted one it is another ticket: each recurrence has one.
            next.count_previous();
            create::link(next, snapshot, cx, "18")
        }
        _ => Decision::ignore("18", "it has a ticket, or one is being created"),
    }
}
