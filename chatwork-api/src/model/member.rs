use super::room::Role;
use crate::id::{AccountId, OrganizationId};
use saas_api_core::{Extra, null_default};
use serde::{Deserialize, Serialize};

/// A member (メンバー) of a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// The number.
    pub account_id: AccountId,
    /// What it may do in the room.
    pub role: Role,
    /// The display name. It is the user's own text: escape it.
    #[serde(default, deserialize_with = "null_default")]
    pub name: String,
    /// The Chatwork ID. Empty when none was chosen.
    #[serde(default, deserialize_with = "null_default")]
    pub chatwork_id: String,
    /// The organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The organisation's name.
    #[serde(default, deserialize_with = "null_default")]
    pub organization_name: String,
    /// The department.
    #[serde(default, deserialize_with = "null_default")]
    pub department: String,
    /// The address of the picture.
    #[serde(default, deserialize_with = "null_default")]
    pub avatar_image_url: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The members of a room after they were replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MembersByRole {
    /// Those who may do everything (管理者).
    #[serde(default, deserialize_with = "null_default")]
    pub admin: Vec<AccountId>,
    /// Those who may read and write (メンバー).
    #[serde(default, deserialize_with = "null_default")]
    pub member: Vec<AccountId>,
    /// Those who may read (閲覧のみ).
    #[serde(default, deserialize_with = "null_default")]
    pub readonly: Vec<AccountId>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
