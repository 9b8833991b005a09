//! The ledger in memory: for tests, and to look at what a flow would do.

use crate::moment::Moment;
use crate::ports::{Expected, Ledger, LedgerFailed, Put, Rev};
use crate::record::{Phase, Record};
use async_trait::async_trait;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A ledger that forgets everything when the process ends. Clones share it.
///
/// Each question is answered from an index: none looks at all records.
///
/// Its revisions count the puts, mixed with a seed by chance: none comes twice in one ledger, and none of another ledger
/// fits. They are only ever compared for equality, so what a bridge does does not depend on the seed.
#[derive(Clone)]
pub struct MemoryLedger(Arc<Mutex<Stored>>);

/// So many windows of a bucket are remembered. Workers whose clocks differ take from neighbouring windows at once.
const WINDOWS: usize = 16;

struct Stored {
    records: HashMap<Arc<str>, (Arc<Record>, Rev)>,
    seed: u64,
    puts: u64,
    /// Keys by the moment at which something is due.
    waking: BTreeSet<(Moment, Arc<str>)>,
    phases: HashMap<Phase, BTreeSet<Arc<str>>>,
    /// Keys by destination and ticket.
    tickets: HashMap<String, HashMap<String, BTreeSet<Arc<str>>>>,
    /// What was taken from each bucket, by the beginning and the length of the window.
    taken: HashMap<String, BTreeMap<(u64, u64), u32>>,
}

impl MemoryLedger {
    /// An empty ledger.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Stored {
            records: HashMap::new(),
            seed: RandomState::new().hash_one(0),
            puts: 0,
            waking: BTreeSet::new(),
            phases: HashMap::new(),
            tickets: HashMap::new(),
            taken: HashMap::new(),
        })))
    }

    /// All records, by their key.
    pub fn records(&self) -> Vec<Record> {
        let mut records: Vec<_> = self.stored().records.values().map(|(record, _)| Record::clone(record)).collect();
        records.sort_by(|one, other| one.pk.cmp(&other.pk));
        records
    }

    fn stored(&self) -> MutexGuard<'_, Stored> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stored {
    fn next_rev(&mut self) -> Rev {
        self.puts = self.puts.wrapping_add(1);
        Rev::new(format!("{:016x}", mixed(self.seed.wrapping_add(self.puts))))
    }

    fn store(&mut self, record: &Arc<Record>, rev: Rev) {
        let pk: Arc<str> = Arc::from(record.pk.as_str());
        if let Some((before, _)) = self.records.insert(Arc::clone(&pk), (Arc::clone(record), rev)) {
            self.forget(&pk, &before);
        }
        if let Some(wake) = record.wake_at {
            self.waking.insert((wake, Arc::clone(&pk)));
        }
        if let Some(ticket) = &record.ticket {
            let tickets = self.tickets.entry(record.destination.clone()).or_default();
            tickets.entry(ticket.id.clone()).or_default().insert(Arc::clone(&pk));
        }
        self.phases.entry(record.phase).or_default().insert(pk);
    }

    /// Takes what a record said before out of the indexes.
    fn forget(&mut self, pk: &Arc<str>, before: &Record) {
        if let Some(wake) = before.wake_at {
            self.waking.remove(&(wake, Arc::clone(pk)));
        }
        if let Some(keys) = self.phases.get_mut(&before.phase) {
            keys.remove(pk);
        }
        let Some(ticket) = &before.ticket else { return };
        let Some(tickets) = self.tickets.get_mut(&before.destination) else { return };
        if let Some(keys) = tickets.get_mut(&ticket.id) {
            keys.remove(pk);
            if keys.is_empty() {
                tickets.remove(&ticket.id);
            }
        }
    }
}

/// Another number for each number (the end of `SplitMix64`): no two become the same.
const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn texts<'a>(keys: impl Iterator<Item = &'a Arc<str>>) -> Vec<String> {
    keys.map(|pk| pk.as_ref().to_owned()).collect()
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        let found = self.stored().records.get(pk).cloned();
        // The copy is made while others may go on.
        Ok(found.map(|(record, rev)| (Record::clone(&record), rev)))
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let record = Arc::new(record.clone());
        let mut stored = self.stored();
        let known = stored.records.get(record.pk.as_str()).map(|(_, rev)| rev);
        let is_expected = match (&expected, known) {
            (Expected::Absent, None) => true,
            (Expected::Rev(expected), Some(known)) => expected == known,
            (Expected::Absent, Some(_)) | (Expected::Rev(_), None) => false,
        };
        if !is_expected {
            return Ok(Put::Lost);
        }
        let rev = stored.next_rev();
        stored.store(&record, rev.clone());
        Ok(Put::Won(rev))
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let stored = self.stored();
        let due = stored.waking.iter().take_while(|(wake, _)| *wake <= now).take(limit);
        Ok(texts(due.map(|(_, pk)| pk)))
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let stored = self.stored();
        let Some(keys) = stored.phases.get(&phase) else { return Ok(Vec::new()) };
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(texts(keys.range::<str, _>((from, Bound::Unbounded)).take(limit)))
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        let stored = self.stored();
        let keys = stored.tickets.get(destination).and_then(|tickets| tickets.get(ticket_id));
        Ok(keys.map(|keys| texts(keys.iter())).unwrap_or_default())
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        let length = u64::try_from(window.as_millis()).unwrap_or(u64::MAX).max(1);
        let begins = now.as_millis() / length * length;
        let mut stored = self.stored();
        let windows = stored.taken.entry(bucket.to_owned()).or_default();
        let is_forgotten =
            windows.len() >= WINDOWS && windows.keys().next().is_some_and(|oldest| *oldest > (begins, length));
        if is_forgotten {
            // So long ago that nobody knows what was taken.
            return Ok(false);
        }
        let taken = windows.entry((begins, length)).or_default();
        let is_granted = *taken < most;
        *taken = taken.saturating_add(u32::from(is_granted));
        if windows.len() > WINDOWS {
            windows.pop_first();
        }
        Ok(is_granted)
    }
}

impl Default for MemoryLedger {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryLedger {
    /// How many records there are. What they say comes from outside, and can be much.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLedger").field("records", &self.stored().records.len()).finish_non_exhaustive()
    }
}
