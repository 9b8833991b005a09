//! Automations (オートメーション): what Orca does with alerts by itself.

use crate::client::Client;

/// Automations (オートメーション). Made by [`Client::automations`].
#[derive(Clone, Copy, Debug)]
pub struct Automations<'c>(&'c Client);

impl<'c> Automations<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
