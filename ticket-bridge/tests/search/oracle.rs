//! What must hold in each state, and what each quiet state must come to.

use crate::driver::{apply, choices_now};
use crate::state::{Bounds, Fate, State, Step};
use ticket_bridge::{Phase, Record};

/// How many steps without a fault may be needed to settle.
const MOST_STEPS: usize = 300;

/// What is wrong with the state, if anything.
pub(crate) fn wrong(state: &State) -> Option<String> {
    if state.open_tickets() > 1 {
        return Some(format!("I1: {} open tickets", state.open_tickets()));
    }
    let record = state.record.as_ref()?;
    if record.phase == Phase::Linked && record.ticket.is_none() {
        return Some("I5: linked to nothing".to_owned());
    }
    if record.wake_at.is_none() && owes(record) {
        return Some("something is owed, and nothing is due".to_owned());
    }
    None
}

fn owes(record: &Record) -> bool {
    let waits = matches!(record.phase, Phase::Deferred | Phase::Claimed | Phase::InDoubt);
    let is_tied = matches!(record.phase, Phase::Linked | Phase::Closed);
    let has_news = match (&record.pending, &record.seen_source) {
        (Some(pending), Some(seen)) => pending.is_newer_than(seen.at, seen.state),
        (pending, None) => pending.is_some(),
        (None, Some(_)) => false,
    };
    waits || record.op.is_some() || !record.strays.is_empty() || (is_tied && has_news)
}

/// Goes on without faults, crashes and outside changes until nothing is left to do; gives what is wrong then.
pub(crate) fn settles(state: &State) -> Option<String> {
    let mut state = state.clone();
    state.flights.clear();
    state.left = Bounds::new(0, 0, 0, 0, 0, 9);
    for ticket in &mut state.tickets {
        // A reconciliation looks at each.
        ticket.has_hook = true;
    }
    let mut rows = Vec::new();
    for _ in 0..MOST_STEPS {
        let Some(step) = quiet_step(&state) else {
            return unsettled(&state).map(|wrong| format!("settled wrongly, {wrong}, by {rows:?}"));
        };
        let next = apply(&state, step);
        rows.extend(next.row);
        if let Some(wrong) = next.wrong {
            return Some(format!("while settling, {wrong}, by {rows:?}"));
        }
        state = next.state;
        if let Some(wrong) = wrong(&state) {
            return Some(format!("while settling, {wrong}, by {rows:?}"));
        }
    }
    Some(format!("it does not settle: {rows:?}"))
}

fn quiet_step(state: &State) -> Option<Step> {
    let is_quiet = |step: &Step| match step {
        Step::Decide { .. } | Step::Deliver { .. } | Step::Tick { .. } | Step::Hook { .. } => true,
        Step::Act { fate, .. } => matches!(fate, Fate::Done { .. } | Fate::NotSent),
        _ => false,
    };
    let next = choices_now(state).into_iter().find(is_quiet);
    next.or_else(|| {
        let is_due = state.record.as_ref().is_some_and(|record| record.wake_at.is_some());
        is_due.then_some(Step::Pass { decided: 0 })
    })
}

fn unsettled(state: &State) -> Option<String> {
    let record = state.record.as_ref()?;
    let open: Vec<usize> = (0..state.tickets.len()).filter(|index| state.tickets[*index].is_open).collect();
    let own = record.ticket.as_ref().map(crate::world::index_of);
    match record.phase {
        Phase::Linked if open != own.into_iter().collect::<Vec<_>>() => {
            Some(format!("linked to {own:?}, and {open:?} are open"))
        }
        Phase::Closed if !open.is_empty() => Some(format!("closed, and {open:?} are open")),
        Phase::Closed if is_forgotten(state, record) => Some("closed, and the finding is active".to_owned()),
        Phase::Linked | Phase::Closed | Phase::DeadLetter => None,
        phase => Some(format!("still {phase:?}")),
    }
}

/// The newest that was heard of the finding is that it is active, nobody closed its ticket, and there is none.
fn is_forgotten(state: &State, record: &Record) -> bool {
    let is_active = record.pending.as_ref().is_some_and(ticket_bridge::Observation::is_active);
    is_active && state.source.is_some_and(|said| said.is_active) && record.problem.is_none()
}
