//! The public surface, over the wire.

#[cfg(test)]
mod activities;
#[cfg(test)]
mod categories;
#[cfg(test)]
mod client;
#[cfg(test)]
mod comments;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod custom_field_values;
#[cfg(test)]
mod custom_fields;
#[cfg(test)]
mod ensure;
#[cfg(test)]
mod issue_types;
#[cfg(test)]
mod issues;
#[cfg(test)]
mod priorities;
#[cfg(test)]
mod projects;
#[cfg(test)]
mod resolutions;
#[cfg(test)]
mod space;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod support;
#[cfg(test)]
mod users;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod webhook;
