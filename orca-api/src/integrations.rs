//! Integrations: where automations deliver to.

use crate::client::Client;

/// Integrations. Made by [`Client::integrations`].
#[derive(Clone, Copy, Debug)]
pub struct Integrations<'c>(&'c Client);

impl<'c> Integrations<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
