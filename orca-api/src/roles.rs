//! Roles of users and tokens.

use crate::client::Client;
use crate::id::RoleId;
use crate::model::Role;
use crate::page::ListPage;
use saas_api_core::{Call, Replay, Result};

/// Roles. Made by [`Client::roles`].
#[derive(Clone, Copy, Debug)]
pub struct Roles<'c>(&'c Client);

impl<'c> Roles<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists roles, built-in ones and the organization's own, in one answer: ids and names.
    ///
    /// # Errors
    /// `Auth` when the token's role may not read roles.
    #[doc(alias = "ロール一覧の取得")]
    pub async fn list(&self) -> Result<ListPage<Role>> {
        ListPage::read(&self.0.send(Call::get("/rbac/role")).await?, Role::read)
    }

    /// Gets a role with what it permits.
    ///
    /// # Errors
    /// `NotFound` when there is no such role, as far as Orca says so: one client of Orca's own takes a 400 and a 500 for it
    /// too. So a server error is not repeated here.
    #[doc(alias = "ロールの取得")]
    pub async fn get(&self, role: impl Into<RoleId>) -> Result<Role> {
        let id = role.into();
        let mut role: Role = self.0.one(Call::get("/rbac/roles/{id}").arg(&id).replay(Replay::Never)).await?;
        role.id.get_or_insert(id);
        Ok(role)
    }
}
