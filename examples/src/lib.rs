#![doc = include_str!("../README.md")]

mod backlog_stub;
pub mod real;
pub mod setup;
pub mod team;

pub use backlog_stub::BacklogStub;

/// The root README's code must compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.ja.md")]
struct RootReadmes;

/// The guide's code must compile.
#[cfg(doctest)]
#[doc = include_str!("../../docs/bridge.md")]
#[doc = include_str!("../../docs/bridge.ja.md")]
struct Guide;
