// An example of the front page needs this feature when it is compiled as a test.
#![cfg_attr(any(not(doctest), feature = "test-util"), doc = include_str!("../README.md"))]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod client;
mod crud;
mod error;
mod id;
mod json_array;
mod page;
mod problems;
mod region;
mod session;
mod wait;

pub mod alerts;
pub mod assets;
pub mod automations;
pub mod business_units;
pub mod compliance;
pub mod cves;
pub mod event;
pub mod exports;
pub mod feed;
pub mod groups;
pub mod integrations;
pub mod legacy_query;
pub mod model;
pub mod remediation_texts;
pub mod roles;
pub mod rules;
pub mod scans;
pub mod serving_layer;
pub mod users;

pub use auth::Auth;
pub use client::{Client, ClientBuilder};
pub use error::OrcaErrorKind;
pub use http::Method;
pub use id::{AlertId, BusinessUnitId, ExportToken, GroupId, RoleId, ScanId, UserId};
pub use id::{AutomationId, IntegrationConfigId, IntegrationResourceId, RuleId};
pub use page::{Entry, ListPage, UnreadableRow};
pub use region::Region;
pub use saas_api_core::{
    Answer, ApiMessage, Body, BodyError, CallOptions, Clock, Credential, Decimal, Download, Error, ErrorKind, Fresh,
    InvalidDecimal, InvalidTime, Order, Pager, Position, RateGate, RateSnapshot, RawRequest, Replay, Result,
    RetryPolicy, Sleep, Timestamp, TokenSource, Transport, TransportError, UnknownValue,
};

#[cfg(feature = "test-util")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
pub use saas_api_core::{FakeClock, FakeTransport, RecordedRequest};

#[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))))]
pub use saas_api_core::{ReqwestTransport, ReqwestTransportBuilder};

#[cfg(all(doctest, feature = "test-util"))]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
