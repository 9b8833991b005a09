//! The Chatwork stand-in.

mod answer;
mod messages;
mod notation;
mod rooms;
mod service;
mod state;
mod tasks;
mod webhook;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use self::service::Handler;
use self::state::State;
use self::webhook::{Scope, Setting};
use crate::clock::Clock;
use crate::delivery::Deliveries;
use crate::server::{Server, lock};
use crate::{Delivery, Fault, LoggedRequest, Options};

/// A local Chatwork with state: rooms, messages, tasks, both rate limits, signed webhooks.
///
/// A fresh one holds one account and one group room of its own. The documented base address is
/// [`url`](Self::url) with `/v2`.
///
/// Eighteen of the 32 operations are here: `/me`, `/my/status`, `/my/tasks`; list, get and create rooms; list
/// members; all of messages; all of tasks. The others answer 501: contacts and contact requests, files, invitation
/// links, changing or leaving a room, replacing its members. So does OAuth.
///
/// Where the service's rule is not published, this is what the stand-in does:
///
/// - The limit of 300 calls counts per account, in windows of five minutes from the first call. The limit of ten
///   posts counts per room, over all accounts. A refused call counts for neither.
/// - A list call without `force` gives what no earlier list call of the account gave; `force=1` moves that mark too.
/// - A room of others answers 403, and so does a room that never was.
/// - A removed message stays in the list as `[deleted]`; to change it again answers 404.
/// - An unknown parameter answers 400. Query parameters of POST and PUT are ignored, as in the service.
/// - The card that a new task leaves in the room fires no webhook.
/// - Texts of errors are the service's own where they are known; match on none of them.
///
/// Webhook addresses must be `http` on loopback, where the service wants `https`. A setting is never switched off
/// after failures.
///
/// # Examples
///
/// ```
/// use ticket_bridge_sandbox::{Chatwork, Fault};
///
/// # #[tokio::main]
/// # async fn main() -> std::io::Result<()> {
/// let chatwork = Chatwork::start().await?;
/// chatwork.fault(Fault::too_many_requests().on("POST", "/v2/rooms"));
/// let (address, token) = (chatwork.url() + "/v2", chatwork.me().token);
/// // Point the program under test there, let it post, and look at what the room got:
/// assert!(chatwork.messages(chatwork.room()).is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Chatwork {
    clock: Clock,
    deliveries: Arc<Deliveries>,
    me: ChatworkAccount,
    room: u64,
    server: Server,
    state: Arc<Mutex<State>>,
}

/// What an account may do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChatworkRole {
    /// May do everything.
    Admin,
    /// May read and write.
    Member,
    /// May read.
    Readonly,
}

impl ChatworkRole {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Readonly => "readonly",
        }
    }
}

/// An account and its API token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChatworkAccount {
    /// The `account_id`.
    pub id: u64,
    /// What goes into `x-chatworktoken`.
    pub token: String,
}

/// A message as the room holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChatworkMessage {
    /// The `message_id`, 19 digits.
    pub id: String,
    /// The `room_id`.
    pub room: u64,
    /// The account that wrote it.
    pub author: u64,
    /// The raw text; `[deleted]` once removed.
    pub body: String,
    /// When it was written.
    pub sent: SystemTime,
    /// When it was last edited.
    pub edited: Option<SystemTime>,
    /// Accounts of the room that it notifies, by `[To:]`, `[rp]` or `[toall]` outside quotations.
    pub notified: Vec<u64>,
}

/// A task as the room holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChatworkTask {
    /// The `task_id`.
    pub id: u64,
    /// The `room_id`.
    pub room: u64,
    /// The account that has to do it.
    pub assignee: u64,
    /// Its text.
    pub body: String,
    /// Until when, if a limit was given.
    pub limit: Option<SystemTime>,
    /// Whether it is done.
    pub done: bool,
}

/// A webhook setting that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChatworkWebhook {
    /// The `webhook_setting_id`.
    pub id: String,
    /// The token, base64: the key of the signature once decoded.
    pub token: String,
}

impl Chatwork {
    /// Starts on a free port, with the machine's clock.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> std::io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts with a clock and a port of your choice.
    ///
    /// # Errors
    ///
    /// The port is in use or cannot be opened.
    pub async fn start_with(options: Options) -> std::io::Result<Self> {
        let Options { clock, port } = options;
        let mut state = State::new();
        let now = clock.now();
        let (id, token) = state.add_account("sandbox", now);
        let room = state.add_room("Sandbox", "group", &[(id, ChatworkRole::Admin)], now);
        let state = Arc::new(Mutex::new(state));
        let deliveries = Arc::new(Deliveries::start(clock.clone()));
        let handler = Handler { state: Arc::clone(&state), deliveries: Arc::clone(&deliveries) };
        let server = Server::start(Arc::new(handler), clock.clone(), port).await?;
        Ok(Self { clock, deliveries, me: ChatworkAccount { id, token }, room, server, state })
    }

    /// The server's address, without `/v2`.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The account that is there from the start.
    pub fn me(&self) -> ChatworkAccount {
        self.me.clone()
    }

    /// The group room that is there from the start. [`me`](Self::me) is its admin.
    pub fn room(&self) -> u64 {
        self.room
    }

    /// Adds an account of the same organisation.
    pub fn add_account(&self, name: &str) -> ChatworkAccount {
        let (id, token) = self.state().add_account(name, self.clock.now());
        ChatworkAccount { id, token }
    }

    /// Adds a group room with members and gives its id. Accounts that do not exist are left out.
    pub fn add_room(&self, name: &str, members: &[(u64, ChatworkRole)]) -> u64 {
        let mut state = self.state();
        let members: Vec<_> =
            members.iter().filter(|(account, _)| state.accounts.contains_key(account)).copied().collect();
        state.add_room(name, "group", &members, self.clock.now())
    }

    /// Puts an account into a room, or changes its role. `false`: there is no such room or account.
    pub fn add_member(&self, room: u64, account: u64, role: ChatworkRole) -> bool {
        let mut state = self.state();
        if !state.accounts.contains_key(&account) {
            return false;
        }
        let Some(room) = state.rooms.get_mut(&room) else { return false };
        room.members.entry(account).or_insert_with(|| state::Member::new(role)).role = role;
        true
    }

    /// Has a person write in the room: webhooks fire, no limit counts. `None`: the account is not in the room.
    pub fn write(&self, room: u64, account: u64, body: &str) -> Option<String> {
        let mut state = self.state();
        state.rooms.get(&room)?.members.get(&account)?;
        let id = state.post(room, account, body, false, self.clock.now());
        state.deliver(&self.deliveries);
        Some(id.to_string())
    }

    /// Has a person finish a task, or open it again. `false`: there is no such task.
    pub fn finish_task(&self, task: u64, done: bool) -> bool {
        let mut state = self.state();
        let task = state.rooms.values_mut().find_map(|room| room.tasks.get_mut(&task));
        task.map(|task| task.done = done).is_some()
    }

    /// Sends `message_created` and `message_updated` of the room to the address.
    pub fn add_room_webhook(&self, room: u64, url: &str) -> ChatworkWebhook {
        self.add_webhook(Scope::Room(room), url)
    }

    /// Sends `mention_to_me` of the account to the address.
    pub fn add_mention_webhook(&self, account: u64, url: &str) -> ChatworkWebhook {
        self.add_webhook(Scope::Mentions(account), url)
    }

    /// Webhooks that were sent, with their answers.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.deliveries.done()
    }

    /// Ids of all rooms, each account's own one included.
    pub fn rooms(&self) -> Vec<u64> {
        self.state().rooms.keys().copied().collect()
    }

    /// Messages of a room, oldest first.
    pub fn messages(&self, room: u64) -> Vec<ChatworkMessage> {
        let state = self.state();
        let Some(room) = state.rooms.get(&room) else { return Vec::new() };
        room.messages
            .iter()
            .map(|(id, message)| ChatworkMessage {
                id: id.to_string(),
                room: room.id,
                author: message.author,
                body: message.body.clone(),
                sent: time(message.send_time),
                edited: (message.update_time > 0).then(|| time(message.update_time)),
                notified: room.notified(message).into_iter().collect(),
            })
            .collect()
    }

    /// Tasks of a room, oldest first.
    pub fn tasks(&self, room: u64) -> Vec<ChatworkTask> {
        let state = self.state();
        let Some(room) = state.rooms.get(&room) else { return Vec::new() };
        room.tasks
            .iter()
            .map(|(id, task)| ChatworkTask {
                id: *id,
                room: room.id,
                assignee: task.assignee,
                body: task.body.clone(),
                limit: (task.limit_time > 0).then(|| time(task.limit_time)),
                done: task.done,
            })
            .collect()
    }

    /// Adds a fault. Faults apply in the order given.
    pub fn fault(&self, fault: Fault) {
        self.server.fault(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.server.clear_faults();
    }

    /// Requests so far.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.server.requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.server.clear_requests();
    }

    fn add_webhook(&self, scope: Scope, url: &str) -> ChatworkWebhook {
        let mut state = self.state();
        let id = (90_001 + state.webhooks.len()).to_string();
        let token = webhook::token(&id);
        state.webhooks.push(Setting { id: id.clone(), token: token.clone(), url: url.to_owned(), scope });
        ChatworkWebhook { id, token }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn time(unix: u64) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_secs(unix)).unwrap_or(UNIX_EPOCH)
}
