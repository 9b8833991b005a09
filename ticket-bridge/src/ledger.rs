//! The ledger in memory: for tests, and to look at what a flow would do.

use crate::moment::Moment;
use crate::ports::{Expected, Ledger, LedgerFailed, Put, Rev};
use crate::record::{Phase, Record};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A ledger that forgets everything when the process ends. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct MemoryLedger(Arc<Mutex<Stored>>);

#[derive(Debug, Default)]
struct Stored {
    records: BTreeMap<String, (Record, Rev)>,
    puts: u64,
    /// What was taken from each bucket in its window, by the window's number.
    taken: BTreeMap<String, (u64, u32)>,
}

impl MemoryLedger {
    /// An empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// All records, by their key.
    pub fn records(&self) -> Vec<Record> {
        self.stored().records.values().map(|(record, _rev)| record.clone()).collect()
    }

    fn stored(&self) -> MutexGuard<'_, Stored> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keys(&self, fits: impl Fn(&Record) -> bool) -> Vec<String> {
        let stored = self.stored();
        stored.records.iter().filter(|(_, (record, _))| fits(record)).map(|(pk, _)| pk.clone()).collect()
    }
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        Ok(self.stored().records.get(pk).cloned())
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let mut stored = self.stored();
        let known = stored.records.get(&record.pk).map(|(_, rev)| rev.clone());
        let as_expected = match (&expected, &known) {
            (Expected::Absent, None) => true,
            (Expected::Rev(expected), Some(known)) => expected == known,
            (Expected::Absent, Some(_)) | (Expected::Rev(_), None) => false,
        };
        if !as_expected {
            return Ok(Put::Lost);
        }
        stored.puts = stored.puts.saturating_add(1);
        let rev = Rev::new(stored.puts.to_string());
        stored.records.insert(record.pk.clone(), (record.clone(), rev.clone()));
        Ok(Put::Won(rev))
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let stored = self.stored();
        let waking = stored.records.values().filter_map(|(record, _)| Some((record.wake_at?, &record.pk)));
        let mut due: Vec<_> = waking.filter(|(wake, _)| *wake <= now).collect();
        due.sort();
        Ok(due.into_iter().take(limit).map(|(_, pk)| pk.clone()).collect())
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let mut keys =
            self.keys(|record| record.phase == phase && after.is_none_or(|after| record.pk.as_str() > after));
        keys.truncate(limit);
        Ok(keys)
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        Ok(self.keys(|record| {
            record.destination == destination && record.ticket.as_ref().is_some_and(|ticket| ticket.id == ticket_id)
        }))
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        let length = u64::try_from(window.as_millis()).unwrap_or(u64::MAX).max(1);
        let number = now.as_millis() / length;
        let mut stored = self.stored();
        let taken = stored.taken.entry(bucket.to_owned()).or_default();
        if taken.0 != number {
            *taken = (number, 0);
        }
        let granted = taken.1 < most;
        taken.1 = taken.1.saturating_add(u32::from(granted));
        Ok(granted)
    }
}
