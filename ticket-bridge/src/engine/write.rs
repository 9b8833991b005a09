//! Rows 12 to 12d, and what is due for a finding that has or had a ticket: one write at a time, to the ticket or to the
//! finding.

use super::{Command, Context, Decision, Disposition, LATER, operator, ticket};
use crate::moment::Moment;
use crate::observation::FindingState;
use crate::outcome::{Blame, CallOutcome, Rejection};
use crate::ports::{NoticeKind, SourceWrite, TicketWrite};
use crate::record::{
    FindingUpdate, Op, OpId, OpKind, OpState, Phase, Record, SeenSource, TicketFields, TicketSnapshot, Wrote,
};
use std::time::Duration;

/// Starts a write.
pub(super) fn start(next: Record, kind: OpKind, reason: &str, cx: &Context<'_>, row: &'static str) -> Decision {
    let op = Op {
        id: OpId::new(cx.fresh_id),
        kind,
        send_by: cx.send_by(),
        state: OpState::Sending,
        reason: reason.to_owned(),
        due: cx.send_by(),
        fields: TicketFields::default(),
        update: FindingUpdate::default(),
    };
    begin(next, op, cx, row)
}

/// Row 12: starts a change of fields.
pub(super) fn start_update(next: Record, fields: &TicketFields, cx: &Context<'_>) -> Decision {
    let severity = next.pending.as_ref().map(|pending| pending.severity.to_string()).unwrap_or_default();
    let reason = match &fields.priority {
        Some(_) => format!("The finding's severity is {severity} now."),
        None => "The finding's title changed.".to_owned(),
    };
    let mut decision = start(next, OpKind::Update, &reason, cx, "12");
    decision.set_op(|op| op.fields.clone_from(fields));
    decision
}

/// Row 13a: starts telling the source.
pub(super) fn start_finding_update(next: Record, update: &FindingUpdate, cx: &Context<'_>) -> Decision {
    let mut decision = start(next, OpKind::UpdateFinding, "The ticket was edited.", cx, "13a");
    decision.set_op(|op| op.update.clone_from(update));
    decision
}

fn begin(mut next: Record, mut op: Op, cx: &Context<'_>, row: &'static str) -> Decision {
    if let Some(until) = cx.blocked_until.filter(|_| op.kind.is_to_ticket()) {
        op.state = OpState::Waiting;
        op.due = until;
        next.op = Some(op);
        return Decision::put(next, row, Disposition::Deferred);
    }
    next.op = Some(op);
    send(next, row)
}

/// Stores the write and does it.
fn send(next: Record, row: &'static str) -> Decision {
    let command = next.op.as_ref().and_then(|op| next.command_of(op));
    let decision = Decision::put(next, row, Disposition::Deferred);
    match command {
        Some(command) => decision.then(command),
        None => decision,
    }
}

/// What is due for a finding that has or had a ticket. One thing at a time: what is left stays due.
pub(super) fn due(record: &Record, cx: &Context<'_>) -> Option<Decision> {
    let is_due = |at: Option<Moment>| at.is_some_and(|at| at <= cx.now);
    let mut next = record.clone();
    if let Some(op) = &record.op {
        return (op.due <= cx.now).then(|| op_due(next, op, cx));
    }
    if let (true, Some(ticket)) = (is_due(next.reread_at), next.ticket.clone()) {
        next.reread_at = Some(cx.now.after(LATER));
        let read = Command::ReadTicket { ticket, op: None };
        return Some(Decision::put(next, "12d", Disposition::Deferred).then(read));
    }
    if !next.strays.is_empty() {
        let reason = "Opened twice for one finding: the other ticket goes on.";
        return Some(start(next, OpKind::CloseStray, reason, cx, "10b"));
    }
    if next.mute.as_ref().is_some_and(|mute| mute.until <= cx.now) {
        return Some(operator::muted_no_more(next, cx));
    }
    if is_due(next.held_until) {
        next.held_until = None;
        return Some(ticket::observed_closed(next, cx));
    }
    let key = next.pending.as_ref().map(|pending| pending.key.clone());
    match (is_due(next.verify_at), key) {
        (true, Some(key)) => {
            next.verify_at = Some(cx.now.after(LATER));
            Some(Decision::put(next, "13c", Disposition::Deferred).then(Command::ReadSource { key }))
        }
        (true, None) => {
            next.verify_at = None;
            Some(Decision::put(next, "13c", Disposition::Ignored("the source's key is not known")))
        }
        (false, _) => None,
    }
}

fn op_due(mut next: Record, op: &Op, cx: &Context<'_>) -> Decision {
    match op.state {
        // Its answer never came. It may be under way for as long as A1 says.
        OpState::Sending => in_doubt(next, cx),
        OpState::Waiting if next.is_pointless(op) => {
            next.op = None;
            // With the write, what it was to tell is gone too: what came after it stands.
            next.act_on_pending();
            Decision::put(next, "12b", Disposition::Attached).settle(cx)
        }
        // What is to change is worked out again, from the ticket as it is then.
        OpState::Waiting if op.kind == OpKind::Update => {
            next.op = None;
            next.reread_at = Some(cx.now);
            Decision::put(next, "12b", Disposition::Deferred).settle(cx)
        }
        OpState::Waiting => again(next, cx, "12b"),
        OpState::InDoubt => match next.ticket_of(op) {
            Some(ticket) if op.kind != OpKind::CloseStray => {
                let read = Command::ReadTicket { ticket, op: Some(op.id.clone()) };
                next.change_op(|op| op.due = cx.now.after(LATER));
                Decision::put(next, "12d", Disposition::Deferred).then(read)
            }
            // Closing what is closed does no harm: a write to the finding, or to a stray, is sent again.
            _ => again(next, cx, "12d"),
        },
    }
}

/// Sends the write again, under a new fence.
fn again(mut next: Record, cx: &Context<'_>, row: &'static str) -> Decision {
    let Some(mut op) = next.op.take() else { return Decision::ignore(row, "nothing to write") };
    op.send_by = cx.send_by();
    op.due = op.send_by;
    op.state = OpState::Sending;
    begin(next, op, cx, row)
}

/// Row 12c.
fn in_doubt(mut next: Record, cx: &Context<'_>) -> Decision {
    next.change_op(|op| {
        op.state = OpState::InDoubt;
        op.due = cx.policy.write_settled_at(op.send_by).max(cx.now);
    });
    Decision::put(next, "12c", Disposition::Deferred)
}

/// How a write to the ticket ended.
pub(super) fn ticket_written(
    record: &Record,
    sending: (&OpId, Moment),
    outcome: &CallOutcome<TicketSnapshot>,
    cx: &Context<'_>,
) -> Decision {
    let Some(op) = record.current(sending) else { return Decision::ignore("12a", "another sending's") };
    match outcome {
        CallOutcome::Done(snapshot) => reached(record.clone(), op, snapshot, cx),
        other => not_done(record, other, cx),
    }
}

/// How a write to the finding ended.
pub(super) fn source_written(
    record: &Record,
    sending: (&OpId, Moment),
    outcome: &CallOutcome<()>,
    cx: &Context<'_>,
) -> Decision {
    let Some(op) = record.current(sending) else { return Decision::ignore("12a", "another sending's") };
    let CallOutcome::Done(()) = outcome else { return not_done(record, outcome, cx) };
    let mut next = record.clone();
    next.op = None;
    match op.kind {
        OpKind::CloseFinding => {
            next.source_was_set(FindingState::Inactive, cx);
            next.verify_at = Some(cx.now.after(cx.policy.verify_after));
            Decision::put(next, "12a", Disposition::Linked).tell(NoticeKind::FindingClosed, "", cx)
        }
        OpKind::ReopenFinding => {
            next.source_was_set(FindingState::Active, cx);
            Decision::put(next, "12a", Disposition::Linked)
        }
        _ => Decision::put(next, "12a", Disposition::Linked),
    }
    .settle(cx)
}

/// Row 12a: the ticket is as wanted.
fn reached(mut next: Record, op: &Op, snapshot: &TicketSnapshot, cx: &Context<'_>) -> Decision {
    next.op = None;
    next.problem = None;
    match op.kind {
        OpKind::CloseStray => {
            next.strays.retain(|stray| stray.id != snapshot.ticket.id);
            Decision::put(next, "10b", Disposition::Linked)
        }
        OpKind::Update => {
            next.updated(op, snapshot, cx);
            Decision::put(next, "12a", Disposition::Linked)
        }
        OpKind::Resolve => {
            next.phase = Phase::Closed;
            next.closed_at = Some(cx.now);
            next.verify_at = None;
            next.expires_at = Some(cx.now.after(cx.policy.keep_closed));
            next.written(snapshot, true, cx);
            Decision::put(next, "12a", Disposition::Linked).tell(NoticeKind::Resolved, "", cx)
        }
        _ => {
            next.phase = Phase::Linked;
            next.closed_at = None;
            next.expires_at = None;
            next.recheck(cx);
            next.written(snapshot, false, cx);
            Decision::put(next, "12a", Disposition::Linked).tell(NoticeKind::Reopened, &op.reason, cx)
        }
    }
    .settle(cx)
}

/// Rows 12b and 12c.
fn not_done<T>(record: &Record, outcome: &CallOutcome<T>, cx: &Context<'_>) -> Decision {
    let mut next = record.clone();
    let is_to_ticket = record.op.as_ref().is_some_and(|op| op.kind.is_to_ticket());
    match outcome {
        CallOutcome::NotSent { retry_after } => {
            next.wait_with_op(cx.now.after(retry_after.unwrap_or(LATER)));
            Decision::put(next, "12b", Disposition::Deferred)
        }
        CallOutcome::Rejected(Rejection { blame: Blame::Configuration, message }) => {
            next.wait_with_op(cx.now.after(cx.policy.circuit_pause));
            let is_new = next.problem.as_deref() != Some(message);
            next.problem = Some(message.clone());
            let decision = Decision::put(next, "12b", Disposition::Deferred);
            match (is_to_ticket, is_new) {
                (true, _) => decision.then(Command::Trip { reason: message.clone() }),
                (false, true) => decision.tell(NoticeKind::Configuration, message, cx),
                (false, false) => decision,
            }
        }
        CallOutcome::Rejected(Rejection { message, .. }) => {
            match record.op.as_ref().map(|op| op.kind) {
                // It cannot be closed, for it may be gone: a person is told, and the next one has its turn.
                Some(OpKind::CloseStray) if !next.strays.is_empty() => drop(next.strays.remove(0)),
                // Not to be tried again and again.
                Some(OpKind::Update) => next.wrote = Wrote::default(),
                _ => {}
            }
            // A ticket that refuses may be gone, or closed to us, whoever told: it is looked at.
            if record.op.as_ref().is_some_and(|op| op.kind.shows_in_ticket()) {
                next.reread_at = Some(cx.now);
            }
            next.op = None;
            next.problem = Some(message.clone());
            Decision::put(next, "12b", Disposition::Linked).tell(NoticeKind::Refused, message, cx).settle(cx)
        }
        CallOutcome::InDoubt | CallOutcome::Done(_) => in_doubt(next, cx),
    }
}

/// Row 12d: a write in doubt, and the ticket as it is. Only a look for this write, and one that began late enough, tells
/// that it was not done.
pub(super) fn reread(next: Record, snapshot: &TicketSnapshot, reading: ticket::Reading, cx: &Context<'_>) -> Decision {
    let Some(op) = next.op.clone() else { return Decision::ignore("12d", "nothing in doubt") };
    let is_reached = match op.kind {
        OpKind::Resolve => snapshot.closed,
        OpKind::Reopen => !snapshot.closed,
        OpKind::Update => op.fields.are_in(snapshot),
        _ => return Decision::ignore("12d", "not about the ticket"),
    };
    if is_reached || reading.applied == Some(true) {
        return reached(next, &op, snapshot, cx);
    }
    // Until then the write may still be committed: a second one would be made twice.
    if reading.applied.is_none() || reading.at < cx.policy.write_settled_at(op.send_by) {
        return Decision::ignore("12d", "it may still be committed");
    }
    if op.kind == OpKind::Update {
        let mut next = next;
        next.op = None;
        next.reread_at = Some(cx.now);
        return Decision::put(next, "12d", Disposition::Deferred).settle(cx);
    }
    again(next, cx, "12d")
}

impl Decision {
    /// Completes the write of a decision that starts one.
    fn set_op(&mut self, change: impl Fn(&mut Op)) {
        let Some(record) = &mut self.put else { return };
        record.change_op(change);
        let command = record.op.as_ref().filter(|op| op.state == OpState::Sending).and_then(|op| record.command_of(op));
        self.commands = command.into_iter().collect();
    }
}

impl Record {
    fn ticket_of(&self, op: &Op) -> Option<crate::record::TicketRef> {
        match op.kind {
            OpKind::Resolve | OpKind::Reopen | OpKind::Update => self.ticket.clone(),
            OpKind::CloseStray => self.strays.first().cloned(),
            _ => None,
        }
    }

    fn command_of(&self, op: &Op) -> Option<Command> {
        if let Some(ticket) = self.ticket_of(op) {
            let mut write = TicketWrite::new(ticket, op.id.clone(), op.kind, op.reason.clone(), op.send_by);
            write.fields.clone_from(&op.fields);
            return Some(Command::WriteTicket(write));
        }
        let key = self.pending.as_ref().filter(|_| !op.kind.is_to_ticket())?.key.clone();
        let mut write = SourceWrite::new(key, op.id.clone(), op.kind, op.send_by);
        write.update.clone_from(&op.update);
        Some(Command::WriteSource(write))
    }

    /// The write under way, if this sending of it is the last one. What an earlier one came to says nothing of that.
    fn current(&self, (id, send_by): (&OpId, Moment)) -> Option<&Op> {
        self.op.as_ref().filter(|op| op.id == *id && op.send_by == send_by)
    }

    fn change_op(&mut self, change: impl FnOnce(&mut Op)) {
        if let Some(op) = &mut self.op {
            change(op);
        }
    }

    fn wait_with_op(&mut self, until: Moment) {
        self.change_op(|op| {
            op.state = OpState::Waiting;
            op.due = until;
        });
    }

    /// It was not sent, and by now the finding is as the ticket says.
    fn is_pointless(&self, op: &Op) -> bool {
        match op.kind {
            OpKind::Resolve => self.is_pending_active(),
            OpKind::Reopen => !self.is_pending_active(),
            _ => false,
        }
    }

    /// What the source says from now on is news. What it said before is not.
    fn source_was_set(&mut self, state: FindingState, cx: &Context<'_>) {
        let said = self.pending.as_ref().map(|pending| pending.observed_at.after(Duration::from_millis(1)));
        let at = cx.now.max(said.unwrap_or_default());
        let severity = self.seen_source.as_ref().map(|seen| seen.severity.clone());
        let severity = severity.or_else(|| self.pending.as_ref().map(|pending| pending.severity.clone()));
        self.seen_source = severity.map(|severity| SeenSource { state, severity, at });
    }

    /// The answer to a close or a reopening. If it says otherwise, a person was faster, and it is read again.
    fn written(&mut self, snapshot: &TicketSnapshot, closed: bool, cx: &Context<'_>) {
        let mut as_wanted = snapshot.clone();
        if as_wanted.closed != closed {
            as_wanted.closed = closed;
            as_wanted.updated_at = as_wanted.updated_at.before(ticket::TICK);
            self.reread_at = Some(cx.now);
        }
        self.see(as_wanted, cx);
    }

    /// The answer to a change of fields. What else it says is a person's change, and read again.
    fn updated(&mut self, op: &Op, snapshot: &TicketSnapshot, cx: &Context<'_>) {
        if let Some(title) = &op.fields.title {
            self.wrote.from_title = Some(title.clone());
            self.wrote.title.clone_from(&snapshot.title);
        }
        if op.fields.priority.is_some() {
            self.wrote.priority.clone_from(&snapshot.priority);
        }
        let Some(mut known) = self.seen_ticket.clone() else { return self.see(snapshot.clone(), cx) };
        known.title.clone_from(&snapshot.title);
        known.priority.clone_from(&snapshot.priority);
        known.updated_at = snapshot.updated_at;
        if !known.says_the_same(snapshot) {
            known.updated_at = known.updated_at.before(ticket::TICK);
            self.reread_at = Some(cx.now);
        }
        self.see(known, cx);
    }
}

impl OpKind {
    /// Whether it writes to a ticket, not to a finding.
    pub(super) fn is_to_ticket(self) -> bool {
        matches!(self, Self::Resolve | Self::Reopen | Self::Update | Self::CloseStray)
    }

    /// Whether the record's ticket tells that it was done.
    pub(super) fn shows_in_ticket(self) -> bool {
        matches!(self, Self::Resolve | Self::Reopen | Self::Update)
    }
}

impl TicketFields {
    fn are_in(&self, snapshot: &TicketSnapshot) -> bool {
        let has = |wanted: Option<&str>, found: Option<&str>| wanted.is_none() || wanted == found;
        let priority = |priority: &Option<crate::policy::Priority>| priority.as_ref().map(ToString::to_string);
        has(self.title.as_deref(), snapshot.title.as_deref())
            && has(priority(&self.priority).as_deref(), priority(&snapshot.priority).as_deref())
    }
}
