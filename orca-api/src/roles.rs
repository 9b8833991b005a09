//! Roles of users and tokens.

use crate::client::Client;

/// Roles of users and tokens. Made by [`Client::roles`].
#[derive(Clone, Copy, Debug)]
pub struct Roles<'c>(&'c Client);

impl<'c> Roles<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
