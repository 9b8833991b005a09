//! Business units: named parts of the organization.

use crate::client::Client;

/// Business units. Made by [`Client::business_units`].
#[derive(Clone, Copy, Debug)]
pub struct BusinessUnits<'c>(&'c Client);

impl<'c> BusinessUnits<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
