use super::account::Account;
use crate::id::{MessageId, RoomId, TaskId};
use crate::time::UnixTime;
use saas_api_core::{Extra, null_default, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// Whether a task is done.
    pub enum TaskStatus: str {
        /// Not yet (未完了).
        Open = "open",
        /// Done (完了).
        Done = "done",
    }
}

open_enum! {
    /// How exact a task's limit (期限) is.
    pub enum LimitType: str {
        /// There is none.
        None = "none",
        /// A day.
        Date = "date",
        /// A moment.
        Time = "time",
    }
}

/// A task (タスク) of a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// The number.
    pub task_id: TaskId,
    /// Who has to do it.
    pub account: Account,
    /// Who set it.
    pub assigned_by_account: Account,
    /// The message that shows it in the room.
    pub message_id: MessageId,
    /// The text, in Chatwork's notation.
    #[serde(default, deserialize_with = "null_default")]
    pub body: String,
    /// Until when; 0, presumably, without a limit. See [`limit`](Self::limit).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_time: Option<UnixTime>,
    /// Whether it is done.
    pub status: TaskStatus,
    /// How exact the limit is. Older answers lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_type: Option<LimitType>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A task of the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MyTask {
    /// The number.
    pub task_id: TaskId,
    /// The room.
    pub room: TaskRoom,
    /// Who set it.
    pub assigned_by_account: Account,
    /// The message that shows it in the room.
    pub message_id: MessageId,
    /// The text, in Chatwork's notation.
    #[serde(default, deserialize_with = "null_default")]
    pub body: String,
    /// Until when; 0, presumably, without a limit. See [`limit`](Self::limit).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_time: Option<UnixTime>,
    /// Whether it is done.
    pub status: TaskStatus,
    /// How exact the limit is. Older answers lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_type: Option<LimitType>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The room of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskRoom {
    /// The number.
    pub room_id: RoomId,
    /// The name.
    #[serde(default, deserialize_with = "null_default")]
    pub name: String,
    /// The address of the icon.
    #[serde(default, deserialize_with = "null_default")]
    pub icon_path: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Task {
    /// Until when, if there is a limit.
    pub fn limit(&self) -> Option<UnixTime> {
        limit(self.limit_time, self.limit_type.as_ref())
    }
}

impl MyTask {
    /// Until when, if there is a limit.
    pub fn limit(&self) -> Option<UnixTime> {
        limit(self.limit_time, self.limit_type.as_ref())
    }
}

fn limit(time: Option<UnixTime>, kind: Option<&LimitType>) -> Option<UnixTime> {
    time.and_then(UnixTime::unless_never).filter(|_| kind != Some(&LimitType::None))
}
