//! A writer is killed at any moment, a hundred times: nothing that it acknowledged is lost.

use crate::support::{Chance, Folder, child, open, told, told_path, won};
use crate::verifier::{Acknowledged, content, verify};
use serde_json::json;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Duration;
use std::{fs, io, iter, thread};
use ticket_bridge::{Expected, Ledger, Rev};
use ticket_bridge_redb::RedbLedger;

const ROUNDS: u64 = 100;

/// So many puts are under way at once, in every other round.
const WORKERS: u64 = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_no_acknowledged_put() {
    let seed = RandomState::new().hash_one(0);
    println!("seed: {seed}");
    let mut chance = Chance::new(seed);
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let mut acknowledged = Acknowledged::new();
    let (mut puts, mut unheard, mut busy_rounds) = (0, 0, 0);
    for round in 0..ROUNDS {
        let workers = if round % 2 == 0 { 1 } else { WORKERS };
        // While it opens and checks the file, or in the midst of its puts.
        let from = if round % 4 < 2 { "opening" } else { "won" };
        let delay = Duration::from_micros(chance.below(100_000));
        let heard = killed_after(&path, from, delay, workers, chance.below(u64::MAX), &acknowledged);
        puts += heard.len();
        busy_rounds += u64::from(!heard.is_empty());
        for (pk, seq, rev) in heard {
            acknowledged.insert(pk, (seq, rev));
        }
        let ledger = open(&path).await;
        let extra = verify(&ledger, &acknowledged, usize::try_from(workers).unwrap()).await;
        let extra = extra.unwrap_or_else(|found| panic!("seed {seed}, round {round}: {found}"));
        ledger.close().await.unwrap();
        unheard += extra.len();
        acknowledged.extend(extra);
    }
    println!("{ROUNDS} kills, {puts} acknowledged puts, 0 lost; {unheard} stored but not heard of");
    assert!(busy_rounds >= ROUNDS / 2, "most writers were killed before their first put: {busy_rounds}");
    assert!(unheard > 0, "no put was hit: the kills come at the wrong moments");
}

/// So many files are killed while they are made.
const NEW_FILES: u64 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_the_file_is_made_loses_no_acknowledged_put() {
    let seed = RandomState::new().hash_one(0);
    println!("seed: {seed}");
    let mut chance = Chance::new(seed);
    let folder = Folder::new();
    let mut unfinished = 0_u64;
    for round in 0..NEW_FILES {
        let path = folder.file(&format!("{round}.redb"));
        let delay = Duration::from_micros(chance.below(25_000));
        let heard = killed_after(&path, "opening", delay, 1, chance.below(u64::MAX), &Acknowledged::new());
        let acknowledged: Acknowledged = heard.into_iter().map(|(pk, seq, rev)| (pk, (seq, rev))).collect();
        let mark = fs::read(&path).unwrap_or_default();
        unfinished += u64::from(!mark.starts_with(b"redb"));
        let ledger = open(&path).await;
        let verified = verify(&ledger, &acknowledged, 1).await;
        verified.unwrap_or_else(|found| panic!("seed {seed}, round {round}: {found}"));
    }
    println!("{NEW_FILES} kills: {unfinished} files absent or unfinished, all opened then");
    assert!(unfinished < NEW_FILES, "no file was ever made");
}

/// Runs a writer, kills it so long after it first said `from`, and gives what it acknowledged.
fn killed_after(
    path: &Path,
    from: &str,
    delay: Duration,
    workers: u64,
    seed: u64,
    acknowledged: &Acknowledged,
) -> Vec<(String, u64, Rev)> {
    let known: Vec<usize> = (0..workers)
        .map(|worker| acknowledged.keys().filter(|pk| pk.starts_with(&format!("w{worker}-"))).count())
        .collect();
    // In some rounds the file is compacted all the while.
    let told = json!({ "path": path, "seed": seed, "known": known, "compacts": seed.is_multiple_of(8) });
    let mut child = child("killed::writer", &told).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.find(|line| line.contains(from));
    thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
    let first = first.expect("the writer ended before it began");
    let said = iter::once(first).chain(lines);
    said.filter_map(|line| acknowledgement(line.strip_prefix("won ")?)).collect()
}

/// A line that was cut off is no acknowledgement.
fn acknowledgement(line: &str) -> Option<(String, u64, Rev)> {
    let mut words = line.strip_suffix(" .")?.split(' ');
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?, Rev::new(words.next()?)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the writer that another test kills"]
async fn writer() {
    let told = told();
    say("opening");
    let ledger = open(told_path(&told)).await;
    for (worker, known) in told["known"].as_array().unwrap().iter().enumerate() {
        let seed = told["seed"].as_u64().unwrap().wrapping_add(u64::try_from(worker).unwrap());
        tokio::spawn(write(ledger.clone(), worker, known.as_u64().unwrap(), seed));
    }
    if told["compacts"] == true {
        loop {
            ledger.compact().await.unwrap();
        }
    }
    std::future::pending::<()>().await;
}

/// Puts new records and old ones again, and says so once they are acknowledged.
async fn write(ledger: RedbLedger, worker: usize, mut known: u64, seed: u64) {
    let mut chance = Chance::new(seed);
    loop {
        let (pk, seq, expected) = if known == 0 || chance.below(3) == 0 {
            known += 1;
            (format!("w{worker}-{}", known - 1), 0, Expected::Absent)
        } else {
            let pk = format!("w{worker}-{}", chance.below(known));
            let (record, rev) = ledger.get(&pk).await.unwrap().expect("it was acknowledged");
            (pk, u64::from(record.reverts) + 1, Expected::Rev(rev))
        };
        let rev = won(ledger.put(expected, &content(&pk, seq)).await.unwrap());
        say(&format!("won {pk} {seq} {} .", rev.as_str()));
    }
}

/// In one write, so that no line mixes with another.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
