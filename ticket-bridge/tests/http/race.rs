//! Many deliveries of one finding at once.

use crate::support::World;
use std::collections::BTreeMap;
use std::sync::Arc;
use ticket_bridge::*;
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
    world.clock.advance(std::time::Duration::from_secs(600));
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
