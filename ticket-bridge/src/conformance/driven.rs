//! The bridge over the ledger, when answers are lost and indexes lag.

use super::report::{Verdict, Why, same};
use super::{Case, finding};
use crate::bridge::{Bridge, BridgeError};
use crate::engine::Disposition;
use crate::fakes::FakeTracker;
use crate::marker::record_key;
use crate::moment::{Deadline, Moment};
use crate::observation::{FindingState, Observation};
use crate::policy::Policy;
use crate::ports::{Expected, Ledger, LedgerFailed, Put, Rev};
use crate::record::{Phase, Record, TicketRef};
use async_trait::async_trait;
use saas_api_core::{Clock, FakeClock};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// When the stories begin.
const START: Moment = Moment::from_millis(1_795_000_000_000);

/// A source sends what was not taken so often.
const DELIVERIES: usize = 3;

/// More puts than a story has.
const MOST_PUTS: usize = 40;

/// A ledger whose answer to one put is lost.
#[derive(Debug)]
struct Unsure {
    below: Arc<dyn Ledger>,
    /// Which put.
    lost: usize,
    /// Whether it is stored all the same.
    stores: bool,
    puts: AtomicUsize,
}

#[async_trait]
impl Ledger for Unsure {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.below.get(pk).await
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        if self.puts.fetch_add(1, Ordering::SeqCst) != self.lost {
            return self.below.put(expected, record).await;
        }
        if self.stores {
            let _ = self.below.put(expected, record).await?;
        }
        Err(LedgerFailed::new("the answer was lost"))
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.below.due(now, limit).await
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.below.list(phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.below.by_ticket(destination, ticket_id).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.below.take(bucket, most, window, now).await
    }
}

/// A ledger whose indexes also give keys that do not fit, or none at all for some time.
#[derive(Debug)]
struct Stale {
    below: Arc<dyn Ledger>,
    also: Mutex<Vec<String>>,
    /// Answers that are still empty.
    empty: AtomicUsize,
}

impl Stale {
    fn mixed(&self, mut right: Vec<String>) -> Vec<String> {
        let taken = self.empty.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if taken.is_ok() {
            return Vec::new();
        }
        let mut all = self.also.lock().unwrap_or_else(PoisonError::into_inner).clone();
        right.retain(|pk| !all.contains(pk));
        all.extend(right);
        all
    }
}

#[async_trait]
impl Ledger for Stale {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.below.get(pk).await
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        self.below.put(expected, record).await
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.below.due(now, limit).await.map(|right| self.mixed(right))
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.below.list(phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.below.by_ticket(destination, ticket_id).await.map(|right| self.mixed(right))
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.below.take(bucket, most, window, now).await
    }
}

/// A bridge over a ledger, with a tracker and a clock of its own.
struct Story {
    bridge: Bridge,
    tracker: FakeTracker,
    clock: FakeClock,
    flow: String,
}

impl Story {
    fn new(flow: String, ledger: Arc<dyn Ledger>) -> Self {
        let clock = FakeClock::new(START.into());
        let tracker = FakeTracker::new(Arc::new(clock.clone()));
        let bridge = Bridge::new(Policy::new(flow.as_str(), "SEC"), ledger, Arc::new(tracker.clone()))
            .clock(Arc::new(clock.clone()))
            .adopted(true)
            .owner("conformance");
        Self { bridge, tracker, clock, flow }
    }

    /// What the source says now, sent until it is taken.
    async fn says(&self, key: &str, state: FindingState) -> Verdict<Observation> {
        let mut observation = finding(key, self.clock.now().into());
        observation.state = state;
        let mut last = Ok(Disposition::Deferred);
        for _ in 0..DELIVERIES {
            last = self.bridge.ingest(observation.clone()).await;
            if last.is_ok() {
                return Ok(observation);
            }
        }
        let error = last.err().map_or_else(String::new, |error: BridgeError| error.to_string());
        Err(Why(format!("an observation was refused {DELIVERIES} times: {error}")))
    }

    /// An hour goes by, with a tick each minute.
    async fn hour(&self) -> Verdict {
        for _ in 0..60 {
            self.clock.advance(Duration::from_secs(60));
            // A record that fails stays due.
            let _ = self.bridge.tick(Deadline::none()).await?;
        }
        Ok(())
    }

    async fn stored(&self, ledger: &dyn Ledger, key: &str) -> Verdict<Record> {
        let stored = ledger.get(&record_key(&self.flow, key)).await?;
        stored.map(|(record, _)| record).ok_or_else(|| Why(format!("the record of {key} is gone")))
    }
}

/// Each put of a finding's life loses its answer once, stored or not.
pub(super) async fn lost_answers(case: &Case) -> Verdict {
    for stores in [true, false] {
        for lost in 0..MOST_PUTS {
            let told =
                format!("the answer to put {lost} was lost, and it was{} stored", if stores { "" } else { " not" });
            let puts = life(case, lost, stores).await.map_err(|Why(why)| Why(format!("{told}: {why}")))?;
            if puts <= lost {
                break;
            }
        }
    }
    Ok(())
}

/// A finding appears, ends, and comes back. Gives how many puts that took.
async fn life(case: &Case, lost: usize, stores: bool) -> Verdict<usize> {
    let below = Arc::clone(&case.ledger);
    let unsure = Arc::new(Unsure { below, lost, stores, puts: AtomicUsize::new(0) });
    let ledger: Arc<dyn Ledger> = Arc::<Unsure>::clone(&unsure);
    let story = Story::new(format!("life-{lost}-{stores}"), ledger);
    for (state, open, phase) in [
        (FindingState::Active, 1, Phase::Linked),
        (FindingState::Inactive, 0, Phase::Closed),
        (FindingState::Active, 1, Phase::Linked),
    ] {
        let said = story.says("finding", state).await?;
        story.hour().await?;
        same("tickets", &story.tracker.tickets().len(), &1)?;
        same(&format!("open tickets of a finding that is {state:?}"), &story.tracker.open(), &open)?;
        let record = story.stored(case.ledger.as_ref(), "finding").await?;
        same("the phase", &record.phase, &phase)?;
        same("the newest observation", &record.pending, &Some(said))?;
    }
    same("creates", &story.tracker.calls().iter().filter(|call| **call == "create").count(), &1)?;
    Ok(unsure.puts.load(Ordering::SeqCst))
}

pub(super) async fn stale_indexes(case: &Case) -> Verdict {
    let stale = Arc::new(Stale { below: Arc::clone(&case.ledger), also: Mutex::default(), empty: AtomicUsize::new(0) });
    let story = Story::new("stale".to_owned(), Arc::<Stale>::clone(&stale));
    for key in ["one", "two"] {
        story.says(key, FindingState::Active).await?;
    }
    let two = story.stored(case.ledger.as_ref(), "two").await?;
    *stale.also.lock().unwrap_or_else(PoisonError::into_inner) =
        vec!["stale:nobody".to_owned(), record_key("stale", "two")];
    let ticket = ticket_of(&story.stored(case.ledger.as_ref(), "one").await?)?;
    for (empty, closed) in [(0, true), (1, false), (0, true)] {
        story.clock.advance(Duration::from_secs(60));
        story.tracker.person_edits(&ticket.id, |snapshot| {
            snapshot.closed = closed;
            if closed { "Closed" } else { "Open" }.clone_into(&mut snapshot.status);
        });
        stale.empty.store(empty, Ordering::SeqCst);
        story.bridge.ticket_changed(&ticket).await?;
        let phase = story.stored(case.ledger.as_ref(), "one").await?.phase;
        let wanted = if closed { Phase::Closed } else { Phase::Linked };
        same("the phase after a person changed the ticket", &phase, &wanted)?;
        let _ = story.bridge.tick(Deadline::none()).await?;
        same("a record that a stale index named", &story.stored(case.ledger.as_ref(), "two").await?, &two)?;
    }
    same("tickets", &story.tracker.tickets().len(), &2)
}

fn ticket_of(record: &Record) -> Verdict<TicketRef> {
    record.ticket.clone().ok_or_else(|| Why("the record names no ticket".to_owned()))
}
