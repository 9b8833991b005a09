//! What each question and each write costs, counted in flushes; and a disk that fails.

use super::*;
use redb::backends::InMemoryBackend;
use redb::{BackendError, Database, StorageBackend, TableDefinition};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A disk in memory that counts its flushes, and can fail them.
#[derive(Clone, Debug, Default)]
struct Disk {
    pages: Arc<InMemoryBackend>,
    flushes: Arc<AtomicUsize>,
    is_full: Arc<AtomicBool>,
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, io::Error> {
        self.pages.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        self.pages.read(offset, out)
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.pages.set_len(len)
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.flushes.fetch_add(1, Ordering::SeqCst);
        self.pages.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.pages.write(offset, data)
    }

    fn try_lock_range(&self, _start: std::ops::Bound<u64>, _end: std::ops::Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }
}

impl Disk {
    fn ledger(&self) -> RedbLedger {
        let database = Database::builder().create_with_backend(self.clone()).unwrap();
        RedbLedger(Arc::new(LedgerFile::of(database, PathBuf::from("memory")).unwrap()))
    }

    /// Flushes since this was asked last.
    fn flushes(&self) -> usize {
        self.flushes.swap(0, Ordering::SeqCst)
    }
}

fn record(pk: &str) -> Record {
    let text = format!(r#"{{"v":1,"pk":"{pk}","destination":"SEC","recurrence":0,"phase":"linked"}}"#);
    Record::from_json(&text).unwrap()
}

async fn won(ledger: &RedbLedger, expected: Expected, record: &Record) -> Rev {
    match ledger.put(expected, record).await.unwrap() {
        Put::Won(rev) => rev,
        Put::Lost => panic!("a put was lost"),
    }
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn what_is_looked_up_or_lost_costs_no_flush() {
    let (disk, now) = (Disk::default(), Moment::from_millis(1_000_000));
    let ledger = disk.ledger();
    let rev = won(&ledger, Expected::Absent, &record("a")).await;
    assert!(ledger.take("storm", 1, MINUTE, now).await.unwrap());
    disk.flushes();

    ledger.get("a").await.unwrap();
    ledger.due(now, 9).await.unwrap();
    ledger.list(Phase::Linked, None, 9).await.unwrap();
    ledger.by_ticket("SEC", "1").await.unwrap();
    assert_eq!(disk.flushes(), 0, "a question");
    assert_eq!(ledger.put(Expected::Absent, &record("a")).await.unwrap(), Put::Lost);
    assert_eq!(ledger.put(Expected::Rev(Rev::new("x")), &record("a")).await.unwrap(), Put::Lost);
    assert_eq!(ledger.put(Expected::Rev(rev), &record("b")).await.unwrap(), Put::Lost);
    assert_eq!(disk.flushes(), 0, "a put that is lost");
    assert!(!ledger.take("storm", 1, MINUTE, now).await.unwrap());
    assert_eq!(disk.flushes(), 0, "a take that is not granted");
    assert_eq!(ledger.forget_expired(now).await.unwrap(), 0);
    assert_eq!(disk.flushes(), 0, "nothing to forget");
}

#[tokio::test]
async fn what_is_written_costs_one_flush() {
    let disk = Disk::default();
    let ledger = disk.ledger();
    let mut rev = won(&ledger, Expected::Absent, &record("a")).await;
    disk.flushes();
    for _ in 0..10 {
        rev = won(&ledger, Expected::Rev(rev), &record("a")).await;
        assert_eq!(disk.flushes(), 1, "a put that wins");
        assert!(ledger.take("storm", 99, MINUTE, Moment::default()).await.unwrap());
        assert_eq!(disk.flushes(), 1, "a take that is granted");
    }
}

/// Puts that all wait while the one writer is held up: the first alone, the rest in the queue. Gives how they ended.
async fn while_held_up(disk: &Disk, ledger: &RedbLedger, records: Vec<Record>) -> Vec<Put> {
    let held = ledger.0.with(|database| Ok(database.begin_write()?)).unwrap();
    disk.flushes();
    let mut puts = Vec::new();
    for (in_queue, record) in records.into_iter().enumerate() {
        let asking = ledger.clone();
        puts.push(tokio::spawn(async move { asking.put(Expected::Absent, &record).await.unwrap() }));
        let waits = async {
            while ledger.0.queue.waiting() != (in_queue, true) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waits).await.expect("a put does not come to wait");
    }
    held.abort().unwrap();
    let mut ended = Vec::new();
    for put in puts {
        ended.push(put.await.unwrap());
    }
    ended
}

#[tokio::test]
async fn puts_at_once_share_their_flushes() {
    let disk = Disk::default();
    let ledger = disk.ledger();
    let records = (0..64).map(|number| record(&format!("k{number}"))).collect();
    let ended = while_held_up(&disk, &ledger, records).await;
    assert!(!ended.contains(&Put::Lost));
    // One for the first, one for the rest. A file that grows takes one more.
    assert!((2..=3).contains(&disk.flushes()), "64 puts at once");
    assert_eq!(ledger.list(Phase::Linked, None, 99).await.unwrap().len(), 64);
}

#[tokio::test]
async fn a_put_that_loses_in_the_queue_costs_no_flush() {
    let disk = Disk::default();
    let ledger = disk.ledger();
    let ended = while_held_up(&disk, &ledger, vec![record("a"); 8]).await;
    assert_eq!(ended.iter().filter(|put| **put != Put::Lost).count(), 1);
    assert_eq!(disk.flushes(), 1, "eight puts of one key");
}

#[tokio::test]
async fn a_question_waits_for_no_writer() {
    let ledger = Disk::default().ledger();
    won(&ledger, Expected::Absent, &record("a")).await;
    let held = ledger.0.with(|database| Ok(database.begin_write()?)).unwrap();
    let waiting = ledger.clone();
    let put = tokio::spawn(async move { won(&waiting, Expected::Absent, &record("b")).await });
    let questions = async {
        assert!(ledger.get("a").await.unwrap().is_some());
        assert!(ledger.get("b").await.unwrap().is_none());
        assert_eq!(ledger.list(Phase::Linked, None, 9).await.unwrap(), ["a"]);
        assert_eq!(ledger.put(Expected::Absent, &record("a")).await.unwrap(), Put::Lost);
    };
    tokio::time::timeout(Duration::from_secs(20), questions).await.expect("a question waits for a writer");
    assert!(!put.is_finished());
    held.abort().unwrap();
    put.await.unwrap();
    assert!(ledger.get("b").await.unwrap().is_some());
}

#[tokio::test]
async fn a_full_disk_is_told_and_nothing_is_acknowledged() {
    let disk = Disk::default();
    let ledger = disk.ledger();
    let rev = won(&ledger, Expected::Absent, &record("a")).await;
    disk.is_full.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        let error = ledger.put(Expected::Rev(rev.clone()), &record("a")).await.unwrap_err().to_string();
        assert!(error.contains("see that the disk has space, and restart the service"), "{error}");
    }
    disk.is_full.store(false, Ordering::SeqCst);
    drop(ledger);
    let again = disk.ledger();
    assert!(again.get("a").await.unwrap().is_some());
}

/// A panic below is an error of those who wait, and none of those who come later.
#[tokio::test]
async fn a_panic_in_a_write_leaves_nobody_waiting() {
    let ledger = Disk::default().ledger();
    let failed = write(&ledger.0, |_| -> Result<tables::Change<()>, Error> { panic!("redb stopped") }).await;
    assert!(failed.unwrap_err().to_string().contains("it is not known whether it was stored"));
    let later = record("a");
    let put = won(&ledger, Expected::Absent, &later);
    tokio::time::timeout(Duration::from_secs(20), put).await.expect("a later put waits for ever");
}

/// A table of the wrong kind under our name: the write fails as a whole.
#[tokio::test]
async fn a_write_that_fails_in_the_middle_stores_nothing() {
    let disk = Disk::default();
    let ledger = disk.ledger();
    ledger
        .0
        .with(|database| {
            let write = database.begin_write()?;
            write.delete_table(TableDefinition::<(u64, &str), ()>::new("waking"))?;
            write.open_table(TableDefinition::<u64, u64>::new("waking"))?;
            Ok(write.commit()?)
        })
        .unwrap();
    ledger.put(Expected::Absent, &record("a")).await.unwrap_err();
    assert!(ledger.get("a").await.unwrap().is_none());
}
