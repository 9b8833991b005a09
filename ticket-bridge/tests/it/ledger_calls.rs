//! What a finding costs the ledger, and what happens when another worker stores in between.

use crate::support::{World, active};
use async_trait::async_trait;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use ticket_bridge::*;

/// A ledger that notes its calls. A put by someone else can be told to come after one of ours.
#[derive(Debug)]
struct Noting {
    ledger: MemoryLedger,
    calls: Arc<Mutex<Vec<&'static str>>>,
    meanwhile: Mutex<Option<fn(&mut Record)>>,
}

#[async_trait]
impl Ledger for Noting {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.calls.lock().unwrap().push(if pk.starts_with("!dest:") { "get place" } else { "get" });
        self.ledger.get(pk).await
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        self.calls.lock().unwrap().push("put");
        let put = self.ledger.put(expected, record).await?;
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let (Some(change), Put::Won(rev)) = (meanwhile, &put) {
            let mut other = record.clone();
            change(&mut other);
            assert_ne!(self.ledger.put(Expected::Rev(rev.clone()), &other).await?, Put::Lost);
        }
        Ok(put)
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.ledger.due(now, limit).await
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.ledger.list(phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.ledger.by_ticket(destination, ticket_id).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.calls.lock().unwrap().push("take");
        self.ledger.take(bucket, most, window, now).await
    }
}

struct Bench {
    world: World,
    ledger: MemoryLedger,
    calls: Arc<Mutex<Vec<&'static str>>>,
    bridge: Bridge,
}

fn bench(meanwhile: Option<fn(&mut Record)>) -> Bench {
    let (world, ledger, calls) = (World::new(), MemoryLedger::new(), Arc::default());
    let noting = Noting { ledger: ledger.clone(), calls: Arc::clone(&calls), meanwhile: Mutex::new(meanwhile) };
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(noting), Arc::new(world.clone()));
    let bridge = bridge.clock(world.clock()).adopted(true);
    Bench { world, ledger, calls, bridge }
}

#[tokio::test]
async fn a_new_finding_costs_one_read_and_two_puts_and_the_first_one_a_look_at_the_destination() {
    let bench = bench(None);
    let calls = || std::mem::take(&mut *bench.calls.lock().unwrap());
    bench.bridge.ingest(active("a", 0)).await.unwrap();
    assert_eq!(calls(), ["get place", "get", "put", "put"]);
    bench.bridge.ingest(active("b", 0)).await.unwrap();
    assert_eq!(calls(), ["get", "put", "put"]);
    assert_eq!(bench.world.open_tickets(), 2);
}

/// What was put is no longer what is stored: the lost put is found out, and the other's news is kept.
#[tokio::test]
async fn what_another_worker_stored_between_two_puts_is_read_and_kept() {
    let bench = bench(Some(|record| drop(record.extra.insert("note".to_owned(), "of another worker".into()))));
    bench.bridge.ingest(active("a", 0)).await.unwrap();
    assert_eq!(*bench.calls.lock().unwrap(), ["get place", "get", "put", "put", "get", "put"]);
    let records = bench.ledger.records();
    assert_eq!((records.len(), records[0].phase, bench.world.open_tickets()), (1, Phase::Linked, 1));
    assert_eq!(records[0].extra["note"], "of another worker");
}
