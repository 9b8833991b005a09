//! Members (メンバー) of a room.

use crate::client::Client;
use crate::id::{AccountId, RoomId};
use crate::model::{Member, MembersByRole};
use saas_api_core::{Call, Params, Replay, Result, setters};
use std::collections::HashSet;

/// The members of one room. Made by [`Rooms::members`](crate::rooms::Rooms::members).
#[derive(Clone, Copy, Debug)]
pub struct Members<'c> {
    client: &'c Client,
    room: RoomId,
}

/// All members that a room shall have. For [`Members::replace`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ReplaceMembers {
    admins: Vec<AccountId>,
    members: Vec<AccountId>,
    readonly: Vec<AccountId>,
}

impl<'c> Members<'c> {
    pub(crate) fn new(client: &'c Client, room: RoomId) -> Self {
        Self { client, room }
    }

    /// Lists all members of the room. There are no pages.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:read` or `rooms.members:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-members>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room.
    #[doc(alias = "チャットのメンバー一覧を取得")]
    pub async fn list(&self) -> Result<Vec<Member>> {
        self.client.list(Call::get("/rooms/{room_id}/members").arg(self.room)).await
    }

    /// Replaces all members of the room: **whoever is not named is removed**.
    ///
    /// There is no way to add one member: list them, change the list, and replace. What another admin changes in between
    /// is lost. Only contacts of the caller and members of its organisation can be named.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms.members:write`.
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-members>.
    ///
    /// # Errors
    /// `InvalidRequest` for no admin, and for an account that is named twice. `Auth` when the caller is no admin.
    #[doc(alias = "チャットのメンバーを一括変更")]
    pub async fn replace(&self, request: &ReplaceMembers) -> Result<MembersByRole> {
        let mut form = Params::new();
        push_members(&mut form, &request.admins, &request.members, &request.readonly);
        let call = Call::put("/rooms/{room_id}/members").arg(self.room).form(form);
        self.client.json(call.replay(Replay::Safe)).await
    }
}

impl ReplaceMembers {
    /// These admins, of whom there must be one, and nobody else.
    pub fn new(admins: impl IntoIterator<Item = impl Into<AccountId>>) -> Self {
        let admins = admins.into_iter().map(Into::into).collect();
        Self { admins, members: Vec::new(), readonly: Vec::new() }
    }
}

setters! {
    ReplaceMembers {
        /// Those who may read and write.
        [members: AccountId];
        /// Those who may read.
        [readonly: AccountId];
    }
}

/// The three lists of a room's members, or why they cannot be.
pub(crate) fn push_members(params: &mut Params, admins: &[AccountId], members: &[AccountId], readonly: &[AccountId]) {
    if admins.is_empty() {
        params.refuse("members_admin_ids", "must name at least one account");
    }
    let mut seen = HashSet::new();
    for (name, accounts) in
        [("members_admin_ids", admins), ("members_member_ids", members), ("members_readonly_ids", readonly)]
    {
        if let Some(twice) = accounts.iter().find(|account| !seen.insert(**account)) {
            params.refuse(name, format!("names account {twice} a second time"));
        }
        params.push_joined(name, accounts);
    }
}
