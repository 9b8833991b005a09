//! What is said when a ledger cannot be opened.

use crate::support::{Folder, child, open, record, told, told_path, won};
use redb::{Database, TableDefinition};
use serde_json::json;
use std::fs;
use ticket_bridge::{Expected, Ledger};
use ticket_bridge_redb::{OpenError, RedbLedger};

#[tokio::test]
async fn a_second_process_is_told_who_has_it() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let ledger = open(&path).await;
    let told = json!({ "path": path });
    let ended = child("opening::second_process", &told).output().unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    let message = format!("another process has this ledger open: {path:?}: the service or a command; stop it, or ask");
    assert!(said.contains(&message), "{said}");
    ledger.close().await.unwrap();
    let ended = child("opening::second_process", &told).output().unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(said.contains("it is open"), "{said}");
}

#[tokio::test]
#[ignore = "the second process of another test"]
async fn second_process() {
    match RedbLedger::open(told_path(&told())).await {
        Ok(ledger) => println!("it is open: {ledger:?}"),
        Err(error) => println!("{error}"),
    }
}

#[tokio::test]
async fn a_second_opening_in_one_process_is_refused_until_the_first_is_closed() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    let ledger = open(&path).await;
    let clone = ledger.clone();
    assert!(matches!(RedbLedger::open(&path).await, Err(OpenError::InUse { .. })));
    ledger.close().await.unwrap();
    ledger.close().await.unwrap();
    let second = open(&path).await;
    let closed = clone.get("a").await.unwrap_err().to_string();
    assert!(closed.contains("was closed"), "{closed}");
    let closed = clone.put(Expected::Absent, &record("a", &json!({}))).await.unwrap_err().to_string();
    assert!(closed.contains("was closed"), "{closed}");
    drop(second);
    open(&path).await;
}

#[tokio::test]
async fn a_missing_folder_or_file_is_named() {
    let folder = Folder::new();
    let lost = folder.file("missing").join("ledger.redb");
    let error = RedbLedger::open(&lost).await.unwrap_err();
    assert!(matches!(&error, OpenError::NoFolder { path } if *path == lost), "{error}");
    assert!(error.to_string().contains("make it, mount it, or correct the path"), "{error}");
    let path = folder.file("ledger.redb");
    let error = RedbLedger::open_existing(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::NoFile { .. }), "{error}");
    assert!(!path.exists(), "a command made a ledger");
    open(&path).await;
    RedbLedger::open_existing(&path).await.unwrap();
}

#[tokio::test]
async fn what_is_no_ledger_is_refused_and_kept() {
    let folder = Folder::new();
    let text = folder.file("notes.txt");
    fs::write(&text, "not a ledger, and longer than any header of one\n".repeat(500)).unwrap();
    let before = fs::read(&text).unwrap();
    let error = RedbLedger::open(&text).await.unwrap_err();
    assert!(matches!(error, OpenError::NotALedger { .. }), "{error}");
    assert_eq!(fs::read(&text).unwrap(), before);

    let foreign = folder.file("foreign.redb");
    let database = Database::create(&foreign).unwrap();
    let write = database.begin_write().unwrap();
    write.open_table(TableDefinition::<u64, u64>::new("theirs")).unwrap().insert(1, 2).unwrap();
    write.commit().unwrap();
    drop(database);
    let error = RedbLedger::open(&foreign).await.unwrap_err();
    assert!(error.to_string().contains("of another program"), "{error}");
    let database = Database::open(&foreign).unwrap();
    let tables = redb::ReadableDatabase::begin_read(&database).unwrap().list_tables().unwrap().count();
    assert_eq!(tables, 1);

    let error = RedbLedger::open(folder.file("")).await.unwrap_err();
    assert!(matches!(error, OpenError::NotALedger { .. }), "{error}");
    let empty = folder.file("empty.redb");
    fs::write(&empty, "").unwrap();
    let error = RedbLedger::open_existing(&empty).await.unwrap_err();
    assert!(error.to_string().contains("it is empty"), "{error}");
}

#[tokio::test]
async fn a_file_whose_making_was_cut_off_is_begun_anew_and_no_other() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    drop(open(&path).await);
    let whole = fs::read(&path).unwrap();
    // As redb leaves it: all but the mark, and no page yet.
    let mut unfinished = vec![0; whole.len()];
    unfinished[9..320].copy_from_slice(&whole[9..320]);
    fs::write(&path, &unfinished).unwrap();
    let error = RedbLedger::open_existing(&path).await.unwrap_err();
    assert!(error.to_string().contains("it is empty"), "{error}");
    assert!(fs::read(&path).unwrap() == unfinished, "who only looks changed the file");
    won(open(&path).await.put(Expected::Absent, &record("a", &json!({}))).await.unwrap());
    // A ledger that lost its mark holds something.
    let mut damaged = fs::read(&path).unwrap();
    damaged[..320].fill(0);
    fs::write(&path, &damaged).unwrap();
    let error = RedbLedger::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::NotALedger { .. }), "{error}");
    assert!(fs::read(&path).unwrap() == damaged, "the file was changed");
}

#[tokio::test]
async fn a_newer_layout_is_refused() {
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    drop(open(&path).await);
    let database = Database::open(&path).unwrap();
    let write = database.begin_write().unwrap();
    write.open_table(TableDefinition::<&str, u64>::new("about")).unwrap().insert("layout", 2).unwrap();
    write.commit().unwrap();
    drop(database);
    let error = RedbLedger::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Newer { found: 2, known: 1, .. }), "{error}");
}

/// A file with some records, closed as it should be.
async fn some_records(folder: &Folder) -> std::path::PathBuf {
    let path = folder.file("ledger.redb");
    let ledger = open(&path).await;
    for number in 0..40 {
        let words = json!({ "problem": "words ".repeat(100) });
        won(ledger.put(Expected::Absent, &record(&format!("k{number}"), &words)).await.unwrap());
    }
    ledger.close().await.unwrap();
    path
}

#[tokio::test]
async fn a_damaged_file_is_found_when_it_is_opened() {
    let folder = Folder::new();
    let path = some_records(&folder).await;
    let whole = fs::read(&path).unwrap();
    // A word of a record, changed by nobody's put.
    let place = whole.windows(6).rposition(|window| window == b"words ").unwrap();
    let mut damaged = whole.clone();
    let last = whole.windows(6).enumerate().filter(|(_, window)| *window == b"words ").count();
    assert!(last >= 4000, "the records are in the file");
    for byte in damaged.iter_mut().take(place + 6) {
        if *byte == b'w' {
            *byte = b'W';
        }
    }
    fs::write(&path, &damaged).unwrap();
    let error = RedbLedger::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("last backup"), "{error}");
    fs::write(&path, &whole).unwrap();
    open(&path).await;
}

#[tokio::test]
async fn a_file_that_was_cut_short_is_refused() {
    let folder = Folder::new();
    let path = some_records(&folder).await;
    let whole = fs::read(&path).unwrap();
    for keep in [4, 9, 100, 320, 4096, 10_000, whole.len() / 2, whole.len() - 4096] {
        fs::write(&path, &whole[..keep]).unwrap();
        let error = RedbLedger::open(&path).await.unwrap_err();
        let is_named = matches!(error, OpenError::Damaged { .. } | OpenError::NotALedger { .. });
        assert!(is_named, "{keep} bytes of {}: {error:?}", whole.len());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    drop(open(&path).await);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[tokio::test]
async fn no_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("ledger.redb");
    drop(open(&path).await);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    // Whoever may do everything has no such error.
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        println!("skipped: this user may write every file");
        return;
    }
    let error = RedbLedger::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::NoPermission { .. }), "{error}");
}

#[tokio::test]
async fn a_message_shows_no_control_character() {
    let folder = Folder::new();
    let error = RedbLedger::open_existing(folder.file("\u{1b}[31mred\n")).await.unwrap_err();
    assert!(!error.to_string().contains(char::is_control), "{error:?}");
}

#[tokio::test]
async fn debug_shows_the_file_and_nothing_of_it() {
    let folder = Folder::new();
    let ledger = open(&folder.file("ledger.redb")).await;
    won(ledger.put(Expected::Absent, &record("a", &json!({ "problem": "words of others" }))).await.unwrap());
    let shown = format!("{ledger:?}");
    assert!(shown.contains("ledger.redb") && !shown.contains("words"), "{shown}");
}

#[test]
fn public_types_go_to_other_threads() {
    const fn goes<T: Send + Sync + 'static>() {}
    goes::<RedbLedger>();
    goes::<OpenError>();
}
