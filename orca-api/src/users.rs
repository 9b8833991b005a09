//! Users of the organization.

use crate::client::Client;

/// Users of the organization. Made by [`Client::users`].
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(&'c Client);

impl<'c> Users<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
