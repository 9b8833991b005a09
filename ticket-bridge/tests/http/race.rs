//! Many deliveries of one finding at once, and workers that die or are held up.

use crate::support::{MINUTE, World};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::*;
use ticket_bridge_sandbox::Fault;
use tokio::sync::Barrier;

const ROUNDS: usize = 200;
const DELIVERIES: usize = 64;

/// Four workers over one ledger, two of which look through the destination first. In each second round every delivery says
/// something newer than the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_deliveries_at_once_ask_for_one_issue_in_each_of_200_rounds() {
    let world = World::new().await;
    let workers: Vec<_> = [true, true, false, false].map(|adopted| Arc::new(world.unadopted().adopted(adopted))).into();
    for round in 0..ROUNDS {
        let gate = Arc::new(Barrier::new(DELIVERIES));
        let mut deliveries = Vec::new();
        for delivery in 0..DELIVERIES {
            let (worker, gate) = (Arc::clone(&workers[delivery % workers.len()]), Arc::clone(&gate));
            let mut finding = world.finding(&format!("orca-{round}"));
            if round % 2 == 1 {
                finding.observed_at = Moment::from_millis(finding.observed_at.as_millis() + delivery as u64);
            }
            deliveries.push(tokio::spawn(async move {
                gate.wait().await;
                worker.ingest(finding).await
            }));
        }
        for delivery in deliveries {
            delivery.await.unwrap().unwrap();
        }
    }
    // What lost each time was kept beside its record, and is brought in.
    world.clock.advance(Duration::from_secs(600));
    assert_eq!(workers[0].tick(Deadline::none()).await.unwrap().failed, []);

    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for request in world.backlog.requests().iter().filter(|request| request.method == "POST") {
        let field = format!("customField_{}=", world.field);
        let marker = request.body.split('&').find_map(|pair| pair.strip_prefix(&field)).unwrap().to_owned();
        *asked.entry(marker).or_default() += 1;
    }
    let twice: Vec<_> = asked.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!((asked.len(), world.backlog.issues().len()), (ROUNDS, ROUNDS));
    let findings = world.ledger.records().into_iter().filter(|record| record.pk.starts_with("alerts:"));
    assert!(findings.into_iter().all(|record| record.phase == Phase::Linked));
}

/// Waits until the tracker has got so many creates.
async fn creates(world: &World, wanted: usize) {
    for _ in 0..500 {
        if world.creates() == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("no {wanted} creates within 2.5 s");
}

/// A worker is killed while its create is on the way. Whoever comes after it looks for the issue, and makes none.
#[tokio::test]
async fn a_worker_that_dies_in_the_middle_of_its_create_leaves_one_issue() {
    let world = World::new().await;
    world.backlog.fault(Fault::delay(Duration::from_millis(500)).on("POST", "/api/v2/issues"));
    let (worker, finding) = (world.bridge(), world.finding("orca-1"));
    let dying = tokio::spawn(async move { worker.ingest(finding).await });
    creates(&world, 1).await;
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    assert_eq!(world.phase("orca-1"), Phase::Claimed);
    // Others are told of it meanwhile.
    world.ingest(world.finding("orca-1")).await;
    world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
    world.ingest(world.finding("orca-1")).await;
    assert_eq!((world.phase("orca-1"), world.creates(), world.issues("orca-1").len()), (Phase::Linked, 1, 1));
}

/// A worker comes to its turn long after its claim: another may have gone on by then, so it sends nothing.
#[tokio::test]
async fn a_worker_that_was_held_up_beyond_its_time_sends_nothing() {
    let world = World::new().await;
    world.backlog.fault(Fault::delay(Duration::from_millis(500)).on("POST", "/api/v2/issues"));
    let worker = world.bridge();
    let held_up = async {
        creates(&world, 1).await;
        let second = worker.ingest(world.finding("orca-2"));
        let time = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(world.phase("orca-2"), Phase::Claimed);
            world.clock.advance(2 * MINUTE);
        };
        tokio::join!(second, time).0.unwrap();
    };
    tokio::join!(worker.ingest(world.finding("orca-1")), held_up).0.unwrap();
    assert_eq!((world.creates(), world.issues("orca-2").len()), (1, 0));
    world.pass(&world.bridge(), 20 * MINUTE, MINUTE).await;
    assert_eq!((world.phase("orca-2"), world.creates(), world.issues("orca-2").len()), (Phase::Linked, 2, 1));
}
