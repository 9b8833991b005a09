//! What must hold, looked at with each step: I1 to I5, the notices, and that all comes to rest.

use crate::generate::{FLOW, KEYS};
use crate::tracker::Ticket;
use crate::world::{Answer, Fate, Sent, World, slot_of};
use ticket_bridge::engine::Disposition;
use ticket_bridge::{
    Deleted, Observation, Op, OpId, OpKind, Phase, Record, Reopen, Severity, TicketRef, Unresolved, record_key,
};

#[derive(Debug, Default)]
pub(crate) struct Oracle {
    /// The newest observation that was acknowledged and is in the ledger.
    acked: [u64; KEYS.len()],
    /// The ticket of each finding and recurrence.
    links: Vec<(usize, u32, String)>,
    notices: Vec<Told>,
    /// What happened by hand or at the source.
    stirs: [u32; KEYS.len()],
    /// Writes that changed nothing, for someone was faster.
    idle: [u32; KEYS.len()],
    ops: Vec<OpId>,
    /// Each write that was begun, and the ticket then.
    begun: Vec<(OpId, OpKind, String)>,
    pub(crate) writes: u32,
    /// An operator said once which ticket it is: what that leaves beside it is the operator's.
    pub(crate) by_hand: [bool; KEYS.len()],
    /// The destination had a closed ticket of a finding that is active: nobody closes the finding for that.
    found_closed: [bool; KEYS.len()],
    /// A write of this kind was refused for what it is: a person was told.
    refused: [Vec<OpKind>; KEYS.len()],
}

#[derive(Debug)]
struct Told {
    id: String,
    slot: usize,
    is_given_up: bool,
}

impl Oracle {
    /// Something happened to a finding or its tickets.
    pub(crate) fn stir(&mut self, key: usize) {
        self.stirs[key] += 1;
    }

    pub(crate) fn give_up(&mut self, notice: &str) {
        if let Some(told) = self.notices.iter_mut().find(|told| told.id == notice) {
            told.is_given_up = true;
        }
    }

    pub(crate) fn slot_of_notice(&self, notice: &str) -> Option<usize> {
        self.notices.iter().find(|told| told.id == notice).map(|told| told.slot)
    }
}

impl World {
    /// I1.
    pub(crate) fn check_one_open(&mut self, key: usize) {
        let is_counted =
            |ticket: &&Ticket| ticket.key == key && !ticket.is_persons && !ticket.is_deleted && !ticket.is_closed();
        // A copy carries the text that names the attempt: it may be taken for the ticket that we made.
        let is_copied =
            self.tickets.iter().any(|ticket| ticket.key == key && ticket.is_made_by_person && ticket.attempt.is_some());
        let open = self.tickets.iter().filter(is_counted).count();
        if open > 1 && !is_copied && !self.oracle.by_hand[key] {
            self.fail(format!("I1: {open} open tickets of {}", KEYS[key]));
        }
    }

    /// I4: a write changes something, or was sent before, or someone was faster, which takes an event of its own.
    pub(crate) fn wrote(&mut self, key: usize, changes: bool, op: &OpId) {
        let oracle = &mut self.oracle;
        let is_repeat = oracle.ops.contains(op);
        if !is_repeat {
            oracle.ops.push(op.clone());
        }
        oracle.writes += 1;
        oracle.idle[key] += u32::from(!changes && !is_repeat);
        let (idle, stirs) = (oracle.idle[key], oracle.stirs[key]);
        let (writes, most) = (oracle.ops.len(), 3 * oracle.stirs.iter().sum::<u32>() as usize);
        if idle > stirs {
            self.fail(format!("I4: {op} of {} changes nothing, and nothing had happened", KEYS[key]));
        }
        if writes > most {
            self.fail(format!("I4: {writes} writes are more than what happened can cause"));
        }
    }

    /// Remembers what was refused for what it is.
    pub(crate) fn refused(&mut self, slot: usize, sent: &Sent, fate: &Fate) {
        let Answer::Refused(rejection) = &fate.answer else { return };
        if rejection.blame != ticket_bridge::Blame::Item || slot >= KEYS.len() {
            return;
        }
        let kind = match sent {
            Sent::Create(..) => return,
            Sent::Write(_, write) => write.kind,
            Sent::Source(_, write) => write.kind,
        };
        self.oracle.refused[slot].push(kind);
    }

    /// Each record that is stored, before it is.
    pub(crate) fn check_put(&mut self, before: Option<usize>, after: &Record) {
        let slot = slot_of(&after.pk);
        for notice in &after.notices {
            if !self.oracle.notices.iter().any(|told| told.id == notice.id) {
                self.oracle.notices.push(Told { id: notice.id.clone(), slot, is_given_up: false });
            }
        }
        if slot >= KEYS.len() || after.place.is_some() {
            return;
        }
        let before = before.map(|at| &self.ledger[at].record);
        let problem = routing(before, after).or_else(|| self.link(slot, before, after)).or_else(|| {
            let op = after.op.as_ref().filter(|op| before.and_then(|before| before.op.as_ref()) != Some(op))?;
            let is_new = before.and_then(|before| before.op.as_ref()).is_none_or(|known| known.id != op.id);
            is_new.then(|| cause(op, after).or_else(|| self.is_by_nobody(op, after))).flatten()
        });
        let linked = after.ticket.as_ref().map(|ticket| (slot, after.recurrence, ticket.id.clone()));
        if let Some(link) = linked.filter(|link| !self.oracle.links.contains(link)) {
            self.oracle.found_closed[slot] |= after.phase == Phase::Closed;
            self.oracle.links.push(link);
        }
        if let Some(op) = after.op.as_ref().filter(|op| !self.oracle.begun.iter().any(|(id, _, _)| *id == op.id)) {
            let ticket = after.ticket.as_ref().map(|ticket| ticket.id.clone()).unwrap_or_default();
            self.oracle.begun.push((op.id.clone(), op.kind, ticket));
        }
        if let Some(problem) = problem {
            self.fail(format!("{}: {problem}", after.pk));
        }
    }

    /// I4: the finding is opened or closed as often as a person did that to its ticket, and no more.
    fn is_by_nobody(&self, op: &Op, after: &Record) -> Option<String> {
        let ticket = after.ticket.as_ref()?;
        let there = self.tickets.get(ticket.id.parse::<usize>().ok()?)?;
        let most = match op.kind {
            OpKind::ReopenFinding => there.by_hand[0] + u32::from(there.is_made_by_person),
            OpKind::CloseFinding => there.by_hand[1],
            _ => return None,
        };
        if self.oracle.by_hand[slot_of(&after.pk)] {
            return None;
        }
        let same = |begun: &&(OpId, OpKind, String)| begun.1 == op.kind && begun.2 == ticket.id;
        let times = self.oracle.begun.iter().filter(same).count();
        (times >= most as usize).then(|| format!("I4: {:?} for ticket {}, and no person did that", op.kind, ticket.id))
    }

    /// I3 and I5: the record's ticket.
    fn link(&self, slot: usize, before: Option<&Record>, after: &Record) -> Option<String> {
        let Some(ticket) = &after.ticket else {
            return (after.phase == Phase::Linked).then(|| "I5: linked to nothing".to_owned());
        };
        if before.and_then(|before| before.ticket.as_ref()) == Some(ticket) {
            return None;
        }
        let other = |link: &&(usize, u32, String)| link.0 == slot && link.1 == after.recurrence && link.2 != ticket.id;
        if let Some((_, recurrence, id)) = self.oracle.links.iter().find(other) {
            return Some(format!("I3: tickets {id} and {} for recurrence {recurrence}", ticket.id));
        }
        self.is_unseen(slot, ticket, before).map(|why| format!("I5: linked to ticket {}: {why}", ticket.id))
    }

    fn is_unseen(&self, slot: usize, ticket: &TicketRef, before: Option<&Record>) -> Option<&'static str> {
        let id: usize = ticket.id.parse().ok()?;
        let Some(there) = self.tickets.get(id) else { return Some("there is none") };
        if !there.is_told {
            return Some("nobody saw it");
        }
        if there.key != slot {
            return Some("another finding's");
        }
        if self.oracle.by_hand[slot] {
            return None;
        }
        let before = before?;
        let made_by = there.attempt.as_ref();
        let is_tried = made_by.is_some_and(|attempt| {
            before.tried.contains(attempt) || before.attempt.as_ref().is_some_and(|known| known.id == *attempt)
        });
        // Row 1e takes over what the destination had before.
        let may_adopt = before.recurrence == 0
            && before.tried.is_empty()
            && matches!(before.phase, Phase::Claimed | Phase::Deferred | Phase::Closed);
        (!is_tried && !may_adopt).then_some("no attempt of this recurrence made it")
    }

    /// I2: what is acknowledged is in the ledger, or need not be.
    pub(crate) fn acked(&mut self, said: &Observation, disposition: &Disposition) {
        let key = slot_of(&said.key);
        let pk = record_key(FLOW, &said.key);
        let at = said.observed_at.as_millis();
        let is_held = self.ledger.iter().any(|stored| {
            stored.record.pk.starts_with("!held:") && stored.record.pending.as_ref().is_some_and(|held| held == said)
        });
        let represented = match self.record(&pk) {
            Some(record) => record.pending.as_ref().is_some_and(|pending| pending.observed_at.as_millis() >= at),
            None if !said.is_active() || !self.opens(&said.severity) => return,
            None => false,
        };
        if represented || is_held {
            self.oracle.acked[key] = self.oracle.acked[key].max(at);
        } else {
            self.fail(format!("I2: {pk} acknowledged as {disposition:?}, and not in the ledger"));
        }
    }

    pub(crate) fn is_dead(&self, key: usize) -> bool {
        self.record(&record_key(FLOW, KEYS[key])).is_some_and(|record| record.phase == Phase::DeadLetter)
    }

    fn opens(&self, severity: &Severity) -> bool {
        let rank = |severity: &Severity| match severity {
            Severity::Informational => 0,
            Severity::Low => 1,
            Severity::Medium => 2,
            Severity::High => 3,
            _ => 4,
        };
        rank(severity) >= rank(&self.plan.policy.opens_from)
    }

    /// After the faults have stopped, and the sources said once more what holds.
    pub(crate) fn check_rest(&mut self) {
        for (key, name) in KEYS.iter().enumerate() {
            if let Some(problem) = self.unrest(key) {
                self.fail(format!("{name} does not settle: {problem}"));
            }
        }
        let untold = |told: &&Told| !told.is_given_up && !self.told.contains(&told.id);
        if let Some(told) = self.oracle.notices.iter().find(untold).filter(|_| self.plan.notifies) {
            let problem = format!("notice {} was never delivered", told.id);
            self.fail(problem);
        }
        let now = self.now;
        let overdue = self.ledger.iter().find(|stored| {
            stored.record.wake_at.is_some_and(|wake| wake.as_millis() + 10 * crate::generate::MINUTE < now)
        });
        if let Some(pk) = overdue.map(|stored| stored.record.pk.clone()) {
            self.fail(format!("{pk} is due and not woken"));
        }
    }

    fn unrest(&self, key: usize) -> Option<String> {
        let finding = &self.findings[key];
        let policy = &self.plan.policy;
        let Some(record) = self.record(&record_key(FLOW, KEYS[key])) else {
            let missed = finding.is_active && self.opens(&finding.severity);
            return missed.then(|| "an active finding has no record".to_owned());
        };
        if record.pending.as_ref().is_none_or(|pending| pending.observed_at.as_millis() < self.oracle.acked[key]) {
            return Some("I2: the newest acknowledged observation is not in the record".to_owned());
        }
        let is_muted = record.mute.as_ref().is_some_and(|mute| mute.until.as_millis() > self.now);
        if is_muted {
            return None;
        }
        // A change between a write of ours and its answer, that the source tells with the old time ever after and hides from
        // who asks: it is no newer than what we wrote.
        let is_told =
            self.plan.imports || record.seen_source.as_ref().is_none_or(|seen| seen.at.as_millis() < finding.at);
        let active = finding.is_active;
        let refused = &self.oracle.refused[key];
        let problem = |is: bool, words: &str| is.then(|| format!("{words}: {:?}", record.phase));
        if record.op.is_some() {
            return problem(true, "a write stays under way");
        }
        match record.phase {
            Phase::Linked => {
                let id: usize = record.ticket.as_ref()?.id.parse().ok()?;
                let ticket = &self.tickets[id];
                problem(ticket.is_deleted, "the ticket was deleted")
                    .or(problem(ticket.is_closed(), "the ticket is closed"))
                    .or(problem(
                        !active
                            && is_told
                            && !refused.iter().any(|kind| matches!(kind, OpKind::Resolve | OpKind::ReopenFinding)),
                        "the finding is over",
                    ))
            }
            Phase::Closed => {
                let ticket =
                    record.ticket.as_ref().and_then(|ticket| self.tickets.get(ticket.id.parse::<usize>().ok()?));
                let is_open = ticket.is_some_and(|ticket: &Ticket| !ticket.is_closed() && !ticket.is_deleted);
                problem(is_open, "the ticket is open").or_else(|| {
                    let is_held = record.held_until.is_some_and(|until| until.as_millis() > self.now);
                    let may = policy.reopen == Reopen::Never
                        || is_held
                        || self.oracle.found_closed[key]
                        || record.reverts >= policy.max_reverts
                        || refused.iter().any(|kind| matches!(kind, OpKind::CloseFinding | OpKind::Reopen));
                    problem(active && is_told && !may, "the finding is active")
                })
            }
            // Only what is newer makes a new ticket.
            Phase::Orphaned => {
                problem(active && self.plan.imports && policy.deleted == Deleted::NewTicket, "the finding is active")
            }
            Phase::DeadLetter => {
                let asks = policy.unresolved == Unresolved::AskPerson && !record.tried.is_empty();
                let is_ambiguous = record.problem.as_ref().is_some_and(|problem| problem.starts_with("several open"));
                problem(!asks && !is_ambiguous, "nothing more goes wrong")
            }
            _ => problem(true, "nothing more goes wrong"),
        }
    }
}

/// I3: the destination stays, and the recurrence rises with the tickets.
fn routing(before: Option<&Record>, after: &Record) -> Option<String> {
    let before = before?;
    if before.destination != after.destination || before.pk != after.pk {
        return Some("I3: the destination changed".to_owned());
    }
    if after.recurrence < before.recurrence {
        return Some("I3: the recurrence fell".to_owned());
    }
    (after.recurrence as usize > after.previous.len())
        .then(|| format!("I3: recurrence {} with {} earlier tickets", after.recurrence, after.previous.len()))
}

/// I4: each kind of write has one cause.
fn cause(op: &Op, record: &Record) -> Option<String> {
    let is_active = record.pending.as_ref().is_some_and(Observation::is_active);
    let is_closed = record.seen_ticket.as_ref().is_some_and(|seen| seen.closed);
    let problem = match op.kind {
        OpKind::Resolve if is_active => "the ticket is resolved, and nobody said that the finding is over",
        OpKind::Reopen if !is_active => "the ticket is reopened, and the finding is over",
        OpKind::CloseFinding if !is_closed => "the finding is closed, and the ticket is open",
        OpKind::ReopenFinding if is_closed => "the finding is reopened, and the ticket is closed",
        _ => return None,
    };
    Some(format!("I4: {problem}"))
}
