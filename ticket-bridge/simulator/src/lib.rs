//! The shipped driver of `ticket-bridge`, run against a world in which everything goes wrong that its assumptions allow.
//!
//! One seed is one schedule, on virtual time and one thread, the same each time.
#![expect(
    clippy::indexing_slicing,
    reason = "all numbers are the simulator's own, and it may stop at the first surprise"
)]

mod executor;
mod fault;
mod generate;
mod ledger;
mod oracle;
mod report;
mod source;
mod tracker;
mod world;

pub use executor::{Outcome, run};
pub use report::Hits;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
pub use ticket_bridge::Flaw;

/// What many schedules came to.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// How many were run.
    pub schedules: u64,
    /// All of their steps.
    pub steps: u64,
    /// The seeds that failed, and how.
    pub violations: Vec<(u64, String)>,
    /// The table of rows and faults.
    pub hits: Hits,
}

/// Runs many seeds on all cores. Stops early after so many violations.
#[must_use]
pub fn run_all(start: u64, seeds: u64, flaw: Option<Flaw>, most_violations: usize) -> Summary {
    let next = AtomicU64::new(start);
    let stop = AtomicBool::new(false);
    let summary = Mutex::new(Summary::default());
    let work = || {
        let mut own = Summary::default();
        while !stop.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= start.saturating_add(seeds) {
                break;
            }
            let outcome = run(seed, flaw, false);
            own.schedules += 1;
            own.steps += outcome.steps;
            own.hits.add(&outcome.hits);
            if let Some(violation) = outcome.violation {
                own.violations.push((seed, violation));
                if own.violations.len() >= most_violations {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
        let mut all = summary.lock().unwrap_or_else(PoisonError::into_inner);
        all.schedules += own.schedules;
        all.steps += own.steps;
        all.hits.add(&own.hits);
        all.violations.extend(own.violations);
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut summary = summary.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary.violations.sort();
    summary
}
