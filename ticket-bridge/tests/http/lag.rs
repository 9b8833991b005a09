//! Creates that are committed and never answered, and evidence that shows late.

use crate::support::{MINUTE, SECOND, World};
use std::time::Duration;
use ticket_bridge::*;
use ticket_bridge_sandbox::Fault;

/// What A2 promises, and by default.
const L: Duration = Duration::from_secs(600);

async fn world(lag: Duration) -> World {
    let world = World::with(|options| options.search_lag(lag).activity_lag(lag)).await;
    assert_eq!(world.policy.shows_within, L);
    world
}

/// The answer is lost once, or each time; the evidence shows after a while, and work goes on for two hours.
async fn lost_answer(lag: Duration, each_time: bool) -> World {
    let world = world(lag).await;
    let fault = Fault::reset_after().on("POST", "/api/v2/issues");
    world.backlog.fault(if each_time { fault.always() } else { fault });
    world.ingest(world.finding("orca-1")).await;
    assert_eq!(world.spy.take("create"), ["in doubt"]);
    assert_eq!(world.told.count(NoticeKind::InDoubt), 1);
    let worker = world.bridge();
    world.pass(&worker, 120 * MINUTE, 30 * SECOND).await;
    worker.ingest(world.finding("orca-1")).await.unwrap();
    world
}

#[tokio::test]
async fn one_lost_answer_leaves_one_issue_while_evidence_shows_within_l() {
    for lag in [Duration::ZERO, L / 2, L * 99 / 100] {
        let world = lost_answer(lag, false).await;
        assert_eq!((world.creates(), world.issues("orca-1").len()), (1, 1), "{lag:?}");
        assert_eq!((world.phase("orca-1"), world.ticket("orca-1").key.as_str()), (Phase::Linked, "SEC-1"));
        assert_eq!(world.told.count(NoticeKind::Duplicate), 0);
    }
}

#[tokio::test]
async fn answers_that_are_lost_each_time_leave_one_issue_while_evidence_shows_within_l() {
    for lag in [Duration::ZERO, L / 2, L * 99 / 100] {
        let world = lost_answer(lag, true).await;
        assert_eq!((world.creates(), world.issues("orca-1").len()), (1, 1), "{lag:?}");
        assert_eq!(world.phase("orca-1"), Phase::Linked);
    }
}

/// One path is enough: the other may never show it.
#[tokio::test]
async fn one_path_alone_settles_a_doubt() {
    let never = Duration::from_secs(1_000_000_000);
    for (search, activities) in [(Duration::ZERO, never), (never, Duration::ZERO)] {
        let world = World::with(|options| options.search_lag(search).activity_lag(activities)).await;
        world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
        world.ingest(world.finding("orca-1")).await;
        assert_eq!((world.phase("orca-1"), world.creates()), (Phase::Linked, 1));
    }
}

/// A create that was lost before it was committed is made again, once no evidence can show any more.
#[tokio::test]
async fn a_create_that_never_arrived_is_made_again_and_not_before_its_time() {
    let world = world(Duration::ZERO).await;
    world.backlog.fault(Fault::reset_before().on("POST", "/api/v2/issues"));
    world.ingest(world.finding("orca-1")).await;
    let worker = world.bridge();
    let settled = world.policy.send_window + world.policy.commit_within + L + world.policy.clock_skew;
    world.pass(&worker, settled.saturating_sub(SECOND), 20 * SECOND).await;
    assert_eq!((world.creates(), world.issues("orca-1").len()), (1, 0));
    world.pass(&worker, 2 * MINUTE, 20 * SECOND).await;
    assert_eq!((world.creates(), world.issues("orca-1").len(), world.phase("orca-1")), (2, 1, Phase::Linked));
}

/// A2 is broken: the second issue is made, and that is not kept quiet.
async fn second_issue() -> World {
    let world = world(L * 2).await;
    world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
    world.ingest(world.finding("orca-1")).await;
    world.pass(&world.bridge(), 15 * MINUTE, 30 * SECOND).await;
    assert_eq!((world.creates(), world.issues("orca-1").len(), world.phase("orca-1")), (2, 2, Phase::Linked));
    assert_eq!(world.ticket("orca-1").key, "SEC-2");
    assert_eq!(world.told.count(NoticeKind::Duplicate), 0);
    world
}

/// The first is told to people once and closed as a duplicate; the second is the ticket.
async fn is_repaired(world: &World) {
    world.pass(&world.bridge(), 5 * MINUTE, 30 * SECOND).await;
    assert_eq!(world.told.count(NoticeKind::Duplicate), 1);
    let [first, second] = <[_; 2]>::try_from(world.issues("orca-1")).unwrap();
    assert_eq!((first.status_id, first.resolution_id, second.status_id), (4, Some(3), 1));
    assert_eq!((world.ticket("orca-1").key, world.phase("orca-1")), (second.key, Phase::Linked));
    assert_eq!(world.creates(), 2);
    // Nobody closed the finding for it.
    assert!(world.orca.requests().is_empty());
}

#[tokio::test]
async fn a_second_issue_is_told_and_closed_when_a_late_webhook_names_it() {
    let world = second_issue().await;
    let first = World::refs(&world.issues("orca-1")[0]);
    for _ in 0..2 {
        world.bridge().ticket_changed(&first).await.unwrap();
    }
    is_repaired(&world).await;
    world.bridge().ticket_changed(&first).await.unwrap();
    is_repaired(&world).await;
}

#[tokio::test]
async fn a_second_issue_is_told_and_closed_when_reconciliation_finds_it() {
    let world = second_issue().await;
    // Before it shows there is nothing to find.
    world.bridge().reconcile(Deadline::none()).await.unwrap();
    assert_eq!(world.told.count(NoticeKind::Duplicate), 0);
    world.clock.advance(10 * MINUTE);
    let reconciled = world.bridge().reconcile(Deadline::none()).await.unwrap();
    assert!(reconciled.is_complete);
    is_repaired(&world).await;
}

/// Both answers are lost, and both issues show at once, later than A2 promises.
#[tokio::test]
async fn two_issues_that_show_at_once_are_told_and_the_younger_is_closed() {
    let world = world(L * 2).await;
    world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues").times(2));
    world.ingest(world.finding("orca-1")).await;
    let worker = world.bridge();
    world.pass(&worker, 15 * MINUTE, 30 * SECOND).await;
    assert_eq!((world.creates(), world.phase("orca-1")), (2, Phase::InDoubt));
    // Nothing can be read until both are in the index.
    world.backlog.fault(Fault::status(503).on("GET", "/api/v2").always());
    world.pass(&worker, 25 * MINUTE, 30 * SECOND).await;
    assert_eq!((world.creates(), world.phase("orca-1")), (2, Phase::InDoubt));
    world.backlog.clear_faults();
    world.pass(&worker, 10 * MINUTE, 30 * SECOND).await;
    let [first, second] = <[_; 2]>::try_from(world.issues("orca-1")).unwrap();
    assert_eq!((world.ticket("orca-1").key, world.creates()), (first.key, 2));
    assert_eq!((first.status_id, second.status_id, second.resolution_id), (1, 4, Some(3)));
    assert_eq!(world.told.count(NoticeKind::Duplicate), 1);
}
