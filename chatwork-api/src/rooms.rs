//! Chat rooms (チャットルーム).

use crate::client::Client;
use crate::id::RoomId;
use crate::messages::Messages;
use crate::model::Room;
use crate::tasks::Tasks;
use saas_api_core::{Call, Result};

/// The caller's rooms. Made by [`Client::rooms`].
#[derive(Clone, Copy, Debug)]
pub struct Rooms<'c>(&'c Client);

impl<'c> Rooms<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists all rooms of the caller, without their descriptions. There are no pages.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:read` or `rooms.info:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-rooms>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "チャット一覧を取得")]
    pub async fn list(&self) -> Result<Vec<Room>> {
        self.0.list(Call::get("/rooms")).await
    }

    /// Gets a room, with its description.
    ///
    /// OAuth scope: as for [`list`](Self::list).
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room.
    #[doc(alias = "チャットの名前、アイコン、種類を取得")]
    pub async fn get(&self, room: impl Into<RoomId>) -> Result<Room> {
        self.0.json(Call::get("/rooms/{room_id}").arg(room.into())).await
    }

    /// A room's messages (メッセージ).
    pub fn messages(&self, room: impl Into<RoomId>) -> Messages<'c> {
        Messages::new(self.0, room.into())
    }

    /// A room's tasks (タスク).
    pub fn tasks(&self, room: impl Into<RoomId>) -> Tasks<'c> {
        Tasks::new(self.0, room.into())
    }
}
