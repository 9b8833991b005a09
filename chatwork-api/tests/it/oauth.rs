//! Consent, codes and tokens as Chatwork wants them. How tokens are renewed is tested in the core.

use async_trait::async_trait;
use chatwork_api::oauth::{Consent, OAuthApp, Scope, TokenStore, Tokens};
use chatwork_api::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

const SECRET: &str = "canary-secret";

struct Bench {
    app: OAuthApp,
    transport: FakeTransport,
    clock: FakeClock,
}

impl Bench {
    fn new(app: OAuthApp) -> Self {
        let (transport, clock) =
            (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_501_137_141)));
        Self { app: app.transport(transport.clone()).clock(clock.clone()), transport, clock }
    }

    fn confidential() -> Self {
        Self::new(OAuthApp::confidential("app-1", SECRET).redirect_uri("https://app.example/back?x=1"))
    }

    fn form(&self, at: usize) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.transport.requests()[at].body).into_owned().collect()
    }
}

fn query(consent: &Consent) -> HashMap<String, String> {
    url::Url::parse(consent.url()).unwrap().query_pairs().into_owned().collect()
}

fn back(consent: &Consent) -> String {
    format!("code=canary%2Bcode&state={}", query(consent)["state"])
}

#[derive(Clone, Debug, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl TokenStore for Kept {
    async fn save(&self, tokens: &Tokens) -> std::result::Result<(), Box<dyn StdError + Send + Sync>> {
        self.0.lock().unwrap().push(tokens.to_json());
        Ok(())
    }
}

#[test]
fn the_user_is_sent_to_chatwork_with_a_state_and_a_challenge() {
    let app = OAuthApp::confidential("app-1", SECRET).redirect_uri("https://app.example/back?x=1");
    let scopes = [Scope::RoomsMessagesWrite, Scope::OfflineAccess, "rooms.future:read".into()];
    let consent = app.begin(scopes.clone()).unwrap();
    let url = url::Url::parse(consent.url()).unwrap();
    assert!(
        consent
            .url()
            .starts_with("https://www.chatwork.com/packages/oauth2/login.php?response_type=code&client_id=app-1&")
    );
    let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    let expected =
        ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"];
    assert_eq!(names, expected);
    let pairs = query(&consent);
    assert_eq!(pairs["scope"], "rooms.messages:write offline_access rooms.future:read");
    assert_eq!((&*pairs["redirect_uri"], &*pairs["code_challenge_method"]), ("https://app.example/back?x=1", "S256"));
    let is_unreserved = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    assert!(pairs["state"].len() == 43 && is_unreserved(&pairs["state"]));
    assert!(pairs["code_challenge"].len() == 43 && is_unreserved(&pairs["code_challenge"]));
    let other = query(&app.begin(scopes).unwrap());
    assert_ne!((&pairs["state"], &pairs["code_challenge"]), (&other["state"], &other["code_challenge"]));
    assert!(!consent.url().contains("canary"));
}

#[tokio::test]
async fn a_code_becomes_tokens_with_basic_credentials_and_the_verifier() {
    let bench = Bench::confidential();
    bench.transport.reply(
        200,
        r#"{"access_token": "canary-a", "refresh_token": "canary-r", "token_type": "Bearer", "expires_in": "1501138041000", "scope": "rooms.messages:write"}"#,
    );
    // The page that the user comes back to may be another process.
    let remembered = bench.app.begin([Scope::RoomsMessagesWrite]).unwrap().to_json();
    let consent = Consent::from_json(&remembered).unwrap();
    let tokens = bench.app.exchange(&consent, &format!("?{}", back(&consent))).await.unwrap();
    assert_eq!(tokens.expires_at, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_501_138_041)));
    assert_eq!(tokens.scope.as_deref(), Some("rooms.messages:write"));

    let request = &bench.transport.requests()[0];
    assert_eq!(
        (request.method.as_str(), request.uri.to_string().as_str()),
        ("POST", "https://oauth.chatwork.com/token")
    );
    // `app-1:canary-secret`
    assert_eq!(request.headers["authorization"], "Basic YXBwLTE6Y2FuYXJ5LXNlY3JldA==");
    let form = bench.form(0);
    let names: Vec<_> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "code", "redirect_uri", "code_verifier"]);
    assert_eq!(
        (&*form[0].1, &*form[1].1, &*form[2].1),
        ("authorization_code", "canary+code", "https://app.example/back?x=1")
    );
    let challenge = base64_url(&Sha256::digest(&form[3].1));
    assert_eq!(challenge, query(&consent)["code_challenge"]);
}

fn base64_url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test]
async fn an_application_without_a_secret_names_itself_in_the_form() {
    let bench = Bench::new(OAuthApp::public("app-2").redirect_uri("my-app://back"));
    bench.transport.reply(200, r#"{"access_token": "canary-a", "expires_in": 900}"#);
    let consent = bench.app.begin([Scope::UsersAllRead]).unwrap();
    bench.app.exchange(&consent, &back(&consent)).await.unwrap();
    assert!(!bench.transport.requests()[0].headers.contains_key("authorization"));
    let form = bench.form(0);
    let names: Vec<_> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "code", "redirect_uri", "code_verifier", "client_id"]);
}

#[tokio::test]
async fn an_answer_that_is_none_to_this_consent_is_refused_before_anything_is_sent() {
    let bench = Bench::confidential();
    let consent = bench.app.begin([Scope::UsersAllRead]).unwrap();
    let state = &query(&consent)["state"];
    for (query, told) in [
        ("code=canary".to_owned(), "the answer is not one to this consent: its state differs"),
        ("code=canary&state=".to_owned(), "the answer is not one to this consent: its state differs"),
        (format!("code=canary&state={state}x"), "the answer is not one to this consent: its state differs"),
        (format!("code=canary&state={}", "x".repeat(43)), "the answer is not one to this consent: its state differs"),
        (format!("error=access_denied&state={state}"), "the user refused consent"),
        (format!("error=invalid_scope&state={state}"), "the consent page answered invalid_scope"),
        (format!("error=%0Acanary+%1B&state={state}"), "the consent page answered an error"),
        (format!("state={state}"), "the answer holds no code"),
        (format!("code=&state={state}"), "the answer holds no code"),
    ] {
        let error = bench.app.exchange(&consent, &query).await.unwrap_err();
        assert_eq!((error.to_string(), error.kind()), (format!("not authorized: {told}"), ErrorKind::Auth));
    }
    assert_eq!(bench.transport.requests().len(), 0);
}

#[tokio::test]
async fn a_code_that_was_used_is_an_auth_error_without_the_code() {
    let bench = Bench::confidential();
    let consent = bench.app.begin([Scope::UsersAllRead]).unwrap();
    let body = r#"{"error": "invalid_grant", "error_description": "canary+code is used", "error_uri": null}"#;
    bench.transport.reply(400, body);
    let error = bench.app.exchange(&consent, &back(&consent)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /token: 400 Bad Request: the code has ended, was used, or is of another request: [redacted] is used \
         (code invalid_grant)"
    );
    assert_eq!(error.kind(), ErrorKind::Auth);
}

/// From an ended token to a call with the new one, kept before it is used.
#[tokio::test]
async fn a_client_renews_its_tokens() {
    let bench = Bench::confidential();
    let store = Kept::default();
    let tokens = Tokens::new("canary-old").refresh_token("canary-r1");
    let source = bench.app.source(tokens, store.clone()).unwrap();
    let client = Client::builder("https://api.example", Auth::token_source(source))
        .transport(bench.transport.clone())
        .clock(bench.clock.clone())
        .build()
        .unwrap();
    let challenge = "Bearer error=\"invalid_token\", error_description=\"The access token expired\"";
    bench.transport.reply_with(401, [("www-authenticate", challenge)], "");
    bench.transport.reply(200, r#"{"access_token": "canary-new", "refresh_token": "canary-r2", "expires_in": 1800}"#);
    bench.transport.reply(204, "");
    assert_eq!(client.rooms().list().await.unwrap(), []);
    assert_eq!(
        bench.form(1),
        [("grant_type", "refresh_token"), ("refresh_token", "canary-r1")].map(|(n, v)| (n.to_owned(), v.to_owned()))
    );
    let requests = bench.transport.requests();
    assert_eq!(requests[2].headers["authorization"], "Bearer canary-new");
    assert!(store.0.lock().unwrap()[0].contains("canary-r2"));
}

#[test]
fn settings_that_chatwork_does_not_take_are_refused_by_name() {
    let confidential = || OAuthApp::confidential("app", SECRET);
    for (app, scopes, told) in [
        (confidential(), vec![], "scope: must name at least one"),
        (
            OAuthApp::public("app"),
            vec![Scope::OfflineAccess],
            "scope: offline_access is for applications with a secret",
        ),
        (OAuthApp::public(""), vec![Scope::UsersAllRead], "client_id: must not be empty"),
        (
            confidential().redirect_uri("http://localhost/"),
            vec![Scope::UsersAllRead],
            "redirect_uri: must begin with https://",
        ),
        (confidential().redirect_uri("back"), vec![Scope::UsersAllRead], "redirect_uri: must be an absolute address"),
        (
            OAuthApp::public("app").redirect_uri("HTTP://x"),
            vec![Scope::UsersAllRead],
            "redirect_uri: must not begin with http://",
        ),
        (confidential().consent_url("login.php"), vec![Scope::UsersAllRead], "consent_url: must be an absolute URL"),
    ] {
        let error = app.begin(scopes).unwrap_err().to_string();
        assert!(error.starts_with(&format!("invalid request: {told}")), "{error}");
    }
    let source = confidential().token_url("http://auth.example/token").source(Tokens::new("canary"), Kept::default());
    assert!(source.unwrap_err().to_string().starts_with("invalid request: token_url: must be https"));
}

#[test]
fn nothing_secret_is_shown() {
    let app = OAuthApp::confidential("app-1", SECRET);
    let consent = app.begin([Scope::UsersAllRead]).unwrap();
    let shown = format!("{app:?} {consent:?} {:?}", Tokens::new("canary").refresh_token("canary"));
    assert!(!shown.contains("canary") && !shown.contains(&query(&consent)["state"]), "{shown}");
    let error = Consent::from_json("{\"url\": \"canary\"}").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"));
}
