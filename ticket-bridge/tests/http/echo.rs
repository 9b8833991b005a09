//! What our own writes cause comes back as events, in any order and number: nothing is written for it.

use crate::support::{MINUTE, SECOND, World};
use std::time::Duration;
use ticket_bridge::*;
use ticket_bridge_sandbox::{Fault, OrcaStatus, OrcaVerdict};

/// Feeds all events so far: twice each, in order, backwards, and once more after ten minutes of ticks. Nothing is written.
async fn echoes(world: &World, events: usize) {
    let (writes, phase) = (world.writes(), world.phase("orca-1"));
    let mut events = world.webhooks(events).await.concat();
    let worker = world.bridge();
    for _ in 0..2 {
        for ticket in &events {
            worker.ticket_changed(ticket).await.unwrap();
            world.bridge().ticket_changed(ticket).await.unwrap();
        }
        world.pass(&worker, 10 * MINUTE, MINUTE).await;
        events.reverse();
    }
    assert_eq!((world.writes(), world.phase("orca-1")), (writes, phase));
}

async fn watched() -> World {
    let world = World::new().await;
    // Nobody need listen: the stand-in keeps what it sent.
    world.backlog.add_webhook(world.project.id, "http://127.0.0.1:9/hook", &[]).unwrap();
    world
}

fn severe(world: &World, severity: Severity) -> Observation {
    let mut finding = world.finding("orca-1");
    finding.severity = severity;
    finding
}

#[tokio::test]
async fn no_write_of_ours_is_answered_by_another() {
    let world = watched().await;
    world.ingest(severe(&world, Severity::Medium)).await;
    echoes(&world, 1).await;
    world.ingest(severe(&world, Severity::Critical)).await;
    assert_eq!(world.issue("orca-1").priority_id, 2);
    echoes(&world, 2).await;
    world.ingest(world.over("orca-1")).await;
    assert_eq!(world.issue("orca-1").status_id, 4);
    echoes(&world, 3).await;
    world.ingest(severe(&world, Severity::Critical)).await;
    assert_eq!(world.issue("orca-1").status_id, 2);
    echoes(&world, 4).await;
    // A create, a priority, a close and a reopening: four writes, and none at the source.
    assert_eq!((world.writes(), world.calls("PATCH", "/api/v2/issues")), (4, 3));
    assert!(world.orca.requests().iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn closing_a_second_issue_is_no_news_either() {
    let lag = Duration::from_secs(1200);
    let world = World::with(|options| options.search_lag(lag).activity_lag(lag)).await;
    world.backlog.add_webhook(world.project.id, "http://127.0.0.1:9/hook", &[]).unwrap();
    world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
    world.ingest(world.finding("orca-1")).await;
    world.pass(&world.bridge(), 15 * MINUTE, 30 * SECOND).await;
    let first = World::refs(&world.issues("orca-1")[0]);
    world.bridge().ticket_changed(&first).await.unwrap();
    world.pass(&world.bridge(), MINUTE, 30 * SECOND).await;
    assert_eq!(world.issues("orca-1")[0].status_id, 4);
    echoes(&world, 3).await;
    assert_eq!(world.writes(), 3);
    assert!(world.orca.requests().is_empty());
}

/// The event is faster than the answer to the write that caused it.
#[tokio::test]
async fn an_event_that_overtakes_its_writes_answer_is_no_news() {
    let world = watched().await;
    let slow = |method| Fault::delay(Duration::from_millis(300)).on(method, "/api/v2/issues");
    let findings = [
        ("POST", severe(&world, Severity::Medium)),
        ("PATCH", severe(&world, Severity::Critical)),
        ("PATCH", world.over("orca-1")),
        ("PATCH", world.finding("orca-1")),
    ];
    for (number, (method, mut finding)) in findings.into_iter().enumerate() {
        world.clock.advance(MINUTE);
        finding.observed_at = world.now();
        world.backlog.fault(slow(method));
        let overtaking = async {
            let events = world.webhooks(number + 1).await.concat();
            for _ in 0..2 {
                world.bridge().ticket_changed(events.last().unwrap()).await.unwrap();
            }
        };
        tokio::join!(world.ingest(finding), overtaking);
        echoes(&world, number + 1).await;
        assert_eq!(world.writes(), number + 1);
    }
    assert_eq!((world.phase("orca-1"), world.issues("orca-1").len()), (Phase::Linked, 1));
}

#[tokio::test]
async fn a_close_that_is_told_twenty_times_closes_the_alert_once() {
    let world = watched().await;
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    world.clock.advance(MINUTE);
    world.backlog.close_issue(&world.ticket("orca-1").key).unwrap();
    let close = world.webhooks(2).await.remove(1).remove(0);
    let worker = world.bridge();
    let at_once = (0..10).map(|_| worker.ticket_changed(&close));
    let at_once = futures_util::future::join_all(at_once).await;
    assert!(at_once.iter().all(Result::is_ok), "{at_once:?}");
    for _ in 0..10 {
        world.clock.advance(SECOND);
        worker.ticket_changed(&close).await.unwrap();
    }
    assert_eq!((world.orca.closes("orca-1"), world.phase("orca-1")), (1, Phase::Closed));
    // Refused ones would not count as closes.
    let puts = world.orca.requests().into_iter().filter(|request| request.method == "PUT").count();
    assert_eq!((puts, world.told.count(NoticeKind::FindingClosed)), (1, 1));
    assert_eq!(world.orca.status("orca-1"), Some(OrcaStatus::Closed));
}

/// Backlog tells whole seconds: a person may close the ticket in the second in which we wrote it.
#[tokio::test]
async fn a_close_in_the_second_of_our_own_write_is_not_lost() {
    let world = World::new().await;
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    world.backlog.close_issue(&world.ticket("orca-1").key).unwrap();
    world.bridge().ticket_changed(&world.ticket("orca-1")).await.unwrap();
    world.pass(&world.bridge(), 2 * MINUTE, 10 * SECOND).await;
    assert_eq!((world.orca.closes("orca-1"), world.phase("orca-1")), (1, Phase::Closed));
}

/// Waits until Orca has opened a closed alert again.
async fn reverted(world: &World) {
    world.clock.advance(15 * MINUTE);
    for _ in 0..500 {
        if world.orca.status("orca-1") == Some(OrcaStatus::Open) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("Orca did not open the alert again");
}

async fn close(world: &World) {
    world.clock.advance(MINUTE);
    world.backlog.close_issue(&world.ticket("orca-1").key).unwrap();
    world.bridge().ticket_changed(&world.ticket("orca-1")).await.unwrap();
}

#[tokio::test]
async fn a_close_that_orca_takes_back_reopens_the_issue_and_after_three_a_person_decides() {
    for is_delivered in [true, false] {
        let world = World::new().await;
        let alert = world.alert("orca-1").await;
        world.orca.set_verdict("orca-1", OrcaVerdict::RiskRemains);
        world.ingest(alert).await;
        for times in 1..=3 {
            close(&world).await;
            assert_eq!((world.orca.closes("orca-1"), world.phase("orca-1")), (times, Phase::Closed));
            reverted(&world).await;
            if is_delivered {
                world.ingest(world.reported("orca-1").await).await;
            } else {
                world.pass(&world.bridge(), 60 * MINUTE, 10 * MINUTE).await;
            }
            assert_eq!((world.issue("orca-1").status_id, world.phase("orca-1")), (2, Phase::Linked));
            let comments = world.backlog.comments(&world.ticket("orca-1").key);
            let says = |text: &str| {
                comments.iter().filter_map(|one| one.content.as_deref()).filter(|one| one.contains(text)).count()
            };
            assert_eq!((says("took the close back"), says("bridge write: ")), (times, times));
        }
        assert_eq!(world.told.count(NoticeKind::Reverted), 0);
        close(&world).await;
        world.pass(&world.bridge(), 120 * MINUTE, 10 * MINUTE).await;
        assert_eq!((world.orca.closes("orca-1"), world.phase("orca-1")), (3, Phase::Closed));
        assert_eq!((world.told.count(NoticeKind::Reverted), world.issue("orca-1").status_id), (1, 4));
        assert_eq!((world.creates(), world.issues("orca-1").len()), (1, 1));
    }
}

/// A close that holds is looked at once, and nothing more is done.
#[tokio::test]
async fn a_close_that_holds_is_verified_once() {
    let world = World::new().await;
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    close(&world).await;
    let writes = world.writes();
    let reads = || world.orca.requests().into_iter().filter(|request| request.method == "GET").count();
    let before = reads();
    world.pass(&world.bridge(), 24 * 60 * MINUTE, 30 * MINUTE).await;
    assert_eq!((world.writes(), reads() - before), (writes, 1));
    assert!(world.record("orca-1").expires_at.is_some());
}
