//! The ledger over stand-ins for DynamoDB, and over servers that answer as DynamoDB does when something is wrong.
//!
//! `ci/aws.sh cargo test -p ticket-bridge-dynamodb` starts the stand-ins. Without them the tests that need them are skipped.

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod support;
