//! Row 13c, and open findings that are looked at again: what the source says when it is asked.

use super::{Context, Decision, Disposition, LATER, ticket};
use crate::moment::Moment;
use crate::observation::Observation;
use crate::ports::ReadFailed;
use crate::record::{Phase, Record};

/// A close is verified so often where the source does not show the finding: after that it is taken for gone.
const MOST_LOOKS: u32 = 5;

pub(super) fn seen(
    record: &Record,
    read_at: Moment,
    seen: &Result<Option<Observation>, ReadFailed>,
    cx: &Context<'_>,
) -> Decision {
    if record.op.is_some() {
        return Decision::ignore("13c", "a write is under way");
    }
    // Whoever asked set a time to ask again, so an old answer costs one more read.
    let is_old = |seen: &Observation| {
        record.seen_source.as_ref().is_some_and(|known| read_at < known.at)
            || record.pending.as_ref().is_some_and(|known| seen.observed_at < known.observed_at)
    };
    if matches!(seen, Ok(Some(seen)) if is_old(seen)) {
        return Decision::ignore("13c", "something newer is known");
    }
    let next = record.clone();
    match record.phase {
        Phase::Closed => after_close(next, seen, cx),
        Phase::Linked => while_open(next, seen, cx),
        _ => Decision::ignore("13c", "there is no ticket"),
    }
}

/// Row 13c: whether the close held.
fn after_close(mut next: Record, seen: &Result<Option<Observation>, ReadFailed>, cx: &Context<'_>) -> Decision {
    match seen {
        Err(failure) => {
            next.verify_at = Some(cx.now.after(failure.retry_after.unwrap_or(LATER)));
            Decision::put(next, "13c", Disposition::Attached)
        }
        Ok(Some(observation)) if observation.is_active() => {
            next.pending = Some(observation.to_keep());
            ticket::reverted(next, cx)
        }
        // It does not show now. Before that is taken for an end, it is looked for again.
        Ok(None) if next.closed_at.unwrap_or_default().after(cx.policy.verify_after * MOST_LOOKS) > cx.now => {
            next.verify_at = Some(cx.now.after(cx.policy.verify_after));
            Decision::put(next, "13c", Disposition::Attached)
        }
        Ok(seen) => {
            next.verify_at = None;
            next.reverts = 0;
            next.expires_at = Some(next.closed_at.unwrap_or(cx.now).after(cx.policy.keep_closed));
            if let Some(observation) = seen.as_ref().filter(|observation| next.would_remember(observation)) {
                next.pending = Some(observation.to_keep());
                next.act_on_pending();
            }
            Decision::put(next, "13c", Disposition::Attached)
        }
    }
}

/// Whether an open finding still stands. One that does not show is not over: nobody said so.
fn while_open(mut next: Record, seen: &Result<Option<Observation>, ReadFailed>, cx: &Context<'_>) -> Decision {
    #[cfg(feature = "test-util")]
    if cx.has(crate::flaw::Flaw::CloseOnAbsence) && matches!(seen, Ok(None)) {
        return super::write::start(next, crate::record::OpKind::Resolve, "The finding does not show.", cx, "12");
    }
    match seen {
        Ok(Some(observation)) if next.would_remember(observation) => {
            next.pending = Some(observation.to_keep());
            next.recheck(cx);
            ticket::observed_linked(next, cx)
        }
        Ok(_) => {
            next.recheck(cx);
            Decision::put(next, "11", Disposition::Attached)
        }
        Err(failure) => {
            next.verify_at = Some(cx.now.after(failure.retry_after.unwrap_or(LATER)));
            Decision::put(next, "11", Disposition::Attached)
        }
    }
}

impl Record {
    /// When to look at the source of an open finding next.
    pub(super) fn recheck(&mut self, cx: &Context<'_>) {
        self.verify_at = cx.policy.recheck_source.map(|after| cx.now.after(after));
    }
}
