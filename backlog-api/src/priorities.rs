//! Priorities (優先度): a fixed set.

use crate::client::Client;
use crate::model::Priority;
use saas_api_core::{Call, Result};

/// The priorities of the space. Made by [`Client::priorities`].
#[derive(Clone, Copy, Debug)]
pub struct Priorities<'c>(&'c Client);

impl<'c> Priorities<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists the priorities, with names in the caller's language. The ids are [`PriorityId`](crate::PriorityId) consts.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-priority-list/>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "Get Priority List")]
    #[doc(alias = "優先度一覧の取得")]
    pub async fn list(&self) -> Result<Vec<Priority>> {
        self.0.json(Call::get("/priorities")).await
    }
}
