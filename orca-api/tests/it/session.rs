use crate::support::{Stub, TOKEN, WireTests, fixture, sent};
use orca_api::model::AlertStatus;
use orca_api::*;
use serde_json::json;
use std::error::Error as _;
use std::time::{Duration, SystemTime};
use ticket_bridge_sandbox::{Orca, OrcaAlert};

pub(crate) const WIRE: WireTests = &[
    ("the_login_sends_the_key_in_its_body", the_login_sends_the_key_in_its_body),
    ("a_session_is_asked_about_with_head", a_session_is_asked_about_with_head),
];

const KEY: &str = "canary-key/+&1";
const EXPIRED: &str = r#"{"status": "failure", "message": "Given token not valid for any token type"}"#;

fn keyed() -> (Client, FakeTransport, FakeClock) {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
    let builder = Client::builder("https://orca.example/api", Auth::api_key(KEY)).transport(transport.clone());
    (builder.clock(clock.clone()).build().unwrap(), transport, clock)
}

fn login(number: u32) -> String {
    let mut answer = fixture("session/login");
    answer["jwt"]["access"] = format!("canary-access-{number}").into();
    answer.to_string()
}

fn whoami() -> String {
    fixture("session/whoami").to_string()
}

fn credentials(transport: &FakeTransport) -> Vec<String> {
    let credential = |request: &RecordedRequest| {
        request.headers.get("authorization").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    transport.requests().iter().map(credential).collect()
}

#[tokio::test]
async fn the_login_sends_the_key_in_its_body() {
    let stub = Stub::replying(403, &json!({"status": "failure", "error": "bad key"})).await;
    let error = stub.client_with(Auth::api_key(KEY)).whoami().await.unwrap_err();
    assert_eq!(error.to_string(), "POST /user/session: 403 Forbidden: bad key");
    stub.request().await.is("POST", "/user/session", Some(json!({"security_token": KEY})));
}

#[tokio::test]
async fn a_session_is_asked_about_with_head() {
    let stub = Stub::replying(200, &json!({})).await;
    assert!(stub.client().is_session_valid().await.unwrap());
    stub.request().await.is("HEAD", "/auth/tokens", None);
    for status in [401, 403] {
        let stub = Stub::replying(status, &json!({})).await;
        assert!(!stub.client().is_session_valid().await.unwrap());
    }
    let stub = Stub::replying(500, &json!({})).await;
    assert_eq!(stub.client().is_session_valid().await.unwrap_err().status(), Some(500));
}

#[tokio::test]
async fn a_key_is_traded_for_a_session_that_all_calls_share() {
    let (client, transport, _) = keyed();
    transport.reply(200, login(1)).reply(200, whoami()).reply(200, "{}").reply(200, "");
    client.whoami().await.unwrap();
    let _event = client.clone().alerts().set_status("orca-1", AlertStatus::Close).await.unwrap();
    assert!(client.is_session_valid().await.unwrap());
    assert_eq!(
        sent(&transport),
        [
            "POST /api/user/session",
            "GET /api/user/action",
            "PUT /api/alerts/orca-1/status/close",
            "HEAD /api/auth/tokens"
        ]
    );
    let session = "Bearer canary-access-1";
    assert_eq!(credentials(&transport), ["", session, session, session]);
}

/// Expiry is a 403 in Orca's own words. The call was refused, so a write is sent again too, once.
#[tokio::test]
async fn an_expired_session_is_replaced_and_the_call_sent_once_more() {
    for (status, body) in [(403, EXPIRED), (401, EXPIRED), (401, "")] {
        let (client, transport, _) = keyed();
        transport.reply(200, login(1)).reply(status, body).reply(200, login(2)).reply(200, "{}");
        let _event = client.alerts().comment("orca-1", "seen again").await.unwrap();
        assert_eq!(
            credentials(&transport),
            ["", "Bearer canary-access-1", "", "Bearer canary-access-2"],
            "{status} {body}"
        );
    }
    let (client, transport, _) = keyed();
    transport.reply(200, login(1)).reply(403, EXPIRED).reply(200, login(2)).reply(403, EXPIRED);
    let error = client.whoami().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 2));
    assert_eq!(OrcaErrorKind::of(&error), Some(OrcaErrorKind::TokenNotValid));
    assert_eq!(transport.requests().len(), 4);
}

#[tokio::test]
async fn a_missing_right_starts_no_login_nor_does_an_api_token() {
    let (client, transport, _) = keyed();
    transport.reply(200, login(1)).reply(403, r#"{"detail": "You do not have permission to perform this action."}"#);
    assert_eq!(client.whoami().await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!(transport.requests().len(), 2);

    let stub = Stub::replying(403, &serde_json::from_str(EXPIRED).unwrap()).await;
    assert_eq!(stub.client_with(Auth::token(TOKEN)).whoami().await.unwrap_err().kind(), ErrorKind::Auth);
    stub.request().await.is("GET", "/user/action", None);
}

#[tokio::test]
async fn a_refused_key_is_not_sent_again_for_a_minute() {
    let (client, transport, clock) = keyed();
    transport.reply(401, r#"{"detail": "Invalid key."}"#);
    for _ in 0..10 {
        let error = client.whoami().await.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Auth, Some(401), 0));
        assert_eq!(error.to_string(), "POST /user/session: 401 Unauthorized: Invalid key.");
    }
    assert_eq!(transport.requests().len(), 1);
    clock.advance(Duration::from_secs(60));
    transport.reply(200, login(1)).reply(200, whoami());
    client.whoami().await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_of_the_login_is_asked_for_again() {
    let (client, transport, _) = keyed();
    transport.fail(TransportError::maybe_sent("reset")).reply(503, "").reply(200, login(1)).reply(200, whoami());
    client.whoami().await.unwrap();
    assert_eq!(transport.requests().len(), 4);
}

#[test]
fn a_key_that_is_none_is_refused_by_name() {
    for key in ["", "canary-key\n", "Token canary-key", "鍵"] {
        let error = Client::from_region(Region::Us, Auth::api_key(key)).unwrap_err();
        assert!(error.to_string().starts_with("invalid request: api_key: must "), "{error}");
    }
}

#[tokio::test]
async fn neither_the_key_nor_a_token_is_shown() {
    let (client, transport, clock) = keyed();
    let mut shown = format!("{:?} {client:?}", Auth::api_key(KEY));
    // What an answer may do: quote the key, hold tokens where none belong, end early.
    let echo = json!({"status": "failure", "error": format!("no such key {KEY}")}).to_string();
    let odd = fixture("session/login").to_string().replace("\"access\"", "\"other\"");
    let unsendable = login(1).replace("canary-access-1", "canary access");
    for (status, body) in
        [(403, echo.clone()), (200, echo), (200, odd), (200, unsendable), (200, login(1).replace('}', ""))]
    {
        transport.reply(status, body);
        let error = client.whoami().await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.body(), None);
        shown = format!("{shown} {error} {error:?} {:?} {:?}", error.messages(), error.source());
        clock.advance(Duration::from_secs(60));
    }
    transport.reply(200, login(7)).reply(400, r#"{"error": "what is canary-access-7"}"#);
    let error = client.whoami().await.unwrap_err();
    shown = format!("{shown} {error:?} {:?} {client:?}", String::from_utf8_lossy(error.body().unwrap()));
    assert!(!shown.contains("canary"), "a secret is shown");
}

/// Sessions end while many calls are under way: one login serves them all, and no caller notices.
#[tokio::test]
async fn sessions_that_end_under_many_calls_cost_one_login_each() {
    let orca = Orca::start().await.unwrap();
    let client = Client::builder(orca.url(), Auth::api_key(orca.api_key())).build().unwrap();
    let alert = orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    for round in 1..=3 {
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let (client, alert) = (client.clone(), alert.clone());
                tokio::spawn(async move { client.alerts().get(alert).await.map(drop) })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(orca.logins(), round);
        assert!(client.is_session_valid().await.unwrap());
        orca.end_sessions();
    }
    assert!(!client.is_session_valid().await.unwrap());
    let error = Client::builder(orca.url(), Auth::api_key("canary-wrong")).build().unwrap().whoami().await.unwrap_err();
    assert_eq!(
        error.to_string().split(" (request").next(),
        Some("POST /user/session: 401 Unauthorized: Invalid security token")
    );
}
