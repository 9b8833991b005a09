//! The public surface, over the wire.

#[cfg(test)]
mod alerts;
#[cfg(test)]
mod client;
#[cfg(test)]
mod close;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod event;
#[cfg(test)]
mod support;
#[cfg(test)]
mod view;
