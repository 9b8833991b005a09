//! Users (ユーザー).

use crate::client::Client;
use crate::id::UserId;
use crate::model::User;
use saas_api_core::{Call, Result};

/// The users of the space. Made by [`Client::users`].
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(&'c Client);

impl<'c> Users<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists the users of the space. There are no pages. For administrators and project administrators.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-user-list/>.
    ///
    /// # Errors
    /// `Auth` when the caller is no administrator.
    #[doc(alias = "Get User List")]
    #[doc(alias = "ユーザー一覧の取得")]
    pub async fn list(&self) -> Result<Vec<User>> {
        self.0.json(Call::get("/users")).await
    }

    /// Gets a user by number. The login name is not taken.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-user/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such user.
    #[doc(alias = "Get User")]
    #[doc(alias = "ユーザー情報の取得")]
    pub async fn get(&self, user: impl Into<UserId>) -> Result<User> {
        self.0.json(Call::get("/users/{userId}").arg(user.into())).await
    }

    /// Gets the user whose credential this is. A good way to try a credential.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-own-user/>.
    ///
    /// # Errors
    /// `Auth` when the credential is not accepted.
    #[doc(alias = "Get Own User")]
    #[doc(alias = "認証ユーザー情報の取得")]
    pub async fn myself(&self) -> Result<User> {
        self.0.json(Call::get("/users/myself")).await
    }
}
