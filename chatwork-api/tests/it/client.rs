use crate::support::{Stub, error_body, fixture};
use async_trait::async_trait;
use chatwork_api::*;
use serde_json::json;
use std::error::Error as _;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

const MARKER: &str = "m4rker/+&canary";

/// A client over a transport without sockets, and what it was sent.
fn faked(auth: Auth) -> (Client, FakeTransport) {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
    let builder = Client::builder("https://api.example", auth).transport(transport.clone()).clock(clock);
    (builder.retry(RetryPolicy::none()).build().unwrap(), transport)
}

#[derive(Debug)]
struct Renewing(Mutex<u32>);

#[async_trait]
impl TokenSource for Renewing {
    async fn credential(&self) -> Result<Credential> {
        let token = format!("canary-{}", self.0.lock().unwrap());
        Ok(Credential::header(http::header::AUTHORIZATION, "Bearer ", token))
    }

    async fn refused(&self, _credential: &Credential) -> Result<bool> {
        *self.0.lock().unwrap() += 1;
        Ok(true)
    }
}

#[tokio::test]
async fn each_credential_travels_in_its_own_header_and_alone() {
    for (auth, header, value) in [
        (Auth::api_token(MARKER), "x-chatworktoken", MARKER.to_owned()),
        (Auth::bearer(MARKER), "authorization", format!("Bearer {MARKER}")),
    ] {
        let (client, transport) = faked(auth);
        transport.reply(200, fixture("me/get").to_string());
        client.me().await.unwrap();
        let request = transport.requests().pop().unwrap();
        assert_eq!(request.uri, "https://api.example/v2/me");
        let sent: Vec<_> = ["x-chatworktoken", "authorization"]
            .into_iter()
            .filter_map(|name| Some((name, request.headers.get(name)?.to_str().unwrap())))
            .collect();
        assert_eq!(sent, [(header, &*value)]);
    }
}

#[tokio::test]
async fn a_token_source_is_asked_again_after_a_refusal() {
    let (client, transport) = faked(Auth::token_source(Renewing(Mutex::new(1))));
    let challenge = "Bearer error=\"invalid_token\", error_description=\"The access token expired\"";
    transport.reply_with(401, [("www-authenticate", challenge)], "").reply(200, fixture("me/get").to_string());
    client.me().await.unwrap();
    let tokens: Vec<_> =
        transport.requests().into_iter().map(|request| request.headers["authorization"].clone()).collect();
    assert_eq!(tokens, ["Bearer canary-1", "Bearer canary-2"]);
}

#[tokio::test]
async fn a_refused_bearer_token_is_explained_by_its_challenge() {
    let (client, transport) = faked(Auth::bearer("canary-123"));
    transport.reply_with(401, [("www-authenticate", "Bearer error=\"invalid_token\"")], "");
    let error = client.me().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /me: 401 Unauthorized: Bearer error=\"invalid_token\"");
    assert_eq!(error.kind(), ErrorKind::Auth);
}

/// The marker is in nothing that this failure shows. The core's own tests do the same over real sockets and proxies.
fn assert_no_marker(error: &Error) {
    let mut shown = format!("{error} {error:?} {error:#?} {:?}", error.messages());
    shown.push_str(&String::from_utf8_lossy(error.body().unwrap_or_default()));
    let mut source = error.source();
    while let Some(cause) = source {
        shown = format!("{shown} {cause} {cause:?}");
        source = cause.source();
    }
    for part in [MARKER, "canary", "m4rker"] {
        assert!(!shown.contains(part), "{shown}");
    }
}

#[tokio::test]
async fn no_failure_shows_the_secret_of_any_auth_kind() {
    let echo = json!({"errors": [format!("bad token {MARKER}")], "error": MARKER}).to_string();
    let page = format!("<html>x-chatworktoken: {MARKER}</html>");
    let fixed = |token: &str| Credential::header(http::header::AUTHORIZATION, "Bearer ", token.to_owned());
    for auth in [Auth::api_token(MARKER), Auth::bearer(MARKER), Auth::token_source(Fixed(fixed(MARKER)))] {
        assert!(!format!("{auth:?}").contains("canary"));
        let (client, transport) = faked(auth);
        assert!(!format!("{client:?}").contains("canary"));
        transport
            .fail(TransportError::not_sent(format!("refused: {MARKER}")))
            .fail(TransportError::maybe_sent(format!("proxy said {MARKER}")))
            .reply(401, echo.clone())
            .reply(429, echo.clone())
            .reply(500, page.clone())
            .reply(200, format!("{{\"account_id\": \"{MARKER}\"}}"))
            .reply_with(302, [("location", "https://other.example/?m4rker%2F%2B%26canary")], page.clone())
            .hang();
        for status in [None, None, Some(401), Some(429), Some(500), Some(200), Some(302), None] {
            // The limit that 429 told of is waited out.
            let error = client.me().await.unwrap_err();
            assert_eq!(error.status(), status);
            assert_no_marker(&error);
        }
        assert_eq!(transport.requests().len(), 8);
    }
}

#[derive(Debug)]
struct Fixed(Credential);

#[async_trait]
impl TokenSource for Fixed {
    async fn credential(&self) -> Result<Credential> {
        Ok(self.0.clone())
    }
}

#[test]
fn a_credential_that_cannot_be_sent_is_refused_by_name() {
    for (auth, field) in [
        (Auth::api_token(""), "api_token"),
        (Auth::api_token("canary\r\nX-Evil: 1"), "api_token"),
        (Auth::api_token("canary鍵"), "api_token"),
        (Auth::bearer("canary b"), "access_token"),
    ] {
        let error = Client::new(auth).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().starts_with(&format!("invalid request: {field}: must ")), "{error}");
        assert!(!format!("{error:?}").contains("Evil"));
    }
    assert!(Client::new(Auth::api_token("canary")).is_ok());
}

#[test]
fn a_bad_base_url_is_refused_by_name_before_any_connection() {
    for url in
        ["http://api.chatwork.com", "ftp://127.0.0.1", "chatwork", "https://u:p@h.example", "https://h.example/v2"]
    {
        let error = Client::builder(url, Auth::api_token("canary")).build().unwrap_err();
        assert!(error.to_string().starts_with("invalid request: base_url: must "), "{error}");
    }
    assert!(Client::builder("http://localhost:1", Auth::api_token("canary")).build().is_ok());
}

#[tokio::test]
async fn the_status_tells_the_class_of_a_failure() {
    for (status, kind) in [
        (400, ErrorKind::Api),
        (401, ErrorKind::Auth),
        (403, ErrorKind::Auth),
        (404, ErrorKind::NotFound),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Api),
        (503, ErrorKind::Api),
    ] {
        let (client, transport) = faked(Auth::api_token("canary"));
        transport.reply(status, error_body("x").to_string());
        let error = client.me().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
    }
}

#[tokio::test]
async fn error_bodies_of_any_form_are_read_as_far_as_they_go() {
    for (body, display) in [
        (json!({"errors": ["Parameter 'body' is required"]}), ": Parameter 'body' is required"),
        (json!({"errors": ["a", 1, "b"], "more": 1}), ": a; b"),
        (json!({"error": "invalid_grant", "error_description": "gone"}), ": gone (code invalid_grant)"),
        (json!({"error": "invalid_grant"}), ":  (code invalid_grant)"),
        (json!({"errors": []}), ""),
        (json!({"errors": "x", "error": 5}), ""),
        (json!(["x"]), ""),
        (json!("x"), ""),
    ] {
        let (client, transport) = faked(Auth::api_token("canary"));
        transport.reply(400, body.to_string());
        let error = client.me().await.unwrap_err();
        assert_eq!(error.to_string(), format!("GET /me: 400 Bad Request{display}"));
    }
    for body in ["", "<html>", "\u{0}"] {
        let (client, transport) = faked(Auth::api_token("canary"));
        transport.reply(400, body);
        let error = client.me().await.unwrap_err();
        assert_eq!((error.to_string().as_str(), error.body()), ("GET /me: 400 Bad Request", Some(body.as_bytes())));
    }
}

#[tokio::test]
async fn any_other_call_has_the_clients_authentication_and_errors() {
    let stub = Stub::replying(200, &json!({"room_id": 7})).await;
    let client = stub.client();
    client.request(Method::GET, "/v2/contacts").send().await.unwrap();
    let answer = client.request(Method::PUT, "/v2/rooms/7").form("name", "a&b").send().await.unwrap();
    assert_eq!(answer.json::<serde_json::Value>().unwrap()["room_id"], 7);
    let requests = stub.requests().await;
    requests[0].is_get("/contacts", &[]);
    requests[1].is_form("PUT", "/rooms/7", &[("name", "a&b")]);
    for path in ["/v2/../x", "v2", "/v2/x?force=1", "//evil.example/x"] {
        let error = client.request(Method::GET, path).send().await.unwrap_err();
        assert!(error.to_string().contains("invalid request: path: must "), "{error}");
    }
    assert_eq!(stub.requests().await.len(), 2);
}

#[tokio::test]
async fn one_call_can_have_a_deadline() {
    let (client, transport) = faked(Auth::api_token("canary"));
    transport.hang();
    let hurried = client.with(CallOptions::new().deadline(SystemTime::UNIX_EPOCH + Duration::from_secs(2)));
    let error = hurried.me().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /me: no answer in time: after 2 s");
}

#[test]
fn public_types_cross_threads() {
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<Client>();
    shared::<ClientBuilder>();
    shared::<Auth>();
    shared::<Error>();
    shared::<rooms::Rooms<'static>>();
    shared::<messages::Messages<'static>>();
    shared::<tasks::Tasks<'static>>();
    shared::<model::MessageList>();
    shared::<notation::Message>();
    shared::<webhook::Verifier>();
    shared::<webhook::WebhookEvent>();
}
