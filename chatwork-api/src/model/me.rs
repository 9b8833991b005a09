use crate::id::{AccountId, OrganizationId, RoomId};
use saas_api_core::{Extra, null_default};
use serde::{Deserialize, Serialize};

/// The caller's own profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Me {
    /// The number.
    pub account_id: AccountId,
    /// The room that is the caller's own (マイチャット).
    pub room_id: RoomId,
    /// The display name.
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
    /// The position.
    #[serde(default, deserialize_with = "null_default")]
    pub title: String,
    /// The web page.
    #[serde(default, deserialize_with = "null_default")]
    pub url: String,
    /// What the user says of themself.
    #[serde(default, deserialize_with = "null_default")]
    pub introduction: String,
    /// The mail address to show to others.
    #[serde(default, deserialize_with = "null_default")]
    pub mail: String,
    /// The telephone number of the organisation.
    #[serde(default, deserialize_with = "null_default")]
    pub tel_organization: String,
    /// The extension number.
    #[serde(default, deserialize_with = "null_default")]
    pub tel_extension: String,
    /// The mobile number.
    #[serde(default, deserialize_with = "null_default")]
    pub tel_mobile: String,
    /// The Skype name.
    #[serde(default, deserialize_with = "null_default")]
    pub skype: String,
    /// The Facebook name.
    #[serde(default, deserialize_with = "null_default")]
    pub facebook: String,
    /// The Twitter name.
    #[serde(default, deserialize_with = "null_default")]
    pub twitter: String,
    /// The address of the picture.
    #[serde(default, deserialize_with = "null_default")]
    pub avatar_image_url: String,
    /// The mail address to log in with. Older answers lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_mail: Option<String>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How much waits for the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MyStatus {
    /// Rooms with unread messages.
    pub unread_room_num: u64,
    /// Rooms with unread messages to the caller.
    pub mention_room_num: u64,
    /// Rooms with open tasks of the caller.
    pub mytask_room_num: u64,
    /// Unread messages.
    pub unread_num: u64,
    /// Unread messages to the caller.
    pub mention_num: u64,
    /// Open tasks of the caller.
    pub mytask_num: u64,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
