#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod failure;
mod index;
mod item;
mod ledger;
mod permissions;
mod put;
mod table;
mod take;

pub use ledger::DynamoLedger;
pub use permissions::{CHECK_ACTIONS, CREATE_ACTIONS, LEDGER_ACTIONS};
pub use table::{Created, TableError, TableProblem};
