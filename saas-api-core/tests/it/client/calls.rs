//! What callers and API rules set, and what output never shows.

use super::support::{Fixture, TestClient, TestService, at, bearer, secs};
use async_trait::async_trait;
use http::{HeaderMap, Method, StatusCode};
use saas_api_core::{
    Call, CallOptions, ClientBuilder, Credential, Error, ErrorKind, Failure, FakeClock, FakeTransport, FixedToken,
    Params, Quota, RateClass, RawRequest, Result, RetryPolicy, Service, TokenSource, TransportError,
};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn options_add_to_those_there_were() {
    let fixture = Fixture::new();
    let once = fixture.client.0.with(CallOptions::new().retry(RetryPolicy::none()));
    let both = once.with(CallOptions::new().deadline(at(10))).with(CallOptions::new().fresh());
    fixture.transport.fail(TransportError::not_sent("refused"));
    let error = both.execute(Call::get("/things")).await.unwrap_err();
    assert_eq!((error.attempts(), fixture.asked_fresh()), (1, vec![true]));
    fixture.clock.advance(secs(11));
    let error = both.execute(Call::get("/things")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), fixture.sends()), (ErrorKind::Timeout, 0, 1));
}

/// A source that never has a credential, or has one and never renews it.
#[derive(Debug)]
struct Stuck {
    first: Option<Credential>,
}

#[async_trait]
impl TokenSource for Stuck {
    async fn credential(&self) -> Result<Credential> {
        match &self.first {
            Some(credential) => Ok(credential.clone()),
            None => std::future::pending().await,
        }
    }

    async fn refused(&self, _credential: &Credential) -> Result<bool> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_stuck_token_source_ends_with_the_deadline() {
    for (first, sent) in [(None, 0), (Some(bearer("canary-old")), 1)] {
        let fixture = Fixture::over(Stuck { first }, |builder| builder.total_timeout(secs(20)));
        fixture.transport.reply(401, "");
        let error = fixture.execute(Call::post("/things")).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, sent));
        assert!(!error.may_have_been_applied());
        assert_eq!(fixture.waited(), secs(20));
    }
}

#[derive(Debug)]
struct Empty;

#[async_trait]
impl TokenSource for Empty {
    async fn credential(&self) -> Result<Credential> {
        Err(Error::no_credential("no refresh token is stored: log in again"))
    }
}

#[tokio::test]
async fn a_source_says_why_it_has_no_credential() {
    let fixture = Fixture::over(Arc::new(Empty), |builder| builder);
    let error = fixture.execute(Call::get("/things/{id}").arg(1)).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /things/{id}: not authorized: no refresh token is stored: log in again");
    assert_eq!((error.kind(), fixture.sends()), (ErrorKind::Auth, 0));
}

/// Two classes by method, and a wait of its own after a refusal.
#[derive(Debug)]
struct Classed;

const WINDOW: Duration = Duration::from_secs(60);

impl Service for Classed {
    fn user_agent(&self) -> &'static str {
        "classed/1.0"
    }

    fn class(&self, method: &Method) -> RateClass {
        RateClass::new(if method.is_safe() { "read" } else { "update" }, WINDOW)
    }

    fn limit_wait(&self) -> Option<Duration> {
        Some(secs(30))
    }

    fn failure(&self, status: StatusCode, _headers: &HeaderMap, _body: &[u8]) -> Option<Failure> {
        (!status.is_success()).then(|| Failure::of_status(status, Vec::new()))
    }
}

fn classed(transport: &FakeTransport, clock: &FakeClock) -> TestClient {
    let source = Ok(Arc::new(FixedToken::new(bearer("canary"))) as Arc<dyn TokenSource>);
    let builder = ClientBuilder::<TestClient>::new(Classed, "https://api.example", source);
    builder.transport(transport.clone()).clock(clock.clone()).build().unwrap()
}

#[tokio::test]
async fn a_call_without_a_class_has_that_of_its_method_raw_requests_too() {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(at(0)));
    let client = classed(&transport, &clock);
    let reset = (super::support::START + 40).to_string();
    let used_up = [("x-ratelimit-limit", "9"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &*reset)];
    transport.reply_with(200, used_up, "{}").reply(200, "{}").reply(200, "{}");
    client.0.execute(Call::get("/things")).await.unwrap();
    client.0.execute(Call::post("/things")).await.unwrap();
    assert!(clock.sleeps().is_empty());
    RawRequest::new(&client.0, Method::GET, "/other").send().await.unwrap();
    assert!((secs(40)..secs(41)).contains(&clock.sleeps().iter().sum::<Duration>()));
}

#[tokio::test]
async fn a_refusal_without_a_hint_waits_as_the_api_advises_whatever_policy_the_user_set() {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(at(0)));
    let client = classed(&transport, &clock);
    transport.reply(429, "").reply(200, "{}").reply(429, "");
    client.0.with(CallOptions::new().retry(RetryPolicy::new().attempts(2))).execute(Call::post("/x")).await.unwrap();
    assert!((secs(30)..secs(31)).contains(&clock.sleeps().iter().sum::<Duration>()));
    let once = client.0.with(CallOptions::new().retry(RetryPolicy::none()));
    let error = once.execute(Call::post("/x")).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(secs(30)));
}

#[tokio::test]
async fn a_reset_counts_after_a_refusal_also_when_the_calls_left_are_not_told() {
    let fixture = Fixture::new();
    let reset = (super::support::START + 17).to_string();
    fixture.transport.reply_with(429, [("x-ratelimit-reset", &*reset)], "").reply(200, "{}");
    fixture.execute(Call::post("/things")).await.unwrap();
    let sent = fixture.sent_at();
    assert!(sent[1] >= secs(17) && sent[1] <= secs(18), "{sent:?}");
}

#[tokio::test]
async fn an_argument_without_a_place_is_a_mistake_that_sends_nothing() {
    let fixture = Fixture::new();
    let error = fixture.execute(Call::get("/things/{id}").arg(1).arg(2)).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /things/{id}: invalid request: path: has more arguments than places");
    assert_eq!(fixture.sends(), 0);
}

#[test]
fn a_base_url_must_not_hold_the_apis_own_path() {
    let builder = super::support::builder("https://api.example/api/v2/", bearer("canary"));
    let error = builder.transport(FakeTransport::new()).build().unwrap_err();
    assert_eq!(error.to_string(), "invalid request: base_url: must not hold the API's own path /api/v2");
    assert_eq!(TestService.path_prefix(), "/api/v2");
    // Here `api` is the host.
    assert!(super::support::builder("https://api/v2", bearer("canary")).build().is_ok());
}

#[test]
fn debug_output_of_requests_shows_names_and_sizes_only() {
    let fixture = Fixture::new();
    let mut params = Params::new();
    params.push("password", "canary");
    let raw = RawRequest::new(&fixture.client.0, Method::POST, "/x").query("code", "canary").form("password", "canary");
    let calls = [
        Call::post("/x").form(params.clone()).query(params.clone()),
        Call::post("/x").json(&serde_json::json!({"password": "canary"})),
        Call::post("/x").body("text/plain", "canary"),
    ];
    let shown = format!("{params:?} {raw:?} {calls:?}");
    assert!(shown.contains("password") && !shown.contains("canary"), "{shown}");
}

#[derive(Debug, serde::Deserialize)]
struct Thing {
    #[serde(rename = "id")]
    _id: u64,
}

#[tokio::test]
async fn a_decode_error_names_the_place_and_quotes_nothing_of_the_answer() {
    let fixture = Fixture::new();
    fixture.transport.reply(200, "{\"id\":\n \"a \\\"quoted\\\" customer\\u001b[31m text\"}");
    let answer = fixture.execute(Call::get("/things")).await.unwrap();
    let error = answer.json::<Thing>().unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "invalid type: string \"…\", expected u64 at line 2 column 39");
    let shown = format!("{error} {error:?} {cause}");
    assert!(shown.contains("Thing at line 2 column") && !shown.contains("customer"), "{shown}");
}

#[test]
fn a_quota_can_be_told_in_parts() {
    let quota = Quota::new(None, None, at(5));
    assert_eq!((quota.limit, quota.remaining, quota.reset), (None, None, at(5)));
}
