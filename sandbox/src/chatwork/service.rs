//! Which call goes where.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::answer::{Answer, Refusal};
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
            Err(refusal) => refusal.reply(),
        }
    }
}

fn answer(state: &mut State, request: &Request) -> Reply {
    let me = match authenticate(state, request) {
        Ok(me) => me,
        Err(refusal) => return refusal.reply(),
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

fn authenticate(state: &State, request: &Request) -> Result<u64, Refusal> {
    match request.header("x-chatworktoken") {
        Some(token) => state.account_of(token).ok_or_else(|| Refusal::new(401, "Invalid API token")),
        None if request.header("authorization").is_some() => Err(Refusal::not_modelled("OAuth; send x-chatworktoken")),
        None => Err(Refusal::new(401, "Invalid API token")),
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
        // The service has these; the sandbox has not.
        ("GET", ["contacts" | "incoming_requests"] | ["rooms", _, "files", _])
        | ("PUT" | "DELETE", ["incoming_requests" | "rooms", _])
        // Contact requests also as the official MCP server spells them; whether the service knows that is unknown.
        | ("PUT", ["incoming_requests", _, "accept"] | ["rooms", _, "members"])
        | ("DELETE", ["incoming_requests", _, "reject"])
        | ("GET" | "POST", ["rooms", _, "files"])
        | ("GET" | "POST" | "PUT" | "DELETE", ["rooms", _, "link"]) => Ok(Reply::not_modelled(request)),
        _ => Err(Refusal::no_endpoint()),
    }
}
