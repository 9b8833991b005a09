//! Chat rooms (チャットルーム).

use crate::client::Client;
use crate::files::Files;
use crate::id::{AccountId, RoomId};
use crate::links::{Link, push_code};
use crate::members::{Members, push_members};
use crate::messages::Messages;
use crate::model::{IconPreset, Room};
use crate::notation;
use crate::tasks::Tasks;
use saas_api_core::{Call, Expect, Params, Replay, Result, setters};
use serde::Deserialize;

/// The caller's rooms. Made by [`Client::rooms`].
#[derive(Clone, Copy, Debug)]
pub struct Rooms<'c>(&'c Client);

/// A new group. For [`Rooms::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateRoom {
    name: String,
    admins: Vec<AccountId>,
    members: Vec<AccountId>,
    readonly: Vec<AccountId>,
    description: Option<notation::Message>,
    icon: Option<IconPreset>,
    link: Option<bool>,
    link_code: Option<String>,
    link_need_acceptance: Option<bool>,
}

/// What to change of a room. For [`Rooms::update`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateRoom {
    name: Option<String>,
    description: Option<notation::Message>,
    icon: Option<IconPreset>,
}

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

    /// Makes a group (グループチャット) and gives its id.
    ///
    /// Made once at most. Only contacts of the caller and members of its organisation can be named. Name the caller too:
    /// what becomes of a room without it is not documented.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms:write`.
    /// Official page: <https://developer.chatwork.com/reference/post-rooms>.
    ///
    /// # Errors
    /// `InvalidRequest` for a name that has not 1 to 255 characters, for no admin, for an account that is named twice, and
    /// for settings of a link without a link.
    #[doc(alias = "新しいグループチャットを作成")]
    pub async fn create(&self, request: &CreateRoom) -> Result<RoomId> {
        let call = Call::post("/rooms").form(request.params());
        self.0.json(call).await.map(|answer: RoomRef| answer.room_id)
    }

    /// Changes name, description and icon of a room.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms.info:write`.
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id>.
    ///
    /// # Errors
    /// `InvalidRequest` when nothing is to change, and for a name that has not 1 to 255 characters. `Auth` when the
    /// caller is no admin.
    #[doc(alias = "チャットの情報を変更")]
    pub async fn update(&self, room: impl Into<RoomId>, request: &UpdateRoom) -> Result<RoomId> {
        let call = Call::put("/rooms/{room_id}").arg(room.into()).form(request.params());
        self.0.json(call.replay(Replay::Safe)).await.map(|answer: RoomRef| answer.room_id)
    }

    /// Leaves a room. **The caller's own tasks and files there are deleted** with that.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms:write`; by another list of Chatwork
    /// `rooms.info:write`.
    /// Official page: <https://developer.chatwork.com/reference/delete-rooms-room_id>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room, also when an earlier attempt of this call left it.
    #[doc(alias = "グループチャットを退席")]
    pub async fn leave(&self, room: impl Into<RoomId>) -> Result<()> {
        self.end(room.into(), "leave").await
    }

    /// Deletes a room for everyone: **all messages, tasks and files of all its members are lost** for good.
    ///
    /// OAuth scope: as for [`leave`](Self::leave).
    /// Official page: <https://developer.chatwork.com/reference/delete-rooms-room_id>.
    ///
    /// # Errors
    /// `Auth` when the caller is no admin of the room, also when an earlier attempt of this call deleted it.
    #[doc(alias = "グループチャットを削除")]
    pub async fn delete(&self, room: impl Into<RoomId>) -> Result<()> {
        self.end(room.into(), "delete").await
    }

    async fn end(&self, room: RoomId, action: &str) -> Result<()> {
        let mut form = Params::new();
        form.push("action_type", action);
        let call = Call::delete("/rooms/{room_id}").arg(room).form(form);
        self.0.send(call.replay(Replay::Safe).expect(Expect::Empty)).await.map(drop)
    }

    /// A room's files (ファイル).
    pub fn files(&self, room: impl Into<RoomId>) -> Files<'c> {
        Files::new(self.0, room.into())
    }

    /// A room's invitation link (招待リンク).
    pub fn link(&self, room: impl Into<RoomId>) -> Link<'c> {
        Link::new(self.0, room.into())
    }

    /// A room's members (メンバー).
    pub fn members(&self, room: impl Into<RoomId>) -> Members<'c> {
        Members::new(self.0, room.into())
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

#[derive(Deserialize)]
struct RoomRef {
    room_id: RoomId,
}

impl CreateRoom {
    /// A group with this name and these admins, of whom there must be one.
    pub fn new(name: impl Into<String>, admins: impl IntoIterator<Item = impl Into<AccountId>>) -> Self {
        Self {
            name: name.into(),
            admins: admins.into_iter().map(Into::into).collect(),
            members: Vec::new(),
            readonly: Vec::new(),
            description: None,
            icon: None,
            link: None,
            link_code: None,
            link_need_acceptance: None,
        }
    }

    /// The description. Plain text is neutralised: see [`notation`].
    pub fn description(mut self, description: impl Into<notation::Message>) -> Self {
        self.description = Some(description.into());
        self
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        push_name(&mut params, Some(&self.name));
        push_members(&mut params, &self.admins, &self.members, &self.readonly);
        params.push_some("description", self.description.as_ref());
        params.push_some("icon_preset", self.icon.as_ref());
        params.push_flag("link", self.link);
        if self.link != Some(true) && (self.link_code.is_some() || self.link_need_acceptance.is_some()) {
            params.refuse("link", "must be on where its code or acceptance is set");
        }
        push_code(&mut params, "link_code", self.link_code.as_deref());
        params.push_flag("link_need_acceptance", self.link_need_acceptance);
        params
    }
}

impl UpdateRoom {
    /// No changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another description, which may be empty. Plain text is neutralised: see [`notation`].
    pub fn description(mut self, description: impl Into<notation::Message>) -> Self {
        self.description = Some(description.into());
        self
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        push_name(&mut params, self.name.as_deref());
        params.push_some("description", self.description.as_ref());
        params.push_some("icon_preset", self.icon.as_ref());
        if *self == Self::default() {
            params.refuse("name", "must be set, or description or icon: nothing is to change");
        }
        params
    }
}

fn push_name(params: &mut Params, name: Option<&str>) {
    let Some(name) = name else { return };
    if !(1..=255).contains(&name.chars().count()) {
        params.refuse("name", "must have 1 to 255 characters");
    }
    params.push("name", name);
}

setters! {
    CreateRoom {
        /// Those who may read and write.
        [members: AccountId];
        /// Those who may read.
        [readonly: AccountId];
        /// The icon.
        icon: IconPreset;
        /// Whether it has an invitation link (招待リンク). The API's own is no.
        link: bool;
        /// The last part of the link's address: 1 to 50 of `A-Z`, `a-z`, `0-9`, `_` and `-`. A random one by default.
        link_code: String;
        /// Whether an admin has to let in those who come by the link. The API's own is yes.
        link_need_acceptance: bool;
    }
}

setters! {
    UpdateRoom {
        /// Another name.
        name: String;
        /// Another icon.
        icon: IconPreset;
    }
}
