use crate::id::{AccountId, OrganizationId, RequestId, RoomId};
use saas_api_core::{Extra, null_default};
use serde::{Deserialize, Serialize};

/// A contact (コンタクト) of the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contact {
    /// The number.
    pub account_id: AccountId,
    /// The direct chat with it (ダイレクトチャット).
    pub room_id: RoomId,
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

/// A request to become a contact of the caller (コンタクト承認依頼).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IncomingRequest {
    /// The number of the request.
    pub request_id: RequestId,
    /// Who asks.
    pub account_id: AccountId,
    /// What they say. It is from outside, often from outside the organisation: escape it.
    #[serde(default, deserialize_with = "null_default")]
    pub message: String,
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
