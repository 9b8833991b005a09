#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod decode;
mod event;
pub mod event_detail;
mod extra;
mod filters;
mod finding;
mod identity;
mod import;
mod json;
mod leniency;
mod number;
pub mod ocsf;
mod pattern;
mod problem;
mod producer;
mod raw;
mod resource_details;
mod rules;
mod text_map;
mod transform;
mod triage;
mod update;
mod validate;

#[cfg(feature = "details")]
#[cfg_attr(docsrs, doc(cfg(feature = "details")))]
#[rustfmt::skip]
pub mod details;
pub mod model;

pub use event::{CustomAction, DetailType, Event, InsightResult, InsightResults, InvalidEvent, MalformedFinding};
pub use extra::Extra;
pub use filters::{Comparison, Filter, FindingFilters, FindingsPage, GetFindings, InvalidFilters, SortOrder};
pub use finding::{Finding, InvalidFinding};
pub use identity::{ControlKey, DedupKey, Product};
pub use import::{BatchImport, FailedFinding, ImportAnswer, ImportCall, ImportErrorCode};
pub use leniency::{Leniency, Oddity};
pub use number::NumberLiteral;
pub use pattern::{EventPattern, InvalidPattern};
pub use producer::{FindingProducer, NewFinding};
pub use raw::RawJson;
pub use resource_details::ResourceDetails;
pub use rules::{FindingState, TicketChange, WorkflowActor};
pub use saas_api_core::{InvalidTime, Timestamp, UnknownValue};
pub use text_map::TextMap;
pub use transform::{InputTransformer, InvalidTransformer};
pub use triage::Triage;
pub use update::{
    BatchUpdate, FindingIdentifier, FindingUpdate, InvalidAnswer, RetryAdvice, UnprocessedFinding, UpdateAnswer,
    UpdateErrorCode, UpdatePlan,
};
pub use validate::{Rule, Violation, Violations};

#[cfg(doctest)]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
