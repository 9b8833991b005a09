//! Resolutions (完了理由): a fixed set.

use crate::client::Client;
use crate::model::Resolution;
use saas_api_core::{Call, Result};

/// The resolutions of the space. Made by [`Client::resolutions`].
#[derive(Clone, Copy, Debug)]
pub struct Resolutions<'c>(&'c Client);

impl<'c> Resolutions<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists the resolutions, with names in the caller's language. Ids start at 0: [`ResolutionId`](crate::ResolutionId).
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-resolution-list/>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "Get Resolution List")]
    #[doc(alias = "完了理由一覧の取得")]
    pub async fn list(&self) -> Result<Vec<Resolution>> {
        self.0.json(Call::get("/resolutions")).await
    }
}
