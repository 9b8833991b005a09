use crate::id::AccountId;
use saas_api_core::{Extra, null_default};
use serde::{Deserialize, Serialize};

/// An account as messages and tasks name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Account {
    /// The number.
    pub account_id: AccountId,
    /// The display name. It is the user's own text: escape it.
    #[serde(default, deserialize_with = "null_default")]
    pub name: String,
    /// The address of the picture.
    #[serde(default, deserialize_with = "null_default")]
    pub avatar_image_url: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
