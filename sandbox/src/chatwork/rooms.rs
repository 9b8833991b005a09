//! The account itself, its rooms, their members.

use serde_json::{Value, json};

use super::ChatworkRole;
use super::answer::{Answer, Params, Refusal, list, ok};
use super::service::Call;
use super::state::{Room, State, avatar};

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
            "organization_id": ORGANIZATION, "organization_name": "Example", "department": "", "title": "", "url": "",
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
        list(self.state.rooms.values().filter_map(|room| room_json(room, self.me)).collect())
    }

    pub(super) fn room(&mut self, room: &str) -> Answer {
        Params::of(self.request, &[])?;
        let room = self.state.room(room, self.me)?;
        let mut value = room_json(room, self.me).ok_or_else(Refusal::no_endpoint)?;
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
        let members = listed(&params, self.state)?;
        let icon = params.word("icon_preset", &ICONS)?.unwrap_or("group");
        if params.flag("link", false)? {
            return Err(Refusal::not_modelled("invitation links"));
        }
        if !members.iter().any(|(account, _)| *account == self.me) {
            return Err(Refusal::not_modelled("a room without the account that makes it"));
        }
        let description = params.get("description").unwrap_or_default().to_owned();
        let id = self.state.add_room(&name, "group", &members, self.now);
        if let Some(room) = self.state.rooms.get_mut(&id) {
            room.description = description;
            icon.clone_into(&mut room.icon);
        }
        ok(&json!({ "room_id": id }))
    }

    pub(super) fn members(&mut self, room: &str) -> Answer {
        Params::of(self.request, &[])?;
        let members: Vec<_> =
            self.state.room(room, self.me)?.members.iter().map(|(id, member)| (*id, member.role)).collect();
        list(
            members
                .into_iter()
                .map(|(id, role)| {
                    let mut value = self.state.account_json(id);
                    if let Some(fields) = value.as_object_mut() {
                        fields.insert("role".to_owned(), role.as_str().into());
                        fields.insert("organization_id".to_owned(), ORGANIZATION.into());
                        fields.insert("organization_name".to_owned(), "Example".into());
                        fields.insert("chatwork_id".to_owned(), "".into());
                        fields.insert("department".to_owned(), "".into());
                    }
                    value
                })
                .collect(),
        )
    }
}

const ORGANIZATION: u64 = 100;

/// The accounts of the three lists. All accounts of the sandbox are of one organisation.
fn listed(params: &Params, state: &State) -> Result<Vec<(u64, ChatworkRole)>, Refusal> {
    let lists = [
        ("members_admin_ids", ChatworkRole::Admin),
        ("members_member_ids", ChatworkRole::Member),
        ("members_readonly_ids", ChatworkRole::Readonly),
    ];
    let mut members = Vec::new();
    for (name, role) in lists {
        for id in params.ids(name)? {
            if !state.accounts.contains_key(&id) || members.iter().any(|(other, _)| *other == id) {
                return Err(Refusal::invalid(name));
            }
            members.push((id, role));
        }
    }
    Ok(members)
}

fn room_json(room: &Room, me: u64) -> Option<Value> {
    let role = room.members.get(&me)?.role;
    let (unread, mentions) = room.unread(me);
    Some(json!({
        "room_id": room.id, "name": room.name, "type": room.kind, "role": role.as_str(), "sticky": false,
        "unread_num": unread, "mention_num": mentions, "mytask_num": room.open_tasks(me),
        "message_num": room.messages.len(), "file_num": 0, "task_num": room.tasks.len(),
        "icon_path": icon_path(room), "last_update_time": room.updated,
    }))
}

pub(super) fn icon_path(room: &Room) -> String {
    format!("https://img.example/icon/{}.png", room.icon)
}
