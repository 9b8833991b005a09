//! Which rows were read: so that none is given twice, and a page can be joined to the one before.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::time::SystemTime;

/// What tells a row from others, and from the same alert after a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// Its `last_sync`, when that can be read.
    pub(super) at: Option<SystemTime>,
    pub(super) id: String,
    /// Of a row without `last_sync`: what it holds, as one number. Else 0.
    pub(super) print: u64,
}

impl Key {
    /// Within one sweep a row without `last_sync` is the same, whatever it holds by now.
    fn in_sweep(&self) -> Self {
        Self { print: 0, ..self.clone() }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory {
    /// Rows of the sweeps before that this one has not met yet.
    before: BTreeSet<Key>,
    /// Rows of this sweep, in the order in which they were met first.
    sweep: VecDeque<Key>,
    /// The same, to look up.
    met: HashSet<Key>,
}

impl Memory {
    pub(super) fn new(before: impl IntoIterator<Item = Key>, sweep: impl IntoIterator<Item = Key>) -> Self {
        let (before, sweep): (_, VecDeque<Key>) = (before.into_iter().collect(), sweep.into_iter().collect());
        let met = sweep.iter().map(Key::in_sweep).collect();
        Self { before, sweep, met }
    }

    pub(super) fn before(&self) -> impl Iterator<Item = &Key> {
        self.before.iter()
    }

    pub(super) fn sweep(&self) -> impl Iterator<Item = &Key> {
        self.sweep.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.before.len().saturating_add(self.sweep.len())
    }

    /// Whether this sweep has met the row.
    pub(super) fn has_met(&self, key: &Key) -> bool {
        self.met.contains(&key.in_sweep())
    }

    /// Notes that this sweep meets the row. True when neither it nor one before has.
    pub(super) fn meet(&mut self, key: Key) -> bool {
        if !self.met.insert(key.in_sweep()) {
            return false;
        }
        let is_new = !self.before.remove(&key);
        self.sweep.push_back(key);
        is_new
    }

    /// The row that was met so many rows ago: 1 for the last.
    pub(super) fn met_ago(&self, rows: u64) -> Option<&Key> {
        let rows = usize::try_from(rows).ok()?;
        self.sweep.get(self.sweep.len().checked_sub(rows)?)
    }

    /// The `last_sync` of the last row that has one.
    pub(super) fn last_moment(&self) -> Option<SystemTime> {
        self.sweep.iter().rev().find_map(|key| key.at)
    }

    /// Forgets what is more than so many rows, and an eighth of them beside, so that this is rare: first rows of this sweep
    /// below `edge`, for which no other sweep asks, then the oldest.
    pub(super) fn trim(&mut self, most: usize, edge: Option<SystemTime>) {
        if self.len() <= most {
            return;
        }
        let mut spare = self.len().saturating_sub(most.saturating_sub(most / 8));
        let (met, edge) = (&mut self.met, edge);
        self.sweep.retain(|key| {
            let goes = spare > 0 && key.at.zip(edge).is_some_and(|(at, edge)| at < edge);
            if goes {
                spare = spare.saturating_sub(1);
                met.remove(&key.in_sweep());
            }
            !goes
        });
        while spare > 0 && self.before.pop_first().is_some() {
            spare = spare.saturating_sub(1);
        }
        while spare > 0
            && let Some(key) = self.sweep.pop_front()
        {
            spare = spare.saturating_sub(1);
            self.met.remove(&key.in_sweep());
        }
    }

    /// The sweep is over: keeps what the next one, from this floor on, may meet.
    pub(super) fn end_sweep(&mut self, floor: SystemTime) {
        self.met.clear();
        self.before.extend(self.sweep.drain(..));
        self.before.retain(|key| key.at.is_none_or(|at| at >= floor));
    }
}
