//! An organization's own remediation texts.

use crate::client::Client;

/// An organization's own remediation texts. Made by [`Client::remediation_texts`].
#[derive(Clone, Copy, Debug)]
pub struct RemediationTexts<'c>(&'c Client);

impl<'c> RemediationTexts<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }
}
