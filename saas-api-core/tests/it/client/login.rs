//! Sessions: one login for all, again when the API says so, and never shown.

use crate::client::support::{START, TestClient, TestService};
use async_trait::async_trait;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use saas_api_core::{
    Answer, Body, Call, CallOptions, ClientBuilder, Credential, Error, ErrorKind, FakeClock, FakeTransport, Login,
    ReadOnly, RetryPolicy, Transport, TransportError,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const KEY: &str = "canary-key/+&1";

#[derive(Debug)]
struct KeyLogin(SecretString);

impl Login for KeyLogin {
    fn secret(&self) -> SecretString {
        self.0.clone()
    }

    fn call(&self) -> Call {
        Call::post("/session").json(&json!({"key": self.0.expose_secret()}))
    }

    fn credential(&self, answer: &Answer) -> Option<Credential> {
        let body: serde_json::Value = answer.json().ok()?;
        Some(Credential::header(AUTHORIZATION, "Bearer ", body["token"].as_str()?))
    }
}

/// Takes its time, so that callers meet.
#[derive(Clone, Debug)]
struct Slow(FakeTransport);

#[async_trait]
impl Transport for Slow {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        self.0.send(request).await
    }
}

fn builder(transport: impl Transport + 'static) -> ClientBuilder<TestClient> {
    let login = Arc::new(KeyLogin(KEY.into()));
    ClientBuilder::with_login(TestService, "https://api.example", Ok(login)).transport(transport)
}

fn fixture() -> (TestClient, FakeTransport, FakeClock) {
    let clock = FakeClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
    let transport = FakeTransport::new();
    (builder(transport.clone()).clock(clock.clone()).build().unwrap(), transport, clock)
}

fn session(number: u32) -> String {
    json!({"token": format!("canary-session-{number}")}).to_string()
}

/// Path and `Authorization` of what was sent.
fn sent(transport: &FakeTransport) -> Vec<(String, String)> {
    let line = |request: &saas_api_core::RecordedRequest| {
        let credential = request.headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
        (request.uri.path().to_owned(), credential.unwrap_or_default())
    };
    transport.requests().iter().map(line).collect()
}

fn logins(transport: &FakeTransport) -> usize {
    sent(transport).iter().filter(|(path, _)| path == "/api/v2/session").count()
}

#[tokio::test]
async fn the_first_call_logs_in_and_all_calls_share_the_session() {
    let (client, transport, _) = fixture();
    transport.reply(200, session(1)).reply(200, "{}").reply(200, "{}");
    client.0.execute(Call::get("/things")).await.unwrap();
    client.clone().0.execute(Call::post("/things")).await.unwrap();
    let bearer = "Bearer canary-session-1".to_owned();
    let things = "/api/v2/things".to_owned();
    assert_eq!(
        sent(&transport),
        [("/api/v2/session".to_owned(), String::new()), (things.clone(), bearer.clone()), (things, bearer)]
    );
    assert_eq!(transport.requests()[0].body, json!({"key": KEY}).to_string().as_bytes());
}

#[tokio::test]
async fn many_callers_at_once_log_in_once() {
    let transport = FakeTransport::new();
    let client = builder(Slow(transport.clone())).build().unwrap();
    transport.reply(200, session(1));
    for _ in 0..20 {
        transport.reply(200, "{}");
    }
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.0.execute(Call::get("/things")).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((logins(&transport), transport.requests().len()), (1, 21));
}

/// A session may end in an API's own words, at any status. The call is sent once more, a write too: it was refused.
#[tokio::test]
async fn a_session_that_ended_is_replaced_and_the_call_sent_once_more() {
    for refusal in [(401, "{}"), (403, r#"{"session": "ended"}"#)] {
        let (client, transport, _) = fixture();
        transport.reply(200, session(1)).reply(refusal.0, refusal.1).reply(200, session(2)).reply(200, "{}");
        let answer = client.0.execute(Call::post("/things")).await.unwrap();
        assert_eq!((answer.attempts(), logins(&transport)), (2, 2));
        assert_eq!(sent(&transport)[3].1, "Bearer canary-session-2");
    }
}

#[tokio::test]
async fn a_fresh_session_that_is_refused_ends_the_call() {
    let (client, transport, _) = fixture();
    let ended = r#"{"session": "ended"}"#;
    transport.reply(200, session(1)).reply(403, ended).reply(200, session(2)).reply(403, ended);
    let error = client.0.execute(Call::get("/things")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), logins(&transport)), (ErrorKind::Auth, 2, 2));
}

/// 403 in other words is about what the session may do.
#[tokio::test]
async fn a_missing_right_is_no_ended_session() {
    let (client, transport, _) = fixture();
    transport.reply(200, session(1)).reply(403, "{}").reply(200, "{}");
    assert_eq!(client.0.execute(Call::get("/things")).await.unwrap_err().kind(), ErrorKind::Auth);
    client.0.execute(Call::get("/things")).await.unwrap();
    assert_eq!(logins(&transport), 1);
}

#[tokio::test]
async fn a_refused_login_is_told_and_rests_before_it_is_tried_again() {
    for (status, body, kind) in [
        (401, "{}", ErrorKind::Auth),
        (403, "{}", ErrorKind::Auth),
        (400, "{}", ErrorKind::Api),
        (200, "{}", ErrorKind::Decode),
        (200, "<html>", ErrorKind::Decode),
    ] {
        let (client, transport, clock) = fixture();
        transport.reply(status, body);
        for _ in 0..5 {
            let error = client.0.execute(Call::post("/things")).await.unwrap_err();
            assert_eq!((error.kind(), error.status(), error.attempts()), (kind, Some(status), 0));
            assert!(error.to_string().starts_with("POST /session: "), "{error}");
            assert!(!error.may_have_been_applied() && error.body().is_none());
        }
        assert_eq!(transport.requests().len(), 1);
        clock.advance(Duration::from_secs(60));
        transport.reply(200, session(1)).reply(200, "{}");
        client.0.execute(Call::post("/things")).await.unwrap();
    }
}

#[tokio::test]
async fn a_lost_answer_or_an_outage_is_repeated_and_does_not_rest() {
    let (client, transport, _) = fixture();
    transport.fail(TransportError::maybe_sent("reset")).reply(502, "").reply(200, session(1)).reply(200, "{}");
    client.0.execute(Call::post("/things")).await.unwrap();
    assert_eq!(logins(&transport), 3);

    let (client, transport, _) = fixture();
    transport.reply(502, "").reply(502, "").reply(502, "");
    let error = client.0.execute(Call::post("/things")).await.unwrap_err();
    assert!(error.is_retryable() && !error.may_have_been_applied(), "{error}");
    transport.reply(200, session(1)).reply(200, "{}");
    client.0.execute(Call::post("/things")).await.unwrap();
}

#[tokio::test]
async fn callers_that_waited_for_a_failed_login_fail_with_it() {
    let transport = FakeTransport::new();
    let client = builder(Slow(transport.clone())).retry(RetryPolicy::none()).build().unwrap();
    transport.reply(502, "");
    let call = || client.0.execute(Call::get("/things"));
    let (first, second, third) = tokio::join!(call(), call(), call());
    for error in [first, second, third].map(Result::unwrap_err) {
        assert_eq!(error.status(), Some(502));
    }
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn a_caller_that_gives_up_leaves_the_login_to_the_next() {
    let transport = FakeTransport::new();
    let client = builder(transport.clone()).build().unwrap();
    transport.hang();
    let deadline = SystemTime::now() + Duration::from_millis(50);
    let error = client.0.with(CallOptions::new().deadline(deadline)).execute(Call::get("/things")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    transport.reply(200, session(1)).reply(200, "{}");
    client.0.execute(Call::get("/things")).await.unwrap();
    assert_eq!(logins(&transport), 2);
}

/// A dry run reads: it needs a session, and its list of requests must not hold the key.
#[tokio::test]
async fn a_transport_that_only_reads_lets_the_login_through_and_does_not_list_it() {
    let transport = FakeTransport::new();
    let reading = ReadOnly::over(transport.clone());
    let client = builder(reading.clone()).build().unwrap();
    transport.reply(200, session(1)).reply(200, "{}");
    client.0.execute(Call::get("/things")).await.unwrap();
    assert!(client.0.execute(Call::post("/things")).await.is_err());
    let kept: Vec<String> = reading.kept_back().into_iter().map(|request| request.path).collect();
    assert_eq!(kept, ["/api/v2/things"]);
}

fn assert_hidden(error: &Error) {
    let body = String::from_utf8_lossy(error.body().unwrap_or_default()).into_owned();
    let mut shown = format!("{error} {error:?} {:?} {:?} {body}", error.messages(), error.request_id());
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        shown = format!("{shown} {next} {next:?}");
        cause = next.source();
    }
    assert!(!shown.contains("canary"), "a secret is shown");
}

#[tokio::test]
async fn neither_the_key_nor_a_session_is_shown() {
    let (client, transport, clock) = fixture();
    assert!(!format!("{:?}", builder(transport.clone())).contains("canary"));
    let rest = Duration::from_secs(60);
    let echo = json!({"errors": [{"message": format!("bad key {KEY} canary%2Dkey%2F%2B%261")}]}).to_string();
    transport.reply_with(401, [("x-request-id", KEY)], echo.replace("canary%2Dkey", "canary-key"));
    assert_hidden(&client.0.execute(Call::get("/things")).await.unwrap_err());
    clock.advance(rest);
    // A session where none is expected, and an answer that is cut.
    for body in [json!({"token": ["canary-session-1"]}).to_string(), session(1).replace('}', "")] {
        transport.reply(200, body);
        assert_hidden(&client.0.execute(Call::get("/things")).await.unwrap_err());
        clock.advance(rest);
    }
    transport.fail(TransportError::not_sent(format!("proxy said {KEY}")));
    transport.fail(TransportError::not_sent(KEY)).fail(TransportError::not_sent(KEY));
    assert_hidden(&client.0.execute(Call::get("/things")).await.unwrap_err());
    let echo = json!({"errors": [{"message": "bad canary-session-2"}]}).to_string();
    transport.reply(200, session(2)).reply(500, echo.clone()).reply(400, echo);
    assert_hidden(&client.0.execute(Call::get("/things")).await.unwrap_err());
    assert!(!format!("{client:?} {client:#?}").contains("canary"));
}
