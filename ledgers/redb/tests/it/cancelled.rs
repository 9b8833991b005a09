//! A put whose future is dropped is stored as a whole, or not at all.

use crate::support::{Chance, Folder, open};
use crate::verifier::{Acknowledged, content, verify};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;
use ticket_bridge::{Expected, Ledger};

const PUTS: u64 = 300;

#[tokio::test]
async fn a_dropped_put_leaves_nothing_or_all() {
    let seed = RandomState::new().hash_one(0);
    println!("seed: {seed}");
    let mut chance = Chance::new(seed);
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let ledger = open(&path).await;
    let mut acknowledged = Acknowledged::new();
    for number in 0..PUTS {
        let pk = format!("c{number}");
        let record = content(&pk, 0);
        let patience = Duration::from_micros(chance.below(6_000));
        if let Ok(put) = tokio::time::timeout(patience, ledger.put(Expected::Absent, &record)).await {
            acknowledged.insert(pk, (0, crate::support::won(put.unwrap())));
        }
    }
    // Never begun.
    drop(ledger.put(Expected::Absent, &content("never", 0)));
    ledger.close().await.unwrap();

    let ledger = open(&path).await;
    let dropped = usize::try_from(PUTS).unwrap() - acknowledged.len();
    let extra = verify(&ledger, &acknowledged, dropped).await.unwrap_or_else(|found| panic!("seed {seed}: {found}"));
    println!("{dropped} of {PUTS} puts were dropped; {} of them are stored", extra.len());
    assert!(ledger.get("never").await.unwrap().is_none());
    assert!(dropped > 0, "no put was dropped");
}

#[test]
fn a_runtime_that_ends_stops_no_later_write() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let first = runtime();
    let ledger = first.block_on(open(&path));
    for number in 0..20 {
        let (ledger, pk) = (ledger.clone(), format!("r{number}"));
        first.spawn(async move { ledger.put(Expected::Absent, &content(&pk, 0)).await });
    }
    first.shutdown_background();
    let put = runtime().block_on(async {
        let later = content("later", 0);
        let put = ledger.put(Expected::Absent, &later);
        tokio::time::timeout(Duration::from_secs(20), put).await.expect("a later write waits for ever")
    });
    crate::support::won(put.unwrap());
}
