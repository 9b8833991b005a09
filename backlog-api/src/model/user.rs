use crate::id::UserId;
use saas_api_core::{Extra, Timestamp, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// A user's role, by the names of the classic plans.
    ///
    /// Newer plans give the same numbers another meaning (2 member or guest, 3 one who may add issues, 4 one who may
    /// view): do not derive rights from it.
    pub enum RoleType: i64 {
        /// Administrator.
        Administrator = 1,
        /// Normal user.
        Normal = 2,
        /// Reporter.
        Reporter = 3,
        /// Viewer.
        Viewer = 4,
        /// Guest reporter.
        GuestReporter = 5,
        /// Guest viewer.
        GuestViewer = 6,
    }
}

/// A user (ユーザー).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// The number.
    pub id: UserId,
    /// The login name. Nulab-account users have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The display name.
    pub name: String,
    /// The role.
    pub role_type: RoleType,
    /// The language, such as `ja`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The Nulab account behind the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nulab_account: Option<NulabAccount>,
    /// The mail address, when the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_address: Option<String>,
    /// The last login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_login_time: Option<Timestamp>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The account at Nulab behind a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NulabAccount {
    /// The account's id.
    pub nulab_id: String,
    /// The display name.
    pub name: String,
    /// The unique name.
    pub unique_id: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
