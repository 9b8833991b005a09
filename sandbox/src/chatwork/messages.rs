//! Messages and what is read of them.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::answer::{Answer, Params, Refusal, list, ok};
use super::service::Call;
use super::state::{Message, Room, State, unix};
use crate::http::Reply;

/// The most that a list call gives.
pub(super) const LIST: usize = 100;
/// Characters of a message or a task.
pub(super) const TEXT: usize = 65_535;

impl Call<'_> {
    pub(super) fn messages(&mut self, room: &str) -> Answer {
        let force = Params::of(self.request, &["force"])?.flag("force", false)?;
        let (state, me) = (&mut *self.state, self.me);
        let room = state.room(room, me)?;
        let newest = room.messages.keys().next_back().copied().unwrap_or(0);
        let member = room.members.get_mut(&me).ok_or_else(Refusal::no_endpoint)?;
        let after = if force { 0 } else { member.seen };
        member.seen = newest;
        let id = room.id;
        let room = state.rooms.get(&id).ok_or_else(Refusal::no_endpoint)?;
        let visible_from = state.visible_from(self.now);
        let hides = room.messages.values().any(|message| message.send_time < visible_from);
        // The newest hundred; what lies between them and the last call is lost.
        let new = room.messages.range(after + 1..).rev().filter(|(_, message)| message.send_time >= visible_from);
        let mut messages: Vec<_> = new.take(LIST).collect();
        messages.reverse();
        let answer = list(messages.into_iter().map(|(id, message)| message_json(state, *id, message)).collect());
        if hides { answer.map(limited) } else { answer }
    }

    pub(super) fn post_message(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["body", "self_unread"])?;
        let room = self.state.room_to_write(room, self.me)?;
        let body = params.text("body", TEXT)?;
        let self_unread = params.flag("self_unread", false)?;
        room.count_post(self.now)?;
        let room = room.id;
        let id = self.state.post(room, self.me, &body, self_unread, self.now);
        ok(&json!({ "message_id": id.to_string() }))
    }

    pub(super) fn message(&mut self, room: &str, message: &str) -> Answer {
        Params::of(self.request, &[])?;
        let room = self.state.room(room, self.me)?;
        let (room, id) = (room.id, find(room, message)?);
        let message = self.state.rooms.get(&room).and_then(|room| room.messages.get(&id)).ok_or_else(no_message)?;
        if message.send_time < self.state.visible_from(self.now) {
            return Ok(limited(no_message().reply()));
        }
        ok(&message_json(self.state, id, message))
    }

    pub(super) fn edit_message(&mut self, room: &str, message: &str) -> Answer {
        let params = Params::of(self.request, &["body"])?;
        let now = unix(self.now);
        let room = self.state.room_to_write(room, self.me)?;
        let id = find(room, message)?;
        let body = params.text("body", TEXT)?;
        let message = own(room, id, self.me)?;
        message.body = body;
        message.update_time = now;
        room.updated = now;
        let room = room.id;
        self.state.announce(room, id, now);
        ok(&json!({ "message_id": id.to_string() }))
    }

    pub(super) fn delete_message(&mut self, room: &str, message: &str) -> Answer {
        Params::of(self.request, &[])?;
        let now = unix(self.now);
        let room = self.state.room_to_write(room, self.me)?;
        let id = find(room, message)?;
        let message = own(room, id, self.me)?;
        "[deleted]".clone_into(&mut message.body);
        message.update_time = now;
        message.deleted = true;
        room.updated = now;
        for member in room.members.values_mut() {
            member.unread.remove(&id);
        }
        ok(&json!({ "message_id": id.to_string() }))
    }

    pub(super) fn mark_read(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["message_id"])?;
        let me = self.me;
        let room = self.state.room(room, me)?;
        let until = match params.number("message_id")? {
            Some(id) => present(room, id)?,
            None => u64::MAX,
        };
        let member = room.members.get_mut(&me).ok_or_else(Refusal::no_endpoint)?;
        let before = member.unread.len();
        member.unread.retain(|id| *id > until);
        if member.unread.len() == before {
            return Err(Refusal::new(400, "Message is already read"));
        }
        read_state(room, me)
    }

    pub(super) fn mark_unread(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["message_id"])?;
        let me = self.me;
        let room = self.state.room(room, me)?;
        params.required("message_id")?;
        let from = present(room, params.number("message_id")?.unwrap_or(0))?;
        let member = room.members.get_mut(&me).ok_or_else(Refusal::no_endpoint)?;
        if member.unread.contains(&from) {
            return Err(Refusal::new(400, "Message is already unread"));
        }
        member.unread.extend(room.messages.range(from..).filter(|(_, message)| !message.deleted).map(|(id, _)| *id));
        read_state(room, me)
    }
}

/// Marks an answer as one that the plan cut short.
fn limited(reply: Reply) -> Reply {
    reply
        .header("chatwork-message-limitation", "true")
        .header("chatwork-message-limitation-summary", "Messages of more than 40 days ago are hidden on this plan.")
}

impl State {
    /// When the first message was sent that is not hidden.
    fn visible_from(&self, now: SystemTime) -> u64 {
        if self.free_plan { unix(now).saturating_sub(40 * 24 * 60 * 60) } else { 0 }
    }

    /// Writes a message; no limit is looked at.
    pub(super) fn post(&mut self, room: u64, author: u64, body: &str, self_unread: bool, at: SystemTime) -> u64 {
        let id = self.add_message(room, author, body, self_unread, unix(at));
        self.announce(room, id, unix(at));
        id
    }

    /// As [`State::post`], but no webhook hears of it.
    pub(super) fn add_message(&mut self, room: u64, author: u64, body: &str, self_unread: bool, now: u64) -> u64 {
        let id = self.next_message();
        if let Some(room) = self.rooms.get_mut(&room) {
            let message = Message { author, body: body.to_owned(), send_time: now, update_time: 0, deleted: false };
            room.messages.insert(id, message);
            room.updated = now;
            for (account, member) in &mut room.members {
                if *account != author || self_unread {
                    member.unread.insert(id);
                }
            }
        }
        id
    }
}

fn no_message() -> Refusal {
    Refusal::new(404, "Message not found")
}

fn find(room: &Room, message: &str) -> Result<u64, Refusal> {
    present(room, message.parse().map_err(|_not_a_number| Refusal::no_endpoint())?)
}

fn present(room: &Room, id: u64) -> Result<u64, Refusal> {
    if room.messages.contains_key(&id) { Ok(id) } else { Err(no_message()) }
}

/// The message, when the account may change it.
fn own(room: &mut Room, id: u64, me: u64) -> Result<&mut Message, Refusal> {
    match room.messages.get_mut(&id) {
        Some(message) if message.deleted => Err(no_message()),
        Some(message) if message.author == me => Ok(message),
        Some(_) => Err(Refusal::no_edit()),
        None => Err(no_message()),
    }
}

fn read_state(room: &Room, me: u64) -> Answer {
    let (unread, mentions) = room.unread(me);
    ok(&json!({ "unread_num": unread, "mention_num": mentions }))
}

fn message_json(state: &State, id: u64, message: &Message) -> Value {
    json!({
        "message_id": id.to_string(), "account": state.account_json(message.author), "body": message.body,
        "send_time": message.send_time, "update_time": message.update_time,
    })
}
