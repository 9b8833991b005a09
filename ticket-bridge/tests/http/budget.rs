//! What each item costs at the tracker, counted where it arrives.

use crate::support::{MINUTE, World};
use ticket_bridge::*;

struct Counted(World);

impl Counted {
    async fn ingest(&self, finding: Observation) -> usize {
        let before = self.0.backlog.requests().len();
        self.0.ingest(finding).await;
        self.0.backlog.requests().len() - before
    }
}

#[tokio::test]
async fn an_adopted_flow_makes_one_call_for_what_changes_and_none_for_what_does_not() {
    let world = World::new().await;
    let adopted = world.unadopted().adopt(Deadline::none()).await.unwrap();
    assert!(adopted.is_complete);
    world.backlog.clear_requests();
    let counted = Counted(world);
    let world = &counted.0;
    let first = world.finding("orca-1");
    assert_eq!(counted.ingest(first.clone()).await, 1, "new");
    assert_eq!(counted.ingest(first).await, 0, "the same again");
    world.clock.advance(MINUTE);
    assert_eq!(counted.ingest(world.finding("orca-1")).await, 0, "nothing new, later");
    world.clock.advance(MINUTE);
    assert_eq!(counted.ingest(world.over("orca-1")).await, 1, "resolved");
    world.clock.advance(MINUTE);
    assert_eq!(counted.ingest(world.over("orca-1")).await, 0, "still over");
    world.clock.advance(MINUTE);
    assert_eq!(counted.ingest(world.finding("orca-1")).await, 1, "closed and back");
    assert_eq!(world.issue("orca-1").status_id, 2);
    let calls: Vec<_> = world.backlog.requests().iter().map(|request| request.method.clone()).collect();
    assert_eq!(calls, ["POST", "PATCH", "PATCH"]);
}

/// The mark of the adoption is in the ledger: a worker that was not told so knows it.
#[tokio::test]
async fn a_destination_that_was_not_adopted_costs_one_search_for_each_new_finding() {
    let world = World::new().await;
    world.unadopted().ingest(world.finding("orca-1")).await.unwrap();
    assert_eq!(world.backlog.requests().len(), 2);
    world.unadopted().adopt(Deadline::none()).await.unwrap();
    world.backlog.clear_requests();
    world.unadopted().ingest(world.finding("orca-2")).await.unwrap();
    assert_eq!(world.backlog.requests().len(), 1);
}

/// The whole loop as a dry run: what it would write is listed, and nothing but reads goes out.
#[tokio::test]
async fn a_dry_run_reads_and_writes_nothing() {
    let world = World::new().await;
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    world.backlog.clear_requests();
    world.orca.clear_requests();
    world.clock.advance(MINUTE);
    let (dry, plan) = world.unadopted().dry_run();
    dry.adopt(Deadline::none()).await.unwrap();
    dry.ingest(world.finding("orca-2")).await.unwrap();
    dry.ingest(world.over("orca-1")).await.unwrap();
    dry.reconcile(Deadline::none()).await.unwrap();
    let other = World::refs(&world.issues("orca-1")[0]);
    dry.ticket_changed(&other).await.unwrap();
    dry.tick(Deadline::none()).await.unwrap();
    let planned = plan.planned();
    assert!(
        matches!(&*planned, [Planned::Create(new), Planned::Write(change)]
            if new.marker == "orca-2" && change.kind == OpKind::Resolve),
        "{planned:?}"
    );
    assert_eq!((world.writes(), world.backlog.issues().len(), world.issue("orca-1").status_id), (0, 1, 1));
    assert_eq!((world.phase("orca-1"), world.ledger.records().len()), (Phase::Linked, 1));
}
