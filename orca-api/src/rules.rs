//! Alert rules: the organization's own, and the switch of built-in ones.

use crate::client::Client;

/// Alert rules. Made by [`Client::rules`].
#[derive(Clone, Copy, Debug)]
pub struct Rules<'c>(&'c Client);

impl<'c> Rules<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
