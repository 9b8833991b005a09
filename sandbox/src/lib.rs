#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod backlog;
mod chatwork;
mod clock;
mod delivery;
mod fault;
mod http;
mod log;
mod options;
mod orca;
mod page;
mod sandbox;
mod securityhub;
mod server;

pub use backlog::{
    Backlog, BacklogComment, BacklogField, BacklogIssue, BacklogOptions, BacklogProject, BacklogRefused,
};
pub use chatwork::{
    Chatwork, ChatworkAccount, ChatworkApp, ChatworkMessage, ChatworkRole, ChatworkTask, ChatworkWebhook,
};
pub use clock::Clock;
pub use delivery::Delivery;
pub use fault::Fault;
pub use log::LoggedRequest;
pub use options::Options;
pub use orca::{
    Generation, Orca, OrcaActor, OrcaAlert, OrcaBehavior, OrcaChange, OrcaRiskLevel, OrcaSeverity, OrcaStatus,
    OrcaVerdict, OrcaWebhook,
};
pub use page::Page;
pub use sandbox::Sandbox;
pub use securityhub::SecurityHub;

/// Compiles and runs the examples of the Japanese front page.
#[cfg(doctest)]
#[doc = include_str!("../README.ja.md")]
struct JapaneseReadme;
