//! What was seen: how often each row was taken after each kind of trouble.

use crate::fault::FAULTS;
use std::fmt::Write;
use ticket_bridge::engine::ROWS;

/// Hits of each row, after each kind of fault. The last column counts all.
#[derive(Clone, Debug)]
pub struct Hits(Vec<[u64; FAULTS.len() + 1]>);

impl Default for Hits {
    fn default() -> Self {
        Self(vec![[0; FAULTS.len() + 1]; ROWS.len()])
    }
}

impl Hits {
    /// A row was taken after some kinds of trouble.
    pub(crate) fn hit(&mut self, row: &str, met: impl Fn(usize) -> bool) {
        let Some(counts) = ROWS.iter().position(|known| *known == row).and_then(|at| self.0.get_mut(at)) else {
            return;
        };
        for (fault, count) in counts.iter_mut().enumerate() {
            *count += u64::from(fault == FAULTS.len() || met(fault));
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            for (own, other) in own.iter_mut().zip(other) {
                *own += other;
            }
        }
    }

    /// The cells that were never hit, without those that cannot be.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for (row, counts) in ROWS.iter().zip(&self.0) {
            for (at, count) in counts.iter().enumerate() {
                let fault = FAULTS.get(at).map_or("any".to_owned(), |fault| format!("{fault:?}"));
                if *count == 0
                    && !CANNOT.iter().any(|(known, kind, _)| known == row && (*kind == "*" || *kind == fault))
                {
                    missing.push(format!("{row} x {fault}"));
                }
            }
        }
        missing
    }

    /// The table, a line for each row.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = format!("{:<5}{:>10}", "row", "all");
        for fault in FAULTS {
            let _ = write!(table, "{:>13}", format!("{fault:?}"));
        }
        for (row, counts) in ROWS.iter().zip(&self.0) {
            let _ = write!(table, "\n{row:<5}{:>10}", counts[FAULTS.len()]);
            for count in counts.iter().take(FAULTS.len()) {
                let _ = write!(table, "{count:>13}");
            }
        }
        table
    }
}

/// Cells that cannot be hit, and why. `*`: with no fault.
const CANNOT: &[(&str, &str, &str)] = &[
    ("1c", "Lag", NO_RECORD),
    ("1c", "LostAnswer", NO_RECORD),
    ("1c", "LateCommit", NO_RECORD),
    ("1c", "ResetBefore", NO_RECORD),
    ("1c", "ServerError", NO_RECORD),
    ("1c", "PutLost", NO_RECORD),
    ("1c", "StaleIndex", NO_RECORD),
    ("1c", "Reverted", NO_RECORD),
    ("1c", "Absent", NO_RECORD),
    ("1c", "Rejected", NO_RECORD),
    ("1c", "Stall", NO_RECORD),
];

const NO_RECORD: &str = "row 1c finds no record, so nothing of the finding was stored, written or read before";
