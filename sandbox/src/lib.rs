#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod clock;
mod delivery;
mod fault;
mod http;
mod log;
mod server;

pub use clock::Clock;
pub use delivery::Delivery;
pub use fault::Fault;
pub use log::LoggedRequest;
