//! Compliance frameworks and how far they are met.

use crate::client::Client;

/// Compliance frameworks and how far they are met. Made by [`Client::compliance`].
#[derive(Clone, Copy, Debug)]
pub struct Compliance<'c>(&'c Client);

impl<'c> Compliance<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
