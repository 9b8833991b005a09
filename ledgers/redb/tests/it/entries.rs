//! Entries that this version cannot read, or that are damaged.

use crate::support::{Folder, at, open, record, won};
use redb::{Database, ReadableTable, TableDefinition};
use serde_json::json;
use std::path::Path;
use ticket_bridge::{Expected, Ledger, Phase};

const RECORDS: TableDefinition<'_, &str, (u128, &[u8], &[u8])> = TableDefinition::new("records");

/// Puts other bytes in the place of a record's text, or of what is stored beside it.
fn replace(path: &Path, pk: &str, new_beside: Option<&[u8]>, new_text: Option<&[u8]>) {
    let database = Database::open(path).unwrap();
    let write = database.begin_write().unwrap();
    let mut records = write.open_table(RECORDS).unwrap();
    let stored = records.get(pk).unwrap().unwrap();
    let (rev, beside, text) = stored.value();
    let (beside, text) = (new_beside.unwrap_or(beside).to_vec(), new_text.unwrap_or(text).to_vec());
    drop(stored);
    records.insert(pk, (rev, beside.as_slice(), text.as_slice())).unwrap();
    drop(records);
    write.commit().unwrap();
}

/// Two records that are due and name one ticket.
async fn two(path: &Path) {
    let ledger = open(path).await;
    for pk in ["bad", "good"] {
        let members = json!({ "phase": "linked", "wake_at": 5, "ticket": { "id": "1", "key": "SEC-1" } });
        won(ledger.put(Expected::Absent, &record(pk, &members)).await.unwrap());
    }
    ledger.close().await.unwrap();
}

#[tokio::test]
async fn a_damaged_text_is_named_and_hides_no_other() {
    for text in [b"{\"v\":1".as_slice(), b"\xff\xfe", b"", b"[]"] {
        let folder = Folder::new();
        let path = folder.file("ledger.redb");
        two(&path).await;
        replace(&path, "bad", None, Some(text));
        let ledger = open(&path).await;
        let error = ledger.get("bad").await.unwrap_err().to_string();
        assert!(error.contains("the entry of \"bad\" is damaged"), "{error}");
        assert!(ledger.get("good").await.unwrap().is_some());
        assert_eq!(ledger.due(at(5), 9).await.unwrap(), ["bad", "good"]);
        assert_eq!(ledger.list(Phase::Linked, None, 9).await.unwrap(), ["bad", "good"]);
        assert_eq!(ledger.by_ticket("SEC", "1").await.unwrap(), ["bad", "good"]);
    }
}

#[tokio::test]
async fn a_put_over_a_damaged_entry_is_an_error_and_fails_no_other() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    two(&path).await;
    replace(&path, "bad", Some(b"?"), None);
    let ledger = open(&path).await;
    let (bad, rev) = ledger.get("bad").await.unwrap().unwrap();
    let (good, good_rev) = ledger.get("good").await.unwrap().unwrap();
    // Both at once: they may go into one transaction.
    let (bad_put, good_put) =
        tokio::join!(ledger.put(Expected::Rev(rev.clone()), &bad), ledger.put(Expected::Rev(good_rev), &good));
    let error = bad_put.unwrap_err().to_string();
    assert!(error.contains("the entry of \"bad\" is damaged"), "{error}");
    won(good_put.unwrap());
    assert_eq!(ledger.get("bad").await.unwrap().unwrap(), (bad, rev));
}

#[tokio::test]
async fn a_form_of_a_newer_version_comes_out_with_its_version() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    two(&path).await;
    let text = json!({ "v": 9, "pk": "bad", "destination": ["SEC", "OPS"], "phase": { "later": true } });
    replace(&path, "bad", None, Some(text.to_string().as_bytes()));
    let ledger = open(&path).await;
    let (newer, _) = ledger.get("bad").await.unwrap().unwrap();
    assert!(newer.is_newer());
    assert_eq!((newer.v, newer.phase), (9, Phase::Unknown));
    assert_eq!(ledger.due(at(5), 9).await.unwrap(), ["bad", "good"]);
}

#[tokio::test]
async fn revisions_are_never_the_same_over_openings_and_files() {
    let folder = Folder::new();
    let mut seen = std::collections::BTreeSet::new();
    for opening in 0..20 {
        let ledger = open(&folder.file(&format!("{}.redb", opening % 2))).await;
        for number in 0..5 {
            let pk = format!("{opening}-{number}");
            let rev = won(ledger.put(Expected::Absent, &record(&pk, &json!({}))).await.unwrap());
            assert!(seen.insert(rev.as_str().to_owned()), "the same revision twice");
        }
        ledger.close().await.unwrap();
    }
}
