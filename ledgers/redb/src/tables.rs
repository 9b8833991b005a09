//! What is in the file, and how one write changes it.
//!
//! A record and all that is looked up of it change in one transaction, so no index is ever stale.

use redb::{Error, ReadTransaction, ReadableTable, Table, TableDefinition, TableError, TableHandle, WriteTransaction};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use ticket_bridge::{Expected, LedgerFailed, Moment, Phase, Put, Record, Rev};

/// The layout that this code writes. One that changes what a table means gets the next number.
pub(crate) const LAYOUT: u64 = 1;

/// Facts about the file: its layout.
const ABOUT: TableDefinition<'_, &str, u64> = TableDefinition::new("about");
const LAYOUT_FACT: &str = "layout";

/// By key: the revision, what the indexes hold of the record, and its text. The text is read by nothing but
/// `Record::from_json`, and may be of a newer version.
const RECORDS: TableDefinition<'_, &str, (u128, &[u8], &[u8])> = TableDefinition::new("records");

/// Wake time and key.
const WAKING: TableDefinition<'_, (u64, &str), ()> = TableDefinition::new("waking");

/// The moment from which it may be forgotten, and key.
const EXPIRING: TableDefinition<'_, (u64, &str), ()> = TableDefinition::new("expiring");

/// Phase and key.
const PHASES: TableDefinition<'_, (&str, &str), ()> = TableDefinition::new("phases");

/// Destination, ticket and key.
const TICKETS: TableDefinition<'_, (&str, &str, &str), ()> = TableDefinition::new("tickets");

/// What was taken: by bucket, beginning and length of the window.
const TAKEN: TableDefinition<'_, (&str, u64, u64), u32> = TableDefinition::new("taken");

/// So many windows of a bucket are remembered. A clock that is set back finds them.
const WINDOWS: usize = 16;

/// A window of a bucket that nothing was taken from for so long is forgotten.
const WINDOW_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// No more are forgotten in one transaction: puts wait for it.
const FORGOTTEN_AT_ONCE: usize = 1000;

/// A record, ready to be stored.
pub(crate) struct Entry {
    pk: String,
    indexed: Indexed,
    /// `indexed`, as it is stored.
    beside: Vec<u8>,
    text: Vec<u8>,
}

/// What the indexes hold of a record. Stored beside its text, for the text may be of a newer version.
#[derive(Deserialize, PartialEq, Eq, Serialize)]
struct Indexed {
    wake_at: Option<Moment>,
    expires_at: Option<Moment>,
    phase: String,
    destination: String,
    ticket: Option<String>,
}

/// One window of a bucket.
pub(crate) struct Window {
    bucket: String,
    begins: u64,
    length: u64,
}

/// What a write came to.
pub(crate) struct Change<T> {
    pub(crate) value: T,
    /// Whether there is something to commit.
    pub(crate) is_changed: bool,
}

/// What the file says of its own layout.
pub(crate) enum Layout {
    /// Nothing is stored yet.
    Empty,
    /// Of this crate.
    Ours(u64),
    /// Of another program.
    Foreign,
}

/// All tables, open for a write.
pub(crate) struct Tables<'t> {
    records: Table<'t, &'static str, (u128, &'static [u8], &'static [u8])>,
    waking: Table<'t, (u64, &'static str), ()>,
    expiring: Table<'t, (u64, &'static str), ()>,
    phases: Table<'t, (&'static str, &'static str), ()>,
    tickets: Table<'t, (&'static str, &'static str, &'static str), ()>,
    taken: Table<'t, (&'static str, u64, u64), u32>,
}

impl Entry {
    pub(crate) fn new(record: &Record) -> Result<Self, LedgerFailed> {
        let written =
            |error: serde_json::Error| LedgerFailed::new(format!("{:?} cannot be written: {error}", record.pk));
        let indexed = Indexed {
            wake_at: record.wake_at,
            expires_at: record.expires_at,
            phase: phase_word(record.phase)?,
            destination: record.destination.clone(),
            ticket: record.ticket.as_ref().map(|ticket| ticket.id.clone()),
        };
        let beside = serde_json::to_vec(&indexed).map_err(written)?;
        let text = serde_json::to_vec(record).map_err(written)?;
        Ok(Self { pk: record.pk.clone(), indexed, beside, text })
    }

    pub(crate) fn pk(&self) -> &str {
        &self.pk
    }
}

impl Window {
    /// The window that a moment is in.
    pub(crate) fn of(bucket: &str, length: Duration, now: Moment) -> Self {
        let length = u64::try_from(length.as_millis()).unwrap_or(u64::MAX).max(1);
        let begins = now.as_millis() / length * length;
        Self { bucket: bucket.to_owned(), begins, length }
    }

    fn key(&self) -> (&str, u64, u64) {
        (&self.bucket, self.begins, self.length)
    }
}

impl<T> Change<T> {
    const fn none(value: T) -> Self {
        Self { value, is_changed: false }
    }

    const fn made(value: T) -> Self {
        Self { value, is_changed: true }
    }
}

/// The word by which a phase is listed: the one that the record's text has for it.
fn phase_word(phase: Phase) -> Result<String, LedgerFailed> {
    let word = serde_json::to_value(phase).ok().and_then(|word| word.as_str().map(str::to_owned));
    word.ok_or_else(|| LedgerFailed::new(format!("the phase {phase:?} has no word")))
}

fn damaged(pk: &str, why: &dyn std::fmt::Display) -> LedgerFailed {
    LedgerFailed::new(format!("the entry of {pk:?} is damaged: {why}"))
}

/// A revision as callers know it.
pub(crate) fn rev(number: u128) -> Rev {
    Rev::new(format!("{number:032x}"))
}

fn fits(expected: &Expected, known: Option<u128>) -> bool {
    match (expected, known) {
        (Expected::Absent, None) => true,
        (Expected::Rev(expected), Some(known)) => *expected == rev(known),
        (Expected::Absent, Some(_)) | (Expected::Rev(_), None) => false,
    }
}

// Reading. Each answer comes from one transaction, which sees a state that was committed as a whole.

pub(crate) fn layout(read: &ReadTransaction) -> Result<Layout, Error> {
    let tables: Vec<_> = read.list_tables()?.map(|table| table.name().to_owned()).collect();
    if tables.is_empty() && read.list_multimap_tables()?.next().is_none() {
        return Ok(Layout::Empty);
    }
    let about = match read.open_table(ABOUT) {
        Ok(about) => about,
        Err(TableError::Storage(failure)) => return Err(failure.into()),
        Err(_of_another_program) => return Ok(Layout::Foreign),
    };
    let fact = about.get(LAYOUT_FACT)?.map(|fact| fact.value());
    Ok(fact.map_or(Layout::Foreign, Layout::Ours))
}

pub(crate) fn get(read: &ReadTransaction, pk: &str) -> Result<Result<Option<(Record, Rev)>, LedgerFailed>, Error> {
    let Some(stored) = read.open_table(RECORDS)?.get(pk)? else { return Ok(Ok(None)) };
    let (number, _, text) = stored.value();
    let text = std::str::from_utf8(text).map_err(|error| damaged(pk, &error));
    let record = text.and_then(|text| Record::from_json(text).map_err(|error| damaged(pk, &error)));
    Ok(record.map(|record| Some((record, rev(number)))))
}

/// Whether a put would win now.
pub(crate) fn would_win(read: &ReadTransaction, expected: &Expected, pk: &str) -> Result<bool, Error> {
    let known = read.open_table(RECORDS)?.get(pk)?.map(|stored| stored.value().0);
    Ok(fits(expected, known))
}

pub(crate) fn due(read: &ReadTransaction, now: Moment, limit: usize) -> Result<Vec<String>, Error> {
    let mut due = Vec::new();
    for entry in read.open_table(WAKING)?.iter()?.take(limit) {
        let (key, _) = entry?;
        let (wake, pk) = key.value();
        if wake > now.as_millis() {
            break;
        }
        due.push(pk.to_owned());
    }
    Ok(due)
}

pub(crate) fn list(
    read: &ReadTransaction,
    phase: Phase,
    after: Option<&str>,
    limit: usize,
) -> Result<Result<Vec<String>, LedgerFailed>, Error> {
    let phase = match phase_word(phase) {
        Ok(phase) => phase,
        Err(failure) => return Ok(Err(failure)),
    };
    let mut listed = Vec::new();
    for entry in read.open_table(PHASES)?.range((phase.as_str(), after.unwrap_or_default())..)? {
        let (key, _) = entry?;
        let (of, pk) = key.value();
        if of != phase || listed.len() >= limit {
            break;
        }
        if after != Some(pk) {
            listed.push(pk.to_owned());
        }
    }
    Ok(Ok(listed))
}

pub(crate) fn by_ticket(read: &ReadTransaction, destination: &str, ticket: &str) -> Result<Vec<String>, Error> {
    let mut named = Vec::new();
    for entry in read.open_table(TICKETS)?.range((destination, ticket, "")..)? {
        let (key, _) = entry?;
        let (at, of, pk) = key.value();
        if (at, of) != (destination, ticket) {
            break;
        }
        named.push(pk.to_owned());
    }
    Ok(named)
}

/// Whether a take would be granted now.
pub(crate) fn would_grant(read: &ReadTransaction, window: &Window, most: u32) -> Result<bool, Error> {
    is_granted(&read.open_table(TAKEN)?, window, most)
}

/// Whether there is something to forget.
pub(crate) fn would_forget(read: &ReadTransaction, now: Moment) -> Result<bool, Error> {
    let expiring = read.open_table(EXPIRING)?;
    let first = expiring.first()?.map(|(key, _)| key.value().0);
    Ok(first.is_some_and(|at| at <= now.as_millis()) || !old_windows(&read.open_table(TAKEN)?, now)?.is_empty())
}

fn is_granted(
    taken: &impl ReadableTable<(&'static str, u64, u64), u32>,
    window: &Window,
    most: u32,
) -> Result<bool, Error> {
    let remembered = windows(taken, &window.bucket)?;
    if remembered.len() >= WINDOWS && remembered.first().is_some_and(|oldest| *oldest > (window.begins, window.length))
    {
        // So long ago that nobody knows what was taken.
        return Ok(false);
    }
    Ok(taken.get(window.key())?.map_or(0, |count| count.value()) < most)
}

/// The windows of a bucket that are remembered, the oldest first.
fn windows(taken: &impl ReadableTable<(&'static str, u64, u64), u32>, bucket: &str) -> Result<Vec<(u64, u64)>, Error> {
    let mut windows = Vec::new();
    for entry in taken.range((bucket, 0, 0)..=(bucket, u64::MAX, u64::MAX))? {
        let (key, _) = entry?;
        let (_, begins, length) = key.value();
        windows.push((begins, length));
    }
    Ok(windows)
}

/// Windows that ended long ago.
fn old_windows(taken: &impl ReadableTable<(&'static str, u64, u64), u32>, now: Moment) -> Result<Vec<Window>, Error> {
    let mut old = Vec::new();
    for entry in taken.iter()? {
        let (key, _) = entry?;
        let (bucket, begins, length) = key.value();
        let end = Moment::from_millis(begins.saturating_add(length));
        if end.after(WINDOW_KEPT) <= now {
            old.push(Window { bucket: bucket.to_owned(), begins, length });
        }
    }
    Ok(old)
}

impl<'t> Tables<'t> {
    /// Opens all, and makes those that are not there.
    pub(crate) fn open(write: &'t WriteTransaction) -> Result<Self, Error> {
        Ok(Self {
            records: write.open_table(RECORDS)?,
            waking: write.open_table(WAKING)?,
            expiring: write.open_table(EXPIRING)?,
            phases: write.open_table(PHASES)?,
            tickets: write.open_table(TICKETS)?,
            taken: write.open_table(TAKEN)?,
        })
    }

    /// Makes all tables of an empty file, and says of which layout they are.
    pub(crate) fn create(write: &'t WriteTransaction) -> Result<(), Error> {
        Self::open(write)?;
        write.open_table(ABOUT)?.insert(LAYOUT_FACT, LAYOUT)?;
        Ok(())
    }

    pub(crate) fn put(
        &mut self,
        expected: &Expected,
        entry: &Entry,
        number: u128,
    ) -> Result<Change<Result<Put, LedgerFailed>>, Error> {
        let stored = self.records.get(entry.pk())?;
        let before = stored.as_ref().map(|stored| {
            let (known, beside, _) = stored.value();
            (known, serde_json::from_slice::<Indexed>(beside))
        });
        drop(stored);
        if !fits(expected, before.as_ref().map(|(known, _)| *known)) {
            return Ok(Change::none(Ok(Put::Lost)));
        }
        let before = match before.map(|(_, before)| before).transpose() {
            Ok(before) => before,
            // What its indexes hold cannot be taken out of them.
            Err(error) => return Ok(Change::none(Err(damaged(entry.pk(), &error)))),
        };
        if before.as_ref() != Some(&entry.indexed) {
            if let Some(before) = &before {
                self.forget_indexed(entry.pk(), before)?;
            }
            self.index(entry.pk(), &entry.indexed)?;
        }
        self.records.insert(entry.pk(), (number, entry.beside.as_slice(), entry.text.as_slice()))?;
        Ok(Change::made(Ok(Put::Won(rev(number)))))
    }

    /// Takes one of a window. Forgets the oldest window of the bucket, when there are many.
    pub(crate) fn take(&mut self, window: &Window, most: u32) -> Result<Change<bool>, Error> {
        if !is_granted(&self.taken, window, most)? {
            return Ok(Change::none(false));
        }
        let count = self.taken.get(window.key())?.map_or(0, |count| count.value());
        self.taken.insert(window.key(), count.saturating_add(1))?;
        let remembered = windows(&self.taken, &window.bucket)?;
        for (begins, length) in remembered.iter().take(remembered.len().saturating_sub(WINDOWS)) {
            self.taken.remove((window.bucket.as_str(), *begins, *length))?;
        }
        Ok(Change::made(true))
    }

    /// Forgets some records whose time has come, and old windows. Gives how many records.
    pub(crate) fn forget(&mut self, now: Moment) -> Result<Change<usize>, Error> {
        let mut expired = Vec::new();
        for entry in self.expiring.iter()?.take(FORGOTTEN_AT_ONCE) {
            let (key, _) = entry?;
            let (at, pk) = key.value();
            if at > now.as_millis() {
                break;
            }
            expired.push(pk.to_owned());
        }
        let mut forgotten = 0_usize;
        for pk in &expired {
            forgotten = forgotten.saturating_add(usize::from(self.forget_record(pk)?));
        }
        let old = old_windows(&self.taken, now)?;
        for window in &old {
            self.taken.remove(window.key())?;
        }
        Ok(Change { value: forgotten, is_changed: forgotten > 0 || !old.is_empty() })
    }

    /// A damaged entry is left as it is: a person looks at it.
    fn forget_record(&mut self, pk: &str) -> Result<bool, Error> {
        let indexed = self.records.get(pk)?.map(|stored| serde_json::from_slice::<Indexed>(stored.value().1));
        let Some(Ok(indexed)) = indexed else { return Ok(false) };
        self.records.remove(pk)?;
        self.forget_indexed(pk, &indexed)?;
        Ok(true)
    }

    fn index(&mut self, pk: &str, indexed: &Indexed) -> Result<(), Error> {
        if let Some(wake) = indexed.wake_at {
            self.waking.insert((wake.as_millis(), pk), ())?;
        }
        if let Some(at) = indexed.expires_at {
            self.expiring.insert((at.as_millis(), pk), ())?;
        }
        if let Some(ticket) = &indexed.ticket {
            self.tickets.insert((indexed.destination.as_str(), ticket.as_str(), pk), ())?;
        }
        self.phases.insert((indexed.phase.as_str(), pk), ())?;
        Ok(())
    }

    fn forget_indexed(&mut self, pk: &str, indexed: &Indexed) -> Result<(), Error> {
        if let Some(wake) = indexed.wake_at {
            self.waking.remove((wake.as_millis(), pk))?;
        }
        if let Some(at) = indexed.expires_at {
            self.expiring.remove((at.as_millis(), pk))?;
        }
        if let Some(ticket) = &indexed.ticket {
            self.tickets.remove((indexed.destination.as_str(), ticket.as_str(), pk))?;
        }
        self.phases.remove((indexed.phase.as_str(), pk))?;
        Ok(())
    }
}
