use crate::id::RoomId;
use crate::time::UnixTime;
use saas_api_core::{Extra, null_default, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// The kind of a room.
    pub enum RoomType: str {
        /// The caller's own (マイチャット).
        My = "my",
        /// Between two (ダイレクトチャット).
        Direct = "direct",
        /// A group (グループチャット).
        Group = "group",
    }
}

open_enum! {
    /// What an account may do in a room.
    pub enum Role: str {
        /// Everything (管理者).
        Admin = "admin",
        /// Read and write (メンバー).
        Member = "member",
        /// Read (閲覧のみ).
        Readonly = "readonly",
    }
}

open_enum! {
    /// The icon of a group.
    pub enum IconPreset: str {
        /// `group`.
        Group = "group",
        /// `check`.
        Check = "check",
        /// `document`.
        Document = "document",
        /// `meeting`.
        Meeting = "meeting",
        /// `event`.
        Event = "event",
        /// `project`.
        Project = "project",
        /// `business`.
        Business = "business",
        /// `study`.
        Study = "study",
        /// `security`.
        Security = "security",
        /// `star`.
        Star = "star",
        /// `idea`.
        Idea = "idea",
        /// `heart`.
        Heart = "heart",
        /// `magcup`.
        Magcup = "magcup",
        /// `beer`.
        Beer = "beer",
        /// `music`.
        Music = "music",
        /// `sports`.
        Sports = "sports",
        /// `travel`.
        Travel = "travel",
    }
}

/// A chat room (チャットルーム).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Room {
    /// The number.
    pub room_id: RoomId,
    /// The name.
    #[serde(default, deserialize_with = "null_default")]
    pub name: String,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: RoomType,
    /// What the caller may do there.
    pub role: Role,
    /// Whether the caller pinned it.
    pub sticky: bool,
    /// Unread messages.
    pub unread_num: u64,
    /// Unread messages to the caller.
    pub mention_num: u64,
    /// Open tasks of the caller.
    pub mytask_num: u64,
    /// Messages.
    pub message_num: u64,
    /// Files.
    pub file_num: u64,
    /// Tasks.
    pub task_num: u64,
    /// The address of the icon.
    #[serde(default, deserialize_with = "null_default")]
    pub icon_path: String,
    /// When something happened there last.
    pub last_update_time: UnixTime,
    /// The description, in Chatwork's notation. Lists lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
