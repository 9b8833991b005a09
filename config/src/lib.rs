#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod bridges;
mod check;
mod combine;
mod config;
mod depth;
mod duration;
mod example;
mod fields;
mod flow;
mod ids;
mod nearest;
mod problem;
mod resolve;
mod secret;
mod table;
mod team;
mod unclaimed;

pub use bridges::{Accept, Bridges, Flow};
pub use config::{BacklogConfig, ChatworkConfig, Config, LedgerConfig, OrcaConfig, RoomConfig, WebhookConfig};
pub use fields::MissingField;
pub use flow::{FlowConfig, Source};
pub use ids::{Ids, ProjectIds};
pub use problem::{Problem, Problems};
pub use secret::{SecretPlace, SecretRef, SecretStore, Secrets, SecretsFn};
pub use team::{Service, Team, Wiring, Withheld};

#[cfg(doctest)]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
