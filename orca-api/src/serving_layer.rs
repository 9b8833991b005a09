//! The serving layer: one query for alerts, assets, vulnerabilities and accounts.

use crate::client::Client;

/// The serving layer. Made by [`Client::serving_layer`].
#[derive(Clone, Copy, Debug)]
pub struct ServingLayer<'c>(&'c Client);

impl<'c> ServingLayer<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
