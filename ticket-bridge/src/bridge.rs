//! The driver: stores each decision, then does what it says, and decides again on what came of it.

use crate::engine::{Command, Context, Disposition, Event, decide};
use crate::marker::record_key;
use crate::moment::Moment;
use crate::observation::Observation;
use crate::outcome::CallOutcome;
use crate::policy::Policy;
use crate::ports::{
    Expected, FindingSource, Ledger, LedgerFailed, Notice, Notifier, Put, ReadFailed, TicketRead, TicketTracker,
};
use crate::record::{Record, TicketRef};
use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Tells the moment. Injectable, so that tests need not wait.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

/// One flow: findings of a source into tickets of a destination, and back.
///
/// Any number of bridges may run at once over the same ledger, in any processes.
pub struct Bridge {
    policy: Policy,
    ledger: Arc<dyn Ledger>,
    tracker: Arc<dyn TicketTracker>,
    source: Option<Arc<dyn FindingSource>>,
    notifier: Option<Arc<dyn Notifier>>,
    now: Now,
    owner: String,
    adopted: bool,
    counter: AtomicU64,
}

/// The bridge could not do its part: nothing is acknowledged, and the item comes again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BridgeError {
    /// The ledger did not answer.
    #[error(transparent)]
    Ledger(#[from] LedgerFailed),
    /// Others won each time. The item is to be delivered again.
    #[error("the record changed under each of {attempts} decisions")]
    Contended {
        /// How often it was decided.
        attempts: u32,
    },
}

/// What a tick did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ticked {
    /// Records that were due.
    pub woken: usize,
    /// Records whose turn failed, with the reason. They stay due.
    pub failed: Vec<(String, BridgeError)>,
}

/// How often a decision is made again after another worker stored first.
const MOST_DECISIONS: u32 = 16;

impl Bridge {
    /// A bridge over its ports, without a source to write back to and without a notifier.
    pub fn new(policy: Policy, ledger: Arc<dyn Ledger>, tracker: Arc<dyn TicketTracker>) -> Self {
        Self {
            policy,
            ledger,
            tracker,
            source: None,
            notifier: None,
            now: Arc::new(|| SystemTime::now().into()),
            owner: random_text(0),
            adopted: false,
            counter: AtomicU64::new(0),
        }
    }

    /// Closes findings whose ticket was closed, and reopens those whose ticket was reopened.
    #[must_use]
    pub fn source(mut self, source: Arc<dyn FindingSource>) -> Self {
        self.source = Some(source);
        self
    }

    /// Tells people.
    #[must_use]
    pub fn notifier(mut self, notifier: Arc<dyn Notifier>) -> Self {
        self.notifier = Some(notifier);
        self
    }

    /// Another clock.
    #[must_use]
    pub fn now(mut self, now: Now) -> Self {
        self.now = now;
        self
    }

    /// All tickets of the destination that name a finding are in the ledger: new findings need not be looked for there.
    #[must_use]
    pub fn adopted(mut self, adopted: bool) -> Self {
        self.adopted = adopted;
        self
    }

    /// Takes one observation. It may be acknowledged once this returns `Ok`.
    ///
    /// # Errors
    /// When the ledger fails, or others win each time: the item is to come again.
    pub async fn ingest(&self, observation: Observation) -> Result<Disposition, BridgeError> {
        let pk = record_key(&self.policy.flow, &observation.key);
        self.drive(&pk, Event::Observed(observation)).await
    }

    /// A ticket may have changed: it is read, and what it says now decides. Events of the tracker are hints only.
    ///
    /// # Errors
    /// When the ledger fails, or others win each time: the event is to come again.
    pub async fn ticket_changed(&self, ticket: &TicketRef) -> Result<Disposition, BridgeError> {
        let mut last = Disposition::Ignored("no record names this ticket");
        let mut pks = self.ledger.by_ticket(&self.policy.destination, &ticket.id).await?;
        let read = self.tracker.read(ticket).await;
        if let (true, Ok(Some(TicketRead { marker: Some(marker), .. }))) = (pks.is_empty(), &read) {
            // A ticket that no record knows may be the one whose creation was never answered.
            pks.push(format!("{}:{marker}", self.policy.flow));
        }
        for pk in pks {
            last = self.drive(&pk, ticket_event(read.clone())).await?;
        }
        Ok(last)
    }

    /// Does what is due: run it by a schedule, once a minute or so.
    ///
    /// # Errors
    /// When the ledger does not tell what is due. A record that fails is named in the answer, and the others go on.
    pub async fn tick(&self, limit: usize) -> Result<Ticked, BridgeError> {
        let mut ticked = Ticked::default();
        for pk in self.ledger.due((self.now)(), limit).await? {
            ticked.woken = ticked.woken.saturating_add(1);
            if let Err(error) = self.drive(&pk, Event::Woken).await {
                ticked.failed.push((pk, error));
            }
        }
        Ok(ticked)
    }

    /// Where tickets go.
    pub(crate) fn destination(&self) -> &str {
        &self.policy.destination
    }

    /// Stores a record that stands for itself. One that is there already is the same one.
    pub(crate) async fn store_new(&self, record: &Record) -> Result<(), BridgeError> {
        match self.ledger.put(Expected::Absent, record).await? {
            Put::Won(_) | Put::Lost => Ok(()),
        }
    }

    /// Decides on the event, stores, acts, and goes on with what came of it. Gives what became of the first event.
    async fn drive(&self, pk: &str, event: Event) -> Result<Disposition, BridgeError> {
        let mut events = VecDeque::from([event]);
        let mut first = None;
        while let Some(event) = events.pop_front() {
            let (disposition, commands) = self.decide(pk, &event).await?;
            first.get_or_insert(disposition);
            for command in commands {
                events.extend(self.act(command).await);
            }
        }
        Ok(first.unwrap_or(Disposition::Ignored("nothing happened")))
    }

    /// One decision, stored.
    async fn decide(&self, pk: &str, event: &Event) -> Result<(Disposition, Vec<Command>), BridgeError> {
        for _ in 0..MOST_DECISIONS {
            let stored = self.ledger.get(pk).await?;
            let fresh_id = self.fresh_id();
            let cx = Context::new(&self.policy, (self.now)(), &self.owner, &fresh_id).adopted(self.adopted);
            let decision = decide(stored.as_ref().map(|(record, _)| record), event, &cx);
            let Some(record) = decision.put else {
                return Ok((decision.disposition, decision.commands));
            };
            let expected = stored.map_or(Expected::Absent, |(_, rev)| Expected::Rev(rev));
            if let Put::Won(_) = self.ledger.put(expected, &record).await? {
                return Ok((decision.disposition, decision.commands));
            }
        }
        Err(BridgeError::Contended { attempts: MOST_DECISIONS })
    }

    /// Does one thing; gives what came of it.
    async fn act(&self, command: Command) -> Option<Event> {
        match command {
            Command::Probe { marker } => Some(Event::Probed(self.tracker.probe(&marker).await)),
            Command::Create(draft) => {
                let attempt = draft.attempt.clone();
                // The fence: nothing is sent once others may think that nothing will be.
                let outcome = if (self.now)() > draft.send_by {
                    CallOutcome::NotSent { retry_after: None }
                } else {
                    self.tracker.create(&draft).await
                };
                Some(Event::Created { attempt, outcome })
            }
            Command::Gather { marker, attempts, since } => {
                Some(Event::Gathered(self.tracker.evidence(&marker, &attempts, since).await))
            }
            Command::WriteTicket(write) => {
                let op = write.op.clone();
                let outcome = if (self.now)() > write.send_by {
                    CallOutcome::NotSent { retry_after: None }
                } else {
                    self.tracker.write(&write).await
                };
                Some(Event::TicketWritten { op, outcome })
            }
            Command::WriteSource(write) => {
                let op = write.op.clone();
                let outcome = match &self.source {
                    _ if (self.now)() > write.send_by => CallOutcome::NotSent { retry_after: None },
                    Some(source) => source.write(&write).await,
                    // A flow that only reads: the ticket's state is all there is.
                    None => CallOutcome::Done(()),
                };
                Some(Event::SourceWritten { op, outcome })
            }
            Command::ReadTicket(ticket) => Some(ticket_event(self.tracker.read(&ticket).await)),
            Command::ReadSource { key } => match &self.source {
                Some(source) => Some(Event::SourceSeen(source.read(&key).await)),
                None => Some(Event::SourceSeen(Ok(None))),
            },
            Command::Notify(notice) => {
                self.tell(&notice).await;
                None
            }
        }
    }

    async fn tell(&self, notice: &Notice) {
        if let Some(notifier) = &self.notifier {
            // A notice that cannot be delivered must not stop the work that it is about.
            let _ = notifier.notify(notice).await;
        }
    }

    fn fresh_id(&self) -> String {
        random_text(self.counter.fetch_add(1, Ordering::Relaxed))
    }
}

fn ticket_event(read: Result<Option<TicketRead>, ReadFailed>) -> Event {
    match read {
        Ok(Some(read)) => Event::TicketSeen { snapshot: read.snapshot, attempt: read.attempt },
        Ok(None) => Event::TicketGone,
        Err(failure) => Event::TicketUnread(failure),
    }
}

/// 26 letters and digits that were never used before: 128 bits from the system's random seed.
fn random_text(counter: u64) -> String {
    let bits = |part: u8| RandomState::new().hash_one((part, counter)).to_be_bytes();
    data_encoding::BASE32_NOPAD.encode(&[bits(0), bits(1)].concat()).to_ascii_lowercase()
}

impl fmt::Debug for Bridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bridge")
            .field("flow", &self.policy.flow)
            .field("destination", &self.policy.destination)
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}
