//! The ledger in a file: its rules, what it costs when processes die, and what it says when it cannot be opened.

#[cfg(test)]
mod bridged;
#[cfg(test)]
mod cancelled;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod forgetting;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod support;
#[cfg(test)]
mod verifier;
