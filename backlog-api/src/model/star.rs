use super::user::User;
use crate::id::StarId;
use saas_api_core::{Extra, Timestamp};
use serde::{Deserialize, Serialize};

/// A star: someone's thanks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Star {
    /// The number.
    pub id: StarId,
    /// A comment with it.
    pub comment: Option<String>,
    /// The address of what it is for.
    pub url: String,
    /// The title of what it is for.
    pub title: String,
    /// Who gave it.
    pub presenter: User,
    /// When.
    pub created: Timestamp,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
