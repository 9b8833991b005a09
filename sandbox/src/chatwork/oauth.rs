//! OAuth 2.0: what the consent page, the token endpoint and bearer tokens do.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::answer::Refusal;
use super::state::State;
use crate::http::{Reply, Request};

const CODE: Duration = Duration::from_secs(60);
const ACCESS: Duration = Duration::from_secs(30 * 60);
const REFRESH: Duration = Duration::from_secs(14 * 24 * 60 * 60);

const SCOPES: [&str; 22] = [
    "offline_access",
    "users.all:read",
    "users.profile.me:read",
    "users.status.me:read",
    "users.tasks.me:read",
    "rooms.all:read_write",
    "rooms.all:read",
    "rooms.info:read",
    "rooms.members:read",
    "rooms.messages:read",
    "rooms.tasks:read",
    "rooms.files:read",
    "rooms.all:write",
    "rooms:write",
    "rooms.info:write",
    "rooms.members:write",
    "rooms.messages:write",
    "rooms.tasks:write",
    "rooms.files:write",
    "contacts.all:read_write",
    "contacts.all:read",
    "contacts.all:write",
];

#[derive(Debug, Default)]
pub(super) struct OAuth {
    pub(super) apps: BTreeMap<String, App>,
    codes: BTreeMap<String, Code>,
    access: BTreeMap<String, Access>,
    refresh: BTreeMap<String, Refresh>,
    made: u64,
}

#[derive(Debug)]
pub(super) struct App {
    pub(super) secret: Option<String>,
    pub(super) redirect_uri: String,
}

#[derive(Clone, Debug)]
struct Grant {
    client: String,
    account: u64,
    scopes: Vec<String>,
}

#[derive(Debug)]
struct Code {
    grant: Grant,
    challenge: Option<String>,
    redirect_uri: Option<String>,
    until: SystemTime,
}

#[derive(Debug)]
struct Access {
    grant: Grant,
    until: SystemTime,
}

#[derive(Debug)]
struct Refresh {
    grant: Grant,
    /// `None`: until revoked.
    until: Option<SystemTime>,
}

impl OAuth {
    /// The person at the consent page says yes or no: where the browser goes, or the page's own error.
    pub(super) fn answer_consent(
        &mut self,
        url: &str,
        account: u64,
        agrees: bool,
        now: SystemTime,
    ) -> Result<String, String> {
        let url = Url::parse(url).map_err(|_invalid| "no address".to_owned())?;
        let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let value = |name: &str| query.get(name).map(String::as_str);
        match value("response_type") {
            Some("code") => {}
            None => return Err("1001".to_owned()),
            Some("token") => return Err("4001".to_owned()),
            Some(_) => return Err("4002".to_owned()),
        }
        let client = value("client_id").ok_or("11000")?;
        let app = self.apps.get(client).ok_or("11000")?;
        if value("redirect_uri").is_some_and(|uri| uri != app.redirect_uri) {
            return Err("15000".to_owned());
        }
        let scopes: Vec<String> = value("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        if scopes.is_empty() {
            return Err("5001".to_owned());
        }
        let is_refused =
            |scope: &String| !SCOPES.contains(&scope.as_str()) || (scope == "offline_access" && app.secret.is_none());
        if scopes.iter().any(is_refused) {
            return Err("5002".to_owned());
        }
        let challenge = value("code_challenge").map(str::to_owned);
        if challenge.is_some() && value("code_challenge_method") != Some("S256") {
            return Err("18000".to_owned());
        }
        if challenge.as_ref().map_or(app.secret.is_none(), |challenge| challenge.len() != 43) {
            return Err("19000".to_owned());
        }
        let mut back = Url::parse(&app.redirect_uri).map_err(|_invalid| "14000".to_owned())?;
        let (redirect_uri, state) = (value("redirect_uri").map(str::to_owned), value("state").map(str::to_owned));
        let grant = Grant { client: client.to_owned(), account, scopes };
        let answer = if agrees {
            let code = self.secret("code");
            self.codes.insert(code.clone(), Code { grant, challenge, redirect_uri, until: later(now, CODE) });
            ("code", code)
        } else {
            ("error", "access_denied".to_owned())
        };
        back.query_pairs_mut().append_pair(answer.0, &answer.1);
        if let Some(state) = state {
            back.query_pairs_mut().append_pair("state", &state);
        }
        Ok(back.into())
    }

    /// `POST /token`.
    pub(super) fn token(&mut self, request: &Request) -> Reply {
        match self.grant(request) {
            Ok(answer) => Reply::json(200, &answer),
            Err((status, error, text)) => {
                let body = json!({ "error": error, "error_description": text, "error_uri": null });
                Reply::json(status, &body)
            }
        }
    }

    fn grant(&mut self, request: &Request) -> Result<Value, (u16, &'static str, &'static str)> {
        let form: BTreeMap<String, String> = request.form().into_iter().collect();
        let value = |name: &str| form.get(name).map(String::as_str);
        let client = self.client(request, &form).ok_or((401, "invalid_client", "who asks is not known"))?;
        let gone = (400, "invalid_grant", "it has ended, was used, or is another's");
        let now = request.at;
        match value("grant_type") {
            Some("authorization_code") => {
                // Whatever comes of it, the code is used.
                let code = value("code").and_then(|code| self.codes.remove(code)).ok_or(gone)?;
                let verified = match (&code.challenge, value("code_verifier")) {
                    (None, _) => true,
                    (Some(challenge), Some(verifier)) => {
                        (43..=128).contains(&verifier.len())
                            && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *challenge
                    }
                    (Some(_), None) => false,
                };
                let is_same_place = code.redirect_uri.as_deref() == value("redirect_uri");
                if code.grant.client != client || code.until <= now || !verified || !is_same_place {
                    return Err(gone);
                }
                Ok(self.issue(code.grant, now))
            }
            Some("refresh_token") => {
                let token = value("refresh_token").and_then(|token| self.refresh.remove(token)).ok_or(gone)?;
                if token.grant.client != client || token.until.is_some_and(|until| until <= now) {
                    return Err(gone);
                }
                Ok(self.issue(token.grant, now))
            }
            _ => Err((400, "unsupported_grant_type", "only authorization_code and refresh_token")),
        }
    }

    /// The application that asks: by HTTP Basic when it has a secret, else by its id in the form.
    fn client(&self, request: &Request, form: &BTreeMap<String, String>) -> Option<String> {
        let Some(header) = request.header("authorization") else {
            let id = form.get("client_id")?;
            let app = self.apps.get(id)?;
            return app.secret.is_none().then(|| id.clone());
        };
        let pair = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
        let pair = String::from_utf8(pair).ok()?;
        let (id, secret) = pair.split_once(':')?;
        let app = self.apps.get(id)?;
        (app.secret.as_deref() == Some(secret)).then(|| id.to_owned())
    }

    /// New tokens. The end is written in each of the spellings that were seen, one after the other.
    fn issue(&mut self, grant: Grant, now: SystemTime) -> Value {
        let (access_token, refresh_token) = (self.secret("access"), self.secret("refresh"));
        let until = later(now, ACCESS);
        let is_offline = grant.scopes.iter().any(|scope| scope == "offline_access");
        let scope = grant.scopes.join(" ");
        let refresh = Refresh { grant: grant.clone(), until: (!is_offline).then(|| later(now, REFRESH)) };
        self.refresh.insert(refresh_token.clone(), refresh);
        self.access.insert(access_token.clone(), Access { grant, until });
        let milliseconds = until.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        let expires_in = match self.made % 3 {
            0 => json!(ACCESS.as_secs()),
            1 => json!(ACCESS.as_secs().to_string()),
            _ => json!(milliseconds.to_string()),
        };
        json!({
            "access_token": access_token, "refresh_token": refresh_token, "token_type": "Bearer",
            "expires_in": expires_in, "scope": scope,
        })
    }

    /// Like each secret of the sandbox it holds the word `canary`.
    fn secret(&mut self, kind: &str) -> String {
        self.made += 1;
        let digest = Sha256::digest(format!("{kind} {}", self.made));
        format!("canary-{kind}-{}", URL_SAFE_NO_PAD.encode(digest))
    }

    pub(super) fn add_app(&mut self, redirect_uri: &str, has_secret: bool) -> (String, Option<String>) {
        let id = format!("app{}", self.apps.len() + 1);
        let secret = has_secret.then(|| self.secret("client"));
        self.apps.insert(id.clone(), App { secret: secret.clone(), redirect_uri: redirect_uri.to_owned() });
        (id, secret)
    }

    /// Ends every token of the account, as a person does who takes consent back.
    pub(super) fn revoke(&mut self, account: u64) {
        self.access.retain(|_, access| access.grant.account != account);
        self.refresh.retain(|_, refresh| refresh.grant.account != account);
    }
}

/// The account of a bearer token that may make this call, or the answer to one that may not.
pub(super) fn authenticate(state: &State, request: &Request, header: &str) -> Result<u64, Reply> {
    let challenge = |text: &str| {
        let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{text}\"");
        Reply::empty(401).header("www-authenticate", challenge)
    };
    let access = header.strip_prefix("Bearer ").and_then(|token| state.oauth.access.get(token));
    let Some(access) = access else { return Err(challenge("The access token is invalid")) };
    if access.until <= request.at {
        return Err(challenge("The access token expired"));
    }
    let parts = request.parts();
    let wanted = wanted(request.method.as_str(), parts.get(1..).unwrap_or_default());
    if wanted.iter().any(|scope| access.grant.scopes.iter().any(|has| has == scope)) {
        return Ok(access.grant.account);
    }
    Err(Refusal::new(403, "Insufficient scope").reply())
}

/// The scopes any one of which allows the call.
fn wanted(method: &str, path: &[&str]) -> &'static [&'static str] {
    match (method, path) {
        ("GET", ["me"]) => &["users.all:read", "users.profile.me:read"],
        ("GET", ["my", "status"]) => &["users.all:read", "users.status.me:read"],
        ("GET", ["my", "tasks"]) => &["users.all:read", "users.tasks.me:read"],
        ("GET", ["contacts" | "incoming_requests", ..]) => &["contacts.all:read_write", "contacts.all:read"],
        (_, ["incoming_requests", ..]) => &["contacts.all:read_write", "contacts.all:write"],
        ("GET", ["rooms"] | ["rooms", _] | ["rooms", _, "link"]) => {
            &["rooms.all:read_write", "rooms.all:read", "rooms.info:read"]
        }
        ("POST", ["rooms"]) | ("DELETE", ["rooms", _]) => &["rooms.all:read_write", "rooms.all:write", "rooms:write"],
        (_, ["rooms", _] | ["rooms", _, "link"]) => &["rooms.all:read_write", "rooms.all:write", "rooms.info:write"],
        ("GET", ["rooms", _, "members"]) => &["rooms.all:read_write", "rooms.all:read", "rooms.members:read"],
        (_, ["rooms", _, "members"]) => &["rooms.all:read_write", "rooms.all:write", "rooms.members:write"],
        ("GET", ["rooms", _, "messages", ..]) => &["rooms.all:read_write", "rooms.all:read", "rooms.messages:read"],
        (_, ["rooms", _, "messages", ..]) => &["rooms.all:read_write", "rooms.all:write", "rooms.messages:write"],
        ("GET", ["rooms", _, "tasks", ..]) => &["rooms.all:read_write", "rooms.all:read", "rooms.tasks:read"],
        (_, ["rooms", _, "tasks", ..]) => &["rooms.all:read_write", "rooms.all:write", "rooms.tasks:write"],
        ("GET", ["rooms", _, "files", ..]) => &["rooms.all:read_write", "rooms.all:read", "rooms.files:read"],
        (_, ["rooms", _, "files", ..]) => &["rooms.all:read_write", "rooms.all:write", "rooms.files:write"],
        _ => &SCOPES,
    }
}

fn later(now: SystemTime, by: Duration) -> SystemTime {
    now.checked_add(by).unwrap_or(now)
}
