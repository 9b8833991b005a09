//! Groups of users.

use crate::client::Client;

/// Groups of users. Made by [`Client::groups`].
#[derive(Clone, Copy, Debug)]
pub struct Groups<'c>(&'c Client);

impl<'c> Groups<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
