//! The public surface, over the wire.

#[cfg(test)]
mod client;
#[cfg(test)]
mod contacts;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod files;
#[cfg(test)]
mod incoming_requests;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod links;
#[cfg(test)]
mod me;
#[cfg(test)]
mod members;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod my;
#[cfg(test)]
mod notation;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod parsed;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod sandboxed;
#[cfg(test)]
mod scan;
#[cfg(test)]
mod split;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tasks;
#[cfg(test)]
mod webhook;
