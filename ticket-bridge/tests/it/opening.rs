//! Rows 1 to 10: one finding, one ticket, whatever happens on the way.

use crate::support::{Fault, World, active, inactive, only, secs};
use std::sync::Arc;
use ticket_bridge::engine::Disposition;
use ticket_bridge::*;

#[tokio::test]
async fn a_new_finding_opens_one_ticket_with_one_call_and_a_repeat_opens_nothing_with_none() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    assert_eq!(bridge.ingest(active("orca-12", 0)).await.unwrap(), Disposition::Linked);
    assert_eq!(world.calls(), ["create"]);
    for _ in 0..20 {
        assert_eq!(bridge.ingest(active("orca-12", 0)).await.unwrap(), Disposition::Attached);
    }
    assert_eq!((world.calls().len(), world.open_tickets()), (0, 1));
    let record = only(&ledger);
    assert_eq!((record.phase, record.ticket.unwrap().key), (Phase::Linked, "SEC-1".to_owned()));
    assert_eq!(world.notices(), [NoticeKind::Opened]);
}

#[tokio::test]
async fn similar_keys_are_two_findings() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    bridge.ingest(active("orca-12", 0)).await.unwrap();
    bridge.ingest(active("orca-123", 0)).await.unwrap();
    assert_eq!((world.open_tickets(), ledger.records().len()), (2, 2));
}

#[tokio::test]
async fn sixty_four_deliveries_at_once_from_eight_workers_open_one_ticket() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let workers: Vec<_> = (0..8).map(|_| Arc::new(world.bridge(&ledger))).collect();
    let deliveries = (0..64).map(|index| {
        let worker = Arc::clone(&workers[index % 8]);
        tokio::spawn(async move { worker.ingest(active("orca-1", 0)).await })
    });
    for delivery in deliveries.collect::<Vec<_>>() {
        delivery.await.unwrap().unwrap();
    }
    assert_eq!(world.calls(), ["create"]);
}

#[tokio::test]
async fn what_is_not_active_or_not_bad_enough_opens_nothing() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let mut policy = Policy::new("alerts", "SEC");
    policy.opens_from = Severity::High;
    let bridge = world.bridge_with(&ledger, policy);
    let mut low = active("orca-2", 0);
    low.severity = Severity::Low;
    let mut unknown = active("orca-3", 0);
    unknown.severity = Severity::from("catastrophic");
    assert!(matches!(bridge.ingest(inactive("orca-1", 0)).await.unwrap(), Disposition::Ignored(_)));
    assert!(matches!(bridge.ingest(low).await.unwrap(), Disposition::Ignored(_)));
    assert_eq!(world.calls().len(), 0);
    bridge.ingest(unknown).await.unwrap();
    assert_eq!(world.open_tickets(), 1);
}

#[tokio::test]
async fn a_muted_finding_opens_its_ticket_when_the_rule_ends() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let mut policy = Policy::new("alerts", "SEC");
    let rule = serde_json::json!({"until": world.now().after(secs(3600)), "reason": "maintenance"});
    policy.mutes.push(MuteRule::new(serde_json::from_value(rule).unwrap()).key("orca-1"));
    let bridge = world.bridge_with(&ledger, policy);
    assert_eq!(bridge.ingest(active("orca-1", 0)).await.unwrap(), Disposition::Muted);
    assert_eq!((only(&ledger).phase, only(&ledger).mute.unwrap().reason), (Phase::Deferred, "maintenance".to_owned()));
    world.pass(secs(3601));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Linked, 1));
}

#[tokio::test]
async fn a_create_that_was_not_sent_waits_and_is_made_then() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::NotSent(120));
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Deferred, 0));
    assert_eq!(bridge.ingest(active("orca-1", 5)).await.unwrap(), Disposition::Deferred);
    world.pass(secs(119));
    assert_eq!(bridge.tick(Deadline::none()).await.unwrap().woken, 0);
    world.pass(secs(1));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(world.open_tickets(), 1);
    assert_eq!(only(&ledger).pending.unwrap().observed_at, active("orca-1", 5).observed_at);
}

#[tokio::test]
async fn a_finding_that_is_over_before_its_ticket_opens_none() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::NotSent(60));
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    bridge.ingest(inactive("orca-1", 5)).await.unwrap();
    world.pass(secs(61));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((only(&ledger).phase, world.tickets().len()), (Phase::Closed, 0));
    bridge.ingest(active("orca-1", 100)).await.unwrap();
    assert_eq!((only(&ledger).phase, only(&ledger).recurrence, world.open_tickets()), (Phase::Linked, 0, 1));
}

#[tokio::test]
async fn a_refused_item_is_kept_for_a_person_and_a_refused_configuration_waits() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::Rejected(Rejection::item("summary is too long")));
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    assert_eq!(
        (only(&ledger).phase, only(&ledger).problem.as_deref()),
        (Phase::DeadLetter, Some("summary is too long"))
    );
    assert_eq!(bridge.ingest(active("orca-1", 9)).await.unwrap(), Disposition::DeadLetter);

    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    for _ in 0..2 {
        world.fault(Fault::Rejected(Rejection::configuration("no such project")));
    }
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    world.pass(secs(61));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((only(&ledger).phase, world.notices()), (Phase::Deferred, vec![NoticeKind::Configuration]));
    // The circuit was opened twice: the second pause is twice as long.
    world.pass(secs(119));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(world.open_tickets(), 0);
    world.pass(secs(2));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(world.open_tickets(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_looked_for_and_never_repeated_blindly() {
    // Shown at once, just before the limit of A2, and just as the second look comes.
    for hidden in [0, 599, 300] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let bridge = world.bridge(&ledger);
        world.state.lock().unwrap().lag = hidden * 1000;
        world.fault(Fault::LostAnswer);
        bridge.ingest(active("orca-1", 0)).await.unwrap();
        for _ in 0..40 {
            world.pass(secs(30));
            bridge.tick(Deadline::none()).await.unwrap();
            bridge.ingest(active("orca-1", 0)).await.unwrap();
        }
        assert_eq!((world.tickets().len(), only(&ledger).phase), (1, Phase::Linked), "hidden for {hidden} s");
        assert_eq!(world.notices(), [NoticeKind::InDoubt, NoticeKind::Opened]);
    }
}

#[tokio::test]
async fn a_lost_request_is_made_again_only_after_the_first_can_no_longer_show() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::LostRequest);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    let policy = Policy::new("alerts", "SEC");
    let settles = policy.send_window + policy.commit_within + policy.shows_within + policy.clock_skew;
    let mut creates = Vec::new();
    for second in (0..1_000).step_by(5) {
        bridge.tick(Deadline::none()).await.unwrap();
        if world.calls().contains(&"create") {
            creates.push(second);
        }
        world.pass(secs(5));
    }
    assert_eq!(creates[0], 0);
    assert_eq!(creates.len(), 2);
    assert!(secs(creates[1]) >= settles, "{creates:?}");
    assert_eq!(world.open_tickets(), 1);
}

#[tokio::test]
async fn a_failed_read_is_not_taken_for_none() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::LostAnswer);
    world.state.lock().unwrap().unreadable = 30;
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    for _ in 0..60 {
        world.pass(secs(60));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!((world.tickets().len(), only(&ledger).phase), (1, Phase::Linked));
}

#[tokio::test]
async fn a_doubt_that_stays_can_be_left_to_a_person() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let mut policy = Policy::new("alerts", "SEC");
    policy.unresolved = Unresolved::AskPerson;
    let bridge = world.bridge_with(&ledger, policy);
    world.fault(Fault::LostRequest);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    for _ in 0..30 {
        world.pass(secs(60));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!((only(&ledger).phase, world.tickets().len()), (Phase::DeadLetter, 0));
}

#[tokio::test]
async fn a_worker_that_dies_between_claim_and_answer_leaves_one_ticket() {
    for committed in [true, false] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        // The claim of a worker that is gone, with or without the ticket that it made.
        let policy = Policy::new("alerts", "SEC");
        let observation = active("orca-1", 0);
        let cx = engine::Context::new(&policy, world.now(), "gone", "attempt-of-the-dead").adopted(true);
        let decision = engine::decide(None, &engine::Event::Observed(observation.clone()), &cx);
        assert!(matches!(ledger.put(Expected::Absent, &decision.put.unwrap()).await.unwrap(), Put::Won(_)));
        if committed {
            let Some(engine::Command::Create(draft)) = decision.commands.first() else { panic!("a create") };
            let CallOutcome::Done(_) = TicketTracker::create(&world, draft).await else { panic!("made") };
        }
        let bridge = world.bridge(&ledger);
        for _ in 0..40 {
            assert!(bridge.ingest(observation.clone()).await.is_ok());
            world.pass(secs(30));
            bridge.tick(Deadline::none()).await.unwrap();
        }
        assert_eq!((world.tickets().len(), only(&ledger).phase), (1, Phase::Linked), "committed: {committed}");
    }
}

#[tokio::test]
async fn a_destination_that_was_not_adopted_is_looked_through_first() {
    for (statuses, phase, tickets) in [
        (vec![], Phase::Linked, 1),
        (vec!["Open"], Phase::Linked, 1),
        (vec!["Closed", "Open"], Phase::Linked, 2),
        (vec!["Open", "Open"], Phase::DeadLetter, 2),
    ] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        for status in &statuses {
            world.foreign_ticket("orca-1", status);
        }
        let bridge = world.bridge(&ledger).adopted(false);
        bridge.ingest(active("orca-1", 10)).await.unwrap();
        assert_eq!((only(&ledger).phase, world.tickets().len()), (phase, tickets), "{statuses:?}");
    }
}

#[tokio::test]
async fn a_closed_ticket_that_is_found_reopens_only_for_what_is_newer() {
    for (seconds, phase) in [(0, Phase::Closed), (10, Phase::Linked)] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        world.pass(secs(5));
        world.foreign_ticket("orca-1", "Closed");
        world.bridge(&ledger).adopted(false).ingest(active("orca-1", seconds)).await.unwrap();
        assert_eq!((only(&ledger).phase, world.tickets().len()), (phase, 1));
    }
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_written_and_writes_nothing() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    world.foreign_ticket("orca-2", "Open");
    let (bridge, dry) = world.bridge(&ledger).adopted(false).dry_run();
    for observation in [active("orca-1", 0), active("orca-1", 0), active("orca-2", 0), inactive("orca-1", 9)] {
        bridge.ingest(observation).await.unwrap();
    }
    let planned = dry.planned();
    assert!(matches!(&planned[0], Planned::Create(draft) if draft.marker == "orca-1"));
    assert!(matches!(&planned[1], Planned::Write(write) if write.kind == OpKind::Resolve));
    assert_eq!((planned.len(), world.tickets().len()), (2, 1));
    assert!(world.calls().iter().all(|call| ["probe", "read"].contains(call)));
    assert_eq!(ledger.records().len(), 0);
}

#[tokio::test]
async fn an_event_of_a_ticket_that_no_record_knows_settles_the_doubt() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.state.lock().unwrap().lag = 500_000;
    world.fault(Fault::LostAnswer);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    assert_eq!(only(&ledger).phase, Phase::InDoubt);
    // The tracker's "created" event comes before any list or search shows the ticket.
    bridge.ticket_changed(&world.tickets()[0].snapshot.ticket).await.unwrap();
    assert_eq!((only(&ledger).phase, only(&ledger).ticket.unwrap().key), (Phase::Linked, "SEC-1".to_owned()));
}

/// A ticket of the same finding that another made settles nothing: it names no attempt of ours.
#[tokio::test]
async fn a_foreign_or_earlier_ticket_of_the_same_finding_never_settles_a_doubt() {
    for status in ["Open", "Closed"] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let bridge = world.bridge(&ledger);
        world.foreign_ticket("orca-1", status);
        world.fault(Fault::LostRequest);
        bridge.ingest(active("orca-1", 0)).await.unwrap();
        bridge.ticket_changed(&world.tickets()[0].snapshot.ticket).await.unwrap();
        world.pass(secs(120));
        bridge.tick(Deadline::none()).await.unwrap();
        assert_eq!(only(&ledger).phase, Phase::InDoubt, "{status}");
    }
}

/// Outside the assumptions two tickets can come to be: the younger is closed, and only if we made it.
#[tokio::test]
async fn a_second_ticket_of_ours_is_closed_as_a_stray() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    // Committed, and out of sight for longer than assumed. The answer of the second is lost too.
    world.state.lock().unwrap().lag = 1_000_000;
    world.fault(Fault::LostAnswer);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    world.fault(Fault::LostAnswer);
    while world.tickets().len() < 2 {
        world.pass(secs(30));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    // When the lists can be read again, both are there.
    world.state.lock().unwrap().unreadable = 20;
    for _ in 0..60 {
        world.pass(secs(60));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!((world.tickets().len(), world.open_tickets()), (2, 1));
    let record = only(&ledger);
    assert_eq!((record.phase, record.strays.len(), record.ticket.unwrap().key), (Phase::Linked, 0, "SEC-1".to_owned()));
    assert!(world.tickets()[1].comments[0].contains("Opened twice"));
}
