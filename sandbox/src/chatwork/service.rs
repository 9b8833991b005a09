//! Which call goes where.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::answer::{Answer, Refusal};
use super::oauth;
use super::state::{Budget, CALLS, State};
use crate::delivery::Deliveries;
use crate::http::{Reply, Request};
use crate::server::{Service, lock};

/// One authenticated call.
#[derive(Debug)]
pub(super) struct Call<'r> {
    pub(super) state: &'r mut State,
    pub(super) request: &'r Request,
    pub(super) me: u64,
    pub(super) now: SystemTime,
}

#[derive(Debug)]
pub(super) struct Handler {
    pub(super) state: Arc<Mutex<State>>,
    pub(super) deliveries: Arc<Deliveries>,
}

impl Service for Handler {
    fn name(&self) -> &'static str {
        "chatwork"
    }

    fn handle(&self, request: &Request) -> Reply {
        let mut state = lock(&self.state);
        let reply = answer(&mut state, request);
        state.deliver(&self.deliveries);
        reply
    }

    fn too_many_requests(&self, request: &Request) -> Reply {
        let state = lock(&self.state);
        match authenticate(&state, request) {
            Ok(me) => with_budget(too_many(), state.spent(me, request.at)),
            Err(reply) => reply,
        }
    }
}

impl Call<'_> {
    fn note_difference(&mut self) {
        let Request { method, path, .. } = self.request;
        self.state.differences.push(format!("{method} {path} is not in the reference"));
    }
}

fn answer(state: &mut State, request: &Request) -> Reply {
    if let (&http::Method::GET, ["download", key]) = (&request.method, request.parts().as_slice()) {
        return super::files::fetch(state, request, key);
    }
    if let (&http::Method::POST, ["token"]) = (&request.method, request.parts().as_slice()) {
        return state.oauth.token(request);
    }
    let me = match authenticate(state, request) {
        Ok(me) => me,
        Err(reply) => return reply,
    };
    let budget = state.count_call(me, request.at);
    let reply = if budget.exceeded {
        too_many()
    } else {
        let mut call = Call { state, request, me, now: request.at };
        route(&mut call).unwrap_or_else(|refusal| refusal.reply())
    };
    with_budget(reply, budget)
}

fn too_many() -> Reply {
    Refusal::new(429, "Rate limit exceeded").reply()
}

fn authenticate(state: &State, request: &Request) -> Result<u64, Reply> {
    match (request.header("x-chatworktoken"), request.header("authorization")) {
        (None, Some(bearer)) => oauth::authenticate(state, request, bearer),
        (token, _) => {
            let account = token.and_then(|token| state.account_of(token));
            account.ok_or_else(|| Refusal::new(401, "Invalid API token").reply())
        }
    }
}

fn with_budget(reply: Reply, budget: Budget) -> Reply {
    reply
        .header("x-ratelimit-limit", CALLS.to_string())
        .header("x-ratelimit-remaining", budget.remaining.to_string())
        .header("x-ratelimit-reset", budget.reset.to_string())
}

fn route(call: &mut Call<'_>) -> Answer {
    let request = call.request;
    let parts = request.parts();
    let ["v2", path @ ..] = parts.as_slice() else { return Err(Refusal::no_endpoint()) };
    match (request.method.as_str(), path) {
        ("GET", ["me"]) => call.me(),
        ("GET", ["my", "status"]) => call.my_status(),
        ("GET", ["my", "tasks"]) => call.my_tasks(),
        ("GET", ["rooms"]) => call.rooms(),
        ("POST", ["rooms"]) => call.create_room(),
        ("GET", ["rooms", room]) => call.room(room),
        ("GET", ["rooms", room, "members"]) => call.members(room),
        ("GET", ["rooms", room, "messages"]) => call.messages(room),
        ("POST", ["rooms", room, "messages"]) => call.post_message(room),
        ("PUT", ["rooms", room, "messages", "read"]) => call.mark_read(room),
        ("PUT", ["rooms", room, "messages", "unread"]) => call.mark_unread(room),
        ("GET", ["rooms", room, "messages", message]) => call.message(room, message),
        ("PUT", ["rooms", room, "messages", message]) => call.edit_message(room, message),
        ("DELETE", ["rooms", room, "messages", message]) => call.delete_message(room, message),
        ("GET", ["rooms", room, "tasks"]) => call.tasks(room),
        ("POST", ["rooms", room, "tasks"]) => call.create_tasks(room),
        ("GET", ["rooms", room, "tasks", task]) => call.task(room, task),
        ("PUT", ["rooms", room, "tasks", task, "status"]) => call.set_task_status(room, task),
        ("PUT", ["rooms", room]) => call.update_room(room),
        ("DELETE", ["rooms", room]) => call.end_room(room),
        ("PUT", ["rooms", room, "members"]) => call.replace_members(room),
        ("GET", ["rooms", room, "files"]) => call.files(room),
        ("POST", ["rooms", room, "files"]) => call.upload(room),
        ("GET", ["rooms", room, "files", file]) => call.file(room, file),
        ("GET", ["rooms", room, "link"]) => call.link(room),
        ("POST", ["rooms", room, "link"]) => call.create_link(room),
        ("PUT", ["rooms", room, "link"]) => call.update_link(room),
        ("DELETE", ["rooms", room, "link"]) => call.delete_link(room),
        ("GET", ["contacts"]) => call.contacts(),
        ("GET", ["incoming_requests"]) => call.contact_requests(),
        ("PUT", ["incoming_requests", id]) => call.accept_contact(id),
        ("DELETE", ["incoming_requests", id]) => call.reject_contact(id),
        // As the official MCP server spells them; the reference does not have these paths.
        ("PUT", ["incoming_requests", id, "accept"]) => {
            call.note_difference();
            call.accept_contact(id)
        }
        ("DELETE", ["incoming_requests", id, "reject"]) => {
            call.note_difference();
            call.reject_contact(id)
        }
        _ => Err(Refusal::no_endpoint()),
    }
}
