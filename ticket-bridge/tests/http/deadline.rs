//! An invocation that is stopped at a moment: no read, no message and no wait goes on beyond it.

use crate::support::{MINUTE, Moving, SECOND, Time, World};
use async_trait::async_trait;
use backlog_api::{RetryPolicy, Sleep};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::orca::OrcaSource;
use ticket_bridge::*;
use ticket_bridge_sandbox::{Clock, Fault};

/// The stand-ins' clock, with timers that run fifty times as fast.
#[derive(Debug)]
struct Swift(Clock);

impl backlog_api::Clock for Swift {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Time(self.0.clone()).sleep(duration / 50)
    }
}

/// A room that never answers.
#[derive(Debug)]
struct Silent;

#[async_trait]
impl Notifier for Silent {
    async fn notify(&self, _: &Notice) -> CallOutcome<String> {
        std::future::pending().await
    }
}

/// A worker whose clients wait for half a minute, as they are shipped.
fn patient(world: &World) -> Bridge {
    let auth = backlog_api::Auth::api_key(world.backlog.api_key());
    let client = backlog_api::Client::builder(world.backlog.url(), auth).clock(Time(world.clock.clone()));
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    let tracker = BacklogTracker::new(client, world.project.id, world.project.issue_type_id, world.field);
    let auth = orca_api::Auth::token(world.orca.token());
    let client = orca_api::Client::builder(world.orca.url(), auth).clock(Time(world.clock.clone()));
    let source = OrcaSource::new(client.retry(RetryPolicy::none()).build().unwrap());
    Bridge::new(world.policy.clone(), Arc::new(world.ledger.clone()), Arc::new(tracker))
        .source(Arc::new(source))
        .clock(Arc::new(Swift(world.clock.clone())))
}

fn soon(world: &World) -> Deadline {
    Deadline::at(world.now().after(10 * SECOND))
}

#[tokio::test]
async fn a_read_that_hangs_is_given_up_before_the_deadline_and_done_later() {
    let world = World::new().await;
    let hang = || {
        world.backlog.fault(Fault::delay(20 * SECOND).on("GET", "/api/v2").always());
        world.orca.fault(Fault::delay(20 * SECOND).on("GET", "/api").always());
    };
    let heal = || {
        world.backlog.clear_faults();
        world.orca.clear_faults();
    };
    let begun = Instant::now();
    let worker = patient(&world);
    let alert = world.alert("orca-1").await;

    // A search before a create, then the evidence of a lost one.
    hang();
    worker.ingest_by(alert.clone(), soon(&world)).await.unwrap();
    assert_eq!((world.phase("orca-1"), world.creates()), (Phase::Deferred, 0));
    world.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
    world.clock.advance(MINUTE);
    worker.adopted(true).tick(soon(&world)).await.unwrap();
    assert_eq!((world.phase("orca-1"), world.creates()), (Phase::InDoubt, 1));
    let worker = patient(&world);
    world.clock.advance(MINUTE);
    worker.tick(soon(&world)).await.unwrap();
    assert_eq!(world.phase("orca-1"), Phase::InDoubt);
    heal();
    world.clock.advance(MINUTE);
    worker.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.phase("orca-1"), world.creates()), (Phase::Linked, 1));

    // A ticket, and a list of tickets.
    world.clock.advance(MINUTE);
    world.backlog.close_issue("SEC-1").unwrap();
    hang();
    worker.ticket_changed_by(&world.ticket("orca-1"), soon(&world)).await.unwrap();
    assert!(!worker.reconcile(soon(&world)).await.unwrap().is_complete);
    assert!(!worker.adopt(soon(&world)).await.unwrap().is_complete);
    assert_eq!(world.phase("orca-1"), Phase::Linked);
    heal();
    world.clock.advance(MINUTE);
    worker.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.phase("orca-1"), world.orca.closes("orca-1")), (Phase::Closed, 1));

    // The finding at its source.
    hang();
    world.clock.advance(60 * MINUTE);
    worker.tick(soon(&world)).await.unwrap();
    assert!(world.record("orca-1").verify_at.is_some());
    assert!(begun.elapsed() < 15 * SECOND, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_message_that_hangs_is_given_up_before_the_deadline_and_sent_again() {
    let world = World::new().await;
    let silent = world.bridge().notifier(Arc::new(Silent)).clock(Arc::new(Swift(world.clock.clone())));
    let given_up = tokio::time::timeout(15 * SECOND, silent.ingest_by(world.finding("orca-1"), soon(&world))).await;
    given_up.unwrap().unwrap();
    assert_eq!(world.phase("orca-1"), Phase::Linked);
    world.pass(&world.bridge(), 2 * MINUTE, MINUTE).await;
    assert_eq!(world.told.kinds(), [NoticeKind::Opened]);
}

/// Ten seconds from write to write, and twenty in all: two are written, and nobody waits for the third.
#[tokio::test]
async fn a_turn_that_comes_after_the_deadline_is_not_waited_for() {
    let world = World::new().await;
    let pacing = Pacing::of(1, 10 * SECOND, None);
    let worker = world.bridge().pacing(pacing).clock(Arc::new(Moving(world.clock.clone())));
    let (begun, end) = (world.now(), world.now().after(20 * SECOND));
    for number in 0..6 {
        worker.ingest_by(world.finding(&format!("orca-{number}")), Deadline::at(end)).await.unwrap();
    }
    assert_eq!((world.creates(), begun.until(world.now())), (2, 10 * SECOND));
    // Those that were turned away took nobody's turn.
    world.clock.advance(MINUTE);
    let before = world.now();
    worker.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.creates(), before.until(world.now())), (6, 30 * SECOND));
}
