//! What the bridge did, for logs and metrics.

use crate::engine::Disposition;
use crate::moment::Moment;
use crate::record::Phase;
use serde::Serialize;
use std::fmt::Debug;
use std::time::Duration;

/// Looks on. Called on the bridge's own thread: take a note and return.
///
/// Nothing that is handed over holds a secret; keys of findings come from outside.
pub trait Watch: Debug + Send + Sync {
    /// A decision was stored, or needed no storing.
    fn decided(&self, decided: &Decided<'_>) {
        let _ = decided;
    }

    /// A call to the outside has ended.
    fn called(&self, called: &Called) {
        let _ = called;
    }

    /// An item has ended: it may be acknowledged.
    fn settled(&self, settled: &Settled) {
        let _ = settled;
    }
}

/// One decision.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decided<'a> {
    /// The record's key.
    pub pk: &'a str,
    /// The row of the transition table.
    pub row: &'static str,
    /// What becomes of the event.
    pub disposition: &'a Disposition,
    /// The phase before, if there was a record.
    pub before: Option<Phase>,
    /// The phase after.
    pub after: Option<Phase>,
    /// The record was stored.
    pub stored: bool,
}

/// One call to the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Called {
    /// Which: `create`, `write`, `read`, `probe`, `evidence`, `page`, `source.write`, `source.read`, `notify`.
    pub call: &'static str,
    /// How it ended: `done`, `rejected`, `not_sent`, `in_doubt`, or `failed` for a read.
    pub outcome: &'static str,
    /// How long it took.
    pub took: Duration,
}

/// The decision record of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Settled {
    /// When.
    pub at: Moment,
    /// The record's key. Empty for an item of no concern, which has none.
    pub pk: String,
    /// The rows of the transition table, in order.
    pub rows: Vec<&'static str>,
    /// What became of it: a word such as `linked`.
    pub disposition: &'static str,
    /// Why, where it was ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// How many calls to the outside it took.
    pub calls: u32,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl Disposition {
    /// The word for it, such as `dead_letter`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Deferred => "deferred",
            Self::Muted => "muted",
            Self::DeadLetter => "dead_letter",
            Self::Attached => "attached",
            Self::Superseded => "superseded",
            Self::Ignored(_) => "ignored",
        }
    }
}

/// Writes each item's decision record, and each failed call, as an event of `tracing`.
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct TracingWatch;

#[cfg(feature = "tracing")]
impl TracingWatch {
    /// Under the target `ticket_bridge`. A dead letter is an error, another item is told as information.
    pub const fn new() -> Self {
        Self
    }
}

/// An event's level is fixed where it stands.
#[cfg(feature = "tracing")]
macro_rules! item {
    ($level:ident, $settled:expr) => {
        tracing::event!(
            target: "ticket_bridge",
            tracing::Level::$level,
            pk = $settled.pk,
            disposition = $settled.disposition,
            why = $settled.why,
            rows = $settled.rows.join(" "),
            calls = $settled.calls,
            took_ms = $settled.took_ms,
            "item"
        )
    };
}

#[cfg(feature = "tracing")]
impl Watch for TracingWatch {
    fn called(&self, called: &Called) {
        let took_ms = u64::try_from(called.took.as_millis()).unwrap_or(u64::MAX);
        if called.outcome == "done" {
            tracing::debug!(target: "ticket_bridge", call = called.call, outcome = called.outcome, took_ms, "call");
        } else {
            tracing::warn!(target: "ticket_bridge", call = called.call, outcome = called.outcome, took_ms, "call");
        }
    }

    fn settled(&self, settled: &Settled) {
        // An alarm on dead letters must not depend on the level of the log.
        if settled.disposition == Disposition::DeadLetter.as_str() {
            item!(ERROR, settled);
        } else {
            item!(INFO, settled);
        }
    }
}
