// An example of the front page needs this feature when it is compiled as a test.
#![cfg_attr(any(not(doctest), feature = "test-util"), doc = include_str!("../README.md"))]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod client;
mod error;
mod id;
mod page;

pub mod activities;
pub mod categories;
pub mod comments;
pub mod custom_fields;
pub mod issue_types;
pub mod issues;
pub mod model;
pub mod priorities;
pub mod projects;
pub mod rate;
pub mod resolutions;
pub mod space;
pub mod statuses;
pub mod users;
pub mod versions;
pub mod webhook;

pub use auth::Auth;
pub use client::{Client, ClientBuilder};
pub use error::ErrorCode;
pub use http::Method;
pub use id::{
    ActivityId, AttachmentId, CategoryId, CommentId, CustomFieldId, CustomFieldItemId, IssueId, IssueIdOrKey, IssueKey,
    IssueTypeId, KeyId, PriorityId, ProjectId, ProjectIdOrKey, ProjectKey, ResolutionId, SharedFileId, StarId,
    StatusId, UserId, VersionId,
};
pub use saas_api_core::{
    Answer, ApiMessage, Body, BodyError, CallOptions, Clock, Credential, Date, Decimal, Error, ErrorKind, Extra, Fresh,
    InvalidDecimal, InvalidId, InvalidTime, Loose, Order, Pager, Position, RateGate, RateSnapshot, RawRequest, Replay,
    Result, RetryPolicy, Sleep, Timestamp, TokenSource, Transport, TransportError, UnknownNumber, UnknownValue,
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
