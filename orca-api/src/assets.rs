//! Assets (アセット), in the older form.

use crate::client::Client;

/// Assets (アセット), in the older form. Made by [`Client::assets`].
#[derive(Clone, Copy, Debug)]
pub struct Assets<'c>(&'c Client);

impl<'c> Assets<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
