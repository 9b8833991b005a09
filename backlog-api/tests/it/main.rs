//! The public surface, over the wire.

#[cfg(test)]
mod activities;
#[cfg(test)]
mod comments;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod custom_field_values;
#[cfg(test)]
mod ensure;
#[cfg(test)]
mod issues;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod support;
#[cfg(test)]
mod webhook;
