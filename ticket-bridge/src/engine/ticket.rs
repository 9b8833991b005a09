//! Rows 7 and 11 to 15: a finding that has a ticket.

use super::write::{start, start_update};
use super::{Command, Context, Decision, Disposition, LATER, create};
use crate::moment::Moment;
use crate::policy::{Deleted, Reopen};
use crate::ports::{NoticeKind, ReadFailed};
use crate::record::{
    AttemptId, FindingUpdate, OpId, OpKind, OpState, Phase, Record, TicketFields, TicketRef, TicketSnapshot,
};
use std::cmp::Ordering;
use std::time::Duration;

/// A ticket that stays hidden is looked for so often.
const STILL_HIDDEN: Duration = Duration::from_secs(60 * 60);

/// Rows 11 and 12: the ticket is open, and nothing is under way.
pub(super) fn observed_linked(mut next: Record, cx: &Context<'_>) -> Decision {
    if !next.has_news() {
        // It may be newer than what was kept, though not than what we wrote to the source: it is kept all the same.
        let mut decision = repeated(&next, cx);
        decision.put.get_or_insert(next);
        return decision;
    }
    next.act_on_pending();
    next.recheck(cx);
    if next.source_is_over() {
        return start(next, OpKind::Resolve, "The finding is no longer active at its source.", cx, "12");
    }
    if next.wants_fields(cx) {
        return read_before_change(next, cx);
    }
    Decision::put(next, "11", Disposition::Linked)
}

/// Row 11: nothing new. Written down at most once an hour; no call, unless the ticket was not seen for too long.
pub(super) fn repeated(record: &Record, cx: &Context<'_>) -> Decision {
    let seen_at = record.seen_ticket_at.unwrap_or_default();
    let is_stale = cx.policy.freshness.is_some_and(|most| seen_at.after(most) <= cx.now);
    if let (true, Some(ticket)) = (is_stale, &record.ticket) {
        let read = Command::ReadTicket { ticket: ticket.clone(), op: None };
        return Decision::nothing("11", Disposition::Attached).then(read);
    }
    if record.repeats.since.until(cx.now) < cx.policy.flush_repeats {
        return Decision::nothing("11", Disposition::Attached);
    }
    let mut next = record.clone();
    next.repeats.count = next.repeats.count.saturating_add(1);
    next.repeats.since = cx.now;
    Decision::put(next, "11", Disposition::Attached)
}

/// Row 12: fields of the ticket are to change. It is read first, for a person may have edited it unheard.
fn read_before_change(mut next: Record, cx: &Context<'_>) -> Decision {
    let Some(ticket) = next.ticket.clone() else { return Decision::put(next, "11", Disposition::Linked) };
    next.reread_at = Some(cx.now);
    Decision::put(next, "12", Disposition::Linked).then(Command::ReadTicket { ticket, op: None })
}

/// Row 14: the ticket is closed, and nothing is under way.
pub(super) fn observed_closed(mut next: Record, cx: &Context<'_>) -> Decision {
    if !next.has_news() {
        return Decision::put(next, "14b", Disposition::Ignored("the ticket is closed, and this is not newer"));
    }
    let owes_close = std::mem::take(&mut next.owes_close) && cx.has_source;
    if !next.is_pending_active() || !comes_back(&next, cx) {
        next.act_on_pending();
        if owes_close && next.is_pending_active() {
            return start(next, OpKind::CloseFinding, "The ticket was closed.", cx, "13");
        }
        return Decision::put(next, "14b", Disposition::Ignored("the ticket is closed"));
    }
    // The close was never seen to hold: the source took it back.
    if next.verify_at.is_some() && next.ticket.is_some() {
        return reverted(next, cx);
    }
    come_back(next, "The finding is active again.", cx, "14")
}

/// It was over and is active again. A source that merely repeats an active finding, whose ticket a person closed, does
/// not bring it back for a while: some repeat each twice a day.
fn comes_back(record: &Record, cx: &Context<'_>) -> bool {
    let closed_at = record.closed_at.unwrap_or_default();
    let after_close = record.pending.as_ref().is_some_and(|pending| pending.observed_at > closed_at);
    let turned = if record.seen_source.is_some() { record.source_is_over() } else { after_close };
    turned || (after_close && closed_at.after(cx.policy.still_active_after) <= cx.now)
}

/// Row 13c: the source took the close back.
pub(super) fn reverted(mut next: Record, cx: &Context<'_>) -> Decision {
    next.verify_at = None;
    next.reverts = next.reverts.saturating_add(1);
    come_back(next, "The source took the close back: the finding is still active.", cx, "13c")
}

fn come_back(mut next: Record, reason: &str, cx: &Context<'_>, row: &'static str) -> Decision {
    if next.held_until.is_some_and(|until| until > cx.now) {
        // To be decided again when the time is over: it stays news until then.
        return Decision::put(next, "14b", Disposition::Muted);
    }
    next.held_until = None;
    let closed_at = next.closed_at.unwrap_or_default();
    let reopens = match cx.policy.reopen {
        Reopen::Always => true,
        Reopen::Within(limit) => closed_at.after(limit) >= cx.now,
        Reopen::NewAlways => false,
        Reopen::Never => {
            next.act_on_pending();
            return Decision::put(next, "14b", Disposition::Ignored("closed tickets stay closed"));
        }
    };
    if next.ticket.is_some() && reopens {
        next.act_on_pending();
        return start(next, OpKind::Reopen, reason, cx, row);
    }
    new_ticket(next, cx, row)
}

/// Another ticket for the same finding.
fn new_ticket(mut next: Record, cx: &Context<'_>, row: &'static str) -> Decision {
    if let Some(ticket) = next.ticket.take() {
        next.previous.push(ticket);
    }
    next.count_previous();
    next.forget_ticket();
    create::claim(next, AttemptId::new(cx.fresh_id), cx, row)
}

/// Row 15a: the ticket was deleted, and the source speaks again.
pub(super) fn observed_orphaned(mut next: Record, cx: &Context<'_>) -> Decision {
    if !next.has_news() {
        return Decision::put(next, "15a", Disposition::Ignored("the ticket was deleted, and this is not newer"));
    }
    if next.is_pending_active() && cx.policy.deleted == Deleted::NewTicket {
        return new_ticket(next, cx, "15a");
    }
    next.act_on_pending();
    if !next.is_pending_active() {
        next.phase = Phase::Closed;
        next.closed_at = Some(cx.now);
        next.expires_at = Some(cx.now.after(cx.policy.keep_closed));
    }
    Decision::put(next, "15a", Disposition::Ignored("the ticket was deleted"))
}

/// How a ticket was read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// When the reading began.
    pub(super) at: Moment,
    /// The write that was looked for in its comments, and whether one names it.
    pub(super) applied: Option<(&'a OpId, bool)>,
}

/// Rows 7, 10, 13 and 14a: a ticket was read.
pub(super) fn seen(
    record: &Record,
    snapshot: &TicketSnapshot,
    attempt: Option<&AttemptId>,
    reading: Reading<'_>,
    cx: &Context<'_>,
) -> Decision {
    let is = |known: &TicketRef| known.id == snapshot.ticket.id;
    if record.ticket.as_ref().is_some_and(is) && matches!(record.phase, Phase::Linked | Phase::Closed) {
        return own_ticket(record, snapshot, reading, cx);
    }
    let awaits = matches!(record.phase, Phase::Claimed | Phase::InDoubt | Phase::DeadLetter);
    if awaits && attempt.is_some_and(|attempt| record.knows_attempt(attempt)) {
        return create::link(record.clone(), snapshot, cx, "7");
    }
    if record.strays.iter().any(is) {
        return known_stray(record, snapshot);
    }
    // A copy that a person made later names the attempt too.
    let is_made =
        |attempt: &AttemptId| record.made.iter().any(|made| made.id == *attempt && snapshot.created_at <= made.by);
    let is_ours = attempt.is_some_and(|attempt| is_made(attempt) || record.knows_attempt(attempt));
    let is_beside = is_ours && !snapshot.closed && !record.previous.iter().any(is);
    if is_beside {
        create::stray(record.clone(), &snapshot.ticket, cx)
    } else {
        Decision::ignore("19", "another ticket")
    }
}

/// Row 10b: a person closed the stray.
fn known_stray(record: &Record, snapshot: &TicketSnapshot) -> Decision {
    if !snapshot.closed || record.op.is_some() {
        return Decision::ignore("10b", "the stray is known");
    }
    let mut next = record.clone();
    next.strays.retain(|stray| stray.id != snapshot.ticket.id);
    Decision::put(next, "10b", Disposition::Attached)
}

fn own_ticket(record: &Record, snapshot: &TicketSnapshot, reading: Reading<'_>, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    match record.age_of(snapshot, reading, cx) {
        Age::Newer => {}
        Age::Older => return Decision::ignore("13a", "the ticket was seen later than this"),
        Age::Unknown(tells_at) => {
            next.reread_at = Some(next.reread_at.map_or(tells_at, |at| at.max(tells_at)));
            return Decision::put(next, "13a", Disposition::Attached);
        }
    }
    if let Some(op) = &record.op {
        // Other writes are not to be seen in this ticket.
        if op.state == OpState::InDoubt && op.kind.shows_in_ticket() {
            return super::write::reread(next, snapshot, reading, cx);
        }
        // Our own write may be what changed it. To be read again when that has ended.
        next.reread_at.get_or_insert(cx.now);
        return Decision::put(next, "12e", Disposition::Attached);
    }
    #[cfg(feature = "test-util")]
    if cx.has(crate::flaw::Flaw::ActorNameEcho) && snapshot.updated_by.is_some() {
        let before = record.seen_ticket.as_ref().and_then(|seen| seen.updated_by.clone());
        if before == snapshot.updated_by {
            next.reread_at = None;
            return Decision::put(next, "13a", Disposition::Ignored("our own account changed it"));
        }
    }
    let was_closed = record.phase == Phase::Closed;
    let known = record.seen_ticket.as_ref();
    let is_echo = known.is_some_and(|known| known.says_the_same(snapshot)) && was_closed == snapshot.closed;
    if is_echo {
        let was_due = next.reread_at.take().is_some();
        if was_due || cx.policy.freshness.is_some() {
            next.seen_ticket_at = Some(cx.now);
        }
        if let Some(fields) = next.wanted_fields(cx) {
            return start_update(next, &fields, cx);
        }
        // What was said meanwhile waited for this reading.
        return Decision::put(next, "13a", Disposition::Ignored("as it was seen or written last")).settle(cx);
    }
    let update = next.update_for_source(snapshot, cx);
    next.reread_at = None;
    next.see(snapshot.clone(), cx);
    match (was_closed, snapshot.closed) {
        (false, true) => closed_by_person(next, cx),
        (true, false) => reopened_by_person(next, cx),
        (false, false) => edited_by_person(next, &update, cx),
        (true, true) => Decision::put(next, "13a", Disposition::Linked).settle(cx),
    }
}

/// Row 13: a person closed the ticket, so the finding is closed too.
fn closed_by_person(mut next: Record, cx: &Context<'_>) -> Decision {
    next.phase = Phase::Closed;
    next.closed_at = Some(cx.now);
    next.verify_at = None;
    let wont_fix = next.seen_ticket.as_ref().is_some_and(|seen| seen.wont_fix);
    let is_held = wont_fix && cx.policy.wont_fix_for > Duration::ZERO;
    next.held_until = is_held.then(|| cx.now.after(cx.policy.wont_fix_for));
    if next.source_is_over() {
        next.expires_at = Some(cx.now.after(cx.policy.keep_closed));
        return Decision::put(next, "13b", Disposition::Linked).settle(cx);
    }
    if !next.can_tell_source(cx) {
        next.owes_close = cx.has_source;
        return Decision::put(next, "13", Disposition::Linked).settle(cx);
    }
    if next.reverts >= cx.policy.max_reverts {
        let decision = Decision::put(next, "13d", Disposition::Linked);
        return decision.tell(NoticeKind::Reverted, "the source takes each close back: it is not closed again", cx);
    }
    start(next, OpKind::CloseFinding, "The ticket was closed.", cx, "13")
}

/// Row 14a.
fn reopened_by_person(mut next: Record, cx: &Context<'_>) -> Decision {
    next.phase = Phase::Linked;
    next.closed_at = None;
    next.owes_close = false;
    next.held_until = None;
    next.expires_at = None;
    next.recheck(cx);
    if !next.source_is_over() || !next.can_tell_source(cx) {
        return Decision::put(next, "14a", Disposition::Linked).settle(cx);
    }
    start(next, OpKind::ReopenFinding, "The ticket was reopened.", cx, "14a")
}

/// Row 13a: whatever else a person changed is stored, and told to the source if the policy says so.
fn edited_by_person(next: Record, update: &FindingUpdate, cx: &Context<'_>) -> Decision {
    if *update != FindingUpdate::default() && !next.source_is_over() && next.can_tell_source(cx) {
        return super::write::start_finding_update(next, update, cx);
    }
    if let Some(fields) = next.wanted_fields(cx) {
        return start_update(next, &fields, cx);
    }
    Decision::put(next, "13a", Disposition::Linked).settle(cx)
}

/// Row 15: the ticket was deleted.
pub(super) fn deleted(record: &Record, ticket: &TicketRef, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    if next.strays.iter().any(|stray| stray.id == ticket.id) {
        next.strays.retain(|stray| stray.id != ticket.id);
        return Decision::put(next, "15", Disposition::Attached);
    }
    if next.ticket.as_ref().is_none_or(|known| known.id != ticket.id) {
        return Decision::ignore("15", "not its ticket");
    }
    let was_open = next.phase == Phase::Linked;
    next.phase = Phase::Orphaned;
    next.op = None;
    next.reread_at = None;
    next.verify_at = None;
    next.previous.extend(next.ticket.take());
    let decision = Decision::put(next, "15", Disposition::Attached);
    if was_open { decision.tell(NoticeKind::Deleted, ticket.key.as_str(), cx) } else { decision }
}

/// Row 15: the ticket is not to be seen, and nothing says that it was deleted. The key may have lost its rights: the
/// destination is left alone for a while, once. One ticket that stays hidden must not hold up all others.
pub(super) fn hidden(record: &Record, ticket: &TicketRef, reason: &str, cx: &Context<'_>) -> Decision {
    if record.ticket.as_ref().is_none_or(|known| known.id != ticket.id) {
        return Decision::ignore("15", "not its ticket");
    }
    if record.problem.as_deref() == Some(reason) {
        return unreadable(record, cx.now.after(STILL_HIDDEN), "15");
    }
    let mut decision = unreadable(record, cx.now.after(cx.policy.circuit_pause), "15");
    if let Some(put) = &mut decision.put {
        put.problem = Some(reason.to_owned());
    }
    decision.then(Command::Trip { reason: reason.to_owned() })
}

/// A ticket that could not be read is read again.
pub(super) fn unread(record: &Record, failure: &ReadFailed, cx: &Context<'_>) -> Decision {
    if record.ticket.is_none() {
        return Decision::ignore("12d", "it has no ticket to read");
    }
    unreadable(record, cx.now.after(failure.retry_after.unwrap_or(LATER)), "12d")
}

fn unreadable(record: &Record, again_at: Moment, row: &'static str) -> Decision {
    let mut next = record.clone();
    match &mut next.op {
        Some(op) if op.state == OpState::InDoubt => op.due = again_at,
        _ => next.reread_at = Some(again_at),
    }
    Decision::put(next, row, Disposition::Deferred)
}

/// How a reading of the ticket stands to what is known of it.
enum Age {
    Newer,
    Older,
    /// It differs, and nothing tells which is newer. A reading that begins at this moment or later does.
    Unknown(Moment),
}

/// What is less than this apart bears the same time.
pub(super) const TICK: Duration = Duration::from_millis(1);

impl Record {
    /// Whoever read the ticket may have been overtaken by another worker before deciding on it.
    fn age_of(&self, snapshot: &TicketSnapshot, reading: Reading<'_>, cx: &Context<'_>) -> Age {
        let Some(known) = &self.seen_ticket else { return Age::Newer };
        let tells_at = self.seen_ticket_at.unwrap_or_default().after(cx.policy.clock_skew + TICK);
        match snapshot.updated_at.cmp(&known.updated_at) {
            Ordering::Greater => Age::Newer,
            Ordering::Less => Age::Older,
            // Trackers tell whole seconds.
            Ordering::Equal if reading.at >= tells_at || known.says_the_same(snapshot) => Age::Newer,
            Ordering::Equal => Age::Unknown(tells_at),
        }
    }

    /// The ticket as it was read or written just now.
    pub(super) fn see(&mut self, mut snapshot: TicketSnapshot, cx: &Context<'_>) {
        if snapshot.comment.is_none() {
            // Not every answer tells the comments.
            snapshot.comment = self.seen_ticket.as_mut().and_then(|seen| seen.comment.take());
        }
        self.seen_ticket = Some(snapshot);
        self.seen_ticket_at = Some(cx.now);
    }

    pub(super) fn wants_fields(&self, cx: &Context<'_>) -> bool {
        self.wanted_fields(cx).is_some()
    }

    /// The fields that the finding changed since we wrote them, and that no person edited.
    fn wanted_fields(&self, cx: &Context<'_>) -> Option<TicketFields> {
        if self.phase != Phase::Linked || self.source_is_over() {
            return None;
        }
        let (pending, seen) = (self.pending.as_ref()?, self.seen_ticket.as_ref()?);
        let mut fields = TicketFields::default();
        let wanted = cx.policy.priority_of(&pending.severity);
        let untouched = |ours| seen.priority.as_ref() == Some(ours);
        fields.priority = self
            .wrote
            .priority
            .as_ref()
            .filter(|ours| untouched(ours) && wanted.is_above(ours))
            .map(|_| wanted.clone());
        let is_other = self.wrote.from_title.as_ref().is_some_and(|from| *from != pending.title);
        if cx.policy.update_title && is_other && self.wrote.title == seen.title {
            fields.title = Some(pending.title.clone());
        }
        (fields != TicketFields::default()).then_some(fields)
    }

    /// What the source is told of a person's edits.
    fn update_for_source(&self, snapshot: &TicketSnapshot, cx: &Context<'_>) -> FindingUpdate {
        let sync = cx.policy.sync;
        let seen = self.seen_ticket.as_ref();
        let status = sync.status && seen.is_none_or(|seen| seen.status != snapshot.status);
        let priority = sync.priority && seen.is_none_or(|seen| seen.priority != snapshot.priority);
        let comment = sync.comments && seen.is_none_or(|seen| seen.comment != snapshot.comment);
        FindingUpdate {
            status: status.then(|| snapshot.status.clone()),
            priority: snapshot.priority.clone().filter(|_| priority),
            note: snapshot.comment.as_ref().filter(|_| comment).map(|comment| comment.text.clone()),
        }
    }

    /// The recurrence rises with each ticket that another one follows.
    pub(super) fn count_previous(&mut self) {
        self.recurrence = u32::try_from(self.previous.len()).unwrap_or(u32::MAX).max(self.recurrence);
    }

    /// Whether there is a source to write to, and a finding of it that was heard of.
    fn can_tell_source(&self, cx: &Context<'_>) -> bool {
        cx.has_source && self.pending.is_some()
    }

    /// A new ticket is to be made: what was known of the old one no longer holds.
    fn forget_ticket(&mut self) {
        self.ticket = None;
        self.seen_ticket = None;
        self.seen_ticket_at = None;
        self.reread_at = None;
        self.held_until = None;
        self.owes_close = false;
        self.closed_at = None;
        self.expires_at = None;
        self.verify_at = None;
        self.reverts = 0;
    }
}
