//! The caller's contacts (コンタクト).

use crate::client::Client;
use crate::model::Contact;
use saas_api_core::{Call, Result};

/// The caller's contacts. Made by [`Client::contacts`].
#[derive(Clone, Copy, Debug)]
pub struct Contacts<'c>(&'c Client);

impl<'c> Contacts<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists all contacts of the caller. There are no pages.
    ///
    /// OAuth scope: `contacts.all:read_write` or `contacts.all:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-contacts>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "自分のコンタクト一覧を取得")]
    pub async fn list(&self) -> Result<Vec<Contact>> {
        self.0.list(Call::get("/contacts")).await
    }
}
