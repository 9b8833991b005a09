//! The shared ledger: exact records, stale indexes, and puts whose answers get lost.

use crate::fault::Fault;
use crate::generate::{SECOND, SLOTS};
use crate::world::{Port, World, note, slot_of};
use async_trait::async_trait;
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, LedgerFailed, Moment, Phase, Put, Record, Rev};

/// One record, and what the indexes said before it was stored last.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) record: Record,
    rev: u64,
    changed_at: u64,
    before: Indexed,
    after: Indexed,
}

#[derive(Clone, Debug, Default)]
struct Indexed {
    wake_at: Option<Moment>,
    phase: Option<Phase>,
    ticket: Option<String>,
}

/// Indexes are behind by no more than this.
const STALE: u64 = 20 * SECOND;

impl Indexed {
    fn of(record: &Record) -> Self {
        let ticket = record.ticket.as_ref().map(|ticket| ticket.id.clone());
        Self { wake_at: record.wake_at, phase: Some(record.phase), ticket }
    }
}

fn failed() -> LedgerFailed {
    LedgerFailed::new("no answer")
}

impl World {
    fn store(&mut self, worker: usize, expected: &Expected, record: &Record) -> Put {
        let at = self.ledger.iter().position(|stored| stored.record.pk == record.pk);
        let known = at.map(|at| self.ledger[at].rev);
        let as_expected = match (expected, known) {
            (Expected::Absent, None) => true,
            (Expected::Rev(expected), Some(known)) => expected.as_str().parse() == Ok(known),
            _ => false,
        };
        if !as_expected {
            return Put::Lost;
        }
        let rev = self.new_call();
        note!(
            self,
            "  w{worker} stores {}: {:?} r{} ticket {:?} op {:?} wake {:?}",
            record.pk,
            record.phase,
            record.recurrence,
            record.ticket.as_ref().map(|ticket| &ticket.id),
            record.op.as_ref().map(|op| (op.kind, op.state)),
            record.wake_at.map(|at| (at.as_millis().cast_signed() - self.now.cast_signed()) / 1000)
        );
        self.check_put(at, record);
        let after = Indexed::of(record);
        let now = self.now;
        match at {
            Some(at) => {
                let stored = &mut self.ledger[at];
                stored.before = std::mem::replace(&mut stored.after, after);
                stored.record = record.clone();
                stored.rev = rev;
                stored.changed_at = now;
            }
            None => self.ledger.push(Stored {
                record: record.clone(),
                rev,
                changed_at: now,
                before: Indexed::default(),
                after,
            }),
        }
        Put::Won(Rev::new(rev.to_string()))
    }

    /// The indexes as this reader sees them, in the order of the keys.
    fn indexed(&mut self) -> Result<Vec<(String, Indexed)>, LedgerFailed> {
        if self.meets(Fault::LedgerRead, SLOTS - 1) {
            return Err(failed());
        }
        let is_stale = self.meets(Fault::StaleIndex, SLOTS - 1);
        let now = self.now;
        if is_stale {
            for at in 0..self.ledger.len() {
                let slot = slot_of(&self.ledger[at].record.pk);
                self.met(Fault::StaleIndex, slot);
            }
        }
        let seen = |stored: &Stored| {
            let old = is_stale && stored.changed_at + STALE > now;
            let entry = if old { stored.before.clone() } else { stored.after.clone() };
            (stored.record.pk.clone(), entry)
        };
        let mut entries: Vec<_> = self.ledger.iter().map(seen).filter(|(_, entry)| entry.phase.is_some()).collect();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(entries)
    }

    /// The earliest moment at which any record is due.
    pub(crate) fn earliest(&self) -> Option<u64> {
        self.ledger.iter().filter_map(|stored| stored.record.wake_at).map(Moment::as_millis).min()
    }

    pub(crate) fn record(&self, pk: &str) -> Option<&Record> {
        self.ledger.iter().find(|stored| stored.record.pk == pk).map(|stored| &stored.record)
    }

    fn take_one(&mut self, bucket: &str, most: u32, window: Duration, now: Moment) -> bool {
        let number = now.as_millis() / crate::generate::millis(window).max(1);
        let at = self.buckets.iter().position(|(name, _, _)| name == bucket).unwrap_or_else(|| {
            self.buckets.push((bucket.to_owned(), number, 0));
            self.buckets.len() - 1
        });
        let taken = &mut self.buckets[at];
        if taken.1 != number {
            (taken.1, taken.2) = (number, 0);
        }
        let granted = taken.2 < most;
        taken.2 += u32::from(granted);
        granted
    }
}

#[async_trait]
impl Ledger for Port {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        let wait = self.world().rng.between(1, 15);
        self.pause(wait).await;
        let mut world = self.world();
        if world.meets(Fault::LedgerRead, slot_of(pk)) {
            return Err(failed());
        }
        let found = world.ledger.iter().find(|stored| stored.record.pk == pk);
        Ok(found.map(|stored| (stored.record.clone(), Rev::new(stored.rev.to_string()))))
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let slot = slot_of(&record.pk);
        let there = self.world().rng.between(1, 15);
        self.pause(there).await;
        let (put, back) = {
            let mut world = self.world();
            if world.meets(Fault::PutFailed, slot) {
                return Err(failed());
            }
            let put = world.store(self.worker, &expected, record);
            let back = if world.meets(Fault::Stall, slot) {
                let longest = world.plan.doubt();
                let most = world.rng.pick(&[longest / 4, longest, 2 * longest]);
                world.rng.below(most)
            } else {
                world.rng.between(1, 15)
            };
            let put = if world.meets(Fault::PutLost, slot) { Err(failed()) } else { Ok(put) };
            (put, back)
        };
        self.pause(back).await;
        put
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let wait = self.world().rng.between(1, 15);
        self.pause(wait).await;
        let entries = self.world().indexed()?;
        let due = entries.into_iter().filter_map(|(pk, entry)| Some((entry.wake_at?, pk)));
        let mut due: Vec<_> = due.filter(|(wake, _)| *wake <= now).collect();
        due.sort();
        Ok(due.into_iter().take(limit).map(|(_, pk)| pk).collect())
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let wait = self.world().rng.between(1, 15);
        self.pause(wait).await;
        let entries = self.world().indexed()?;
        let fits = |(pk, entry): &(String, Indexed)| {
            entry.phase == Some(phase) && after.is_none_or(|after| pk.as_str() > after)
        };
        Ok(entries.into_iter().filter(fits).map(|(pk, _)| pk).take(limit).collect())
    }

    async fn by_ticket(&self, _destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        let wait = self.world().rng.between(1, 15);
        self.pause(wait).await;
        let entries = self.world().indexed()?;
        let fits = |(_, entry): &(String, Indexed)| entry.ticket.as_deref() == Some(ticket_id);
        Ok(entries.into_iter().filter(fits).map(|(pk, _)| pk).collect())
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        let wait = self.world().rng.between(1, 15);
        self.pause(wait).await;
        let mut world = self.world();
        if world.meets(Fault::LedgerRead, SLOTS - 1) {
            return Err(failed());
        }
        Ok(world.take_one(bucket, most, window, now))
    }
}
