//! Sessions of the old API key: a login gives a token that ends.

use serde_json::json;

use super::answer::{Answer, Arguments, Refusal, ok, reply};
use super::state::State;
use crate::http::{Reply, Request};

pub(super) const API_KEY: &str = "orca-canary-api-key";

/// A token is made of this and its number.
const SESSION: &str = "orca-canary-session-";

/// The sessions that were opened, counted from 1. Up to one of them they have ended.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    opened: u64,
    ended: u64,
}

impl Sessions {
    pub(super) fn end(&mut self) {
        self.ended = self.opened;
    }

    pub(super) fn opened(&self) -> u64 {
        self.opened
    }

    /// Whether the token is one of a session that goes on.
    pub(super) fn is_valid(&self, token: &str) -> bool {
        let number = token.strip_prefix(SESSION).and_then(|number| number.parse::<u64>().ok());
        number.is_some_and(|number| number > self.ended && number <= self.opened)
    }

    fn open(&mut self) -> String {
        self.opened += 1;
        format!("{SESSION}{}", self.opened)
    }
}

/// Whether this is the one call that needs no credential.
pub(super) fn is_login(request: &Request) -> bool {
    request.method == http::Method::POST && request.parts() == ["api", "user", "session"]
}

/// Words and status for a wrong key are not recorded: the ones for a wrong token stand in.
pub(super) fn log_in(state: &mut State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["security_token"])?;
    if arguments.text("security_token") != Some(API_KEY) {
        return Err(Refusal::Refused(state.behavior.bad_token, "Invalid security token".to_owned()));
    }
    let access = state.sessions.open();
    Ok(ok(&json!({
        "status": "success", "role": "standard_user", "permissions": null, "need_to_sign": false,
        "jwt": {"refresh": "orca-canary-refresh", "access": access}, "license_status": 2,
    })))
}

/// Says that the credential is good: it came so far.
pub(super) fn check(request: &Request) -> Answer {
    Arguments::of(request, &[])?;
    Ok(Reply::empty(200))
}

/// What Orca says of a token that is none, or has ended.
pub(super) fn ended() -> Reply {
    reply(403, &json!({"status": "failure", "message": "Given token not valid for any token type"}))
}
