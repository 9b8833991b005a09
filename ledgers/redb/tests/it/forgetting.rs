//! What may be forgotten, and nothing else.

use crate::support::{Folder, PHASES, at, open, record, won};
use serde_json::json;
use std::time::Duration;
use ticket_bridge::{Expected, Ledger};

const DAY: u64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn only_what_has_expired_is_forgotten_with_all_its_indexes() {
    let folder = Folder::new();
    let ledger = open(&folder.file("ledger.redb")).await;
    let members = |expires: Option<u64>| json!({ "phase": "closed", "expires_at": expires, "wake_at": 5, "ticket": { "id": "1", "key": "SEC-1" } });
    for (pk, expires) in [("never", None), ("past", Some(99)), ("now", Some(100)), ("later", Some(101))] {
        won(ledger.put(Expected::Absent, &record(pk, &members(expires))).await.unwrap());
    }
    // It came back: what was said of its end no longer holds.
    let rev = won(ledger.put(Expected::Absent, &record("back", &members(Some(50)))).await.unwrap());
    won(ledger.put(Expected::Rev(rev), &record("back", &members(None))).await.unwrap());

    assert_eq!(ledger.forget_expired(at(100)).await.unwrap(), 2);
    assert_eq!(ledger.forget_expired(at(100)).await.unwrap(), 0);
    let kept = ["back", "later", "never"];
    assert_eq!(ledger.due(at(100), 9).await.unwrap(), kept);
    assert_eq!(ledger.by_ticket("SEC", "1").await.unwrap(), kept);
    let mut listed = Vec::new();
    for phase in PHASES {
        listed.extend(ledger.list(phase, None, 9).await.unwrap());
    }
    assert_eq!(listed, kept);
    assert!(ledger.get("past").await.unwrap().is_none());
    won(ledger.put(Expected::Absent, &record("past", &members(None))).await.unwrap());
}

#[tokio::test]
async fn no_more_than_a_thousand_at_once() {
    let folder = Folder::new();
    let ledger = open(&folder.file("ledger.redb")).await;
    let mut puts = tokio::task::JoinSet::new();
    for number in 0..1200 {
        let ledger = ledger.clone();
        let old = record(&format!("k{number}"), &json!({ "phase": "closed", "expires_at": number }));
        puts.spawn(async move { won(ledger.put(Expected::Absent, &old).await.unwrap()) });
    }
    puts.join_all().await;
    assert_eq!(ledger.forget_expired(at(5000)).await.unwrap(), 1000);
    assert_eq!(ledger.forget_expired(at(5000)).await.unwrap(), 200);
}

#[tokio::test]
async fn windows_are_forgotten_after_a_day_and_never_before() {
    let folder = Folder::new();
    let ledger = open(&folder.file("ledger.redb")).await;
    let take = async |now: u64| ledger.take("storm", 1, Duration::from_secs(60), at(now)).await.unwrap();
    assert!(take(10 * DAY).await);
    assert!(!take(10 * DAY).await);
    let end = 10 * DAY + 60_000;
    assert_eq!(ledger.forget_expired(at(end + DAY - 1)).await.unwrap(), 0);
    assert!(!take(10 * DAY).await, "a window was forgotten too early");
    assert_eq!(ledger.forget_expired(at(end + DAY)).await.unwrap(), 0);
    // Only a clock that is a day late could see it.
    assert!(take(10 * DAY).await);
}

#[tokio::test]
async fn what_was_forgotten_is_given_back_by_compaction() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let ledger = open(&path).await;
    let mut puts = tokio::task::JoinSet::new();
    for number in 0..800 {
        let ledger = ledger.clone();
        let words = "words ".repeat(1000);
        let members = json!({ "phase": "closed", "problem": words, "expires_at": if number == 0 { 900 } else { 1 } });
        let old = record(&format!("k{number}"), &members);
        puts.spawn(async move { won(ledger.put(Expected::Absent, &old).await.unwrap()) });
    }
    puts.join_all().await;
    assert_eq!(ledger.forget_expired(at(800)).await.unwrap(), 799);
    let before = std::fs::metadata(&path).unwrap().len();
    // Others go on meanwhile, and wait.
    let (compacted, read) = tokio::join!(ledger.compact(), ledger.get("k0"));
    assert!(compacted.unwrap());
    assert!(read.unwrap().is_some());
    let after = std::fs::metadata(&path).unwrap().len();
    println!("{before} bytes became {after}");
    assert!(after < before / 4, "{before} bytes became {after}");
    won(ledger.put(Expected::Absent, &record("new", &json!({}))).await.unwrap());
}
