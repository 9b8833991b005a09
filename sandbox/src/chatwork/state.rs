//! What the Chatwork stand-in remembers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::ChatworkRole;
use super::answer::Refusal;
use super::files::{Address, File};
use super::links::Link;
use super::oauth::OAuth;
use super::webhook::{Hook, Setting};

/// Calls that one account may make in one [`WINDOW`].
pub(super) const CALLS: u64 = 300;
const WINDOW: u64 = 300;
/// Posts (messages and tasks together) that one room takes in [`ROOM_WINDOW`].
const ROOM_POSTS: usize = 10;
const ROOM_WINDOW: Duration = Duration::from_secs(10);

/// The organisation of the accounts that are there from the start; the next one is of those outside.
pub(super) const ORGANIZATION: u64 = 100;

#[derive(Debug)]
pub(super) struct Account {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) token: String,
    pub(super) own_room: u64,
    pub(super) organization: u64,
    /// The contacts, each with the direct chat.
    pub(super) contacts: BTreeMap<u64, u64>,
    window: Window,
}

#[derive(Debug, Default)]
struct Window {
    ends: u64,
    used: u64,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) role: ChatworkRole,
    pub(super) unread: BTreeSet<u64>,
    /// The newest message that a list call gave to this account.
    pub(super) seen: u64,
}

#[derive(Debug)]
pub(super) struct Message {
    pub(super) author: u64,
    pub(super) body: String,
    pub(super) send_time: u64,
    pub(super) update_time: u64,
    pub(super) deleted: bool,
}

/// Someone wants to become a contact.
#[derive(Debug)]
pub(super) struct ContactRequest {
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) message: String,
}

#[derive(Debug)]
pub(super) struct Task {
    pub(super) assignee: u64,
    pub(super) assigned_by: u64,
    pub(super) message: u64,
    pub(super) body: String,
    pub(super) limit_time: u64,
    pub(super) limit_type: String,
    pub(super) done: bool,
}

#[derive(Debug)]
pub(super) struct Room {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) description: String,
    /// `my`, `direct` or `group`.
    pub(super) kind: &'static str,
    pub(super) icon: String,
    pub(super) updated: u64,
    pub(super) members: BTreeMap<u64, Member>,
    pub(super) messages: BTreeMap<u64, Message>,
    pub(super) tasks: BTreeMap<u64, Task>,
    pub(super) files: BTreeMap<u64, File>,
    pub(super) link: Option<Link>,
    posts: VecDeque<SystemTime>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) accounts: BTreeMap<u64, Account>,
    pub(super) rooms: BTreeMap<u64, Room>,
    pub(super) webhooks: Vec<Setting>,
    pub(super) requests: BTreeMap<u64, ContactRequest>,
    /// Addresses of files, by their keys.
    pub(super) addresses: BTreeMap<String, Address>,
    /// Calls that work here and that the reference does not have.
    pub(super) differences: Vec<String>,
    pub(super) oauth: OAuth,
    /// Whether old messages are hidden.
    pub(super) free_plan: bool,
    /// Webhooks to deliver once the lock is free.
    pub(super) hooks: Vec<Hook>,
    next_account: u64,
    next_room: u64,
    next_message: u64,
    next_task: u64,
    next_file: u64,
    next_request: u64,
    next_code: u64,
}

/// What the headers `x-ratelimit-*` say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    pub(super) remaining: u64,
    pub(super) reset: u64,
    pub(super) exceeded: bool,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            accounts: BTreeMap::new(),
            rooms: BTreeMap::new(),
            webhooks: Vec::new(),
            requests: BTreeMap::new(),
            addresses: BTreeMap::new(),
            differences: Vec::new(),
            oauth: OAuth::default(),
            free_plan: false,
            hooks: Vec::new(),
            next_account: 5_000_001,
            next_room: 400_000_001,
            next_message: 2_000_000_000_000_000_001,
            next_task: 700_001,
            next_file: 800_001,
            next_request: 900_001,
            next_code: 1,
        }
    }

    pub(super) fn add_account(&mut self, name: &str, organization: u64, now: SystemTime) -> (u64, String) {
        let id = next(&mut self.next_account);
        let token = format!("sandbox0canary0token000{id:09}");
        let own_room = self.add_room(name, "my", &[(id, ChatworkRole::Admin)], now);
        let (name, window) = (name.to_owned(), Window::default());
        let contacts = BTreeMap::new();
        let account = Account { id, name, token: token.clone(), own_room, organization, contacts, window };
        self.accounts.insert(id, account);
        (id, token)
    }

    pub(super) fn add_room(
        &mut self,
        name: &str,
        kind: &'static str,
        members: &[(u64, ChatworkRole)],
        now: SystemTime,
    ) -> u64 {
        let id = next(&mut self.next_room);
        let members = members.iter().map(|(account, role)| (*account, Member::new(*role))).collect();
        let room = Room {
            id,
            name: name.to_owned(),
            description: String::new(),
            kind,
            icon: "group".to_owned(),
            updated: unix(now),
            members,
            messages: BTreeMap::new(),
            tasks: BTreeMap::new(),
            files: BTreeMap::new(),
            link: None,
            posts: VecDeque::new(),
        };
        self.rooms.insert(id, room);
        id
    }

    pub(super) fn account_of(&self, token: &str) -> Option<u64> {
        self.accounts.values().find(|account| account.token == token).map(|account| account.id)
    }

    /// Counts one call of the account. A refused call is not counted.
    pub(super) fn count_call(&mut self, account: u64, now: SystemTime) -> Budget {
        let now = unix(now);
        let Some(account) = self.accounts.get_mut(&account) else {
            return Budget { remaining: 0, reset: now, exceeded: true };
        };
        let window = &mut account.window;
        if now >= window.ends {
            *window = Window { ends: now + WINDOW, used: 0 };
        }
        let exceeded = window.used >= CALLS;
        if !exceeded {
            window.used += 1;
        }
        Budget { remaining: CALLS - window.used, reset: window.ends, exceeded }
    }

    /// The budget of an account that has used it all.
    pub(super) fn spent(&self, account: u64, now: SystemTime) -> Budget {
        let ends = self.accounts.get(&account).map_or(0, |account| account.window.ends);
        let now = unix(now);
        Budget { remaining: 0, reset: if ends > now { ends } else { now + WINDOW }, exceeded: true }
    }

    /// The room, when the account is in it. Rooms of others and absent rooms answer alike.
    pub(super) fn room(&mut self, room: &str, account: u64) -> Result<&mut Room, Refusal> {
        let room: u64 = room.parse().map_err(|_not_a_number| Refusal::no_endpoint())?;
        self.rooms
            .get_mut(&room)
            .filter(|room| room.members.contains_key(&account))
            .ok_or_else(|| Refusal::new(403, "You don't have permission to get this room"))
    }

    /// The room, when the account may write in it.
    pub(super) fn room_to_write(&mut self, room: &str, account: u64) -> Result<&mut Room, Refusal> {
        let room = self.room(room, account)?;
        match room.members.get(&account) {
            Some(member) if member.role != ChatworkRole::Readonly => Ok(room),
            _ => Err(Refusal::no_edit()),
        }
    }

    /// The group, when the account may change it.
    pub(super) fn room_to_manage(&mut self, room: &str, account: u64) -> Result<&mut Room, Refusal> {
        let room = self.room(room, account)?;
        match room.members.get(&account) {
            Some(member) if member.role == ChatworkRole::Admin && room.kind == "group" => Ok(room),
            _ => Err(Refusal::new(403, "You don't have permission to edit this room")),
        }
    }

    pub(super) fn next_message(&mut self) -> u64 {
        next(&mut self.next_message)
    }

    pub(super) fn next_task(&mut self) -> u64 {
        next(&mut self.next_task)
    }

    pub(super) fn next_file(&mut self) -> u64 {
        next(&mut self.next_file)
    }

    pub(super) fn next_request(&mut self) -> u64 {
        next(&mut self.next_request)
    }

    /// A code of an invitation link that nobody chose.
    pub(super) fn next_code(&mut self) -> String {
        format!("random-{}", next(&mut self.next_code))
    }

    /// What contacts, requests and members tell of an account.
    pub(super) fn profile_json(&self, id: u64) -> Value {
        let organization = self.accounts.get(&id).map_or(ORGANIZATION, |account| account.organization);
        let mut value = self.account_json(id);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("chatwork_id".to_owned(), "".into());
            fields.insert("organization_id".to_owned(), organization.into());
            fields.insert("organization_name".to_owned(), organization_name(organization).into());
            fields.insert("department".to_owned(), "".into());
        }
        value
    }

    /// The part of an account that other objects carry.
    pub(super) fn account_json(&self, id: u64) -> Value {
        let name = self.accounts.get(&id).map(|account| account.name.as_str()).unwrap_or_default();
        json!({ "account_id": id, "name": name, "avatar_image_url": avatar(id) })
    }
}

impl Member {
    pub(super) const fn new(role: ChatworkRole) -> Self {
        Self { role, unread: BTreeSet::new(), seen: 0 }
    }
}

impl Room {
    /// Refuses an eleventh post within ten seconds; a refused post is not counted.
    pub(super) fn count_post(&mut self, now: SystemTime) -> Result<(), Refusal> {
        self.posts.retain(|at| now.duration_since(*at).is_ok_and(|age| age < ROOM_WINDOW));
        if self.posts.len() >= ROOM_POSTS {
            return Err(Refusal::new(429, "Rate limit for message posting per room exceeded."));
        }
        self.posts.push_back(now);
        Ok(())
    }

    /// Unread messages of the account, and how many of them mention it.
    pub(super) fn unread(&self, account: u64) -> (usize, usize) {
        let Some(member) = self.members.get(&account) else { return (0, 0) };
        let mentions = member.unread.iter().filter_map(|id| self.messages.get(id));
        let mentions = mentions.filter(|message| self.notified(message).contains(&account)).count();
        (member.unread.len(), mentions)
    }

    /// Members that the message calls: by `[To:]`, by `[rp]`, or all by `[toall]`.
    pub(super) fn notified(&self, message: &Message) -> BTreeSet<u64> {
        let mentions = super::notation::mentions(&message.body);
        let called = |id: &u64| mentions.accounts.contains(id) || (mentions.all && *id != message.author);
        self.members.keys().copied().filter(called).collect()
    }

    /// Open tasks that the account has in the room.
    pub(super) fn open_tasks(&self, account: u64) -> usize {
        self.tasks.values().filter(|task| task.assignee == account && !task.done).count()
    }
}

pub(super) const fn organization_name(id: u64) -> &'static str {
    if id == ORGANIZATION { "Example" } else { "Other" }
}

pub(super) fn avatar(account: u64) -> String {
    format!("https://img.example/avatar/{account}.png")
}

pub(super) fn unix(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

const fn next(counter: &mut u64) -> u64 {
    let id = *counter;
    *counter += 1;
    id
}
