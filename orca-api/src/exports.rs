//! Bulk exports: whole result sets as one file.

use crate::client::Client;

/// Bulk exports. Made by [`Client::exports`].
#[derive(Clone, Copy, Debug)]
pub struct Exports<'c>(&'c Client);

impl<'c> Exports<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
