//! Indexes that lag are within the contract, for as long as they say.

use async_trait::async_trait;
use saas_api_core::{Clock, FakeClock};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};
use ticket_bridge::conformance::{self, Setting};
use ticket_bridge::{Expected, Ledger, LedgerFailed, MemoryLedger, Moment, Phase, Put, Record, Rev, TicketRef};

/// A ledger whose indexes show each put after a while.
#[derive(Debug)]
struct Lagging {
    now: MemoryLedger,
    /// Puts that the indexes do not show yet.
    unshown: Mutex<Vec<(SystemTime, Record)>>,
    shown: MemoryLedger,
    clock: FakeClock,
    lag: Duration,
}

impl Lagging {
    async fn index(&self) -> &MemoryLedger {
        let (now, mut ripe) = (self.clock.now(), Vec::new());
        self.unshown.lock().unwrap().retain(|(at, record)| {
            let is_unripe = *at + self.lag > now;
            if !is_unripe {
                ripe.push(record.clone());
            }
            is_unripe
        });
        for record in ripe {
            let expected = self.shown.get(&record.pk).await.unwrap();
            let expected = expected.map_or(Expected::Absent, |(_, rev)| Expected::Rev(rev));
            assert_ne!(self.shown.put(expected, &record).await.unwrap(), Put::Lost);
        }
        &self.shown
    }
}

#[async_trait]
impl Ledger for Lagging {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.now.get(pk).await
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let put = self.now.put(expected, record).await?;
        if put != Put::Lost {
            self.unshown.lock().unwrap().push((self.clock.now(), record.clone()));
        }
        Ok(put)
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.index().await.due(now, limit).await
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.index().await.list(phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.index().await.by_ticket(destination, ticket_id).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.now.take(bucket, most, window, now).await
    }
}

async fn broken_with(lag: u64, staleness: u64) -> Vec<&'static str> {
    let clock = FakeClock::new(SystemTime::now());
    let setting = Setting::new().staleness(Duration::from_secs(staleness)).clock(Arc::new(clock.clone()));
    let make = async || {
        let (now, shown, unshown) = (MemoryLedger::new(), MemoryLedger::new(), Mutex::default());
        let lag = Duration::from_secs(lag);
        Arc::new(Lagging { now, unshown, shown, clock: clock.clone(), lag }) as Arc<dyn Ledger>
    };
    let report = conformance::ledger(make, &setting).await;
    report.broken().iter().map(|broken| broken.rule).filter(|rule| !rule.starts_with("bridge:")).collect()
}

#[tokio::test]
async fn an_index_may_lag_for_as_long_as_it_says_and_no_longer() {
    assert_eq!(broken_with(3, 4).await, Vec::<&str>::new());
    let broken = broken_with(3, 2).await;
    assert!(broken.iter().any(|rule| rule.starts_with("due:")), "{broken:?}");
    assert!(broken.iter().any(|rule| rule.starts_with("list:")), "{broken:?}");
    assert!(broken.iter().any(|rule| rule.starts_with("by_ticket:")), "{broken:?}");
}

/// The time of many questions of each kind.
async fn asked(records: u32) -> Duration {
    let ledger = MemoryLedger::new();
    for number in 0..records {
        let text = format!(
            r#"{{"v":1,"pk":"alerts:{number:06}","destination":"SEC","recurrence":0,"phase":"linked","wake_at":{number}}}"#
        );
        let mut record = Record::from_json(&text).unwrap();
        record.ticket = Some(TicketRef::new(number.to_string(), "SEC-1"));
        assert_ne!(ledger.put(Expected::Absent, &record).await.unwrap(), Put::Lost);
    }
    let begun = Instant::now();
    for _ in 0..300 {
        assert_eq!(ledger.due(Moment::from_millis(u64::MAX), 3).await.unwrap().len(), 3);
        assert_eq!(ledger.list(Phase::Linked, Some("alerts:000050"), 3).await.unwrap().len(), 3);
        assert_eq!(ledger.list(Phase::Closed, None, 3).await.unwrap().len(), 0);
        assert_eq!(ledger.by_ticket("SEC", "77").await.unwrap(), ["alerts:000077"]);
    }
    begun.elapsed()
}

#[tokio::test]
async fn no_question_to_the_ledger_in_memory_looks_at_all_records() {
    let (few, many) = (asked(100).await, asked(40_000).await);
    // A scan would take 400 times as long.
    assert!(many < few * 60, "{few:?} for 100 records, {many:?} for 40000");
}

#[tokio::test]
async fn windows_that_are_long_over_are_forgotten_and_grant_nothing() {
    let (ledger, window) = (MemoryLedger::new(), Duration::from_secs(1));
    let take = async |second: u64| ledger.take("a", 1, window, Moment::from_millis(second * 1000)).await.unwrap();
    for second in 100..200 {
        assert!(take(second).await);
    }
    assert!(!take(100).await, "what was taken then is forgotten");
    assert!(!take(199).await);
    assert!(take(200).await);
}

#[tokio::test]
async fn no_two_ledgers_give_the_same_revision() {
    let record =
        Record::from_json(r#"{"v":1,"pk":"a:b","destination":"SEC","recurrence":0,"phase":"linked"}"#).unwrap();
    let (one, other) = (MemoryLedger::new(), MemoryLedger::new());
    let Put::Won(rev) = one.put(Expected::Absent, &record).await.unwrap() else { panic!("it is the first") };
    assert_ne!(other.put(Expected::Absent, &record).await.unwrap(), Put::Lost);
    assert_eq!(other.put(Expected::Rev(rev), &record).await.unwrap(), Put::Lost);
}
