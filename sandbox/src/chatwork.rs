//! The Chatwork stand-in.

mod answer;
mod contacts;
mod files;
mod links;
mod messages;
mod multipart;
mod notation;
mod oauth;
mod rooms;
mod service;
mod state;
mod tasks;
mod webhook;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use self::service::Handler;
use self::state::{ContactRequest, ORGANIZATION, State};
use self::webhook::{Scope, Setting};
use crate::clock::Clock;
use crate::delivery::Deliveries;
use crate::server::{Server, lock};
use crate::{Delivery, Fault, LoggedRequest, Options};

/// A local Chatwork with state: rooms, messages, tasks, files, contacts, both rate limits, signed webhooks.
///
/// A fresh one holds one account and one group room of its own. The documented base address is
/// [`url`](Self::url) with `/v2`.
///
/// All 32 operations are here, with API tokens and with OAuth 2.0: register an application with
/// [`add_app`](Self::add_app), answer its consent page with [`answer_consent`](Self::answer_consent); the token endpoint
/// is `/token` on this server.
///
/// Where the service's rule is not published, this is what the stand-in does:
///
/// - The limit of 300 calls counts per account, in windows of five minutes from the first call. The limit of ten
///   posts counts per room, over all accounts. A refused call counts for neither.
/// - A list call without `force` gives what no earlier list call of the account gave; `force=1` moves that mark too.
/// - A room of others answers 403, and so does a room that never was.
/// - A removed message stays in the list as `[deleted]`; to change it again answers 404.
/// - An unknown parameter answers 400. Query parameters of POST and PUT are ignored, as in the service.
/// - The card that a new task leaves in the room fires no webhook, and what an upload leaves there neither.
/// - Contacts are those who accepted a request and those of [`add_contact`](Self::add_contact); colleagues of the same
///   organisation may be put into rooms without being contacts.
/// - Groups are changed by their admins. Own rooms and direct chats cannot be changed, left or deleted. The only admin
///   cannot leave others behind, and nobody can make a room without being in it: both answer 501.
/// - A room has no link, or one: a second one, and a change of none, answer 400. What a change of a link leaves out is
///   made anew: the code, acceptance, an empty description.
/// - The address of a file lives 30 seconds, is on this same server below `/download/`, and refuses whoever sends it a
///   credential.
/// - Access tokens live 30 minutes, and each answer of the token endpoint writes that in another of the spellings that
///   were seen. A refresh token is good once. An application has one redirect address.
/// - `PUT /incoming_requests/{id}/accept` and `DELETE /incoming_requests/{id}/reject`, which a client of the vendor calls
///   and the vendor's reference lacks, work and are listed in [`differences`](Self::differences).
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

/// An OAuth application.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChatworkApp {
    /// The `client_id`.
    pub client_id: String,
    /// Its secret; `None` for a public application.
    pub client_secret: Option<String>,
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
        let (id, token) = state.add_account("sandbox", ORGANIZATION, now);
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
        let (id, token) = self.state().add_account(name, ORGANIZATION, self.clock.now());
        ChatworkAccount { id, token }
    }

    /// Adds an account of another organisation: it can be put into a room once it is a contact.
    pub fn add_outsider(&self, name: &str) -> ChatworkAccount {
        let (id, token) = self.state().add_account(name, ORGANIZATION + 1, self.clock.now());
        ChatworkAccount { id, token }
    }

    /// Makes two accounts contacts of each other, and gives the id of their direct chat. `None`: one does not exist.
    pub fn add_contact(&self, one: u64, other: u64) -> Option<u64> {
        let mut state = self.state();
        let exist = one != other && [one, other].iter().all(|id| state.accounts.contains_key(id));
        exist.then(|| state.befriend(one, other, self.clock.now()))
    }

    /// Has an account ask another to become contacts, and gives the `request_id`. `None`: one does not exist.
    pub fn ask_for_contact(&self, from: u64, to: u64, message: &str) -> Option<u64> {
        let mut state = self.state();
        if from == to || [from, to].iter().any(|id| !state.accounts.contains_key(id)) {
            return None;
        }
        let id = state.next_request();
        state.requests.insert(id, ContactRequest { from, to, message: message.to_owned() });
        Some(id)
    }

    /// Hides messages of more than 40 days ago, as the free plan does.
    pub fn set_free_plan(&self, is_free: bool) {
        self.state().free_plan = is_free;
    }

    /// Files of a room, oldest first: name and content.
    pub fn files(&self, room: u64) -> Vec<(String, Vec<u8>)> {
        let state = self.state();
        let files = state.rooms.get(&room).into_iter().flat_map(|room| room.files.values());
        files.map(|file| (file.name.clone(), file.content.to_vec())).collect()
    }

    /// Members of a room and what they may do there.
    pub fn members(&self, room: u64) -> Vec<(u64, ChatworkRole)> {
        let state = self.state();
        let members = state.rooms.get(&room).into_iter().flat_map(|room| &room.members);
        members.map(|(id, member)| (*id, member.role)).collect()
    }

    /// Registers an OAuth application with its redirect address: a confidential one, with a secret, or a public one.
    pub fn add_app(&self, redirect_uri: &str, is_confidential: bool) -> ChatworkApp {
        let (client_id, client_secret) = self.state().oauth.add_app(redirect_uri, is_confidential);
        ChatworkApp { client_id, client_secret }
    }

    /// Has a person answer the consent page at this address, and gives the address that the browser is sent to.
    ///
    /// # Errors
    ///
    /// The number of the page's own error, such as `5001`: the request was not one that it takes.
    pub fn answer_consent(&self, url: &str, account: u64, agrees: bool) -> Result<String, String> {
        self.state().oauth.answer_consent(url, account, agrees, self.clock.now())
    }

    /// Has a person take back all consent.
    pub fn revoke_consent(&self, account: u64) {
        self.state().oauth.revoke(account);
    }

    /// Calls that worked and that the vendor's reference does not have.
    pub fn differences(&self) -> Vec<String> {
        self.state().differences.clone()
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
