//! Work over many records, and what keeps it within its limits: adoption, reconciliation, deadlines, budgets, pacing.

use crate::handling::{Keys, batch};
use crate::support::{Fault, World, active, inactive, only, secs};
use async_trait::async_trait;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use ticket_bridge::engine::Disposition;
use ticket_bridge::*;

#[tokio::test]
async fn adoption_links_what_is_there_lists_what_is_ambiguous_and_ends_the_probing() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    for (marker, status) in [
        ("orca-1", "Open"),
        ("orca-2", "Closed"),
        ("orca-3", "Closed"),
        ("orca-3", "Open"),
        ("orca-4", "Open"),
        ("orca-4", "Open"),
    ] {
        world.foreign_ticket(marker, status);
    }
    let bridge = world.bridge(&ledger).adopted(false);
    let adopted = bridge.adopt(Deadline::none()).await.unwrap();
    assert_eq!((adopted.tickets, adopted.linked, adopted.is_complete), (6, 3, true));
    assert_eq!(
        adopted.ambiguous.iter().map(|(pk, keys)| (&**pk, keys.len())).collect::<Vec<_>>(),
        [("alerts:orca-4", 2)]
    );
    world.calls();
    for key in ["orca-1", "orca-3", "orca-5"] {
        bridge.ingest(active(key, 0)).await.unwrap();
    }
    assert_eq!(world.calls(), ["create"], "only what has no ticket, and without a look");
    assert_eq!(bridge.adopt(Deadline::none()).await.unwrap().linked, 0);
}

#[tokio::test]
async fn a_ledger_that_was_lost_is_refilled_and_no_second_ticket_is_made() {
    let world = World::new();
    let first = MemoryLedger::new();
    for key in ["orca-1", "orca-12", "orca-123"] {
        world.bridge(&first).ingest(active(key, 0)).await.unwrap();
    }
    for adopts in [true, false] {
        let ledger = MemoryLedger::new();
        let bridge = world.bridge(&ledger).adopted(false);
        if adopts {
            bridge.adopt(Deadline::none()).await.unwrap();
        }
        for key in ["orca-1", "orca-12", "orca-123"] {
            assert_eq!(bridge.ingest(active(key, 0)).await.unwrap(), Disposition::Linked);
        }
        assert_eq!(world.tickets().len(), 3);
    }
}

#[tokio::test]
async fn what_no_webhook_told_is_seen_by_reconciliation() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    for index in 0..5 {
        bridge.ingest(active(&format!("orca-{index}"), 0)).await.unwrap();
    }
    world.pass(secs(3600));
    world.person_sets(3, "Closed");
    let reconciled = bridge.reconcile(Deadline::none()).await.unwrap();
    assert_eq!((reconciled.tickets, reconciled.changed, reconciled.is_complete), (5, 1, true));
    assert_eq!(world.state.lock().unwrap().closed_findings, ["orca-3"]);
    // Two days later only what was changed since is looked at, with a day's slack.
    world.pass(secs(48 * 3600));
    bridge.reconcile(Deadline::none()).await.unwrap();
    world.pass(secs(48 * 3600));
    assert_eq!(bridge.reconcile(Deadline::none()).await.unwrap().tickets, 0);
}

/// Outside the assumptions: the first ticket shows only after the second was made.
#[tokio::test]
async fn a_second_ticket_is_reported_and_closed_when_reconciliation_sees_it() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.state.lock().unwrap().lag = 1_200_000;
    world.fault(Fault::LostAnswer);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    while world.tickets().len() < 2 {
        world.pass(secs(30));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!(only(&ledger).ticket.unwrap().key, "SEC-2");
    world.pass(secs(1200));
    bridge.reconcile(Deadline::none()).await.unwrap();
    assert!(world.notices().contains(&NoticeKind::Duplicate));
    bridge.tick(Deadline::none()).await.unwrap();
    let open: Vec<_> = world.tickets().into_iter().filter(|ticket| !ticket.snapshot.closed).collect();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].snapshot.ticket.key.as_str(), only(&ledger).strays.len()), ("SEC-2", 0));
}

#[tokio::test]
async fn an_invocation_that_begins_too_late_fails_with_what_to_do() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let deadline = Deadline::at(world.now().after(Duration::from_millis(4_999)));
    let error = world.bridge(&ledger).handle(&Keys, &batch(&["{}"]), deadline).await.unwrap_err();
    assert_eq!(error, BridgeError::NoTime);
    assert!(error.to_string().contains("raise the function timeout"));
    assert_eq!(ledger.records().len(), 0);
}

/// A tracker whose creates take their time, and are counted.
#[derive(Debug)]
struct Timed {
    world: World,
    takes: Duration,
    under_way: AtomicU32,
    most_at_once: AtomicU32,
    /// When each was sent, and how long it might have taken.
    sent: Mutex<Vec<(Moment, Moment)>>,
}

impl Timed {
    fn new(world: &World, takes: Duration) -> Arc<Self> {
        let (under_way, most_at_once) = (AtomicU32::new(0), AtomicU32::new(0));
        Arc::new(Self { world: world.clone(), takes, under_way, most_at_once, sent: Mutex::default() })
    }

    fn sent(&self) -> Vec<(Moment, Moment)> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait]
impl TicketTracker for Timed {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(under_way, Ordering::SeqCst);
        self.sent.lock().unwrap().push((self.world.now(), draft.send_by));
        tokio::task::yield_now().await;
        let outcome = TicketTracker::create(&self.world, draft).await;
        self.world.pass(self.takes);
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        outcome
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        TicketTracker::write(&self.world, write).await
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        TicketTracker::read(&self.world, ticket, op).await
    }

    async fn probe(&self, marker: &str) -> Probe {
        self.world.probe(marker).await
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        self.world.evidence(marker, attempts, since).await
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        self.world.page(since, cursor).await
    }
}

#[tokio::test]
async fn nothing_is_sent_below_the_floor_and_all_of_it_is_stored_and_done_by_a_tick() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let slow = Timed::new(&world, secs(3));
    let tracker = Arc::clone(&slow) as Arc<dyn TicketTracker>;
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(ledger.clone()), tracker);
    let bridge = bridge.clock(world.clock()).adopted(true).concurrency(1);
    let begun = world.now();
    let bodies: Vec<String> = (0..10).map(|index| format!(r#"{{"keys": ["k{index}"]}}"#)).collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let answer = bridge.handle(&Keys, &batch(&bodies), Deadline::at(begun.after(secs(15)))).await.unwrap();
    assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
    // 15, 12, 9 and 6 seconds are left; 3 are not enough. No answer is waited for beyond the last second.
    let answered_by: Vec<_> = slow.sent().into_iter().map(|(_, send_by)| send_by).collect();
    assert_eq!(answered_by, vec![begun.after(secs(14)); 4]);
    assert_eq!((world.tickets().len(), ledger.records().iter().filter(|r| r.phase == Phase::Deferred).count()), (4, 6));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(world.tickets().len(), 10);
}

#[tokio::test]
async fn a_flow_without_a_tick_names_what_waits_so_that_it_comes_again() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger).deferral(Deferral::Redeliver).concurrency(1);
    let bodies: Vec<String> = (0..10)
        .map(|index| if index == 5 { "no json".to_owned() } else { format!(r#"{{"keys": ["k{index}"]}}"#) })
        .collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    for _ in 0..2 {
        world.fault(Fault::NotSent(30));
    }
    let answer = bridge.handle(&Keys, &batch(&bodies), Deadline::none()).await.unwrap();
    assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"m0"},{"itemIdentifier":"m1"}]}"#);
    let dead = ledger.records().into_iter().filter(|record| record.phase == Phase::DeadLetter).count();
    assert_eq!((world.tickets().len(), dead), (7, 1));
    world.pass(secs(31));
    let again = bridge.handle(&Keys, &batch(&bodies[..2]), Deadline::none()).await.unwrap();
    assert_eq!(again.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
    assert_eq!(world.tickets().len(), 9);
}

#[tokio::test]
async fn a_storm_opens_no_more_tickets_than_its_budget_and_loses_none() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let mut policy = Policy::new("alerts", "SEC");
    policy.storm = Some(Budget::new(5, secs(600)));
    let workers = [world.bridge_with(&ledger, policy.clone()), world.bridge_with(&ledger, policy)];
    for index in 0..12 {
        workers[index % 2].ingest(active(&format!("orca-{index}"), 0)).await.unwrap();
    }
    assert_eq!(world.tickets().len(), 5);
    for expected in [10, 12] {
        world.pass(secs(600));
        workers[0].tick(Deadline::none()).await.unwrap();
        assert_eq!(world.tickets().len(), expected);
    }
}

#[tokio::test]
async fn one_write_is_in_flight_unless_more_are_allowed_and_spacing_is_kept() {
    let bridge_of = |tracker: &Arc<Timed>, pacing| {
        let (ledger, tracker) = (Arc::new(MemoryLedger::new()), Arc::clone(tracker));
        let bridge = Bridge::new(Policy::new("alerts", "SEC"), ledger, Arc::clone(&tracker) as Arc<dyn TicketTracker>);
        bridge.clock(tracker.world.clock()).adopted(true).pacing(pacing)
    };
    for (pacing, most) in [(Pacing::new(), 1), (Pacing::of(3, Duration::ZERO, None), 3)] {
        let tracker = Timed::new(&World::new(), Duration::ZERO);
        let keys: Vec<String> = (0..20).map(|index| format!("\"k{index}\"")).collect();
        let body = format!(r#"{{"keys": [{}]}}"#, keys.join(","));
        bridge_of(&tracker, pacing).handle(&Keys, body.as_bytes(), Deadline::none()).await.unwrap();
        assert_eq!((tracker.sent().len(), tracker.most_at_once.load(Ordering::SeqCst)), (20, most));
    }
    let tracker = Timed::new(&World::new(), Duration::ZERO);
    let bridge = bridge_of(&tracker, Pacing::of(1, secs(2), None));
    for index in 0..4 {
        bridge.ingest(active(&format!("orca-{index}"), 0)).await.unwrap();
    }
    let sent = tracker.sent();
    assert!(sent.windows(2).all(|pair| pair[0].0.until(pair[1].0) >= secs(2)), "{sent:?}");
}

#[tokio::test]
async fn instances_that_share_a_budget_stay_within_it() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let worker = || world.bridge(&ledger).pacing(Pacing::shared("backlog-key", Budget::new(3, secs(60))));
    let workers = [worker(), worker()];
    for index in 0..8 {
        workers[index % 2].ingest(active(&format!("orca-{index}"), 0)).await.unwrap();
    }
    assert_eq!(world.tickets().len(), 3);
    for expected in [6, 8] {
        world.pass(secs(60));
        workers[0].tick(Deadline::none()).await.unwrap();
        assert_eq!(world.tickets().len(), expected);
    }
}

/// A record that a newer version wrote is left alone, and what comes for it is kept beside it.
#[tokio::test]
async fn what_an_older_version_cannot_read_waits_for_the_newer() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    let (mut record, rev) = ledger.get("alerts:orca-1").await.unwrap().unwrap();
    record.v = RECORD_VERSION + 1;
    let Put::Won(rev) = ledger.put(Expected::Rev(rev), &record).await.unwrap() else { panic!("won") };
    assert_eq!(bridge.ingest(inactive("orca-1", 60)).await.unwrap(), Disposition::Deferred);
    assert_eq!(ledger.get("alerts:orca-1").await.unwrap().unwrap().0, record);
    world.pass(secs(301));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(world.open_tickets(), 1);
    record.v = RECORD_VERSION;
    assert!(matches!(ledger.put(Expected::Rev(rev), &record).await.unwrap(), Put::Won(_)));
    world.pass(secs(301));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.open_tickets(), ledger.get("alerts:orca-1").await.unwrap().unwrap().0.phase), (0, Phase::Closed));
}

/// What looks on is told each decision, each call, and one record per item.
#[derive(Debug, Default)]
struct Notes(Mutex<Vec<String>>);

impl Watch for Notes {
    fn decided(&self, decided: &Decided<'_>) {
        self.0.lock().unwrap().push(format!("row {}", decided.row));
    }

    fn called(&self, called: &Called) {
        self.0.lock().unwrap().push(format!("{} {}", called.call, called.outcome));
    }

    fn settled(&self, settled: &Settled) {
        let mut settled = serde_json::to_value(settled).unwrap();
        settled.as_object_mut().unwrap().remove("at");
        self.0.lock().unwrap().push(settled.to_string());
    }
}

#[tokio::test]
async fn each_item_leaves_one_decision_record() {
    let (world, ledger, notes) = (World::new(), MemoryLedger::new(), Arc::new(Notes::default()));
    let bridge = world.bridge(&ledger).watch(Arc::clone(&notes) as Arc<dyn Watch>);
    world.fault(Fault::LostAnswer);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    bridge.ingest(inactive("orca-2", 0)).await.unwrap();
    // What is no finding has one too.
    bridge.handle(&Keys, br#"{"keys": [7, null]}"#, Deadline::none()).await.unwrap();
    let mut notes = notes.0.lock().unwrap().clone();
    let no_findings = notes.split_off(notes.len() - 2);
    assert!(no_findings[0].contains(r#""disposition":"dead_letter","pk":"!dead:"#), "{no_findings:?}");
    assert!(
        no_findings[1].contains(r#""disposition":"ignored","pk":"","rows":[],"took_ms":0,"why":"null""#),
        "{no_findings:?}"
    );
    assert_eq!(
        notes,
        [
            "row 1",
            "create in_doubt",
            "row 5",
            "evidence done",
            "notify done",
            "row 7",
            "notify done",
            "row n",
            "row n",
            r#"{"calls":4,"disposition":"linked","pk":"alerts:orca-1","rows":["1","5","7","n","n"],"took_ms":0}"#,
            "row 1c",
            r#"{"calls":0,"disposition":"ignored","pk":"alerts:orca-2","rows":["1c"],"took_ms":0,"why":"the finding is not active"}"#,
        ]
    );
}

/// Each page of a long reading is a call that is told: progress is made of them.
#[tokio::test]
async fn pages_are_told_to_who_looks_on() {
    let (world, ledger, notes) = (World::new(), MemoryLedger::new(), Arc::new(Notes::default()));
    let bridge = world.bridge(&ledger).watch(Arc::clone(&notes) as Arc<dyn Watch>);
    bridge.adopt(Deadline::none()).await.unwrap();
    bridge.reconcile(Deadline::none()).await.unwrap();
    let notes = notes.0.lock().unwrap().clone();
    assert_eq!(notes.iter().filter(|note| *note == "page done").count(), 2, "{notes:?}");
}

/// Without a tick it is the message that comes again which wakes the record, until nothing is owed.
#[tokio::test]
async fn a_message_of_a_flow_without_a_tick_comes_again_until_its_ticket_is_there() {
    for fault in [Fault::NotSent(90), Fault::LostAnswer, Fault::LostRequest] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let bridge = world.bridge(&ledger).deferral(Deferral::Redeliver);
        world.state.lock().unwrap().lag = 100_000;
        world.fault(fault.clone());
        let (mut deliveries, message) = (0, batch(&[r#"{"keys": ["k"]}"#]));
        loop {
            deliveries += 1;
            let answer = bridge.handle(&Keys, &message, Deadline::none()).await.unwrap();
            if answer.to_json().unwrap() == r#"{"batchItemFailures":[]}"# {
                break;
            }
            assert!(deliveries < 60, "{fault:?}: {:?}", only(&ledger));
            world.pass(secs(30));
        }
        assert!(deliveries > 2, "{fault:?}");
        assert_eq!((only(&ledger).phase, world.tickets().len()), (Phase::Linked, 1), "{fault:?}");
    }
}

/// A read that hangs does not outlive the invocation.
#[derive(Debug)]
struct Hanging(World);

#[async_trait]
impl TicketTracker for Hanging {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        TicketTracker::create(&self.0, draft).await
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        TicketTracker::write(&self.0, write).await
    }

    async fn read(&self, _ticket: &TicketRef, _op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        std::future::pending().await
    }

    async fn probe(&self, _marker: &str) -> Probe {
        std::future::pending().await
    }

    async fn evidence(&self, _marker: &str, _attempts: &[AttemptId], _since: Moment) -> Evidence {
        std::future::pending().await
    }

    async fn page(&self, _since: Option<Moment>, _cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_read_that_hangs_ends_before_the_deadline_and_what_it_was_for_is_stored() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(ledger.clone()), Arc::new(Hanging(world.clone())));
    let bridge = bridge.clock(world.clock());
    let begun = world.now();
    let deadline = || Deadline::at(world.now().after(secs(10)));
    bridge.ingest_by(active("orca-1", 0), deadline()).await.unwrap();
    assert_eq!((only(&ledger).phase, begun.until(world.now())), (Phase::Deferred, secs(9)));
    assert!(!bridge.adopt(deadline()).await.unwrap().is_complete);
    assert!(!bridge.reconcile(deadline()).await.unwrap().is_complete);
    assert!(bridge.ticket_changed_by(&TicketRef::new("1", "SEC-1"), deadline()).await.is_err());
}
