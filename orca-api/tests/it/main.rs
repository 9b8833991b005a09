//! The public surface, over the wire.

#[cfg(test)]
mod account;
#[cfg(test)]
mod alerts;
#[cfg(test)]
mod assets;
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
mod cves;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod event;
#[cfg(test)]
mod event_log;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod integrations;
#[cfg(test)]
mod legacy_query;
#[cfg(test)]
mod region;
#[cfg(test)]
mod remediation_texts;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod sandboxed;
#[cfg(test)]
mod scans;
#[cfg(test)]
mod serving_layer;
#[cfg(test)]
mod session;
#[cfg(test)]
mod support;
#[cfg(test)]
mod users;
#[cfg(test)]
mod verify;
#[cfg(test)]
mod view;
