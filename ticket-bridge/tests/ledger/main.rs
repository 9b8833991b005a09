//! The ledger in memory and the fakes keep the rules of their ports; and each rule catches who breaks it.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

mod broken;
mod forms;
mod memory;
