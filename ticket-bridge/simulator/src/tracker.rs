//! The tracker: honours A1 and A2 to the last millisecond, and nothing beyond.

use crate::fault::Fault;
use crate::generate::{Act, DESTINATION, KEYS, MINUTE, SECOND, SLOTS, millis};
use crate::world::{Answer, Due, Ended, Port, Sent, World, note, slot_of};
use async_trait::async_trait;
use std::time::Duration;
use ticket_bridge::{
    AttemptId, CallOutcome, Capabilities, Evidence, Moment, OpId, OpKind, Priority, Probe, ReadFailed, Rejection,
    TicketComment, TicketDraft, TicketPage, TicketRead, TicketRef, TicketSnapshot, TicketState, TicketTracker,
    TicketWrite,
};

/// The account of the bridge's key.
const OWN: &str = "bridge";
const OPEN: &str = "open";
const IN_PROGRESS: &str = "in progress";
const CLOSED: &str = "closed";

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Ticket {
    pub(crate) key: usize,
    pub(crate) attempt: Option<AttemptId>,
    pub(crate) status: &'static str,
    wont_fix: bool,
    title: String,
    priority: Priority,
    comment: Option<TicketComment>,
    ops: Vec<OpId>,
    updated_by: &'static str,
    created: u64,
    updated: u64,
    /// When it shows on each path.
    shows: [u64; 2],
    pub(crate) is_deleted: bool,
    pub(crate) is_made_by_person: bool,
    /// A person made it, or opened it again: not ours to count.
    pub(crate) is_persons: bool,
    /// How often a person opened it again, and closed it.
    pub(crate) by_hand: [u32; 2],
    /// The bridge was told of it.
    pub(crate) is_told: bool,
}

impl Ticket {
    pub(crate) fn is_closed(&self) -> bool {
        self.status == CLOSED
    }

    /// Opened again by us, it is ours again.
    fn close(&mut self) {
        self.status = CLOSED;
        self.is_persons = self.is_made_by_person;
    }

    fn shows(&self, now: u64) -> bool {
        !self.is_deleted && self.shows.iter().any(|at| *at <= now)
    }

    pub(crate) fn reference(id: usize) -> TicketRef {
        TicketRef::new(id.to_string(), format!("{DESTINATION}-{id}"))
    }
}

impl World {
    fn snapshot(&mut self, id: usize) -> TicketSnapshot {
        let ticket = &mut self.tickets[id];
        ticket.is_told = true;
        let (created, updated) = (Moment::from_millis(ticket.created), Moment::from_millis(ticket.updated));
        let mut snapshot =
            TicketSnapshot::new(Ticket::reference(id), ticket.status, ticket.is_closed(), created, updated);
        snapshot.wont_fix = ticket.wont_fix;
        snapshot.title = Some(ticket.title.clone());
        snapshot.priority = Some(ticket.priority.clone());
        snapshot.comment.clone_from(&ticket.comment);
        snapshot.updated_by = Some(ticket.updated_by.to_owned());
        snapshot
    }

    fn read_of(&mut self, id: usize, op: Option<&OpId>) -> TicketRead {
        let snapshot = self.snapshot(id);
        let ticket = &self.tickets[id];
        let mut read = TicketRead::new(snapshot, ticket.attempt.clone(), Some(KEYS[ticket.key].to_owned()));
        read.applied = op.is_some_and(|op| ticket.ops.contains(op));
        read
    }

    /// The server's side of a create.
    pub(crate) fn commit_create(&mut self, call: u64, key: usize, draft: &TicketDraft) {
        let same = |ticket: &Ticket| ticket.attempt.as_ref() == Some(&draft.attempt);
        if let Some(id) = self.tickets.iter().position(|ticket| self.plan.token.is_some() && same(ticket)) {
            let snapshot = self.snapshot(id);
            return self.end(call, Ended::Ticket(Box::new(CallOutcome::Done(snapshot))));
        }
        let shows_within = millis(self.plan.policy.shows_within);
        let now = self.now;
        let shows = if self.meets(Fault::Lag, key) {
            let just = if self.rng.chance(600) { shows_within - 1 } else { self.rng.below(shows_within) };
            let other = just + self.rng.below(2 * shows_within);
            if self.rng.chance(500) { [now + just, now + other] } else { [now + other, now + just] }
        } else {
            [now, now + self.rng.below(2 * SECOND).min(shows_within - 1)]
        };
        self.tickets.push(Ticket {
            key,
            attempt: Some(draft.attempt.clone()),
            status: OPEN,
            wont_fix: false,
            title: draft.observation.title.clone(),
            priority: draft.priority.clone(),
            comment: None,
            ops: Vec::new(),
            updated_by: OWN,
            created: now,
            updated: now,
            shows,
            is_deleted: false,
            is_made_by_person: false,
            is_persons: false,
            by_hand: [0, 0],
            is_told: false,
        });
        let id = self.tickets.len() - 1;
        note!(self, "TICKET {id} of {} by attempt {}", KEYS[key], draft.attempt);
        // What the answer says is known when the answer arrives.
        let snapshot = self.snapshot(id);
        self.tickets[id].is_told = false;
        self.end(call, Ended::Ticket(Box::new(CallOutcome::Done(snapshot))));
        self.hook(id);
        self.check_one_open(key);
        self.oracle.stir(key);
    }

    /// The server's side of a write.
    pub(crate) fn commit_write(&mut self, call: u64, key: usize, write: &TicketWrite) {
        let id = write.ticket.id.parse().unwrap_or(usize::MAX);
        if self.tickets.get(id).is_none_or(|ticket| ticket.is_deleted) {
            let gone = Rejection::item("no such ticket");
            return self.end(call, Ended::Ticket(Box::new(CallOutcome::Rejected(gone))));
        }
        let now = self.now;
        let ticket = &mut self.tickets[id];
        let before = (ticket.status, ticket.title.clone(), ticket.priority.clone());
        match write.kind {
            OpKind::Resolve | OpKind::CloseStray => ticket.close(),
            OpKind::Reopen if ticket.is_closed() => {
                ticket.status = IN_PROGRESS;
                ticket.wont_fix = false;
            }
            OpKind::Update => {
                if let Some(title) = &write.fields.title {
                    ticket.title.clone_from(title);
                }
                if let Some(priority) = &write.fields.priority {
                    ticket.priority = priority.clone();
                }
            }
            _ => {}
        }
        let changes = before != (ticket.status, ticket.title.clone(), ticket.priority.clone());
        if changes {
            ticket.ops.push(write.op.clone());
            ticket.updated = now;
            ticket.updated_by = OWN;
        }
        note!(self, "TICKET {id} of {} {:?} by {}, changes: {changes}", KEYS[key], write.kind, write.op);
        let was_told = self.tickets[id].is_told;
        let snapshot = self.snapshot(id);
        self.tickets[id].is_told = was_told;
        self.end(call, Ended::Ticket(Box::new(CallOutcome::Done(snapshot))));
        self.wrote(key, changes, &write.op);
        if changes {
            self.hook(id);
            self.check_one_open(key);
        }
    }

    /// Tells the bridge that a ticket changed, if that arrives.
    pub(crate) fn hook(&mut self, id: usize) {
        let key = self.tickets[id].key;
        let times = match () {
            () if self.meets(Fault::HookLost, key) => 0,
            () if self.meets(Fault::HookShuffled, key) => self.rng.between(1, 3),
            () => 1,
        };
        for _ in 0..times {
            let most = if times == 1 && self.is_quiet { SECOND } else { 3 * times * times * SECOND };
            let delay = self.rng.between(10, most);
            let delay = if times > 1 && self.rng.chance(300) { delay * 20 } else { delay };
            self.after(delay, Due::Hook(key, Ticket::reference(id)));
        }
    }

    /// No list shows what was deleted: its webhooks arrive in the end.
    pub(crate) fn tell_deletions(&mut self) {
        for id in (0..self.tickets.len()).filter(|id| self.tickets[*id].is_deleted).collect::<Vec<_>>() {
            self.hook(id);
        }
    }

    /// A person edits one of the finding's tickets.
    pub(crate) fn person(&mut self, key: usize, act: Act) {
        if let Act::Make = act {
            return self.person_makes(key, None);
        }
        let mut ids: Vec<usize> = (0..self.tickets.len()).filter(|id| self.tickets[*id].key == key).collect();
        ids.retain(|id| !self.tickets[*id].is_deleted);
        if let Act::ClosePrevious = act {
            ids.pop();
        }
        let Some(&id) = ids.last() else { return };
        let id = if self.rng.chance(150) { self.rng.pick(&ids) } else { id };
        if let Act::Copy = act {
            return self.person_makes(key, Some(id));
        }
        let by = if self.meets(Fault::SameAccount, key) { OWN } else { "person" };
        let number = self.new_call();
        let ticket = &mut self.tickets[id];
        let is_closed = ticket.is_closed();
        match act {
            Act::Close | Act::ClosePrevious if !is_closed => {
                ticket.close();
                ticket.by_hand[1] += 1;
            }
            Act::WontFix if !is_closed => {
                ticket.close();
                ticket.by_hand[1] += 1;
                ticket.wont_fix = true;
            }
            Act::Reopen if is_closed => {
                ticket.status = OPEN;
                ticket.wont_fix = false;
                ticket.is_persons = true;
                ticket.by_hand[0] += 1;
            }
            Act::InProgress if !is_closed => ticket.status = IN_PROGRESS,
            Act::Priority => {
                ticket.priority = if ticket.priority == Priority::Low { Priority::High } else { Priority::Low };
            }
            Act::Title => ticket.title = format!("A person's title {number}"),
            Act::Comment => ticket.comment = Some(TicketComment::new(number.to_string(), "A person's words")),
            Act::Delete => ticket.is_deleted = true,
            _ => return,
        }
        ticket.updated = self.now;
        ticket.updated_by = by;
        note!(self, "PERSON {act:?} ticket {id} of {} as {by}", KEYS[key]);
        self.met(Fault::Person, key);
        self.oracle.stir(key);
        self.hook(id);
    }

    /// A person makes a ticket that names the finding, or copies one with all of its text.
    fn person_makes(&mut self, key: usize, of: Option<usize>) {
        let now = self.now;
        let attempt = of.and_then(|id| self.tickets[id].attempt.clone());
        note!(self, "PERSON makes ticket {} of {}, a copy of {of:?}", self.tickets.len(), KEYS[key]);
        self.tickets.push(Ticket {
            key,
            attempt,
            status: OPEN,
            wont_fix: false,
            title: "A person's ticket".to_owned(),
            priority: Priority::Normal,
            comment: None,
            ops: Vec::new(),
            updated_by: "person",
            created: now,
            updated: now,
            shows: [now, now],
            is_deleted: false,
            is_made_by_person: true,
            is_persons: true,
            by_hand: [0, 0],
            is_told: false,
        });
        self.met(Fault::Person, key);
        self.oracle.stir(key);
        self.hook(self.tickets.len() - 1);
    }

    /// Whether a read fails, and how.
    fn read_fails(&mut self, slot: usize) -> Option<ReadFailed> {
        let wait = (!self.is_quiet && self.limited_until > self.now).then(|| self.limited_until - self.now);
        if let Some(wait) = wait {
            self.met(Fault::RateLimited, slot);
            return Some(ReadFailed::new("too many requests", Some(Duration::from_millis(wait))));
        }
        let fails = self.meets(Fault::ReadFailed, slot);
        fails.then(|| ReadFailed::new("the tracker does not answer", None))
    }

    fn look_for(&mut self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        let key = slot_of(marker);
        if let Some(failure) = self.read_fails(key) {
            return Evidence::Incomplete(failure);
        }
        let (now, since) = (self.now, since.as_millis());
        let fits = |ticket: &Ticket| {
            let named = ticket.key == key && ticket.attempt.as_ref().is_some_and(|id| attempts.contains(id));
            // The activities are read back to a moment; the search is complete.
            let shows = (ticket.shows[0] <= now && ticket.created >= since) || ticket.shows[1] <= now;
            named && shows && !ticket.is_deleted
        };
        let found: Vec<usize> = (0..self.tickets.len()).filter(|id| fits(&self.tickets[*id])).collect();
        note!(self, "  a look for {attempts:?} of {marker} shows {found:?}");
        if found.is_empty() {
            return Evidence::None;
        }
        Evidence::Found(found.into_iter().map(|id| self.snapshot(id)).collect())
    }

    fn probe(&mut self, key: usize) -> Probe {
        if let Some(failure) = self.read_fails(key) {
            return Probe::Failed(failure);
        }
        let now = self.now;
        let fits = |ticket: &Ticket| ticket.key == key && ticket.shows(now);
        let found: Vec<usize> = (0..self.tickets.len()).filter(|id| fits(&self.tickets[*id])).collect();
        note!(self, "  a probe of {} shows {found:?}", KEYS[key]);
        Probe::of(found.into_iter().map(|id| self.snapshot(id)).collect())
    }

    fn page(&mut self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        if let Some(failure) = self.read_fails(SLOTS - 1) {
            return Err(failure);
        }
        let from: usize = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let since = since.map_or(0, Moment::as_millis);
        let to = (from + 4).min(self.tickets.len());
        let mut page = TicketPage::default();
        for id in from..to {
            if self.tickets[id].shows(self.now) && self.tickets[id].updated >= since {
                page.tickets.push(self.read_of(id, None));
            }
        }
        page.next = (to < self.tickets.len()).then(|| to.to_string());
        Ok(page)
    }

    fn read_ticket(&mut self, id: usize, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        let Some(ticket) = self.tickets.get(id) else { return Ok(TicketState::Hidden("no such ticket".to_owned())) };
        let (key, is_deleted) = (ticket.key, ticket.is_deleted);
        if let Some(failure) = self.read_fails(key) {
            return Err(failure);
        }
        if !self.is_quiet && self.refused_until > self.now {
            self.met(Fault::Refused, key);
            return Ok(TicketState::Hidden("the key has no rights".to_owned()));
        }
        Ok(if is_deleted { TicketState::Deleted } else { TicketState::There(Box::new(self.read_of(id, op))) })
    }
}

#[async_trait]
impl TicketTracker for Port {
    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::default();
        capabilities.create_token = self.world().plan.token;
        capabilities
    }

    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let key = slot_of(&draft.marker);
        let ended = into_ticket(self.send(key, draft.send_by, true, Sent::Create(key, draft.clone())).await);
        if let CallOutcome::Done(snapshot) = &ended {
            let id: usize = snapshot.ticket.id.parse().unwrap_or_default();
            self.world().tickets[id].is_told = true;
        }
        ended
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        let id: usize = write.ticket.id.parse().unwrap_or(usize::MAX);
        let key = self.world().tickets.get(id).map_or(SLOTS - 1, |ticket| ticket.key);
        into_ticket(self.send(key, write.send_by, true, Sent::Write(key, write.clone())).await)
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        let id = ticket.id.parse().unwrap_or(usize::MAX);
        let slot = self.world().tickets.get(id).map_or(SLOTS - 1, |ticket| ticket.key);
        let there = self.world().read_delay(slot);
        self.pause(there).await;
        let (read, back) = {
            let mut world = self.world();
            (world.read_ticket(id, op), world.read_delay(slot))
        };
        self.pause(back).await;
        read
    }

    async fn probe(&self, marker: &str) -> Probe {
        let slot = slot_of(marker);
        let there = self.world().read_delay(slot);
        self.pause(there).await;
        let (probe, back) = {
            let mut world = self.world();
            (world.probe(slot), world.read_delay(slot))
        };
        self.pause(back).await;
        probe
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        let slot = slot_of(marker);
        let there = self.world().read_delay(slot);
        self.pause(there).await;
        let (evidence, back) = {
            let mut world = self.world();
            (world.look_for(marker, attempts, since), world.read_delay(slot))
        };
        self.pause(back).await;
        evidence
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        let there = self.world().read_delay(SLOTS - 1);
        self.pause(there).await;
        let (page, back) = {
            let mut world = self.world();
            (world.page(since, cursor), world.read_delay(SLOTS - 1))
        };
        self.pause(back).await;
        page
    }
}

impl Port {
    /// Sends a write, and waits for what comes of it.
    pub(crate) async fn send(
        &self,
        slot: usize,
        send_by: Moment,
        is_to_ticket: bool,
        sent: Sent,
    ) -> CallOutcome<Ended> {
        let (call, fate) = {
            let mut world = self.world();
            let fate = world.fate(self.worker, slot, send_by, is_to_ticket);
            let call = world.new_call();
            note!(world, "  w{} sends {}: {}", self.worker, sent.words(), fate.words(world.now));
            world.refused(slot, &sent, &fate);
            if let Some(at) = fate.commit_at {
                world.at(at, Due::Commit(call, sent));
            }
            (call, fate)
        };
        self.pause(fate.answer_in).await;
        match fate.answer {
            Answer::Server => match self.world().take_end(call) {
                Some(ended) => CallOutcome::Done(ended),
                None => CallOutcome::InDoubt,
            },
            Answer::Lost => CallOutcome::InDoubt,
            Answer::NotSent(retry_after) => CallOutcome::NotSent { retry_after },
            Answer::Refused(rejection) => CallOutcome::Rejected(rejection),
        }
    }
}

fn into_ticket(outcome: CallOutcome<Ended>) -> CallOutcome<TicketSnapshot> {
    match outcome {
        CallOutcome::Done(Ended::Ticket(outcome)) => *outcome,
        CallOutcome::Done(Ended::Source(_)) | CallOutcome::InDoubt => CallOutcome::InDoubt,
        CallOutcome::NotSent { retry_after } => CallOutcome::NotSent { retry_after },
        CallOutcome::Rejected(rejection) => CallOutcome::Rejected(rejection),
    }
}

impl Sent {
    fn words(&self) -> String {
        match self {
            Self::Create(key, draft) => format!("create {} by attempt {}", KEYS[*key], draft.attempt),
            Self::Write(_, write) => format!("{:?} of ticket {} by {}", write.kind, write.ticket.id, write.op),
            Self::Source(key, write) => format!("{:?} of {} by {}", write.kind, KEYS[*key], write.op),
        }
    }
}

impl crate::world::Fate {
    fn words(&self, now: u64) -> String {
        let commit = self.commit_at.map_or("never done".to_owned(), |at| format!("done in {} ms", at - now));
        let answer = match &self.answer {
            Answer::Server => "answered",
            Answer::Lost => "answer lost",
            Answer::NotSent(_) => "not sent",
            Answer::Refused(_) => "refused",
        };
        format!("{commit}, {answer} in {} ms", self.answer_in)
    }
}

/// Reordered deliveries come as late as this.
pub(crate) const LATE: u64 = 8 * MINUTE;
