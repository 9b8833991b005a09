//! Says whether a file holds all that was acknowledged, and nothing else.

use crate::support::{Folder, PHASES, at, open, record, won};
use redb::{Database, Durability, ReadableTable, TableDefinition};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use ticket_bridge::{Expected, Ledger, Record, Rev};
use ticket_bridge_redb::RedbLedger;

/// By key: how often it was put, and the revision of the last put.
pub(crate) type Acknowledged = BTreeMap<String, (u64, Rev)>;

/// What the put number `seq` of a key says. Each differs from the one before in all that is indexed.
pub(crate) fn content(pk: &str, seq: u64) -> Record {
    let number = pk.bytes().fold(seq.wrapping_mul(7), |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let phases = ["deferred", "claimed", "in_doubt", "linked", "closed", "orphaned", "dead_letter"];
    let phase = phases[usize::try_from(seq % 7).unwrap()];
    let mut members = json!({
        "phase": phase, "reverts": seq, "destination": format!("P{}", number % 3),
        "problem": "課題 \u{0}\n".repeat(usize::try_from(number % 100).unwrap()),
    });
    if number % 4 != 0 {
        members["wake_at"] = json!(number % 100_000);
    }
    if number % 5 != 0 {
        members["ticket"] = json!({ "id": (number % 50).to_string(), "key": format!("P-{}", number % 50) });
    }
    record(pk, &members)
}

/// Compares everything in the ledger with what was acknowledged. A put more may be stored than was acknowledged, for each
/// of `unacknowledged` that may have been under way: it gives those, by key. `Err`: what does not fit.
pub(crate) async fn verify(
    ledger: &RedbLedger,
    acknowledged: &Acknowledged,
    unacknowledged: usize,
) -> Result<Acknowledged, String> {
    let (stored, extra) = records(ledger, acknowledged).await?;
    if let Some(lost) = acknowledged.keys().find(|pk| !stored.contains_key(*pk)) {
        return Err(format!("{lost} was acknowledged, and is in no list"));
    }
    if extra.len() > unacknowledged {
        return Err(format!("{} puts more are stored than were acknowledged, at most {unacknowledged}", extra.len()));
    }
    indexes(ledger, &stored).await?;
    Ok(extra)
}

/// All records of all lists, each compared with what was put.
async fn records(
    ledger: &RedbLedger,
    acknowledged: &Acknowledged,
) -> Result<(BTreeMap<String, Record>, Acknowledged), String> {
    let (mut stored, mut extra) = (BTreeMap::new(), Acknowledged::new());
    for phase in PHASES {
        let mut after = None;
        loop {
            let page = ledger.list(phase, after.as_deref(), 200).await.map_err(|error| error.to_string())?;
            let Some(last) = page.last() else { break };
            after = Some(last.clone());
            for pk in page {
                let found = ledger.get(&pk).await.map_err(|error| error.to_string())?;
                let (record, rev) = found.ok_or_else(|| format!("{pk} is listed, and not there"))?;
                if record.phase != phase {
                    return Err(format!("{pk} is listed as {phase:?} and is {:?}", record.phase));
                }
                let seq = u64::from(record.reverts);
                if record != content(&pk, seq) {
                    return Err(format!("{pk} does not say what put {seq} said"));
                }
                match acknowledged.get(&pk) {
                    Some((known, known_rev)) if *known == seq => {
                        if *known_rev != rev {
                            return Err(format!("{pk} has another revision than put {seq} got"));
                        }
                    }
                    known => {
                        let next = known.map_or(0, |(known, _)| known + 1);
                        if seq != next {
                            return Err(format!("{pk} is at put {seq}; acknowledged: {known:?}"));
                        }
                        extra.insert(pk.clone(), (seq, rev));
                    }
                }
                if stored.insert(pk.clone(), record).is_some() {
                    return Err(format!("{pk} is listed twice"));
                }
            }
        }
    }
    Ok((stored, extra))
}

/// `due` and `by_ticket` agree with the records.
async fn indexes(ledger: &RedbLedger, stored: &BTreeMap<String, Record>) -> Result<(), String> {
    let mut waking: Vec<_> = stored.iter().filter_map(|(pk, record)| Some((record.wake_at?, pk.clone()))).collect();
    waking.sort();
    let waking: Vec<String> = waking.into_iter().map(|(_, pk)| pk).collect();
    let due = ledger.due(at(u64::MAX), usize::MAX).await.map_err(|error| error.to_string())?;
    if due != waking {
        let (due, waking): (BTreeSet<_>, BTreeSet<_>) = (due.into_iter().collect(), waking.into_iter().collect());
        return Err(format!("due differs from the records by {:?}", due.symmetric_difference(&waking)));
    }
    let mut tickets: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for destination in ["P0", "P1", "P2"] {
        for id in 0..50 {
            tickets.insert((destination.to_owned(), id.to_string()), Vec::new());
        }
    }
    for (pk, record) in stored {
        if let Some(ticket) = &record.ticket {
            tickets.entry((record.destination.clone(), ticket.id.clone())).or_default().push(pk.clone());
        }
    }
    for ((destination, id), wanted) in tickets {
        let named = ledger.by_ticket(&destination, &id).await.map_err(|error| error.to_string())?;
        if named != wanted {
            return Err(format!("by_ticket({destination}, {id}) gives {named:?}; the records say {wanted:?}"));
        }
    }
    Ok(())
}

// The verifier finds what is wrong.

const RECORDS: TableDefinition<'_, &str, (u128, &[u8], &[u8])> = TableDefinition::new("records");
const WAKING: TableDefinition<'_, (u64, &str), ()> = TableDefinition::new("waking");
const PHASE_KEYS: TableDefinition<'_, (&str, &str), ()> = TableDefinition::new("phases");
const TICKETS: TableDefinition<'_, (&str, &str, &str), ()> = TableDefinition::new("tickets");

/// Twenty keys, each put one to three times. The last is due and has a ticket.
async fn filled(path: &Path) -> Acknowledged {
    let ledger = open(path).await;
    let mut acknowledged = Acknowledged::new();
    for number in 0..20 {
        let pk = format!("k{number:02}");
        let mut expected = Expected::Absent;
        for seq in 0..=number % 3 {
            let rev = won(ledger.put(expected, &content(&pk, seq)).await.unwrap());
            expected = Expected::Rev(rev.clone());
            acknowledged.insert(pk.clone(), (seq, rev));
        }
    }
    ledger.close().await.unwrap();
    acknowledged
}

/// What the verifier says after something was changed behind the ledger's back.
async fn after(change: impl FnOnce(&Database, &str, &Record)) -> String {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let acknowledged = filled(&path).await;
    let indexed = |record: &Record| record.wake_at.is_some() && record.ticket.is_some();
    let (pk, record) = acknowledged
        .iter()
        .map(|(pk, (seq, _))| (pk, content(pk, *seq)))
        .find(|(_, record)| indexed(record))
        .expect("one of twenty is due and has a ticket");
    let database = Database::open(&path).unwrap();
    change(&database, pk, &record);
    drop(database);
    let ledger = open(&path).await;
    verify(&ledger, &acknowledged, 1).await.map(|extra| format!("{extra:?}")).expect_err("nothing was found")
}

#[tokio::test]
async fn nothing_is_found_where_nothing_is_wrong() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let acknowledged = filled(&path).await;
    let ledger = open(&path).await;
    assert_eq!(verify(&ledger, &acknowledged, 0).await, Ok(Acknowledged::new()));
    // One put more, which nobody heard of.
    let rev = won(ledger.put(Expected::Absent, &content("more", 0)).await.unwrap());
    let extra = verify(&ledger, &acknowledged, 1).await.unwrap();
    assert_eq!(extra, Acknowledged::from([("more".to_owned(), (0, rev))]));
    let too_many = verify(&ledger, &acknowledged, 0).await.unwrap_err();
    assert!(too_many.contains("1 puts more"), "{too_many}");
}

#[tokio::test]
async fn a_lost_record_is_found() {
    let found = after(|database, pk, record| {
        let write = database.begin_write().unwrap();
        write.open_table(RECORDS).unwrap().remove(pk).unwrap().unwrap();
        write.open_table(WAKING).unwrap().remove((record.wake_at.unwrap().as_millis(), pk)).unwrap().unwrap();
        write.commit().unwrap();
    });
    let found = found.await;
    assert!(found.contains("is listed, and not there"), "{found}");
}

#[tokio::test]
async fn a_record_that_is_lost_with_all_its_indexes_is_found() {
    let found = after(|database, pk, record| {
        let (wake, ticket) = (record.wake_at.unwrap(), record.ticket.as_ref().unwrap());
        let phase = serde_json::to_value(record.phase).unwrap();
        let write = database.begin_write().unwrap();
        write.open_table(RECORDS).unwrap().remove(pk).unwrap().unwrap();
        write.open_table(WAKING).unwrap().remove((wake.as_millis(), pk)).unwrap().unwrap();
        write.open_table(PHASE_KEYS).unwrap().remove((phase.as_str().unwrap(), pk)).unwrap().unwrap();
        let key = (record.destination.as_str(), ticket.id.as_str(), pk);
        write.open_table(TICKETS).unwrap().remove(key).unwrap().unwrap();
        write.commit().unwrap();
    });
    let found = found.await;
    assert!(found.contains("was acknowledged, and is in no list"), "{found}");
}

#[tokio::test]
async fn a_lost_index_is_found() {
    let due = after(|database, pk, record| {
        let write = database.begin_write().unwrap();
        write.open_table(WAKING).unwrap().remove((record.wake_at.unwrap().as_millis(), pk)).unwrap().unwrap();
        write.commit().unwrap();
    });
    let due = due.await;
    assert!(due.contains("due differs"), "{due}");
    let ticket = after(|database, pk, record| {
        let write = database.begin_write().unwrap();
        let id = record.ticket.as_ref().unwrap().id.as_str();
        write.open_table(TICKETS).unwrap().remove((record.destination.as_str(), id, pk)).unwrap().unwrap();
        write.commit().unwrap();
    });
    let ticket = ticket.await;
    assert!(ticket.contains("by_ticket("), "{ticket}");
}

#[tokio::test]
async fn another_content_or_revision_is_found() {
    let content =
        after(|database, pk, _| change(database, pk, |_, text| text.replace("\"recurrence\":0", "\"recurrence\":1")));
    let content = content.await;
    assert!(content.contains("does not say what put"), "{content}");
    let seq = after(|database, pk, record| {
        let (now, then) = (format!("\"reverts\":{}", record.reverts), format!("\"reverts\":{}", record.reverts + 7));
        change(database, pk, |_, text| text.replace(&now, &then));
    });
    let seq = seq.await;
    assert!(seq.contains("does not say what put") || seq.contains("acknowledged"), "{seq}");
    let rev = after(|database, pk, _| {
        let write = database.begin_write().unwrap();
        let mut records = write.open_table(RECORDS).unwrap();
        let (rev, beside, text) = owned(records.get(pk).unwrap().unwrap().value());
        records.insert(pk, (rev + 1, beside.as_slice(), text.as_slice())).unwrap();
        drop(records);
        write.commit().unwrap();
    });
    let rev = rev.await;
    assert!(rev.contains("another revision"), "{rev}");
}

fn owned((rev, beside, text): (u128, &[u8], &[u8])) -> (u128, Vec<u8>, Vec<u8>) {
    (rev, beside.to_vec(), text.to_vec())
}

fn change(database: &Database, pk: &str, change: impl FnOnce(u128, &str) -> String) {
    let write = database.begin_write().unwrap();
    let mut records = write.open_table(RECORDS).unwrap();
    let (rev, beside, text) = owned(records.get(pk).unwrap().unwrap().value());
    let changed = change(rev, std::str::from_utf8(&text).unwrap());
    assert_ne!(changed.as_bytes(), text, "nothing was changed");
    records.insert(pk, (rev, beside.as_slice(), changed.as_bytes())).unwrap();
    drop(records);
    write.commit().unwrap();
}

/// A writer that acknowledges what it did not flush, and is gone: a copy of the file is what the disk holds then.
#[tokio::test]
async fn a_writer_that_acknowledges_without_a_flush_is_found() {
    let folder = Folder::new();
    let (path, copy) = (folder.file("ledger.redb"), folder.file("copy.redb"));
    let mut acknowledged = filled(&path).await;
    let database = Database::open(&path).unwrap();
    let mut write = database.begin_write().unwrap();
    write.set_durability(Durability::None).unwrap();
    let record = content("unflushed", 0);
    let phase = serde_json::to_value(record.phase).unwrap();
    let text = serde_json::to_vec(&record).unwrap();
    write.open_table(RECORDS).unwrap().insert("unflushed", (7, b"{}".as_slice(), text.as_slice())).unwrap();
    write.open_table(PHASE_KEYS).unwrap().insert((phase.as_str().unwrap(), "unflushed"), ()).unwrap();
    write.commit().unwrap();
    acknowledged.insert("unflushed".to_owned(), (0, Rev::new(format!("{:032x}", 7))));
    fs::copy(&path, &copy).unwrap();
    let ledger = open(&copy).await;
    let found = verify(&ledger, &acknowledged, 1).await.unwrap_err();
    assert!(found.contains("unflushed was acknowledged, and is in no list"), "{found}");
}
