//! Vulnerabilities of assets, in the older form.

use crate::client::Client;

/// Vulnerabilities of assets, in the older form. Made by [`Client::cves`].
#[derive(Clone, Copy, Debug)]
pub struct Cves<'c>(&'c Client);

impl<'c> Cves<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
