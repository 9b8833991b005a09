//! Which call goes where, and who may call.

use std::sync::{Mutex, Weak};
use std::time::SystemTime;

use serde_json::json;
use tokio::runtime::Handle;

use super::answer::{self, Answer, Refusal};
use super::state::State;
use super::{automations, calls, catalogue, files, integrations, legacy, remediation, serving, session};
use crate::Clock;
use crate::delivery::Deliveries;
use crate::http::{Reply, Request};
use crate::server::{Service, lock};

pub(super) const TOKEN: &str = "orca-canary-token";
pub(super) const VIEWER_TOKEN: &str = "orca-canary-viewer-token";

/// The state, and what must happen once its lock is free.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) clock: Clock,
    pub(super) deliveries: Deliveries,
    pub(super) runtime: Handle,
    pub(super) state: Mutex<State>,
    pub(super) this: Weak<Self>,
}

impl Core {
    /// Works on the state as it is at `now`, then sends what came of it.
    pub(super) fn at<T>(&self, now: SystemTime, work: impl FnOnce(&mut State) -> T) -> T {
        let mut state = lock(&self.state);
        state.settle(now);
        let result = work(&mut state);
        // Queued under the lock, so that the order of the calls is the order of the changes.
        for call in std::mem::take(&mut state.outbox) {
            let mut headers = call.headers;
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
            self.deliveries.send(&call.url, headers, call.body.to_string());
        }
        let wake_ups = std::mem::take(&mut state.wake_ups);
        drop(state);
        for at in wake_ups {
            self.wake_at(at);
        }
        result
    }

    pub(super) fn now<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        self.at(self.clock.now(), work)
    }

    /// What falls due must happen, and be delivered, though nobody calls.
    fn wake_at(&self, at: SystemTime) {
        let (this, clock) = (Weak::clone(&self.this), self.clock.clone());
        self.runtime.spawn(async move {
            clock.sleep(at.duration_since(clock.now()).unwrap_or_default()).await;
            if let Some(core) = this.upgrade() {
                core.now(|_| ());
            }
        });
    }
}

impl Service for Core {
    fn name(&self) -> &'static str {
        "orca"
    }

    fn handle(&self, request: &Request) -> Reply {
        self.at(request.at, |state| {
            if request.parts().first() == Some(&"files") {
                return files::fetch(state, request);
            }
            let number = state.next_request();
            let reply = respond(state, request);
            // A client that goes by the server's clock has to see the sandbox's.
            let reply = reply.header("date", http_date(request.at));
            reply.header("x-orca-request-id", format!("7c1d0000-0000-4000-8000-{number:012x}"))
        })
    }

    fn too_many_requests(&self, _: &Request) -> Reply {
        let body = json!({"detail": "Request was throttled. Expected available in 1 second."});
        answer::reply(429, &body).header("retry-after", "1")
    }
}

fn respond(state: &mut State, request: &Request) -> Reply {
    if session::is_login(request) {
        return session::log_in(state, request).unwrap_or_else(|refusal| refusal.reply(request));
    }
    if let Err(reply) = authorise(state, request) {
        return reply;
    }
    let failure = state.failures_on_200.iter().position(|(prefix, _)| request.path.starts_with(prefix.as_str()));
    if let Some(index) = failure {
        let (_, error) = state.failures_on_200.remove(index);
        return answer::reply(200, &json!({"status": "failure", "error": error}));
    }
    route(state, request).unwrap_or_else(|refusal| refusal.reply(request))
}

fn authorise(state: &State, request: &Request) -> Result<(), Reply> {
    let refuse = |status, body| Err(answer::reply(status, &body));
    let (scheme, token) = request.header("authorization").and_then(|value| value.split_once(' ')).unwrap_or_default();
    match (scheme, token) {
        ("Token" | "TOKEN", TOKEN) => Ok(()),
        ("Token" | "TOKEN", VIEWER_TOKEN) if only_reads(request) => Ok(()),
        ("Token" | "TOKEN", VIEWER_TOKEN) => {
            refuse(403, json!({"detail": "You do not have permission to perform this action."}))
        }
        ("Token" | "TOKEN", _) => refuse(state.behavior.bad_token, json!({"detail": "Invalid token."})),
        ("Bearer", token) if state.sessions.is_valid(token) => Ok(()),
        // An API token sent as Bearer is read as a broken JWT.
        ("Bearer", _) => Err(session::ended()),
        _ => refuse(401, json!({"detail": "Authentication credentials were not provided."})),
    }
}

fn http_date(at: SystemTime) -> String {
    let text = |time: jiff::Timestamp| time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    jiff::Timestamp::try_from(at).map(text).unwrap_or_default()
}

/// A query is sent by POST, and changes nothing.
fn only_reads(request: &Request) -> bool {
    let asks = || request.parts().iter().any(|part| matches!(*part, "query" | "serving-layer"));
    matches!(request.method.as_str(), "GET" | "HEAD") || (request.method == http::Method::POST && asks())
}

fn route(state: &mut State, request: &Request) -> Answer {
    let parts = request.parts();
    let Some(("api", parts)) = parts.split_first().map(|(first, rest)| (*first, rest)) else {
        return Ok(Reply::not_modelled(request));
    };
    match (request.method.as_str(), parts) {
        ("GET", ["user", "action"]) => calls::user_action(request),
        ("HEAD", ["auth", "tokens"]) => session::check(request),
        ("GET", ["alerts"]) => legacy::list(state, request),
        ("GET", ["alerts", "scheme"]) => catalogue::scheme(request),
        ("GET", ["alerts", "catalog", "category"]) => catalogue::categories(request),
        ("GET", ["alerts", "custom_remediation_text"]) => remediation::get(state, request),
        ("POST", ["alerts", "custom_remediation_text"]) => remediation::create(state, request),
        ("PUT", ["alerts", "custom_remediation_text"]) => remediation::update(state, request),
        ("DELETE", ["alerts", "custom_remediation_text"]) => remediation::delete(state, request),
        // Words of Orca's own below the same path; none of them is an alert id. "" is a trailing slash.
        (
            _,
            ["alerts", "" | "catalog" | "custom_remediation_text" | "scheme", ..]
            | ["automations", ""]
            | ["external_service", "config", ""],
        ) => Ok(Reply::not_modelled(request)),
        ("GET", ["alerts", id]) => calls::get(state, request, id),
        ("GET", ["alerts", id, "state"]) => calls::get_state(state, request, id),
        ("GET", ["alerts", id, "event_log"]) => calls::event_log(state, request, id),
        ("GET", ["alerts", id, "download_malicious_file"]) => files::malicious(state, request, id),
        ("PUT", ["alerts", id, "status", word]) => calls::set_status(state, request, id, word),
        ("PUT", ["alerts", id, "severity"]) => calls::set_severity(state, request, id),
        ("PUT", ["alerts", id, "snooze"]) => calls::snooze(state, request, id),
        ("PUT", ["alerts", id, "verify"]) => calls::verify(state, request, id),
        ("PUT", ["alerts", id, "comment"]) => calls::comment(state, request, id),
        ("GET" | "POST", ["query", "alerts"]) => legacy::query(state, request),
        ("GET", ["query", "status", ""]) => files::export_status(state, request),
        ("POST", ["rules", "query", "alerts"]) => legacy::rules_query(state, request),
        ("POST", ["automations", "query", "alerts"]) => serving::automation_query(state, request),
        ("GET", ["automations"]) => automations::list(state, request),
        ("POST", ["automations"]) => automations::create(state, request),
        ("GET", ["automations", id]) => automations::get(state, request, id),
        ("PUT", ["automations", id]) => automations::update(state, request, id),
        ("DELETE", ["automations", id]) => automations::delete(state, request, id),
        ("PUT", ["automations", id, "priority"]) => automations::set_priority(state, request, id),
        ("GET", ["external_service", "config"]) => integrations::list(state, request),
        ("POST", ["external_service", "config"]) => integrations::create(state, request),
        ("PUT", ["external_service", "config", service]) => integrations::update(state, request, service),
        ("DELETE", ["external_service", "config", service]) => integrations::delete(state, request, service),
        ("POST", ["serving-layer", "query"]) => serving::query(state, request),
        ("POST", ["sonar", "query"]) => serving::sonar(state, request),
        _ => Ok(Reply::not_modelled(request)),
    }
}

pub(super) fn no_automation() -> Refusal {
    Refusal::bad("There is no Automation Rule assigned to API token")
}
