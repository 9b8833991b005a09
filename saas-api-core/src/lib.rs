// The example of the front page needs these features when it is compiled as a test.
#![cfg_attr(any(not(doctest), all(feature = "reqwest", feature = "test-util")), doc = include_str!("../README.md"))]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod decimal;
mod error;
mod extra;
#[doc(hidden)]
pub mod id;
#[doc(hidden)]
pub mod open_enum;
mod time;
mod time_convert;

mod clock;

#[cfg(feature = "client")]
mod answer;
#[cfg(feature = "client")]
mod auth;
#[cfg(feature = "client")]
mod builder;
#[cfg(feature = "client")]
mod call;
#[cfg(feature = "client")]
mod download;
#[cfg(feature = "client")]
mod draft;
#[cfg(feature = "client")]
mod login;
#[cfg(feature = "client")]
mod multipart;
#[cfg(feature = "oauth")]
mod oauth;
#[cfg(feature = "client")]
mod pager;
#[cfg(feature = "client")]
mod params;
#[cfg(feature = "client")]
mod pipeline;
#[cfg(feature = "client")]
mod rate;
#[cfg(feature = "client")]
mod read_only;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod route;
#[cfg(feature = "client")]
mod service;
#[cfg(feature = "client")]
mod setters;
#[cfg(feature = "client")]
mod telemetry;
#[cfg(feature = "client")]
mod transport;

#[cfg(feature = "test-util")]
mod fake;
#[cfg(feature = "reqwest-transport")]
mod reqwest_transport;

pub use clock::{Clock, Sleep};
pub use decimal::{Decimal, InvalidDecimal};
pub use error::{ApiMessage, Error, ErrorKind, Result};
pub use extra::{Extra, Loose, lenient, null_default};
pub use id::InvalidId;
pub use open_enum::{UnknownNumber, UnknownValue};
pub use time::{Date, InvalidTime, Timestamp};

#[cfg(feature = "client")]
pub use answer::Answer;
#[cfg(feature = "client")]
pub use auth::{Credential, FixedToken, TokenSource};
#[cfg(feature = "client")]
pub use builder::{ApiClient, ClientBuilder};
#[cfg(feature = "client")]
pub use call::{Call, CallOptions, Expect, Payload, Replay};
#[cfg(feature = "client")]
pub use clock::SystemClock;
#[cfg(feature = "client")]
pub use download::Download;
#[cfg(feature = "client")]
pub use login::Login;
#[cfg(feature = "client")]
pub use multipart::Multipart;
#[cfg(feature = "oauth")]
#[cfg_attr(docsrs, doc(cfg(feature = "oauth")))]
pub use oauth::{ClientAuth, RenewedTokens, TokenEndpoint, TokenEndpointBuilder, TokenStore, Tokens};
#[cfg(feature = "client")]
pub use pager::{Order, Page, PageRequest, Pager, Position};
#[cfg(feature = "client")]
pub use params::{Params, Update};
#[cfg(feature = "client")]
pub use pipeline::Pipeline;
#[cfg(feature = "client")]
pub use rate::{RateClass, RateGate, RateSnapshot};
#[cfg(feature = "client")]
pub use read_only::{KeptBack, ReadOnly};
#[cfg(feature = "client")]
pub use request::RawRequest;
#[cfg(feature = "client")]
pub use retry::RetryPolicy;
#[cfg(feature = "client")]
pub use route::encode_segment;
#[cfg(feature = "client")]
pub use service::{Failure, Quota, Service};
#[cfg(feature = "client")]
pub use transport::{Body, BodyError, Fresh, Transport, TransportError};

#[cfg(feature = "test-util")]
pub use fake::{FakeClock, FakeTransport, RecordedRequest};
#[cfg(feature = "reqwest-transport")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder};

/// Re-exports for the macros of this crate. Not part of the public API.
#[doc(hidden)]
pub mod private {
    pub use serde;
}

#[cfg(all(doctest, feature = "reqwest", feature = "test-util"))]
#[doc = include_str!("../README.ja.md")]
struct ReadmeJa;
