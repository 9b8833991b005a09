#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod adapters;
mod bridge;
#[cfg(feature = "test-util")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
pub mod conformance;
mod dry_run;
pub mod engine;
#[cfg(feature = "test-util")]
mod fakes;
#[cfg(feature = "test-util")]
mod flaw;
mod handle;
pub mod intake;
mod ledger;
mod marker;
mod moment;
mod observation;
mod outcome;
mod pacing;
mod policy;
mod ports;
mod record;
#[cfg(feature = "backlog")]
mod render;
#[cfg(feature = "backlog")]
mod template;
#[cfg(any(feature = "backlog", feature = "chatwork"))]
mod text;
mod watch;

pub use bridge::{Adopted, Bridge, BridgeError, Deferral, Reconciled, Ticked};
pub use dry_run::{DryRun, Planned};
#[cfg(feature = "test-util")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
pub use fakes::{FakeFault, FakeNotifier, FakeSource, FakeTicket, FakeTracker};
#[cfg(feature = "test-util")]
#[doc(hidden)]
pub use flaw::Flaw;
pub use ledger::MemoryLedger;
pub use marker::{record_key, ticket_marker};
pub use moment::{Deadline, Moment};
pub use observation::{FindingState, Link, Observation, Severity};
pub use outcome::{Blame, CallOutcome, Rejection};
pub use pacing::Pacing;
pub use policy::{Budget, Deleted, MuteRule, Policy, Priority, Reopen, SyncBack, Unresolved};
pub use ports::{
    Capabilities, Evidence, Expected, FindingSource, Ledger, LedgerFailed, Notice, NoticeKind, Notifier, Probe, Put,
    ReadFailed, Rev, SourceWrite, TicketDraft, TicketPage, TicketRead, TicketState, TicketTracker, TicketWrite,
};
pub use record::{
    Attempt, AttemptId, Circuit, FindingUpdate, Made, Mute, Op, OpId, OpKind, OpState, Phase, Place, RECORD_VERSION,
    Record, Repeats, SeenSource, StoredNotice, TicketComment, TicketFields, TicketRef, TicketSnapshot, Wrote,
};
#[cfg(feature = "backlog")]
#[cfg_attr(docsrs, doc(cfg(feature = "backlog")))]
pub use render::Markup;
#[cfg(feature = "backlog")]
#[cfg_attr(docsrs, doc(cfg(feature = "backlog")))]
pub use template::Template;
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub use watch::TracingWatch;
pub use watch::{Called, Decided, Settled, Watch};

#[cfg(doctest)]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
