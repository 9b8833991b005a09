#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod file;
mod ledger;
mod tables;
mod writer;

pub use error::OpenError;
pub use ledger::RedbLedger;
