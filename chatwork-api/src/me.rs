use crate::client::Client;
use crate::model::Me;
use saas_api_core::{Call, Result};

impl Client {
    /// Gets the profile of the user whose credential this is. A good way to try a credential.
    ///
    /// OAuth scope: `users.all:read` or `users.profile.me:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-me>.
    ///
    /// # Errors
    /// `Auth` when the credential is not accepted.
    #[doc(alias = "自分自身の情報を取得")]
    pub async fn me(&self) -> Result<Me> {
        self.json(Call::get("/me")).await
    }
}
