//! Two flows over one ledger leave each other's records alone.

use saas_api_core::FakeClock;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::intake::{Intake, Item};
use ticket_bridge::{
    Bridge, BridgeError, Deadline, FakeFault, FakeSource, FakeTracker, Ledger, MemoryLedger, Moment, Observation,
    Phase, Policy, Rejection, Severity,
};

struct Flow {
    bridge: Bridge,
    tracker: FakeTracker,
    source: FakeSource,
}

fn flow(name: &str, destination: &str, ledger: &MemoryLedger, clock: &FakeClock) -> Flow {
    let tracker = FakeTracker::new(Arc::new(clock.clone()));
    let source = FakeSource::new(Arc::new(clock.clone()));
    let bridge = Bridge::new(Policy::new(name, destination), Arc::new(ledger.clone()), Arc::new(tracker.clone()))
        .source(Arc::new(source.clone()))
        .clock(Arc::new(clock.clone()))
        .adopted(true);
    Flow { bridge, tracker, source }
}

fn finding(key: &str) -> Observation {
    Observation::new("fake", key, "Public bucket", Severity::High, Moment::from_millis(1_000))
}

#[tokio::test]
async fn a_tick_does_only_what_is_due_in_its_own_flow() {
    let (ledger, clock) = (MemoryLedger::new(), FakeClock::new(SystemTime::now()));
    let one = flow("one", "SEC", &ledger, &clock);
    // Names that begin alike are two flows.
    let two = flow("one:two", "OPS", &ledger, &clock);
    for (flow, key) in [(&one, "orca-1"), (&two, "orca-2")] {
        flow.tracker.fault(FakeFault::NotSent(Some(Duration::from_secs(60))));
        flow.bridge.ingest(finding(key)).await.unwrap();
    }
    clock.advance(Duration::from_secs(61));
    assert_eq!(two.bridge.tick(Deadline::none()).await.unwrap().woken, 1);
    assert_eq!((one.tracker.open(), two.tracker.open()), (0, 1));
    assert_eq!(two.tracker.tickets()[0].marker, "orca-2");
    assert_eq!(one.bridge.tick(Deadline::none()).await.unwrap().woken, 1);
    assert_eq!((one.tracker.open(), two.tracker.open()), (1, 1));
}

#[tokio::test]
async fn a_tick_finds_its_own_behind_many_of_another_flow() {
    let (ledger, clock) = (MemoryLedger::new(), FakeClock::new(SystemTime::now()));
    let (one, two) = (flow("one", "SEC", &ledger, &clock), flow("two", "OPS", &ledger, &clock));
    for number in 0..250 {
        one.tracker.fault(FakeFault::NotSent(Some(Duration::from_secs(60))));
        one.bridge.ingest(finding(&format!("orca-{number}"))).await.unwrap();
    }
    clock.advance(Duration::from_secs(1));
    two.tracker.fault(FakeFault::NotSent(Some(Duration::from_secs(60))));
    two.bridge.ingest(finding("orca-1")).await.unwrap();
    clock.advance(Duration::from_secs(61));
    assert_eq!(two.bridge.tick(Deadline::none()).await.unwrap().woken, 1);
    assert_eq!((one.tracker.open(), two.tracker.open()), (0, 1));
}

#[tokio::test]
async fn a_ticket_of_another_flow_in_the_same_destination_is_not_closed_at_this_source() {
    let (ledger, clock) = (MemoryLedger::new(), FakeClock::new(SystemTime::now()));
    let one = flow("one", "SEC", &ledger, &clock);
    let mut two = flow("two", "SEC", &ledger, &clock);
    // One tracker, two sources.
    two.bridge = Bridge::new(Policy::new("two", "SEC"), Arc::new(ledger.clone()), Arc::new(one.tracker.clone()))
        .source(Arc::new(two.source.clone()))
        .clock(Arc::new(clock.clone()))
        .adopted(true);
    one.source.set(finding("orca-1"));
    two.source.set(finding("orca-1"));
    one.bridge.ingest(finding("orca-1")).await.unwrap();
    let ticket = one.tracker.tickets()[0].snapshot.ticket.clone();
    clock.advance(Duration::from_secs(60));
    one.tracker.person_edits(&ticket.id, |snapshot| {
        snapshot.closed = true;
        "Closed".clone_into(&mut snapshot.status);
    });
    clock.advance(Duration::from_secs(60));
    two.bridge.ticket_changed(&ticket).await.unwrap();
    assert!(two.source.writes().is_empty());
    assert_eq!(ledger.get("one:orca-1").await.unwrap().unwrap().0.phase, Phase::Linked);
    one.bridge.ticket_changed(&ticket).await.unwrap();
    assert_eq!((one.source.writes().len(), two.source.writes().len()), (1, 0));
    assert_eq!(ledger.get("one:orca-1").await.unwrap().unwrap().0.phase, Phase::Closed);
}

#[tokio::test]
async fn an_operator_of_one_flow_cannot_replay_a_dead_letter_of_another() {
    let (ledger, clock) = (MemoryLedger::new(), FakeClock::new(SystemTime::now()));
    let (one, two) = (flow("one", "SEC", &ledger, &clock), flow("two", "OPS", &ledger, &clock));
    one.tracker.fault(FakeFault::Rejected(Rejection::item("too long")));
    one.bridge.ingest(finding("orca-1")).await.unwrap();
    let dead = ledger.list(Phase::DeadLetter, None, 10).await.unwrap();
    let refused = two.bridge.replay(&dead[0], &Nothing).await.unwrap_err();
    assert_eq!(refused, BridgeError::NoRecord { pk: dead[0].clone() });
    one.bridge.replay(&dead[0], &Nothing).await.unwrap();
    assert_eq!((one.tracker.open(), two.tracker.open()), (1, 0));
}

/// An intake that reads nothing.
#[derive(Debug)]
struct Nothing;

impl Intake for Nothing {
    fn read(&self, _body: &serde_json::Value) -> Vec<Item> {
        vec![Item::Skipped("of no flow")]
    }
}
