//! A whole bridge over the ledger: two workers, each with a client of its own over one table.

use crate::http::{Fault, Server, relay};
use crate::support::{BOTH, StandIn, client};
use aws_sdk_dynamodb::types::AttributeValue;
use saas_api_core::FakeClock;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::{
    Bridge, Deadline, FakeTracker, FindingState, Ledger, Moment, Observation, Phase, Policy, Severity,
};
use ticket_bridge_dynamodb::DynamoLedger;

fn finding(key: &str) -> Observation {
    Observation::new("fake", key, "Public bucket", Severity::High, Moment::from_millis(1_000))
}

async fn worker(address: &str, table: &str, tracker: &FakeTracker, clock: &FakeClock) -> Arc<Bridge> {
    let ledger = Arc::new(DynamoLedger::new(client(address), table));
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), ledger, Arc::new(tracker.clone()));
    let bridge = bridge.clock(Arc::new(clock.clone()));
    assert!(bridge.adopt(Deadline::none()).await.unwrap().is_complete);
    Arc::new(bridge)
}

/// Both workers are given each finding, several times, all at once. Gives how many were taken.
async fn storm(workers: &[Arc<Bridge>; 2], findings: usize) -> usize {
    let deliveries: Vec<_> = (0..findings * 8)
        .map(|number| {
            let (worker, finding) = (Arc::clone(&workers[number % 2]), finding(&format!("orca-{}", number / 8)));
            tokio::spawn(async move { worker.ingest(finding).await.is_ok() })
        })
        .collect();
    let mut taken = 0;
    for delivery in deliveries {
        taken += usize::from(delivery.await.unwrap());
    }
    taken
}

async fn linked(ledger: &DynamoLedger) -> usize {
    ledger.list(Phase::Linked, None, 100).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_with_the_same_finding_at_once_open_one_ticket() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        let clock = FakeClock::new(SystemTime::now());
        let tracker = FakeTracker::new(Arc::new(clock.clone()));
        let address = stand_in.address().unwrap();
        let worker = async || worker(&address, ledger.table(), &tracker, &clock).await;
        let workers = [worker().await, worker().await];
        assert_eq!(storm(&workers, 4).await, 32);
        assert_eq!((tracker.tickets().len(), tracker.open()), (4, 4));
        let _ = workers[0].tick(Deadline::none()).await.unwrap();
        assert_eq!(linked(&ledger).await, 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_whose_answers_are_lost_open_one_ticket_and_lose_nothing() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        let clock = FakeClock::new(SystemTime::now());
        let tracker = FakeTracker::new(Arc::new(clock.clone()));
        let (server, faults) = relay(&stand_in.address().unwrap()).await;
        let worker = async || worker(&server.address, ledger.table(), &tracker, &clock).await;
        let workers = [worker().await, worker().await];
        for number in 0..30 {
            faults.lock().unwrap().push_back(if number % 4 == 3 { Fault::RequestLost } else { Fault::answer_lost() });
        }
        let _some_failed = storm(&workers, 4).await;
        // A source sends again what was not taken.
        faults.lock().unwrap().clear();
        assert_eq!(storm(&workers, 4).await, 32);
        for _ in 0..30 {
            clock.advance(Duration::from_secs(60));
            let _ = workers[0].tick(Deadline::none()).await.unwrap();
        }
        assert_eq!((tracker.tickets().len(), tracker.open()), (4, 4));
        assert_eq!(linked(&ledger).await, 4);
    }
}

/// How many `GetItem`, `PutItem` and `Query` came since.
fn cost(server: &Server, begun: usize) -> [usize; 3] {
    let calls = server.calls().split_off(begun);
    let cost = ["GetItem", "PutItem", "Query"].map(|call| calls.iter().filter(|seen| *seen == call).count());
    assert_eq!(cost.iter().sum::<usize>(), calls.len(), "{calls:?}");
    cost
}

#[tokio::test]
async fn the_requests_of_a_findings_life_are_those_of_the_readme() {
    for stand_in in BOTH {
        let Some(ledger) = stand_in.ledger().await else { continue };
        let clock = FakeClock::new(SystemTime::now());
        let tracker = FakeTracker::new(Arc::new(clock.clone()));
        let (server, _faults) = relay(&stand_in.address().unwrap()).await;
        let worker = worker(&server.address, ledger.table(), &tracker, &clock).await;
        let mut begun = server.calls().len();
        for (what, wanted) in [("new", [2, 2, 0]), ("again", [1, 0, 0])] {
            let _ = worker.ingest(finding("orca-1")).await.unwrap();
            assert_eq!(cost(&server, begun), wanted, "{what}");
            begun = server.calls().len();
        }
        let _ = worker.tick(Deadline::none()).await.unwrap();
        assert_eq!(cost(&server, begun), [0, 0, 4], "tick");
        assert_eq!(tracker.open(), 1);
    }
}

#[tokio::test]
async fn the_record_of_a_finding_that_is_over_may_expire() {
    let Some(ledger) = StandIn::Moto.ledger().await else { return };
    let clock = FakeClock::new(SystemTime::now());
    let tracker = FakeTracker::new(Arc::new(clock.clone()));
    let address = StandIn::Moto.address().unwrap();
    let worker = worker(&address, ledger.table(), &tracker, &clock).await;
    let expires = async || {
        let request = client(&address).get_item().table_name(ledger.table()).consistent_read(true);
        let request = request.key("pk", AttributeValue::S("record#alerts:orca-1".to_owned()));
        request.send().await.unwrap().item.unwrap().remove("expires")
    };
    worker.ingest(finding("orca-1")).await.unwrap();
    assert_eq!(expires().await, None);
    clock.advance(Duration::from_secs(60));
    let mut over = finding("orca-1");
    (over.state, over.observed_at) = (FindingState::Inactive, Moment::from_millis(2_000));
    worker.ingest(over).await.unwrap();
    for _ in 0..5 {
        clock.advance(Duration::from_secs(3600));
        let _ = worker.tick(Deadline::none()).await.unwrap();
    }
    let (record, _) = ledger.get("alerts:orca-1").await.unwrap().unwrap();
    let wanted = record.expires_at.unwrap().as_millis().div_ceil(1000);
    assert_eq!((record.phase, expires().await), (Phase::Closed, Some(AttributeValue::N(wanted.to_string()))));
}
