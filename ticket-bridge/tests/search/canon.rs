//! The canonical form of a state: times relative to now, ids by order of appearance, equal workers in one order.
//!
//! What no rule compares is left out; of times that are only compared with each other, only their order is kept.

use crate::state::{Effect, Flight, Said, State, UNIT, Worker};
use crate::world::index_of;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::time::Duration;
use ticket_bridge::engine::{Command, Event};
use ticket_bridge::{AttemptId, CallOutcome, Evidence, Moment, Observation, Op, Probe, Record, TicketSnapshot};

/// How many steps of time a rule looks back. Longer ago is all the same.
#[derive(Clone, Copy)]
enum Back {
    /// It is due, or it is not.
    Due = 1,
    /// A write to a ticket is settled, or it is not: F + S after its last moment, as another clock tells it.
    Write = 5,
    /// A create is settled, or it is not: F + L + S after its last moment.
    Create = 6,
}

/// 128 bits of the canonical form.
pub(crate) fn digest(state: &State) -> u128 {
    let straight = Writer::encode(state, [0, 1]);
    let are_alike = !state.setting.is_skewed;
    let bytes = if are_alike { straight.clone().min(Writer::encode(state, [1, 0])) } else { straight };
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(seed);
        hasher.write(&bytes);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

struct Writer<'a> {
    state: &'a State,
    bytes: Vec<u8>,
    ids: Vec<&'a str>,
    /// Places of times of which only the order counts.
    ranked: Vec<(usize, u64)>,
    /// The first worker in this order is named 0.
    order: [usize; 2],
}

impl<'a> Writer<'a> {
    fn encode(state: &'a State, order: [usize; 2]) -> Vec<u8> {
        let mut writer = Self { state, bytes: Vec::with_capacity(256), ids: Vec::new(), ranked: Vec::new(), order };
        let setting = &state.setting;
        writer.flags(&[setting.adopted, setting.is_skewed, setting.is_shared]);
        match &state.record {
            None => writer.byte(0),
            Some(record) => {
                writer.byte(1);
                writer.record(record);
            }
        }
        for worker in order {
            writer.worker(&state.workers[worker]);
        }
        writer.world();
        let mut times: Vec<u64> = writer.ranked.iter().map(|(_, time)| *time).collect();
        times.sort_unstable();
        times.dedup();
        for (place, time) in std::mem::take(&mut writer.ranked) {
            writer.bytes[place] = u8::try_from(times.binary_search(&time).unwrap()).unwrap();
        }
        writer.bytes
    }

    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    fn flags(&mut self, flags: &[bool]) {
        let byte = flags.iter().fold(0, |byte, flag| byte << 1 | u8::from(*flag));
        self.byte(byte);
    }

    fn count(&mut self, count: usize) {
        self.byte(u8::try_from(count).unwrap());
    }

    fn id(&mut self, id: &'a str) {
        let known = self.ids.iter().position(|known| *known == id);
        let index = known.unwrap_or_else(|| {
            self.ids.push(id);
            self.ids.len() - 1
        });
        self.count(index);
    }

    /// A time that is compared with now.
    fn time(&mut self, millis: u64, back: Back) {
        let most = back as u64 * UNIT;
        let ago = self.state.now.saturating_sub(millis).min(most);
        let ahead = millis.saturating_sub(self.state.now);
        let (units, rest) = ((ahead + most - ago) / UNIT, (ahead + most - ago) % UNIT);
        self.bytes.extend_from_slice(&u16::try_from(units).unwrap_or(u16::MAX).to_be_bytes());
        // Some are a few milliseconds beside the step of time.
        self.byte(u8::try_from(rest.min(255)).unwrap());
    }

    fn moment(&mut self, moment: Option<Moment>) {
        match moment {
            None => self.byte(0),
            Some(moment) => {
                self.byte(1);
                self.time(moment.as_millis(), Back::Due);
            }
        }
    }

    /// A time that is compared with others of its kind only.
    fn rank(&mut self, millis: u64) {
        self.ranked.push((self.bytes.len(), millis));
        self.byte(0);
    }

    fn said(&mut self, said: Option<Said>) {
        match said {
            None => self.byte(0),
            Some(said) => {
                self.byte(1 + u8::from(said.is_active));
                self.rank(said.at);
            }
        }
    }

    /// How long after its last moment a write is settled.
    fn settles_in(&self, is_create: bool) -> Duration {
        let policy = &self.state.setting.policy;
        let shows = if is_create { policy.shows_within } else { Duration::ZERO };
        policy.commit_within + shows + policy.clock_skew
    }

    fn observation(&mut self, observation: &Observation) {
        self.said(Some(Said { at: observation.observed_at.as_millis(), is_active: observation.is_active() }));
    }

    fn record(&mut self, record: &'a Record) {
        self.count(record.phase as usize);
        self.count(record.recurrence as usize);
        if let Some(attempt) = &record.attempt {
            self.id(attempt.id.as_str());
            let owner = self.order.iter().position(|worker| self.state.owner(*worker) == attempt.owner);
            self.count(owner.unwrap());
            self.time(attempt.send_by.as_millis(), Back::Create);
        }
        self.flags(&[record.tried.is_empty(), record.made.is_empty()]);
        self.attempts(record.tried.iter());
        self.attempts(record.made.iter().map(|made| &made.id));
        if let Some(op) = &record.op {
            self.op(op);
        }
        self.byte(u8::from(record.seen_ticket_at.is_some()));
        record.seen_ticket_at.iter().for_each(|at| self.time(at.as_millis(), Back::Write));
        self.flags(&[record.attempt.is_some(), record.op.is_some(), record.ticket.is_some(), record.pending.is_some()]);
        record.ticket.iter().for_each(|ticket| self.count(index_of(ticket)));
        self.count(record.previous.len());
        record.previous.iter().for_each(|ticket| self.count(index_of(ticket)));
        self.count(record.strays.len());
        record.strays.iter().for_each(|ticket| self.count(index_of(ticket)));
        match &record.seen_ticket {
            None => self.byte(0),
            Some(snapshot) => self.snapshot(snapshot),
        }
        match &record.seen_source {
            None => self.byte(0),
            Some(seen) => {
                self.byte(1 + seen.state as u8);
                self.rank(seen.at.as_millis());
            }
        }
        record.pending.iter().for_each(|pending| self.observation(pending));
        for at in [record.reread_at, record.defer_until, record.verify_at, record.held_until] {
            self.moment(at);
        }
        self.byte(u8::from(record.closed_at.is_some()));
        record.closed_at.iter().for_each(|at| self.rank(at.as_millis()));
        self.count(record.reverts as usize);
        self.byte(u8::from(record.problem.is_some()));
    }

    /// Creates that are nowhere any more are all the same: only that there were some counts.
    fn attempts(&mut self, attempts: impl Iterator<Item = &'a AttemptId>) {
        let state = self.state;
        let is_held = |id: &str| {
            let commands = state.workers.iter().flat_map(|worker| &worker.commands);
            let by_command = commands.into_iter().any(|command| match &**command {
                Command::Create(draft) => draft.attempt.as_str() == id,
                Command::Probe { attempt, .. } => attempt.as_str() == id,
                _ => false,
            });
            let mut events = state.workers.iter().flat_map(|worker| &worker.queue);
            by_command
                || events.any(|event| match &**event {
                    Event::Created { attempt, .. } | Event::Probed { attempt, .. } => attempt.as_str() == id,
                    _ => false,
                })
        };
        let is_there = |id: &str| {
            let flies = |flight: &Flight| matches!(&flight.what, Effect::Create { attempt } if **attempt == *id);
            state.flights.iter().any(flies) || state.tickets.iter().any(|ticket| *ticket.attempt == *id)
        };
        for id in attempts.map(AttemptId::as_str).filter(|id| is_there(id) || is_held(id)) {
            self.id(id);
        }
        self.byte(255);
    }

    /// Whether a look covers all creates in doubt. Their list only grows until it is settled.
    fn covers(&mut self, attempts: &[AttemptId]) {
        let record = self.state.record.as_ref();
        let misses = record.is_some_and(|record| record.tried.iter().any(|id| !attempts.contains(id)));
        self.byte(u8::from(misses));
    }

    fn op(&mut self, op: &'a Op) {
        self.id(op.id.as_str());
        self.count(op.kind as usize);
        self.count(op.state as usize);
        self.time(op.send_by.as_millis(), Back::Write);
        self.time(op.due.as_millis(), Back::Due);
    }

    fn snapshot(&mut self, snapshot: &TicketSnapshot) {
        self.byte(1 + u8::from(snapshot.closed));
        let index = snapshot.ticket.id.parse().unwrap_or(255);
        self.byte(index);
        self.rank(snapshot.updated_at.as_millis());
        self.byte(u8::from(snapshot.updated_at == snapshot.created_at));
    }

    fn worker(&mut self, worker: &'a Worker) {
        self.byte(u8::from(worker.decided.is_some()));
        self.count(worker.queue.len());
        worker.queue.iter().for_each(|event| self.event(event));
        if let Some(decided) = &worker.decided {
            self.bytes.extend_from_slice(decided.row.as_bytes());
            if let Some(record) = &decided.put {
                self.record(record);
            }
            decided.commands.iter().for_each(|command| self.command(command));
        }
        self.count(worker.commands.len());
        worker.commands.iter().for_each(|command| self.command(command));
    }

    fn outcome<T>(&mut self, outcome: &CallOutcome<T>) {
        self.byte(match outcome {
            CallOutcome::Done(_) => 0,
            CallOutcome::InDoubt => 1,
            CallOutcome::NotSent { retry_after: None } => 2,
            CallOutcome::NotSent { .. } => 3,
            CallOutcome::Rejected(rejection) => 4 + rejection.blame as u8,
        });
    }

    fn event(&mut self, event: &'a Event) {
        match event {
            Event::Observed(observation) => {
                self.byte(1);
                self.observation(observation);
            }
            Event::Woken => self.byte(2),
            Event::Probed { attempt, probe } => {
                self.byte(3);
                self.id(attempt.as_str());
                self.probe(probe);
            }
            Event::Created { attempt, outcome, .. } => {
                self.byte(4);
                self.id(attempt.as_str());
                self.outcome(outcome);
                if let CallOutcome::Done(snapshot) = outcome {
                    self.snapshot(snapshot);
                }
            }
            Event::Gathered { attempts, evidence, read_at } => {
                self.byte(5);
                self.covers(attempts);
                // A later claim settles later still.
                let attempt = self.state.record.as_ref().and_then(|record| record.attempt.as_ref());
                let settled = |send_by: Moment| send_by.after(self.settles_in(true)) <= *read_at;
                self.byte(u8::from(attempt.is_some_and(|attempt| settled(attempt.send_by))));
                match evidence {
                    Evidence::None => self.byte(0),
                    Evidence::Incomplete(_) => self.byte(255),
                    Evidence::Found(snapshots) => {
                        self.count(snapshots.len());
                        snapshots.iter().for_each(|snapshot| self.snapshot(snapshot));
                    }
                    other => panic!("not modelled: {other:?}"),
                }
            }
            Event::TicketSeen { snapshot, attempt, applied, read_at } => {
                self.byte(6);
                // What is seen, or written, later is later than this reading.
                let record = self.state.record.as_ref();
                let seen_at = record.and_then(|record| record.seen_ticket_at).unwrap_or_default();
                let send_by = record.and_then(|record| Some(record.op.as_ref()?.send_by)).unwrap_or_default();
                let is_after_seen = *read_at > seen_at.after(self.state.setting.policy.clock_skew);
                let is_after_write = *read_at >= send_by.after(self.settles_in(false));
                self.flags(&[is_after_seen, is_after_write]);
                self.snapshot(snapshot);
                attempt.iter().for_each(|attempt| self.id(attempt.as_str()));
                self.byte(applied.as_ref().map_or(2, |(_, applied)| u8::from(*applied)));
                applied.iter().for_each(|(op, _)| self.id(op.as_str()));
            }
            Event::TicketUnread(_) => self.byte(7),
            Event::TicketWritten { op, outcome, .. } => {
                self.byte(8);
                self.id(op.as_str());
                self.outcome(outcome);
                if let CallOutcome::Done(snapshot) = outcome {
                    self.snapshot(snapshot);
                }
            }
            Event::SourceWritten { op, outcome, .. } => {
                self.byte(9);
                self.id(op.as_str());
                self.outcome(outcome);
            }
            Event::SourceSeen { read_at, seen } => {
                self.byte(10);
                // What is written to the source later is later than this reading.
                let known = self.state.record.as_ref().and_then(|record| record.seen_source.as_ref());
                self.flags(&[known.is_some_and(|known| *read_at < known.at)]);
                match seen {
                    Ok(Some(observation)) => self.observation(observation),
                    Ok(None) => self.byte(254),
                    Err(_) => self.byte(255),
                }
            }
            other => panic!("not modelled: {other:?}"),
        }
    }

    fn probe(&mut self, probe: &Probe) {
        match probe {
            Probe::None => self.byte(0),
            Probe::Open(snapshot) => {
                self.byte(1);
                self.snapshot(snapshot);
            }
            Probe::Closed(snapshot) => {
                self.byte(2);
                self.snapshot(snapshot);
            }
            Probe::Ambiguous(_) => self.byte(3),
            _ => self.byte(4),
        }
    }

    fn command(&mut self, command: &'a Command) {
        match command {
            Command::Probe { attempt, .. } => {
                self.byte(1);
                self.id(attempt.as_str());
            }
            Command::Create(draft) => {
                self.byte(2);
                self.id(draft.attempt.as_str());
                self.count(draft.recurrence as usize);
                self.time(draft.send_by.as_millis(), Back::Due);
            }
            Command::Gather { attempts, .. } => {
                self.byte(3);
                self.covers(attempts);
                self.attempts(attempts.iter());
            }
            Command::WriteTicket(write) => {
                self.byte(4);
                self.id(write.op.as_str());
                self.count(write.kind as usize);
                self.count(index_of(&write.ticket));
                self.time(write.send_by.as_millis(), Back::Due);
            }
            Command::WriteSource(write) => {
                self.byte(5);
                self.id(write.op.as_str());
                self.count(write.kind as usize);
                self.time(write.send_by.as_millis(), Back::Due);
            }
            Command::ReadTicket { ticket, op } => {
                self.byte(6);
                self.count(index_of(ticket));
                self.byte(u8::from(op.is_some()));
                op.iter().for_each(|op| self.id(op.as_str()));
            }
            Command::ReadSource { .. } => self.byte(7),
            Command::Trip { .. } => self.byte(8),
            other => panic!("not modelled: {other:?}"),
        }
    }

    fn world(&mut self) {
        let state = self.state;
        self.count(state.tickets.len());
        for ticket in &state.tickets {
            self.id(&ticket.attempt);
            self.byte(u8::from(!state.shows(ticket)));
            if !state.shows(ticket) {
                self.time(ticket.committed, Back::Write);
            }
            self.rank(ticket.updated);
            self.flags(&[ticket.is_open, ticket.has_hook, ticket.updated == ticket.committed]);
            // Only those that somebody may still ask for.
            for applied in &ticket.applied {
                if let Some(known) = self.ids.iter().position(|known| *known == &**applied) {
                    self.count(known);
                }
            }
            self.byte(255);
        }
        self.count(state.flights.len());
        for flight in &state.flights {
            self.time(flight.until, Back::Due);
            match &flight.what {
                Effect::Create { attempt } => {
                    self.byte(1);
                    self.id(attempt);
                }
                Effect::Ticket { ticket, opens, op } => {
                    self.byte(2 + u8::from(*opens));
                    self.count(*ticket);
                    self.id(op);
                }
                Effect::Source { is_active } => self.byte(4 + u8::from(*is_active)),
            }
        }
        self.said(state.source);
        self.count(state.waiting.len());
        state.waiting.iter().for_each(|said| self.said(Some(*said)));
        self.moment(state.blocked.map(Moment::from_millis));
        let left = state.left;
        self.bytes.extend([
            left.deliveries,
            left.crashes,
            left.losses,
            left.closes,
            left.reopens,
            left.hooks,
            left.naps,
            left.refusals,
        ]);
        self.byte(state.causes - state.writes);
        // Whether the next sending of the current write is a repetition.
        let op = state.record.as_ref().and_then(|record| record.op.as_ref());
        let is_repeated = op.is_some_and(|op| state.last_op.as_deref() == Some(op.id.as_str()));
        self.byte(u8::from(is_repeated));
        self.byte(state.last_create.map_or(255, |recurrence| u8::try_from(recurrence).unwrap()));
        self.count(state.links.len());
        for (recurrence, ticket) in &state.links {
            self.count(*recurrence as usize);
            self.count(*ticket);
        }
    }
}
