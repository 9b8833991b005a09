//! The ledger over stand-ins for DynamoDB, and over servers that answer as DynamoDB does when something is wrong.
//!
//! `ci/aws.sh cargo test -p ticket-bridge-dynamodb` starts the stand-ins. Without them the tests that need them are skipped.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bridge;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod http;
#[cfg(test)]
mod items;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod support;
#[cfg(test)]
mod table;
