//! The public surface, over the wire.

#[cfg(test)]
mod account;
#[cfg(test)]
mod alerts;
#[cfg(test)]
mod automations;
#[cfg(test)]
mod business_units;
#[cfg(test)]
mod client;
#[cfg(test)]
mod close;
#[cfg(test)]
mod compliance;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod event;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod integrations;
#[cfg(test)]
mod region;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod scans;
#[cfg(test)]
mod session;
#[cfg(test)]
mod support;
#[cfg(test)]
mod users;
#[cfg(test)]
mod view;
