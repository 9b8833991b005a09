//! Scans of single assets.

use crate::client::Client;

/// Scans of single assets. Made by [`Client::scans`].
#[derive(Clone, Copy, Debug)]
pub struct Scans<'c>(&'c Client);

impl<'c> Scans<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
