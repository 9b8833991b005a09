//! What every implementation of a port must do, as tests that it can run.
//!
//! Each suite runs all of its rules and gives a [`Report`] that names the broken ones. A suite of a ledger:
//!
//! ```
//! use std::sync::Arc;
//! use ticket_bridge::conformance::{self, Setting};
//! use ticket_bridge::{Ledger, MemoryLedger};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let make = async || Arc::new(MemoryLedger::new()) as Arc<dyn Ledger>;
//! conformance::ledger(make, &Setting::new()).await.assert_kept();
//! # }
//! ```
//!
//! # For authors of ledgers
//!
//! Three things cannot be shown through the port:
//!
//! - Read stored text with [`Record::from_json`], and nothing else: a newer version may have written a form that is
//!   unknown here, and such a record must come out of `get` with its version, not as a failure. `due`, `list` and
//!   `by_ticket` must not fail for it either. Keep what they need (wake time, phase, destination, ticket) beside the text.
//! - A record whose [`expires_at`](crate::Record::expires_at) has come may be forgotten, no other.
//! - `get` must be a strongly consistent read, on every replica.

mod driven;
mod forms;
mod indexes;
mod notifier;
mod puts;
mod races;
mod report;
mod setting;
mod source;
mod takes;
mod tracker;

pub use report::{Broken, Report};
pub use setting::{Setting, Task};

use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::ports::{FindingSource, Ledger, Notifier, TicketTracker};
use crate::record::{Phase, Record};
use report::Verdict;
use std::pin::Pin;
use std::sync::Arc;

#[cfg(doc)]
use crate::Record as _;

/// One rule of a ledger, over an empty one.
type LedgerRule = (&'static str, fn(&Case) -> Pin<Box<dyn Future<Output = Verdict> + '_>>);

/// A ledger under test.
struct Case {
    ledger: Arc<dyn Ledger>,
    setting: Setting,
}

const LEDGER: &[LedgerRule] = &[
    ("get: a key that was never put has no record", |case| Box::pin(puts::unknown(case))),
    ("put: one that expects no record wins once", |case| Box::pin(puts::absent_once(case))),
    ("put: one with a wrong revision is lost and changes nothing", |case| Box::pin(puts::wrong_revision(case))),
    ("put: a revision fits its own record only", |case| Box::pin(puts::foreign_revision(case))),
    ("put: each win gives a new revision", |case| Box::pin(puts::new_revisions(case))),
    ("put: an old revision never fits again, whatever the record says", |case| Box::pin(puts::aba(case))),
    ("get: shows every put that won before", |case| Box::pin(puts::own_writes(case))),
    ("put: of many at once that expect no record, one wins", |case| Box::pin(races::first_puts(case))),
    ("put: of many at once with one revision, one wins", |case| Box::pin(races::same_revision(case))),
    ("put: no update is lost among many workers", |case| Box::pin(races::increments(case))),
    ("get: a record with every member set comes back equal", |case| Box::pin(forms::full(case))),
    ("get: a large record comes back equal", |case| Box::pin(forms::large(case))),
    ("get: text of every kind comes back equal", |case| Box::pin(forms::texts(case))),
    ("get: what a newer version added comes back equal", |case| Box::pin(forms::newer(case))),
    ("due: the longest due first, none too early, no more than asked for", |case| Box::pin(indexes::due_order(case))),
    ("due: a record whose wake time moved shows at the new one only", |case| Box::pin(indexes::due_moved(case))),
    ("list: every record of a phase once, over all pages", |case| Box::pin(indexes::list_pages(case))),
    ("list: a record that changed its phase shows in the new one only", |case| Box::pin(indexes::list_moved(case))),
    ("by_ticket: every record that names the ticket, and no other", |case| Box::pin(indexes::by_ticket(case))),
    ("by_ticket: a record whose ticket changed shows at the new one only", |case| {
        Box::pin(indexes::by_ticket_moved(case))
    }),
    ("take: no more than the most in a window, of all at once", |case| Box::pin(takes::most(case))),
    ("take: full again in the next window, which begins at a multiple of its length", |case| {
        Box::pin(takes::windows(case))
    }),
    ("take: a late clock does not fill a window again", |case| Box::pin(takes::late_clock(case))),
    ("take: buckets do not share", |case| Box::pin(takes::buckets(case))),
    ("take: none of none", |case| Box::pin(takes::none(case))),
    ("bridge: a lost answer to a put makes no second ticket and loses nothing", |case| {
        Box::pin(driven::lost_answers(case))
    }),
    ("bridge: a stale index changes no other record and hides none for ever", |case| {
        Box::pin(driven::stale_indexes(case))
    }),
];

/// Runs all rules of a ledger, each over an empty one of its own.
pub async fn ledger(make: impl AsyncFn() -> Arc<dyn Ledger>, setting: &Setting) -> Report {
    let mut report = Report::new("Ledger");
    for (rule, check) in LEDGER {
        let case = Case { ledger: make().await, setting: setting.clone() };
        report.add(rule, check(&case).await);
    }
    report
}

/// Runs all rules of a tracker, over a destination that may hold other tickets too.
///
/// It makes about twenty tickets and deletes none. A rule that a tracker has no answer for is kept: the priority or the
/// title of a ticket are compared only where its snapshots have them.
pub async fn tracker(tracker: &dyn TicketTracker, setting: &Setting) -> Report {
    tracker::run(tracker, setting).await
}

/// Runs all rules of a source. `known` is the key of an active finding that may be closed and reopened; `unknown` is the
/// key of none.
pub async fn source(source: &dyn FindingSource, known: &str, unknown: &str, setting: &Setting) -> Report {
    source::run(source, known, unknown, setting).await
}

/// Runs all rules of a notifier. It sends a few messages.
pub async fn notifier(notifier: &dyn Notifier, setting: &Setting) -> Report {
    notifier::run(notifier, setting).await
}

/// A record of the suites.
fn record(name: &str, phase: Phase) -> Record {
    Record::new(format!("conformance:{name}"), "SEC".to_owned(), phase)
}

/// A finding of the suites.
fn finding(key: &str, observed_at: Moment) -> Observation {
    Observation::new("conformance", key, "Public bucket", Severity::High, observed_at)
}

/// Texts that some store, encoding or query takes for something else.
const ODD_TEXTS: &[&str] = &[
    " ",
    "\0",
    "a\u{301} \u{e1}",
    "日本語 課題",
    "\u{202e}backwards",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{feff}mark",
    "\u{2028}\u{2029}\u{85}",
    "\"\\/\u{8}\u{c}\n\r\t",
    "\u{ffff}\u{10ffff}\u{fffd}",
    "'; -- <script> ${x} %s {}",
    "\u{7f}\u{80}\u{9f}",
    "null",
    "a:b#c/d",
];
