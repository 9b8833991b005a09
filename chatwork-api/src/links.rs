//! The invitation link (招待リンク) of a room.

use crate::client::Client;
use crate::id::RoomId;
use crate::model;
use saas_api_core::{Call, Params, Replay, Result, setters};

/// The invitation link of one room. Made by [`Rooms::link`](crate::rooms::Rooms::link).
#[derive(Clone, Copy, Debug)]
pub struct Link<'c> {
    client: &'c Client,
    room: RoomId,
}

/// A new invitation link. For [`Link::create`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CreateLink {
    code: Option<String>,
    need_acceptance: Option<bool>,
    description: Option<String>,
}

/// An invitation link as it shall be. For [`Link::update`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct UpdateLink {
    /// `None`: a new random one.
    code: Option<String>,
    need_acceptance: bool,
    description: String,
}

impl<'c> Link<'c> {
    pub(crate) fn new(client: &'c Client, room: RoomId) -> Self {
        Self { client, room }
    }

    /// Gets the link. A room without one has a link that is not `public`.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:read` or `rooms.info:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-link>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room.
    #[doc(alias = "招待リンクを取得")]
    pub async fn get(&self) -> Result<model::Link> {
        self.client.json(Call::get("/rooms/{room_id}/link").arg(self.room)).await
    }

    /// Makes a link. Without a code Chatwork chooses a random one, and by default an admin has to let in those who come.
    ///
    /// Sent once at most.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms.info:write`.
    /// Official page: <https://developer.chatwork.com/reference/post-rooms-room_id-link>.
    ///
    /// # Errors
    /// `InvalidRequest` for a code that is not 1 to 50 of `A-Z`, `a-z`, `0-9`, `_` and `-`. `Auth` when the caller is no
    /// admin. Status 400 when there is a link.
    #[doc(alias = "招待リンクを作成")]
    pub async fn create(&self, request: &CreateLink) -> Result<model::Link> {
        let mut form = Params::new();
        push_code(&mut form, "code", request.code.as_deref());
        form.push_flag("need_acceptance", request.need_acceptance);
        form.push_some("description", request.description.as_ref());
        self.client.json(Call::post("/rooms/{room_id}/link").arg(self.room).form(form)).await
    }

    /// Changes the link.
    ///
    /// Chatwork takes what is left out as asked for anew: another code, acceptance by an admin. So a request names all.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-link>.
    ///
    /// # Errors
    /// As for [`create`](Self::create). Status 400 when there is no link.
    #[doc(alias = "招待リンクを変更")]
    pub async fn update(&self, request: &UpdateLink) -> Result<model::Link> {
        let mut form = Params::new();
        push_code(&mut form, "code", request.code.as_deref());
        form.push_flag("need_acceptance", Some(request.need_acceptance));
        form.push("description", &request.description);
        // Each call without a code makes the address of the call before useless.
        let replay = if request.code.is_some() { Replay::Safe } else { Replay::Never };
        self.client.json(Call::put("/rooms/{room_id}/link").arg(self.room).form(form).replay(replay)).await
    }

    /// Removes the link.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/delete-rooms-room_id-link>.
    ///
    /// # Errors
    /// `Auth` when the caller is no admin. Status 400 when there is no link, also when an earlier attempt of this call
    /// removed it.
    #[doc(alias = "招待リンクを削除")]
    pub async fn delete(&self) -> Result<model::Link> {
        self.client.json(Call::delete("/rooms/{room_id}/link").arg(self.room).replay(Replay::Safe)).await
    }
}

impl CreateLink {
    /// A link with a random code, where an admin lets in those who come.
    pub fn new() -> Self {
        Self::default()
    }
}

impl UpdateLink {
    /// This code, whether an admin has to let in those who come, and what they are told.
    pub fn new(code: impl Into<String>, need_acceptance: bool, description: impl Into<String>) -> Self {
        Self { code: Some(code.into()), need_acceptance, description: description.into() }
    }

    /// A new random code, so that the address of before leads nowhere. Sent once at most.
    pub fn with_new_code(need_acceptance: bool, description: impl Into<String>) -> Self {
        Self { code: None, need_acceptance, description: description.into() }
    }
}

setters! {
    CreateLink {
        /// The last part of the address: 1 to 50 of `A-Z`, `a-z`, `0-9`, `_` and `-`.
        code: String;
        /// Whether an admin has to let in those who come. The API's own is yes.
        need_acceptance: bool;
        /// What those who come are told.
        description: String;
    }
}

/// The code of a link, or why it is none.
pub(crate) fn push_code(params: &mut Params, name: &'static str, code: Option<&str>) {
    let Some(code) = code else { return };
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !(1..=50).contains(&code.len()) || !code.bytes().all(is_known) {
        params.refuse(name, "must be 1 to 50 of A-Z, a-z, 0-9, _ and -");
    }
    params.push(name, code);
}
