//! The driver: stores each decision, then does what it says, and decides again on what came of it.

mod calls;
mod drive;
mod operate;
mod rounds;

pub use rounds::{Adopted, Reconciled, Ticked};

use crate::dry_run::{DryRun, OverlayLedger};
use crate::engine::{Disposition, Event};
use crate::intake::HttpGuard;
use crate::marker::record_key;
use crate::moment::{Deadline, Moment};
use crate::observation::Observation;
use crate::pacing::Pacing;
use crate::policy::Policy;
use crate::ports::{FindingSource, Ledger, LedgerFailed, Notifier, TicketRead, TicketState, TicketTracker};
use crate::record::TicketRef;
use crate::watch::Watch;
use drive::{ItemLog, PlaceView};
use saas_api_core::{Clock, SystemClock};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// One flow: findings of a source into tickets of a destination, and back.
///
/// Any number of bridges may run at once over the same ledger, in any processes.
pub struct Bridge {
    policy: Policy,
    ledger: Arc<dyn Ledger>,
    tracker: Arc<dyn TicketTracker>,
    source: Option<Arc<dyn FindingSource>>,
    notifier: Option<Arc<dyn Notifier>>,
    watch: Option<Arc<dyn Watch>>,
    clock: Arc<dyn Clock>,
    owner: String,
    adopted: bool,
    deferral: Deferral,
    concurrency: usize,
    guard: HttpGuard,
    pacing: Pacing,
    counter: AtomicU64,
    place: Mutex<PlaceView>,
}

/// What becomes of an item whose ticket cannot be written now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deferral {
    /// It is stored and acknowledged; a later [`tick`](Bridge::tick) does it.
    #[default]
    Store,
    /// It is stored, and its message is named as failed, so that SQS delivers it again: for a flow without a tick.
    Redeliver,
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
    /// A newer version of this crate wrote the record. It is left to that version.
    #[error("version {version} wrote the record {pk}, and this is version {own}", own = crate::record::RECORD_VERSION)]
    Newer {
        /// The record.
        pk: String,
        /// Its version.
        version: u32,
    },
    /// There is no record under this key.
    #[error("no record {pk}")]
    NoRecord {
        /// The key.
        pk: String,
    },
    /// The tracker does not tell what is asked.
    #[error("the tracker failed: {0}")]
    Tracker(String),
    /// The invocation began with less time than one call needs.
    #[error("less than 5 s are left for the whole invocation: raise the function timeout")]
    NoTime,
}

/// A source's clock that is further ahead is wrong.
const MOST_AHEAD: Duration = Duration::from_secs(24 * 60 * 60);

/// So many keys are worked on at once.
const CONCURRENCY: usize = 8;

impl Bridge {
    /// A bridge over its ports, without a source to write back to and without a notifier.
    pub fn new(policy: Policy, ledger: Arc<dyn Ledger>, tracker: Arc<dyn TicketTracker>) -> Self {
        Self {
            policy,
            ledger,
            tracker,
            source: None,
            notifier: None,
            watch: None,
            clock: Arc::new(SystemClock::new()),
            owner: random_text(0),
            adopted: false,
            deferral: Deferral::default(),
            concurrency: CONCURRENCY,
            guard: HttpGuard::none(),
            pacing: Pacing::new(),
            counter: AtomicU64::new(0),
            place: Mutex::default(),
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

    /// Who looks on, for logs and metrics.
    #[must_use]
    pub fn watch(mut self, watch: Arc<dyn Watch>) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Another clock. Injectable, so that tests need not wait.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// All tickets of the destination that name a finding are in the ledger: new findings need not be looked for there.
    /// [`adopt`](Self::adopt) finds out, and the ledger remembers it; this says so without asking.
    #[must_use]
    pub fn adopted(mut self, adopted: bool) -> Self {
        self.adopted = adopted;
        self
    }

    /// What becomes of an item whose ticket cannot be written now.
    #[must_use]
    pub fn deferral(mut self, deferral: Deferral) -> Self {
        self.deferral = deferral;
        self
    }

    /// How many keys are worked on at once: 8 if not said otherwise. What belongs to one key keeps its order.
    #[must_use]
    pub fn concurrency(mut self, keys: usize) -> Self {
        self.concurrency = keys.max(1);
        self
    }

    /// Who may call over HTTP: nobody if not said otherwise.
    #[must_use]
    pub fn http(mut self, guard: HttpGuard) -> Self {
        self.guard = guard;
        self
    }

    /// How fast tickets are written: one at a time if not said otherwise.
    #[must_use]
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = pacing;
        self
    }

    /// A name for this worker, instead of one by chance: for simulations that are to be repeated.
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    #[must_use]
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = owner.into();
        self
    }

    /// The same bridge, but nothing outside changes: reads go out, writes are listed by the second value.
    ///
    /// It begins with what the ledger holds now, and keeps its own decisions in memory.
    pub fn dry_run(&self) -> (Self, DryRun) {
        let plan = DryRun::new(Arc::clone(&self.tracker));
        let mut dry = Self::new(
            self.policy.clone(),
            Arc::new(OverlayLedger::new(Arc::clone(&self.ledger))),
            Arc::new(plan.clone()),
        );
        dry.adopted = self.adopted;
        dry.clock = Arc::clone(&self.clock);
        if self.source.is_some() {
            dry.source = Some(Arc::new(plan.over_source(self.source.clone())));
        }
        (dry, plan)
    }

    /// Takes one observation. It may be acknowledged once this returns `Ok`.
    ///
    /// # Errors
    /// When the ledger fails, or others win each time: the item is to come again.
    pub async fn ingest(&self, observation: Observation) -> Result<Disposition, BridgeError> {
        self.ingest_by(observation, Deadline::none()).await
    }

    /// Takes one observation, and sends nothing that could not be answered before the deadline.
    ///
    /// # Errors
    /// When the ledger fails, or others win each time: the item is to come again.
    pub async fn ingest_by(
        &self,
        mut observation: Observation,
        deadline: Deadline,
    ) -> Result<Disposition, BridgeError> {
        // A time that cannot be would make all that is said later old news.
        let now = self.now();
        if observation.observed_at > now.after(MOST_AHEAD) {
            observation.observed_at = now;
        }
        let pk = record_key(&self.policy.flow, &observation.key);
        match self.item(&pk, Event::Observed(observation.clone()), deadline).await {
            // Nothing can be stored with the record itself: the observation is kept beside it.
            Err(BridgeError::Newer { .. } | BridgeError::Contended { .. }) => self.hold(observation).await,
            ended => ended,
        }
    }

    /// A ticket may have changed: it is read, and what it says now decides. Events of the tracker are hints only.
    ///
    /// # Errors
    /// When the ledger fails, or others win each time, or the ticket of no known finding cannot be read: the event is to
    /// come again.
    pub async fn ticket_changed(&self, ticket: &TicketRef) -> Result<Disposition, BridgeError> {
        self.ticket_changed_by(ticket, Deadline::none()).await
    }

    /// As [`ticket_changed`](Self::ticket_changed), within a time.
    ///
    /// # Errors
    /// As there.
    pub async fn ticket_changed_by(&self, ticket: &TicketRef, deadline: Deadline) -> Result<Disposition, BridgeError> {
        let mut last = Disposition::Ignored("no record names this ticket");
        let mut pks = self.ledger.by_ticket(&self.policy.destination, &ticket.id).await?;
        pks.retain(|pk| self.owns(pk));
        let mut log = ItemLog::default();
        let begun = self.now();
        let read = self.read_ticket(ticket, None, deadline, &mut log).await;
        if pks.is_empty() {
            match &read {
                // A ticket that no record knows may be the one whose creation was never answered, or a second one.
                Ok(TicketState::There(read)) => pks.extend(self.key_of(read)),
                Ok(_) => {}
                Err(failure) => return Err(BridgeError::Tracker(failure.to_string())),
            }
        }
        for pk in pks {
            last = self.item(&pk, calls::ticket_event(ticket, None, read.clone(), begun), deadline).await?;
        }
        Ok(last)
    }

    /// The key of the finding that a ticket names.
    fn key_of(&self, read: &TicketRead) -> Option<String> {
        read.marker.as_ref().map(|marker| format!("{}:{marker}", self.policy.flow))
    }

    pub(crate) fn key_of_finding(&self, key: &str) -> String {
        record_key(&self.policy.flow, key)
    }

    /// Where tickets go.
    pub(crate) fn destination(&self) -> &str {
        &self.policy.destination
    }

    pub(crate) fn redelivers(&self) -> bool {
        self.deferral == Deferral::Redeliver
    }

    pub(crate) const fn guard(&self) -> &HttpGuard {
        &self.guard
    }

    pub(crate) const fn most_at_once(&self) -> usize {
        self.concurrency
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now().into()
    }

    fn fresh_id(&self) -> String {
        let counter = self.counter.fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "test-util")]
        if self.owner.len() < 26 {
            // A name that was given: ids that are the same each time.
            return format!("{:a<13}{counter:0>13}", self.owner);
        }
        random_text(counter)
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
