#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod adapters;
mod bridge;
mod dry_run;
pub mod engine;
mod handle;
pub mod intake;
mod ledger;
mod marker;
mod moment;
mod observation;
mod outcome;
mod policy;
mod ports;
mod record;
#[cfg(feature = "backlog")]
mod render;
#[cfg(feature = "backlog")]
mod template;
#[cfg(any(feature = "backlog", feature = "chatwork"))]
mod text;

pub use bridge::{Bridge, BridgeError, Now, Ticked};
pub use dry_run::{DryRun, Planned};
pub use ledger::MemoryLedger;
pub use marker::{record_key, ticket_marker};
pub use moment::Moment;
pub use observation::{FindingState, Link, Observation, Severity};
pub use outcome::{Blame, CallOutcome, Rejection};
pub use policy::{MuteRule, Policy, Reopen, Unresolved};
pub use ports::{
    Evidence, Expected, FindingSource, Ledger, LedgerFailed, Notice, NoticeKind, Notifier, Probe, Put, ReadFailed, Rev,
    SourceWrite, TicketDraft, TicketRead, TicketTracker, TicketWrite,
};
pub use record::{
    Attempt, AttemptId, Mute, Op, OpId, OpKind, OpState, Phase, RECORD_VERSION, Record, Repeats, SeenSource, TicketRef,
    TicketSnapshot,
};
#[cfg(feature = "backlog")]
#[cfg_attr(docsrs, doc(cfg(feature = "backlog")))]
pub use render::Markup;
#[cfg(feature = "backlog")]
#[cfg_attr(docsrs, doc(cfg(feature = "backlog")))]
pub use template::Template;

#[cfg(doctest)]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
