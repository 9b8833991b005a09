//! Ten minutes without a tracker: nothing is lost, and all is in the end as if each word had come in its order.

use crate::support::{START, World, active, inactive, secs};
use std::collections::BTreeMap;
use ticket_bridge::*;

const KEYS: u64 = 500;
const OBSERVATIONS: u64 = 60_000;
const OUTAGE_SECONDS: u64 = 600;

/// What the sources say, in their order: each key changes its mind now and then, and says the same often.
fn said() -> Vec<Observation> {
    let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |sides: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice >> 11) % sides
    };
    let mut last: BTreeMap<u64, Observation> = BTreeMap::new();
    let mut all = Vec::new();
    for index in 0..OBSERVATIONS {
        let (key, second) = (roll(KEYS), 1 + index * OUTAGE_SECONDS / OBSERVATIONS);
        let name = format!("orca-{key}");
        let observation = match (last.get(&key), roll(10)) {
            (Some(before), 0..6) => before.clone(),
            (_, 6..8) => inactive(&name, second),
            _ => active(&name, second),
        };
        // A source says one thing at a time about a finding.
        let is_next = last.get(&key).is_none_or(|before| {
            observation == *before || observation.is_newer_than(before.observed_at.after(secs(1)), before.state)
        });
        let observation = if is_next { observation } else { last[&key].clone() };
        last.insert(key, observation.clone());
        all.push(observation);
    }
    all
}

/// The same, as queues deliver it: neighbours change places.
fn shuffled(mut all: Vec<Observation>) -> Vec<Observation> {
    let mut dice = 7_u64;
    for index in 0..all.len() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let other = (index + usize::try_from(dice >> 54).unwrap()).min(all.len() - 1);
        all.swap(index, other);
    }
    all
}

async fn settle(world: &World, bridge: &Bridge) {
    for _ in 0..60 {
        world.pass(secs(60));
        let ticked = bridge.tick(Deadline::none()).await.unwrap();
        assert!(ticked.failed.is_empty());
    }
}

/// Of each finding: what was said last, and whether its ticket is open.
fn state(world: &World, ledger: &MemoryLedger) -> BTreeMap<String, (Moment, FindingState, usize)> {
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    for ticket in world.tickets().iter().filter(|ticket| !ticket.snapshot.closed) {
        *open.entry(ticket.marker.clone()).or_default() += 1;
    }
    let records = ledger.records().into_iter().filter(|record| !record.pk.starts_with('!'));
    let of = |record: Record| {
        let (marker, pending) = (record.marker().to_owned(), record.pending.unwrap());
        let open = open.get(&marker).copied().unwrap_or_default();
        (marker, (pending.observed_at, pending.state, open))
    };
    records.map(of).collect()
}

#[tokio::test]
async fn ten_minutes_without_a_tracker_lose_nothing_and_each_item_has_one_disposition() {
    let said = said();
    // In order, and with a tracker.
    let (calm, calm_ledger) = (World::new(), MemoryLedger::new());
    let bridge = calm.bridge(&calm_ledger);
    for observation in &said {
        calm.time.fetch_max(observation.observed_at.as_millis(), std::sync::atomic::Ordering::SeqCst);
        bridge.ingest(observation.clone()).await.unwrap();
    }
    settle(&calm, &bridge).await;

    let (world, ledger) = (World::new(), MemoryLedger::new());
    let workers = [world.bridge(&ledger), world.bridge(&ledger)];
    world.state.lock().unwrap().outage = true;
    let mut dispositions: BTreeMap<&str, u64> = BTreeMap::new();
    for (index, observation) in shuffled(said).into_iter().enumerate() {
        let millis = u64::try_from(index).unwrap() * OUTAGE_SECONDS * 1000 / OBSERVATIONS;
        world.time.fetch_max(START + millis, std::sync::atomic::Ordering::SeqCst);
        let disposition = workers[index % 2].ingest(observation).await.unwrap();
        *dispositions.entry(disposition.as_str()).or_default() += 1;
        if index % 6_000 == 5_999 {
            workers[index % 2].tick(Deadline::none()).await.unwrap();
        }
    }
    assert_eq!(world.tickets().len(), 0);
    world.state.lock().unwrap().outage = false;
    settle(&world, &workers[0]).await;

    println!("{dispositions:?}");
    assert_eq!(dispositions.values().sum::<u64>(), OBSERVATIONS);
    let (calm, stormy) = (state(&calm, &calm_ledger), state(&world, &ledger));
    // What was over before it ever had a ticket leaves no record in one of the two, and no ticket in either.
    for (key, seen) in calm.iter().chain(&stormy) {
        let unknown = (seen.0, FindingState::Inactive, 0);
        assert_eq!(calm.get(key).unwrap_or(&unknown), stormy.get(key).unwrap_or(&unknown), "{key}");
    }
    assert!(calm.len() > 450);
}
