//! Rows 11 to 14: ticket and finding follow each other, without echoes.

use crate::support::{Fault, World, active, inactive, only, secs};
use ticket_bridge::*;

async fn linked() -> (World, MemoryLedger, Bridge) {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    world.calls();
    (world, ledger, bridge)
}

#[tokio::test]
async fn a_finding_that_is_over_resolves_its_ticket_with_one_call() {
    let (world, ledger, bridge) = linked().await;
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    assert_eq!(world.calls(), ["write"]);
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Closed, 0));
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    assert_eq!((world.calls().len(), world.open_tickets()), (0, 0));
}

#[tokio::test]
async fn a_finding_that_comes_back_reopens_the_same_ticket_with_one_call() {
    let (world, ledger, bridge) = linked().await;
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    world.calls();
    bridge.ingest(active("orca-1", 120)).await.unwrap();
    assert_eq!(world.calls(), ["write"]);
    let ticket = world.tickets().remove(0);
    assert_eq!(
        (only(&ledger).phase, &*ticket.snapshot.status, world.tickets().len()),
        (Phase::Linked, "In Progress", 1)
    );
    assert!(ticket.comments[1].starts_with("The finding is active again."));
    assert_eq!(world.notices(), [NoticeKind::Opened, NoticeKind::Resolved, NoticeKind::Reopened]);
}

#[tokio::test]
async fn a_finding_that_comes_back_before_its_ticket_could_be_resolved_needs_no_write() {
    let (world, ledger, bridge) = linked().await;
    world.fault(Fault::NotSent(60));
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    bridge.ingest(active("orca-1", 61)).await.unwrap();
    world.pass(secs(100));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Linked, 1));
    assert_eq!(world.tickets()[0].comments.len(), 0);
}

#[tokio::test]
async fn a_finding_that_comes_back_while_its_ticket_is_being_resolved_is_not_lost() {
    let (world, ledger, bridge) = linked().await;
    world.fault(Fault::LostAnswer);
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    bridge.ingest(active("orca-1", 61)).await.unwrap();
    for _ in 0..20 {
        world.pass(secs(30));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Linked, 1));
    assert_eq!(world.tickets()[0].comments.len(), 2);
}

#[tokio::test]
async fn the_reopen_policy_decides_what_becomes_of_a_returning_finding() {
    for (reopen, tickets, open) in [
        (Reopen::Always, 1, 1),
        (Reopen::Within(secs(3600)), 1, 1),
        (Reopen::Within(secs(10)), 2, 1),
        (Reopen::NewAlways, 2, 1),
        (Reopen::Never, 1, 0),
    ] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let mut policy = Policy::new("alerts", "SEC");
        policy.reopen = reopen;
        let bridge = world.bridge_with(&ledger, policy);
        bridge.ingest(active("orca-1", 0)).await.unwrap();
        bridge.ingest(inactive("orca-1", 60)).await.unwrap();
        world.pass(secs(120));
        for _ in 0..3 {
            bridge.ingest(active("orca-1", 120)).await.unwrap();
        }
        assert_eq!((world.tickets().len(), world.open_tickets()), (tickets, open), "{reopen:?}");
        let record = only(&ledger);
        assert_eq!((record.recurrence, record.previous.len()), if tickets == 2 { (1, 1) } else { (0, 0) });
    }
}

#[tokio::test]
async fn a_ticket_closed_by_a_person_closes_the_finding_once() {
    let (world, ledger, bridge) = linked().await;
    let ticket = world.person_sets(0, "Closed");
    for _ in 0..20 {
        bridge.ticket_changed(&ticket).await.unwrap();
    }
    assert_eq!(world.state.lock().unwrap().closed_findings, ["orca-1"]);
    assert_eq!(only(&ledger).phase, Phase::Closed);
    assert_eq!(world.notices(), [NoticeKind::Opened, NoticeKind::FindingClosed]);
    // The source repeats what it said before, or says that it is over now: nothing is written.
    world.calls();
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    world.pass(secs(60));
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    assert_eq!(world.calls().len(), 0);
}

#[tokio::test]
async fn a_source_that_repeats_an_active_finding_does_not_reopen_what_a_person_closed_for_a_week() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    // A flow without a way back: the source goes on saying that the finding stands.
    let (stored, tracker) = (std::sync::Arc::new(ledger.clone()), std::sync::Arc::new(world.clone()));
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), stored, tracker).clock(world.clock()).adopted(true);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Closed, 0));
    let hours = 60 * 60;
    for hour in [14, 28, 160] {
        world.pass(secs(14 * hours));
        bridge.ingest(active("orca-1", hour * hours)).await.unwrap();
        assert_eq!(world.open_tickets(), 0, "after {hour} hours");
    }
    world.pass(secs(8 * 24 * hours));
    bridge.ingest(active("orca-1", 8 * 24 * hours)).await.unwrap();
    assert_eq!((world.open_tickets(), world.tickets().len()), (1, 1));
}

#[tokio::test]
async fn our_own_writes_come_back_as_events_and_cause_nothing() {
    let (world, _ledger, bridge) = linked().await;
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    let ticket = world.tickets()[0].snapshot.ticket.clone();
    world.calls();
    for _ in 0..5 {
        bridge.ticket_changed(&ticket).await.unwrap();
    }
    assert!(world.calls().iter().all(|call| *call == "read"));
    bridge.ingest(active("orca-1", 120)).await.unwrap();
    world.calls();
    for _ in 0..5 {
        bridge.ticket_changed(&ticket).await.unwrap();
    }
    assert!(world.calls().iter().all(|call| *call == "read"));
    let state = world.state.lock().unwrap();
    assert_eq!((state.closed_findings.len(), state.reopened_findings.len()), (0, 0));
}

#[tokio::test]
async fn a_ticket_reopened_by_a_person_reopens_the_finding() {
    let (world, ledger, bridge) = linked().await;
    bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
    bridge.ticket_changed(&world.person_sets(0, "Open")).await.unwrap();
    assert_eq!(world.state.lock().unwrap().reopened_findings, ["orca-1"]);
    assert_eq!(only(&ledger).phase, Phase::Linked);
}

#[tokio::test]
async fn a_close_that_the_source_takes_back_reopens_the_ticket_and_after_three_times_a_person_decides() {
    let (world, ledger, bridge) = linked().await;
    for round in 1..=3 {
        bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
        world.pass(secs(3601));
        let now = world.now().as_millis() - crate::support::START;
        world.state.lock().unwrap().source_says = Some(active("orca-1", now / 1000));
        bridge.tick(Deadline::none()).await.unwrap();
        assert_eq!((only(&ledger).phase, only(&ledger).reverts), (Phase::Linked, round));
        assert!(world.tickets()[0].comments.last().unwrap().contains("took the close back"));
    }
    bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
    assert_eq!(world.state.lock().unwrap().closed_findings.len(), 3);
    assert_eq!(world.notices().last(), Some(&NoticeKind::Reverted));
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_made_once() {
    for fault in [Fault::LostAnswer, Fault::LostRequest] {
        let (world, ledger, bridge) = linked().await;
        world.fault(fault.clone());
        bridge.ingest(inactive("orca-1", 60)).await.unwrap();
        for _ in 0..20 {
            world.pass(secs(30));
            bridge.tick(Deadline::none()).await.unwrap();
        }
        assert_eq!((only(&ledger).phase, world.tickets()[0].comments.len()), (Phase::Closed, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_refused_write_is_told_and_does_not_stop_what_comes_later() {
    let (world, ledger, bridge) = linked().await;
    world.fault(Fault::Rejected(Rejection::item("status is not allowed")));
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    assert_eq!((only(&ledger).phase, only(&ledger).op), (Phase::Linked, None));
    assert_eq!(world.notices().last(), Some(&NoticeKind::Refused));
    bridge.ingest(active("orca-1", 90)).await.unwrap();
    bridge.ingest(inactive("orca-1", 120)).await.unwrap();
    assert_eq!(world.open_tickets(), 0);
}

#[tokio::test]
async fn older_news_never_undoes_newer() {
    let (world, ledger, bridge) = linked().await;
    bridge.ingest(active("orca-1", 100)).await.unwrap();
    bridge.ingest(inactive("orca-1", 50)).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Linked, 1));
    bridge.ingest(inactive("orca-1", 150)).await.unwrap();
    bridge.ingest(active("orca-1", 120)).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Closed, 0));
}
