// An example of the front page needs this feature when it is compiled as a test.
#![cfg_attr(any(not(doctest), feature = "test-util"), doc = include_str!("../README.md"))]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod client;
mod error;
mod id;
mod me;
mod rate;
mod time;

pub mod contacts;
pub mod files;
pub mod incoming_requests;
pub mod links;
pub mod members;
pub mod messages;
pub mod model;
pub mod my;
pub mod notation;
pub mod oauth;
pub mod rooms;
pub mod tasks;
pub mod webhook;

pub use auth::Auth;
pub use client::{Client, ClientBuilder};
pub use http::Method;
pub use id::{AccountId, FileId, MessageId, OrganizationId, RequestId, RoomId, TaskId};
pub use saas_api_core::{
    Answer, ApiMessage, Body, BodyError, CallOptions, Clock, Credential, Download, Error, ErrorKind, Extra, Fresh,
    InvalidId, InvalidTime, RateGate, RateSnapshot, RawRequest, Replay, Result, RetryPolicy, Sleep, Timestamp,
    TokenSource, Transport, TransportError, UnknownValue,
};
pub use time::UnixTime;

#[cfg(feature = "test-util")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
pub use saas_api_core::{FakeClock, FakeTransport, RecordedRequest};

#[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))))]
pub use saas_api_core::{ReqwestTransport, ReqwestTransportBuilder};

#[cfg(all(doctest, feature = "test-util"))]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
