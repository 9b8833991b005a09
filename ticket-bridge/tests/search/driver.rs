//! The shipped driver's loop, one step at a time: get and decide, put, do what was decided, go on with what came of it.

use crate::state::{Bounds, Fate, Said, State, Step, UNIT, Worker, moment};
use crate::world;
use std::sync::Arc;
use ticket_bridge::engine::{Command, Context, Decision, Event, decide};
use ticket_bridge::{CallOutcome, FindingState, Observation, Record, Severity};

/// How many observations wait to be delivered at once.
const MOST_WAITING: usize = 2;

/// How long ago the source said what a worker may be given now, in milliseconds.
const SAID_AGO: u64 = 100;

/// What a step led to.
pub(crate) struct Next {
    pub(crate) state: State,
    /// The row of the transition table, if it decided.
    pub(crate) row: Option<&'static str>,
    /// What was wrong in the step itself.
    pub(crate) wrong: Option<String>,
}

/// Everything that can happen next.
pub(crate) fn choices(state: &State) -> Vec<Step> {
    let mut steps = choices_now(state);
    steps.extend((0..3).filter(|decided| may_pass(state, *decided)).map(|decided| Step::Pass { decided }));
    steps
}

/// The same, but time does not pass.
pub(crate) fn choices_now(state: &State) -> Vec<Step> {
    let mut steps = Vec::with_capacity(16);
    let alike = !state.setting.is_skewed;
    for worker in 0..2_u8 {
        let index = usize::from(worker);
        if state.workers[index].is_idle() {
            // Two idle workers are alike: the first one is given it.
            if worker == 0 || !alike || !state.workers[0].is_idle() {
                idle(state, worker, &mut steps);
            }
        } else {
            busy(state, worker, &mut steps);
        }
    }
    if state.left.deliveries > 0 && state.waiting.len() < MOST_WAITING {
        steps.extend([Step::Say { is_active: true }, Step::Say { is_active: false }]);
        if state.source.is_some_and(|said| !state.waiting.contains(&said)) {
            steps.push(Step::Repeat);
        }
    }
    world::choices(state, &mut steps);
    steps
}

fn idle(state: &State, worker: u8, steps: &mut Vec<Step>) {
    let waiting = u8::try_from(state.waiting.len()).unwrap();
    steps.extend((0..waiting).map(|index| Step::Deliver { worker, index }));
    let wake = state.record.as_ref().and_then(|record| record.wake_at);
    if wake.is_some_and(|wake| wake.as_millis() <= state.clock(worker.into())) {
        steps.push(Step::Tick { worker });
    }
    for (ticket, known) in (0..).zip(&state.tickets) {
        if known.has_hook && state.left.hooks > 0 {
            steps.push(Step::Hook { worker, ticket });
        }
    }
}

fn busy(state: &State, worker: u8, steps: &mut Vec<Step>) {
    let known = &state.workers[usize::from(worker)];
    if let Some(command) = known.commands.front() {
        let fates = world::fates(state, worker.into(), command);
        steps.extend(fates.into_iter().map(|fate| Step::Act { worker, fate }));
    } else {
        steps.push(Step::Decide { worker });
        // With nothing behind it in the queue, it is the same as a crash after the put.
        if state.left.losses > 0 && known.queue.len() > 1 {
            steps.push(Step::Unheard { worker });
        }
    }
    if state.left.crashes > 0 {
        steps.push(Step::Crash { worker });
    }
}

/// Whether each worker of the mask has something to store that it can decide on before time passes.
fn may_pass(state: &State, decided: u8) -> bool {
    if state.left.naps == 0 && !state.is_idle() {
        return false;
    }
    (0..2).filter(|worker| decided & (1 << worker) != 0).all(|worker| {
        let known = &state.workers[worker];
        let is_next = !known.queue.is_empty() && known.commands.is_empty() && known.decided.is_none();
        is_next && decision(state, worker).put.is_some()
    })
}

fn decision(state: &State, worker: usize) -> Decision {
    let fresh_id = format!("{:04}", state.ids);
    let now = moment(state.clock(worker));
    let cx = Context::new(&state.setting.policy, now, state.owner(worker), &fresh_id)
        .adopted(state.setting.adopted)
        .blocked_until(state.blocked.map(moment));
    let event = &state.workers[worker].queue[0];
    decide(state.record.as_deref(), event, &cx)
}

/// Takes one step.
pub(crate) fn apply(before: &State, step: Step) -> Next {
    let mut next = Next { state: before.clone(), row: None, wrong: None };
    let state = &mut next.state;
    match step {
        Step::Say { is_active } => {
            // Said a moment ago: what we write now is later than that.
            let at = (state.now - SAID_AGO).max(state.source.map_or(0, |said| said.at + 1));
            let was_active = state.source.is_some_and(|said| said.is_active);
            state.causes += u8::from(was_active != is_active);
            wait(state, Said { at, is_active });
        }
        Step::Repeat => {
            let said = state.source.unwrap();
            wait(state, said);
        }
        Step::Deliver { worker, index } => {
            let said = state.waiting.remove(index.into());
            give(state, worker.into(), Event::Observed(observation(said)));
            stored(&mut next, worker.into(), true);
        }
        Step::Tick { worker } => {
            give(state, worker.into(), Event::Woken);
            stored(&mut next, worker.into(), true);
        }
        Step::Hook { worker, ticket } => {
            state.tickets[usize::from(ticket)].has_hook = false;
            state.left.hooks -= 1;
            let seen = world::ticket_seen(state, worker.into(), ticket.into(), None);
            give(state, worker.into(), seen);
        }
        Step::Decide { worker } => stored(&mut next, worker.into(), true),
        Step::Unheard { worker } => {
            state.left.losses -= 1;
            stored(&mut next, worker.into(), false);
        }
        Step::Act { worker, fate } => act(&mut next, worker.into(), fate),
        Step::Crash { worker } => {
            state.left.crashes -= 1;
            crash(state, worker.into());
        }
        Step::Commit { flight } => world::commit(state, flight.into()),
        Step::Close { ticket } => world::person(state, ticket.into(), false),
        Step::Reopen { ticket } => world::person(state, ticket.into(), true),
        Step::Pass { decided } => pass(state, decided),
    }
    next
}

fn wait(state: &mut State, said: Said) {
    state.left.deliveries -= 1;
    state.source = Some(said);
    state.waiting.push(said);
    state.waiting.sort();
}

pub(crate) fn observation(said: Said) -> Observation {
    let mut observation = Observation::new("source", "key", "title", Severity::High, moment(said.at));
    observation.state = if said.is_active { FindingState::Active } else { FindingState::Inactive };
    observation
}

fn give(state: &mut State, worker: usize, event: Event) {
    state.workers[worker].queue.push_back(Arc::new(event));
}

/// The head of the queue is decided on and stored. `is_heard`: the worker knows.
fn stored(next: &mut Next, worker: usize, is_heard: bool) {
    let state = &mut next.state;
    let decided = state.workers[worker].decided.take();
    let decision = match decided {
        Some(decided) => decided,
        None => Arc::new(decision(state, worker)),
    };
    next.row = Some(decision.row);
    let event = state.workers[worker].queue.pop_front().unwrap();
    if matches!(*event, Event::Woken) && decision.put.is_none() && decision.commands.is_empty() {
        let wake = state.record.as_ref().and_then(|record| record.wake_at);
        if wake.is_some_and(|wake| wake.as_millis() <= state.clock(worker)) {
            next.wrong = Some("a wake leads nowhere: it stays due".to_owned());
        }
    }
    let before = state.record.clone();
    if let Some(record) = &decision.put {
        state.record = Some(Arc::new(record.clone()));
        state.ids += 1;
        // Its put is lost: it gets again, and decides again.
        state.workers[1 - worker].decided = None;
        drop_the_past(state);
        remember_link(next);
    }
    if let Some(wrong) = lost(&event, before.as_deref(), next.state.record.as_deref()) {
        next.wrong = Some(wrong);
    }
    let state = &mut next.state;
    let own = &mut state.workers[worker];
    if !is_heard {
        return end_if_idle(state, worker);
    }
    own.commands.extend(decision.commands.iter().cloned().map(Arc::new));
    end_if_idle(state, worker);
}

/// What came of an attempt or a write that is no longer the record's means nothing, now and later: it is not kept.
/// Only a create that was done always means something.
fn drop_the_past(state: &mut State) {
    let Some(record) = state.record.clone() else { return };
    let attempt = record.attempt.as_ref().map(|attempt| &attempt.id);
    let op = record.op.as_ref().map(|op| (&op.id, op.send_by));
    let means_something = |event: &Event| match event {
        Event::Created { outcome: CallOutcome::Done(_), .. } => true,
        Event::Created { attempt: of, .. } | Event::Probed { attempt: of, .. } => attempt == Some(of),
        Event::TicketWritten { op: of, send_by, .. } | Event::SourceWritten { op: of, send_by, .. } => {
            op == Some((of, *send_by))
        }
        _ => true,
    };
    for worker in 0..2 {
        let own = &mut state.workers[worker];
        own.queue.retain(|event| means_something(event));
        end_if_idle(state, worker);
    }
}

/// I2: what was said is in the record once it was decided on, and never replaced by something older.
fn lost(event: &Event, before: Option<&Record>, after: Option<&Record>) -> Option<String> {
    let known = |record: Option<&Record>| record?.pending.as_ref().map(|pending| pending.observed_at);
    if known(after) < known(before) {
        return Some(format!("I2: {:?} replaced {:?}", known(after), known(before)));
    }
    let Event::Observed(said) = event else { return None };
    let may_go = before.is_none() && !said.is_active();
    (!may_go && known(after) < Some(said.observed_at)).then(|| format!("I2: {said:?} is lost"))
}

fn crash(state: &mut State, worker: usize) {
    state.workers[worker] = Worker::default();
}

fn act(next: &mut Next, worker: usize, fate: Fate) {
    let command = next.state.workers[worker].commands.pop_front().unwrap();
    if let Command::Trip { .. } = *command {
        let until = next.state.clock(worker) + UNIT;
        next.state.blocked = Some(until);
    } else if let Some(event) = world::call(next, worker, &command, fate) {
        next.state.workers[worker].queue.push_back(Arc::new(event));
    }
    if fate == Fate::Died {
        next.state.left.crashes -= 1;
        return crash(&mut next.state, worker);
    }
    end_if_idle(&mut next.state, worker);
}

fn end_if_idle(state: &mut State, worker: usize) {
    if state.workers[worker].is_idle() {
        state.workers[worker] = Worker::default();
    }
}

/// I3: one ticket per recurrence, and no ticket in two.
fn remember_link(next: &mut Next) {
    let state = &mut next.state;
    let Some(record) = &state.record else { return };
    let Some(ticket) = &record.ticket else { return };
    let link = (record.recurrence, world::index_of(ticket));
    if link.1 >= state.tickets.len() {
        next.wrong = Some("I5: linked to a ticket that does not exist".to_owned());
    }
    if state.links.contains(&link) {
        return;
    }
    if state.links.iter().any(|known| known.0 == link.0 || known.1 == link.1) {
        next.wrong = Some(format!("I3: linked {link:?} after {:?}", state.links));
    }
    state.links.push(link);
}

fn pass(state: &mut State, decided: u8) {
    for worker in &mut state.workers {
        // A put takes no longer than one step of time: else the call fails, and it gets and decides again.
        worker.decided = None;
    }
    for worker in (0..2).filter(|worker| decided & (1 << worker) != 0) {
        let decision = Arc::new(decision(state, worker));
        state.workers[worker].decided = Some(decision);
        state.ids += 1;
    }
    if !state.is_idle() && state.left.naps != Bounds::ANY {
        state.left.naps -= 1;
    }
    state.now += UNIT;
    let now = state.now;
    state.flights.retain(|flight| flight.until >= now);
    state.blocked = state.blocked.filter(|until| *until > now);
}
