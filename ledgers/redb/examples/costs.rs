//! What the ledger costs on this disk. `cargo run --release -p ticket-bridge-redb --example costs -- FOLDER [RECORDS]`
//!
//! FOLDER is on the disk in question. It writes a file there, and removes it.

#![expect(clippy::print_stdout, reason = "it is run to read what it prints")]

use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};
use ticket_bridge::{Expected, Ledger, Moment, Record};
use ticket_bridge_redb::RedbLedger;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// So many puts at once, as a storm of findings brings them.
const AT_ONCE: usize = 64;

/// Medians are of so many.
const TIMES: usize = 20;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let folder = env::args().nth(1).ok_or("name a folder on the disk in question")?;
    let records: usize = env::args().nth(2).map_or(Ok(10_000), |count| count.parse())?;
    let path = Path::new(&folder).join("costs.redb");
    let measured = measure(&path, records).await;
    fs::remove_file(&path)?;
    measured
}

async fn measure(path: &Path, records: usize) -> Result<(), Failed> {
    let ledger = RedbLedger::open(path).await?;
    let filling = Instant::now();
    for first in (0..records).step_by(256) {
        at_once(&ledger, &format!("fill-{first}"), 256.min(records.saturating_sub(first))).await?;
    }
    println!("{records} records of 2 kB filled in {:?}", filling.elapsed());

    let (mut single, mut together) = (Vec::new(), Vec::new());
    for time in 0..TIMES {
        let began = Instant::now();
        for number in 0..AT_ONCE {
            let _ = ledger.put(Expected::Absent, &record(&format!("single-{time}-{number}"))?).await?;
        }
        single.push(began.elapsed());
        let began = Instant::now();
        at_once(&ledger, &format!("together-{time}"), AT_ONCE).await?;
        together.push(began.elapsed());
    }
    println!("{AT_ONCE} puts, one after another: {:?}", median(single));
    println!("{AT_ONCE} puts at once:            {:?}", median(together));

    let (mut gets, mut lost) = (Vec::new(), Vec::new());
    let known = record("single-0-0")?;
    for _ in 0..TIMES {
        let began = Instant::now();
        for _ in 0..100 {
            ledger.get(&known.pk).await?;
        }
        gets.push(began.elapsed() / 100);
        let began = Instant::now();
        for _ in 0..100 {
            let _ = ledger.put(Expected::Absent, &known).await?;
        }
        lost.push(began.elapsed() / 100);
    }
    println!("a get: {:?}; a put that is lost: {:?}", median(gets), median(lost));

    let began = Instant::now();
    let due = ledger.due(Moment::from_millis(u64::MAX), 100).await?.len();
    println!("{due} keys that are due: {:?}", began.elapsed());
    ledger.close().await?;
    let began = Instant::now();
    let ledger = RedbLedger::open(path).await?;
    println!("opened and checked {} kB: {:?}", fs::metadata(path)?.len() / 1024, began.elapsed());
    let began = Instant::now();
    ledger.compact().await?;
    println!("compacted to {} kB: {:?}", fs::metadata(path)?.len() / 1024, began.elapsed());
    ledger.close().await?;
    Ok(())
}

async fn at_once(ledger: &RedbLedger, name: &str, count: usize) -> Result<(), Failed> {
    let mut puts = Vec::new();
    for number in 0..count {
        let (ledger, record) = (ledger.clone(), record(&format!("{name}-{number}"))?);
        puts.push(tokio::spawn(async move { ledger.put(Expected::Absent, &record).await }));
    }
    for put in puts {
        let _ = put.await??;
    }
    Ok(())
}

/// A record of about 2 kB, which is due.
fn record(pk: &str) -> Result<Record, Failed> {
    let words = "words of a finding ".repeat(100);
    let text = format!(
        r#"{{"v":1,"pk":"{pk}","destination":"SEC","recurrence":0,"phase":"linked","wake_at":5,"problem":"{words}"}}"#
    );
    Ok(Record::from_json(&text)?)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
