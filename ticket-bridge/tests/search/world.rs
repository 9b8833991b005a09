//! The tracker and the source: what calls do there, what is shown of it, and what people do.

use crate::driver::{Next, observation};
use crate::state::{Effect, Fate, Flight, State, Step, Ticket, millis, moment};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::engine::{Command, Event};
use ticket_bridge::{
    AttemptId, CallOutcome, Evidence, Flaw, OpId, OpKind, Probe, ReadFailed, Rejection, SourceWrite, TicketDraft,
    TicketRef, TicketSnapshot, TicketWrite,
};

/// What happens without a worker.
pub(crate) fn choices(state: &State, steps: &mut Vec<Step>) {
    steps.extend((0..).zip(&state.flights).map(|(flight, _)| Step::Commit { flight }));
    for (ticket, known) in (0..).zip(&state.tickets) {
        if known.is_open && state.left.closes > 0 {
            steps.push(Step::Close { ticket });
        }
        // A person who opens a second ticket breaks I1 alone.
        if !known.is_open && state.left.reopens > 0 && state.open_tickets() == 0 {
            steps.push(Step::Reopen { ticket });
        }
    }
}

/// How a call can end.
pub(crate) fn fates(state: &State, worker: usize, command: &Command) -> Vec<Fate> {
    let done = Fate::Done { shown: 0 };
    let mut fates = Vec::new();
    match command {
        Command::Trip { .. } => return vec![done],
        Command::Probe { .. } | Command::Gather { .. } => {
            let fresh = state.tickets.iter().filter(|ticket| !state.shows(ticket)).count();
            fates.extend((0..1 << fresh).map(|shown| Fate::Done { shown }));
        }
        Command::ReadTicket { .. } | Command::ReadSource { .. } => fates.push(done),
        Command::Create(draft) => return writes(state, worker, draft.send_by.as_millis()),
        Command::WriteTicket(write) => return writes(state, worker, write.send_by.as_millis()),
        Command::WriteSource(write) => return writes(state, worker, write.send_by.as_millis()),
        other => panic!("not modelled: {other:?}"),
    }
    if state.left.losses > 0 {
        fates.push(Fate::Lost);
    }
    fates
}

fn writes(state: &State, worker: usize, send_by: u64) -> Vec<Fate> {
    if is_late(state, worker, send_by) {
        return vec![Fate::NotSent];
    }
    let mut fates = vec![Fate::Done { shown: 0 }];
    if state.left.losses > 0 {
        fates.extend([Fate::Lost, Fate::NotSent]);
    }
    if state.left.refusals > 0 {
        fates.extend([Fate::Refused, Fate::RefusedItem]);
    }
    if state.left.crashes > 0 {
        fates.push(Fate::Died);
    }
    fates
}

/// The fence.
fn is_late(state: &State, worker: usize, send_by: u64) -> bool {
    state.clock(worker) > send_by && !state.has(Flaw::NoFence)
}

/// Makes a call. Nothing comes of it when the worker died.
pub(crate) fn call(next: &mut Next, worker: usize, command: &Command, fate: Fate) -> Option<Event> {
    let state = &mut next.state;
    let is_read = matches!(
        command,
        Command::Probe { .. } | Command::Gather { .. } | Command::ReadTicket { .. } | Command::ReadSource { .. }
    );
    if is_read && fate == Fate::Lost {
        state.left.losses -= 1;
    }
    match command {
        Command::Probe { attempt, .. } => Some(Event::Probed { attempt: attempt.clone(), probe: probe(state, fate) }),
        Command::Gather { attempts, .. } => {
            let read_at = moment(state.clock(worker));
            let evidence = evidence(state, attempts, fate);
            Some(Event::Gathered { attempts: attempts.clone(), evidence, read_at })
        }
        Command::ReadTicket { .. } if fate == Fate::Lost => Some(Event::TicketUnread(failure())),
        Command::ReadTicket { ticket, op } => Some(ticket_seen(state, worker, index_of(ticket), op.as_ref())),
        Command::ReadSource { .. } if fate == Fate::Lost => {
            Some(Event::SourceSeen { read_at: moment(state.clock(worker)), seen: Err(failure()) })
        }
        Command::ReadSource { .. } => {
            Some(Event::SourceSeen { read_at: moment(state.clock(worker)), seen: Ok(state.source.map(observation)) })
        }
        Command::Create(draft) => create(next, worker, draft, fate),
        Command::WriteTicket(write) => write_ticket(next, worker, write, fate),
        Command::WriteSource(write) => write_source(next, worker, write, fate),
        other => panic!("not modelled: {other:?}"),
    }
}

fn failure() -> ReadFailed {
    ReadFailed::new("cut short", None)
}

fn probe(state: &State, fate: Fate) -> Probe {
    match fate {
        Fate::Done { shown } => Probe::of(shown_tickets(state, shown).map(|index| snapshot(state, index)).collect()),
        _ => Probe::Failed(failure()),
    }
}

/// Old tickets always show; of the fresh ones, those in the mask.
fn shown_tickets(state: &State, shown: u8) -> impl Iterator<Item = usize> {
    let mut fresh = 0;
    (0..state.tickets.len()).filter(move |index| {
        if state.shows(&state.tickets[*index]) {
            return true;
        }
        fresh += 1;
        shown & (1 << (fresh - 1)) != 0
    })
}

fn evidence(state: &State, attempts: &[AttemptId], fate: Fate) -> Evidence {
    let Fate::Done { shown } = fate else { return Evidence::Incomplete(failure()) };
    if state.has(Flaw::NoEvidence) {
        return Evidence::None;
    }
    if state.has(Flaw::AdoptByKeyMarker) {
        return match probe(state, fate) {
            Probe::Open(snapshot) | Probe::Closed(snapshot) => Evidence::Found(vec![snapshot]),
            _ => Evidence::None,
        };
    }
    let names = |index: &usize| attempts.iter().any(|attempt| attempt.as_str() == &*state.tickets[*index].attempt);
    let found: Vec<_> = shown_tickets(state, shown).filter(names).map(|index| snapshot(state, index)).collect();
    if found.is_empty() { Evidence::None } else { Evidence::Found(found) }
}

pub(crate) fn ticket_seen(state: &State, worker: usize, index: usize, op: Option<&OpId>) -> Event {
    let ticket = &state.tickets[index];
    let applied = op.map(|op| ticket.applied.iter().any(|known| **known == *op.to_string()));
    let attempt = Some(AttemptId::new(&*ticket.attempt));
    let read_at = moment(state.clock(worker));
    Event::TicketSeen { snapshot: snapshot(state, index), attempt, applied, read_at }
}

fn snapshot(state: &State, index: usize) -> TicketSnapshot {
    let ticket = &state.tickets[index];
    let name = TicketRef::new(index.to_string(), index.to_string());
    let status = if ticket.is_open { "open" } else { "closed" };
    TicketSnapshot::new(name, status, !ticket.is_open, moment(ticket.committed), moment(ticket.updated))
}

pub(crate) fn index_of(ticket: &TicketRef) -> usize {
    ticket.id.parse().unwrap()
}

/// A write leaves the worker, if the fence lets it. Until when it may be committed.
fn send(state: &mut State, worker: usize, send_by: u64, fate: Fate) -> Option<u64> {
    match fate {
        Fate::NotSent if is_late(state, worker, send_by) => return None,
        Fate::Lost | Fate::NotSent => state.left.losses -= 1,
        Fate::Refused | Fate::RefusedItem => state.left.refusals -= 1,
        Fate::Done { .. } | Fate::Died => {}
    }
    if fate == Fate::RefusedItem {
        // The write is given up. What is said next may start another.
        state.causes += 1;
    }
    if !matches!(fate, Fate::Done { .. } | Fate::Lost | Fate::Died) {
        return None;
    }
    let own_limit = state.clock(worker) + millis(state.setting.policy.attempt_timeout);
    let limit = if state.has(Flaw::NoFence) { own_limit } else { send_by.min(own_limit) };
    // A1, by the clock of whoever sends.
    Some(limit + millis(state.setting.policy.commit_within) - state.ahead(worker))
}

fn outcome<T>(state: &State, worker: usize, send_by: u64, fate: Fate, done: T) -> Option<CallOutcome<T>> {
    match fate {
        Fate::Done { .. } => Some(CallOutcome::Done(done)),
        Fate::Lost => Some(CallOutcome::InDoubt),
        Fate::NotSent if is_late(state, worker, send_by) => {
            Some(CallOutcome::NotSent { retry_after: Some(Duration::ZERO) })
        }
        Fate::NotSent => Some(CallOutcome::NotSent { retry_after: None }),
        Fate::Refused => Some(CallOutcome::Rejected(Rejection::configuration("no"))),
        Fate::RefusedItem => Some(CallOutcome::Rejected(Rejection::item("no"))),
        Fate::Died => None,
    }
}

fn create(next: &mut Next, worker: usize, draft: &TicketDraft, fate: Fate) -> Option<Event> {
    let send_by = draft.send_by.as_millis();
    let attempt: Arc<str> = draft.attempt.as_str().into();
    if let Some(until) = send(&mut next.state, worker, send_by, fate) {
        if next.state.last_create != Some(draft.recurrence) {
            next.state.last_create = Some(draft.recurrence);
            count(next, "a create");
        }
        take_effect(&mut next.state, Effect::Create { attempt }, until, fate);
    }
    // If it was done, it is the newest.
    let last = next.state.tickets.len().checked_sub(1);
    let ticket = last.filter(|_| matches!(fate, Fate::Done { .. })).map(|last| snapshot(&next.state, last));
    let name = TicketRef::new("none", "none");
    let ticket = ticket.unwrap_or_else(|| TicketSnapshot::new(name, "", false, moment(0), moment(0)));
    let outcome = outcome(&next.state, worker, send_by, fate, ticket)?;
    Some(Event::Created { attempt: draft.attempt.clone(), send_by: draft.send_by, outcome })
}

fn write_ticket(next: &mut Next, worker: usize, write: &TicketWrite, fate: Fate) -> Option<Event> {
    let (send_by, ticket) = (write.send_by.as_millis(), index_of(&write.ticket));
    let op: Arc<str> = write.op.to_string().into();
    if let Some(until) = send(&mut next.state, worker, send_by, fate) {
        count_op(next, &op, write.kind);
        let opens = write.kind == OpKind::Reopen;
        take_effect(&mut next.state, Effect::Ticket { ticket, opens, op }, until, fate);
    }
    let outcome = outcome(&next.state, worker, send_by, fate, snapshot(&next.state, ticket))?;
    Some(Event::TicketWritten { op: write.op.clone(), send_by: write.send_by, outcome })
}

fn write_source(next: &mut Next, worker: usize, write: &SourceWrite, fate: Fate) -> Option<Event> {
    let send_by = write.send_by.as_millis();
    let op: Arc<str> = write.op.to_string().into();
    if let Some(until) = send(&mut next.state, worker, send_by, fate) {
        count_op(next, &op, write.kind);
        let is_active = write.kind == OpKind::ReopenFinding;
        take_effect(&mut next.state, Effect::Source { is_active }, until, fate);
    }
    let outcome = outcome(&next.state, worker, send_by, fate, ())?;
    Some(Event::SourceWritten { op: write.op.clone(), send_by: write.send_by, outcome })
}

/// What is done is done now. What nobody hears of is done later, or never.
fn take_effect(state: &mut State, what: Effect, until: u64, fate: Fate) {
    state.flights.push(Flight { what, until });
    if let Fate::Done { .. } = fate {
        commit(state, state.flights.len() - 1);
    }
}

fn count_op(next: &mut Next, op: &Arc<str>, kind: OpKind) {
    if next.state.last_op.as_ref() != Some(op) {
        next.state.last_op = Some(Arc::clone(op));
        count(next, &format!("{kind:?}"));
    }
}

/// I4: each write has a cause that is not ours.
fn count(next: &mut Next, what: &str) {
    let state = &mut next.state;
    state.writes += 1;
    if state.writes > state.causes {
        let (writes, causes) = (state.writes, state.causes);
        next.wrong = Some(format!("I4: {what} is write {writes} after {causes} outside changes"));
    }
}

/// A write arrives.
pub(crate) fn commit(state: &mut State, flight: usize) {
    match state.flights.remove(flight).what {
        Effect::Create { attempt } => {
            let (now, last) = (state.now, state.tickets.last().map_or(0, |last| last.committed + 1));
            let at = now.max(last);
            state.tickets.push(Ticket {
                attempt,
                committed: at,
                updated: at,
                is_open: true,
                has_hook: true,
                applied: Vec::new(),
            });
        }
        Effect::Ticket { ticket, opens, op } => {
            state.tickets[ticket].applied.push(op);
            change(state, ticket, opens);
        }
        Effect::Source { is_active } => {
            if let Some(said) = &mut state.source {
                said.is_active = is_active;
            }
        }
    }
}

pub(crate) fn person(state: &mut State, ticket: usize, opens: bool) {
    state.causes += 1;
    *(if opens { &mut state.left.reopens } else { &mut state.left.closes }) -= 1;
    change(state, ticket, opens);
}

fn change(state: &mut State, ticket: usize, opens: bool) {
    let now = state.now;
    let ticket = &mut state.tickets[ticket];
    ticket.is_open = opens;
    // No finer than the step of time: an older reading may bear the same time as a newer one.
    ticket.updated = now.max(ticket.updated);
    ticket.has_hook = true;
}
