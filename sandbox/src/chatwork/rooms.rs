//! The account itself, its rooms, their members.

use serde_json::{Value, json};

use super::ChatworkRole;
use super::answer::{Answer, Params, Refusal, list, ok};
use super::service::Call;
use super::state::{Member, Room, State, avatar, organization_name, unix};
use crate::http::Reply;

const ICONS: [&str; 17] = [
    "group", "check", "document", "meeting", "event", "project", "business", "study", "security", "star", "idea",
    "heart", "magcup", "beer", "music", "sports", "travel",
];

impl Call<'_> {
    pub(super) fn me(&mut self) -> Answer {
        Params::of(self.request, &[])?;
        let account = self.state.accounts.get(&self.me).ok_or_else(Refusal::no_endpoint)?;
        ok(&json!({
            "account_id": account.id, "room_id": account.own_room, "name": account.name, "chatwork_id": "",
            "organization_id": account.organization,
            "organization_name": organization_name(account.organization), "department": "", "title": "", "url": "",
            "introduction": "", "mail": "", "tel_organization": "", "tel_extension": "", "tel_mobile": "", "skype": "",
            "facebook": "", "twitter": "", "avatar_image_url": avatar(account.id),
            "login_mail": format!("account{}@example.com", account.id),
        }))
    }

    pub(super) fn my_status(&mut self) -> Answer {
        Params::of(self.request, &[])?;
        let (mut unread_rooms, mut mention_rooms, mut task_rooms) = (0, 0, 0);
        let (mut unread, mut mentions, mut tasks) = (0, 0, 0);
        for room in self.state.rooms.values().filter(|room| room.members.contains_key(&self.me)) {
            let (room_unread, room_mentions) = room.unread(self.me);
            let room_tasks = room.open_tasks(self.me);
            unread += room_unread;
            mentions += room_mentions;
            tasks += room_tasks;
            unread_rooms += usize::from(room_unread > 0);
            mention_rooms += usize::from(room_mentions > 0);
            task_rooms += usize::from(room_tasks > 0);
        }
        ok(&json!({
            "unread_room_num": unread_rooms, "mention_room_num": mention_rooms, "mytask_room_num": task_rooms,
            "unread_num": unread, "mention_num": mentions, "mytask_num": tasks,
        }))
    }

    pub(super) fn rooms(&mut self) -> Answer {
        Params::of(self.request, &[])?;
        list(self.state.rooms.values().filter_map(|room| room_json(self.state, room, self.me)).collect())
    }

    pub(super) fn room(&mut self, room: &str) -> Answer {
        Params::of(self.request, &[])?;
        let room = self.state.room(room, self.me)?.id;
        let room = self.state.rooms.get(&room).ok_or_else(Refusal::no_endpoint)?;
        let mut value = room_json(self.state, room, self.me).ok_or_else(Refusal::no_endpoint)?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("description".to_owned(), room.description.as_str().into());
        }
        ok(&value)
    }

    pub(super) fn create_room(&mut self) -> Answer {
        let params = Params::of(
            self.request,
            &[
                "name",
                "description",
                "icon_preset",
                "link",
                "link_code",
                "link_need_acceptance",
                "members_admin_ids",
                "members_member_ids",
                "members_readonly_ids",
            ],
        )?;
        let name = params.text("name", 255)?;
        params.required("members_admin_ids")?;
        let members = listed(&params, self.state, self.me, None)?;
        let icon = params.word("icon_preset", &ICONS)?.unwrap_or("group");
        let link = if params.flag("link", false)? {
            let mut link = self.state.new_link(&params, None, ["link_code", "link_need_acceptance"])?;
            // The description is the room's.
            link.description = String::new();
            Some(link)
        } else {
            None
        };
        let description = params.get("description").unwrap_or_default().to_owned();
        let id = self.state.add_room(&name, "group", &members, self.now);
        if let Some(room) = self.state.rooms.get_mut(&id) {
            room.description = description;
            icon.clone_into(&mut room.icon);
            room.link = link;
        }
        ok(&json!({ "room_id": id }))
    }

    pub(super) fn update_room(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["name", "description", "icon_preset"])?;
        let now = unix(self.now);
        let room = self.state.room_to_manage(room, self.me)?;
        let name = params.get("name").map(|_given| params.text("name", 255)).transpose()?;
        let icon = params.word("icon_preset", &ICONS)?;
        let description = params.get("description");
        if name.is_none() && icon.is_none() && description.is_none() {
            return Err(Refusal::not_modelled("a change of nothing"));
        }
        if let Some(name) = name {
            room.name = name;
        }
        if let Some(icon) = icon {
            icon.clone_into(&mut room.icon);
        }
        if let Some(description) = description {
            description.clone_into(&mut room.description);
        }
        room.updated = now;
        ok(&json!({ "room_id": room.id }))
    }

    pub(super) fn end_room(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["action_type"])?;
        let me = self.me;
        params.required("action_type")?;
        if params.word("action_type", &["leave", "delete"])? == Some("delete") {
            let id = self.state.room_to_manage(room, me)?.id;
            self.state.rooms.remove(&id);
            return Ok(Reply::empty(204));
        }
        let room = self.state.room(room, me)?;
        if room.kind != "group" {
            return Err(Refusal::new(403, "You don't have permission to leave this room"));
        }
        let others = || room.members.iter().filter(|(id, _)| **id != me);
        if others().next().is_some() && !others().any(|(_, member)| member.role == ChatworkRole::Admin) {
            return Err(Refusal::not_modelled("the only admin leaves the others"));
        }
        room.members.remove(&me);
        room.tasks.retain(|_, task| task.assignee != me);
        room.files.retain(|_, file| file.uploader != me);
        let (id, is_empty) = (room.id, room.members.is_empty());
        if is_empty {
            self.state.rooms.remove(&id);
        }
        Ok(Reply::empty(204))
    }

    pub(super) fn members(&mut self, room: &str) -> Answer {
        Params::of(self.request, &[])?;
        let members: Vec<_> =
            self.state.room(room, self.me)?.members.iter().map(|(id, member)| (*id, member.role)).collect();
        list(
            members
                .into_iter()
                .map(|(id, role)| {
                    let mut value = self.state.profile_json(id);
                    if let Some(fields) = value.as_object_mut() {
                        fields.insert("role".to_owned(), role.as_str().into());
                    }
                    value
                })
                .collect(),
        )
    }

    pub(super) fn replace_members(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &LISTS.map(|(name, _)| name))?;
        let room = self.state.room_to_manage(room, self.me)?.id;
        params.required("members_admin_ids")?;
        let members = listed(&params, self.state, self.me, Some(room))?;
        let room = self.state.rooms.get_mut(&room).ok_or_else(Refusal::no_endpoint)?;
        room.members.retain(|id, _| members.iter().any(|(other, _)| other == id));
        for (id, role) in &members {
            room.members.entry(*id).or_insert_with(|| Member::new(*role)).role = *role;
        }
        let of = |wanted: ChatworkRole| -> Vec<u64> {
            members.iter().filter(|(_, role)| *role == wanted).map(|(id, _)| *id).collect()
        };
        ok(&json!({
            "admin": of(ChatworkRole::Admin), "member": of(ChatworkRole::Member), "readonly": of(ChatworkRole::Readonly),
        }))
    }
}

const LISTS: [(&str, ChatworkRole); 3] = [
    ("members_admin_ids", ChatworkRole::Admin),
    ("members_member_ids", ChatworkRole::Member),
    ("members_readonly_ids", ChatworkRole::Readonly),
];

/// The accounts of the three lists. Each is a contact of the caller, or of its organisation, or in the room already.
fn listed(params: &Params, state: &State, me: u64, room: Option<u64>) -> Result<Vec<(u64, ChatworkRole)>, Refusal> {
    let caller = state.accounts.get(&me).ok_or_else(Refusal::no_endpoint)?;
    let room = room.and_then(|room| state.rooms.get(&room));
    let may_be_listed = |id: &u64| {
        let is_colleague = state.accounts.get(id).is_some_and(|account| account.organization == caller.organization);
        is_colleague || caller.contacts.contains_key(id) || room.is_some_and(|room| room.members.contains_key(id))
    };
    let mut members = Vec::new();
    for (name, role) in LISTS {
        for id in params.ids(name)? {
            if !may_be_listed(&id) || members.iter().any(|(other, _)| *other == id) {
                return Err(Refusal::invalid(name));
            }
            members.push((id, role));
        }
    }
    if !members.iter().any(|(account, _)| *account == me) {
        return Err(Refusal::not_modelled("a room without the account that asks for it"));
    }
    Ok(members)
}

fn room_json(state: &State, room: &Room, me: u64) -> Option<Value> {
    let role = room.members.get(&me)?.role;
    let (unread, mentions) = room.unread(me);
    Some(json!({
        "room_id": room.id, "name": shown_name(state, room, me), "type": room.kind, "role": role.as_str(), "sticky": false,
        "unread_num": unread, "mention_num": mentions, "mytask_num": room.open_tasks(me),
        "message_num": room.messages.len(), "file_num": room.files.len(), "task_num": room.tasks.len(),
        "icon_path": icon_path(room), "last_update_time": room.updated,
    }))
}

/// A direct chat is called as the other of the two.
fn shown_name<'s>(state: &'s State, room: &'s Room, me: u64) -> &'s str {
    let other = room.members.keys().find(|id| **id != me).filter(|_| room.kind == "direct");
    other.and_then(|id| state.accounts.get(id)).map_or(&room.name, |account| &account.name)
}

pub(super) fn icon_path(room: &Room) -> String {
    format!("https://img.example/icon/{}.png", room.icon)
}
