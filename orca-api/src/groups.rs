//! Groups of users.

use crate::client::Client;
use crate::id::GroupId;
use crate::model::Group;
use crate::page::ListPage;
use saas_api_core::{Call, Replay, Result};

/// Groups of users. Made by [`Client::groups`].
#[derive(Clone, Copy, Debug)]
pub struct Groups<'c>(&'c Client);

impl<'c> Groups<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists groups in one answer, without who belongs to them.
    ///
    /// # Errors
    /// `Auth` when the token's role may not read groups.
    #[doc(alias = "グループ一覧の取得")]
    pub async fn list(&self) -> Result<ListPage<Group>> {
        ListPage::read(&self.0.send(Call::get("/rbac/group")).await?, Group::read)
    }

    /// Gets a group with who belongs to it.
    ///
    /// # Errors
    /// `NotFound` when there is no such group, as far as Orca says so: one client of Orca's own takes a 400 and a 500 for it
    /// too. So a server error is not repeated here.
    #[doc(alias = "グループの取得")]
    pub async fn get(&self, group: impl Into<GroupId>) -> Result<Group> {
        let id = group.into();
        let mut group: Group = self.0.one(Call::get("/rbac/group/{id}").arg(&id).replay(Replay::Never)).await?;
        group.id.get_or_insert(id);
        Ok(group)
    }
}
