//! Tokens that are renewed: once for all, kept before they are used, never shown.

use crate::client::support::{START, TestClient, TestService};
use async_trait::async_trait;
use http::{Request, Response};
use saas_api_core::{
    Body, Call, ClientAuth, ClientBuilder, Clock, Error, ErrorKind, FakeClock, FakeTransport, RenewedTokens,
    RetryPolicy, Sleep, TokenEndpoint, TokenSource, TokenStore, Tokens, Transport, TransportError,
};
use std::error::Error as StdError;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

const REFRESH: &str = "canary-refresh+1";
const SECRET: &str = "canary-secret&1";

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(START + seconds)
}

/// What happened, in order: tokens kept, calls sent.
type Events = Arc<Mutex<Vec<String>>>;

/// Keeps tokens in memory, and fails where it is told to.
#[derive(Clone, Debug, Default)]
struct Store {
    kept: Arc<Mutex<Vec<String>>>,
    /// What another process keeps.
    found: Arc<Mutex<Option<String>>>,
    failures: Arc<Mutex<usize>>,
    events: Events,
}

#[async_trait]
impl TokenStore for Store {
    async fn save(&self, tokens: &Tokens) -> Result<(), Box<dyn StdError + Send + Sync>> {
        tokio::task::yield_now().await;
        {
            let mut failures = self.failures.lock().unwrap();
            if *failures > 0 {
                *failures -= 1;
                return Err(format!("disk full while writing {}", tokens.to_json()).into());
            }
        }
        self.kept.lock().unwrap().push(tokens.to_json());
        self.events.lock().unwrap().push("kept".to_owned());
        Ok(())
    }

    async fn load(&self) -> Result<Option<Tokens>, Box<dyn StdError + Send + Sync>> {
        let found = self.found.lock().unwrap().clone();
        Ok(found.map(|json| Tokens::from_json(&json).unwrap()))
    }
}

/// Takes its time, so that callers meet, and notes each call.
#[derive(Clone, Debug)]
struct Slow(FakeTransport, Events);

#[async_trait]
impl Transport for Slow {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        self.1.lock().unwrap().push(request.uri().path().to_owned());
        self.0.send(request).await
    }
}

/// A clock whose timers never end: what takes a while here is no timeout.
#[derive(Clone, Debug)]
struct Patient(FakeClock);

impl Clock for Patient {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, _duration: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }
}

struct Bench {
    transport: FakeTransport,
    clock: FakeClock,
    store: Store,
    source: RenewedTokens,
    client: TestClient,
}

impl Bench {
    /// Tokens that end after so many seconds.
    fn new(ends: u64) -> Self {
        let basic = ClientAuth::Basic { client_id: "app".to_owned(), client_secret: SECRET.into() };
        Self::with(Tokens::new("canary-old").refresh_token(REFRESH).expires_at(at(ends)), basic)
    }

    fn with(tokens: Tokens, auth: ClientAuth) -> Self {
        let (transport, clock, store) = (FakeTransport::new(), FakeClock::new(at(0)), Store::default());
        let slow = Slow(transport.clone(), Arc::clone(&store.events));
        let endpoint = TokenEndpoint::builder("https://auth.example/token", auth, "test/1")
            .transport(Arc::new(slow.clone()))
            .clock(Arc::new(Patient(clock.clone())))
            .build()
            .unwrap();
        let source = RenewedTokens::new(endpoint, tokens, store.clone());
        let token_source: Arc<dyn TokenSource> = Arc::new(source.clone());
        let client = ClientBuilder::<TestClient>::new(TestService, "https://api.example", Ok(token_source))
            .transport(slow)
            .clock(Patient(clock.clone()))
            .retry(RetryPolicy::none())
            .build()
            .unwrap();
        Self { transport, clock, store, source, client }
    }

    fn grants(&self, body: &str) -> &Self {
        self.transport.reply(200, body.to_owned());
        self
    }

    fn answers(&self) -> &Self {
        self.transport.reply(200, "{}");
        self
    }

    async fn call(&self) -> Result<(), Error> {
        self.client.0.execute(Call::get("/x")).await.map(drop)
    }

    /// Path and credential of each request.
    fn sent(&self) -> Vec<(String, String)> {
        let header =
            |request: &saas_api_core::RecordedRequest| request.headers["authorization"].to_str().unwrap().to_owned();
        self.transport.requests().iter().map(|request| (request.uri.path().to_owned(), header(request))).collect()
    }

    fn paths(&self) -> Vec<String> {
        self.sent().into_iter().map(|(path, _)| path).collect()
    }
}

const NEW: &str = r#"{"access_token": "canary-new", "refresh_token": "canary-refresh-2", "expires_in": 1800}"#;

fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?} {:?} {:?}", error.messages(), error.body());
    let mut source = error.source();
    while let Some(cause) = source {
        shown = format!("{shown} {cause} {cause:?}");
        source = cause.source();
    }
    shown
}

#[tokio::test]
async fn tokens_that_are_good_are_used_as_they_are() {
    let bench = Bench::new(61);
    bench.answers().call().await.unwrap();
    assert_eq!(bench.sent(), [("/api/v2/x".to_owned(), "Bearer canary-old".to_owned())]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_callers_share_one_renewal() {
    let bench = Arc::new(Bench::new(60));
    bench.grants(NEW);
    let callers: Vec<_> = (0..64)
        .map(|_| {
            let source = bench.source.clone();
            tokio::spawn(async move { format!("{:?}", source.credential().await.is_ok()) })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "true");
    }
    assert_eq!(bench.paths(), ["/token"]);
    assert_eq!(bench.store.kept.lock().unwrap().len(), 1);
    bench.answers().call().await.unwrap();
    assert_eq!(bench.sent()[1].1, "Bearer canary-new");
}

/// On one thread all of them wait before the answer comes.
#[tokio::test]
async fn callers_who_waited_share_a_failure_too() {
    let bench = Bench::new(0);
    bench.transport.reply(503, "");
    let callers: Vec<_> = (0..64)
        .map(|_| {
            let source = bench.source.clone();
            tokio::spawn(async move { source.credential().await.map(drop) })
        })
        .collect();
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert_eq!((error.status(), error.is_retryable()), (Some(503), true));
    }
    assert_eq!(bench.paths(), ["/token"]);
}

#[tokio::test]
async fn new_tokens_are_kept_before_they_are_used() {
    let bench = Bench::new(60);
    bench.grants(NEW).answers().call().await.unwrap();
    assert_eq!(*bench.store.events.lock().unwrap(), ["/token", "kept", "/api/v2/x"]);
    let kept = Tokens::from_json(&bench.store.kept.lock().unwrap()[0]).unwrap();
    assert_eq!(kept.to_json(), bench.source.current().to_json());
    assert!(kept.to_json().contains("canary-refresh-2"), "the rotated one");
    assert_eq!(kept.expires_at, Some(at(1_800)));
    // The next renewal is asked for with the rotated token.
    bench.clock.advance(Duration::from_secs(1_740));
    bench.grants(NEW).answers().call().await.unwrap();
    let form = String::from_utf8(bench.transport.requests()[2].body.to_vec()).unwrap();
    assert_eq!(form, "grant_type=refresh_token&refresh_token=canary-refresh-2");
}

#[tokio::test]
async fn tokens_that_could_not_be_kept_are_neither_used_nor_lost() {
    let bench = Bench::new(60);
    *bench.store.failures.lock().unwrap() = 2;
    bench.grants(NEW);
    for _ in 0..2 {
        let error = bench.call().await.unwrap_err();
        assert_eq!(error.to_string(), "GET /x: not authorized: the new tokens could not be kept");
        assert!(error.is_retryable() && shown(&error).contains("disk full"));
        assert!(!shown(&error).contains("canary"), "{}", shown(&error));
    }
    assert_eq!(bench.paths(), ["/token"], "nothing is asked for again");
    bench.answers().call().await.unwrap();
    assert_eq!(*bench.store.events.lock().unwrap(), ["/token", "kept", "/api/v2/x"]);
    assert_eq!(bench.sent()[1].1, "Bearer canary-new");
}

#[tokio::test]
async fn a_refresh_token_that_has_ended_is_said_clearly_and_asked_about_once() {
    let bench = Bench::new(0);
    bench.transport.reply(400, r#"{"error": "invalid_grant", "error_description": "expired: canary-refresh+1"}"#);
    for _ in 0..3 {
        let error = bench.call().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "POST /token: 400 Bad Request: the refresh token has ended or was revoked: the user has to give consent \
             again: expired: [redacted] (code invalid_grant)"
        );
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Auth, false));
    }
    assert_eq!(bench.paths(), ["/token"]);
    // The user gave consent again: another process has put the new tokens into the store.
    let fresh = Tokens::new("canary-consent").refresh_token("canary-r3").expires_at(at(3_600));
    *bench.store.found.lock().unwrap() = Some(fresh.to_json());
    bench.answers().call().await.unwrap();
    assert_eq!(bench.sent()[1].1, "Bearer canary-consent");
}

#[tokio::test]
async fn without_a_refresh_token_the_end_is_the_end() {
    let form = ClientAuth::Form { client_id: "app".to_owned(), client_secret: None };
    let bench = Bench::with(Tokens::new("canary-old").expires_at(at(0)), form);
    let error = bench.call().await.unwrap_err();
    let told = "GET /x: not authorized: the access token has ended and there is no refresh token: the user has to give \
                consent again";
    assert_eq!((error.to_string().as_str(), error.kind()), (told, ErrorKind::Auth));
    assert_eq!(bench.paths(), [""; 0]);
}

/// An answer that only the caller knew who gave up would be lost, and with it the only refresh token.
#[tokio::test]
async fn a_renewal_outlives_the_caller_who_began_it() {
    let bench = Bench::new(0);
    bench.grants(NEW);
    {
        let mut first = std::pin::pin!(bench.source.credential());
        for _ in 0..10 {
            let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(first.as_mut().poll(cx))).await;
            assert!(polled.is_pending());
        }
    }
    bench.answers().call().await.unwrap();
    assert_eq!(bench.paths(), ["/token", "/api/v2/x"]);
    assert_eq!(bench.sent()[1].1, "Bearer canary-new");
}

/// As in a function that was frozen meanwhile: the connection is gone when the next caller comes.
#[tokio::test]
async fn a_renewal_that_was_left_and_broke_is_begun_again() {
    let bench = Bench::new(0);
    bench.transport.fail(TransportError::maybe_sent("reset"));
    {
        let mut first = std::pin::pin!(bench.source.credential());
        let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(first.as_mut().poll(cx))).await;
        assert!(polled.is_pending());
    }
    bench.grants(NEW).answers().call().await.unwrap();
    assert_eq!(bench.paths(), ["/token", "/token", "/api/v2/x"]);
    assert_eq!(bench.sent()[2].1, "Bearer canary-new");
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_call_sent_again_once() {
    let form = ClientAuth::Form { client_id: "app".to_owned(), client_secret: Some(SECRET.into()) };
    let bench = Bench::with(Tokens::new("canary-old").refresh_token(REFRESH), form);
    bench.transport.reply(401, "");
    bench.answers_token_without_auth();
    bench.answers().call().await.unwrap();
    let requests = bench.transport.requests();
    let header = |at: usize| requests[at].headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(
        [header(0), header(1), header(2)],
        [Some("Bearer canary-old".into()), None, Some("Bearer canary-new".into())]
    );
    let body = String::from_utf8(requests[1].body.to_vec()).unwrap();
    assert_eq!(
        body,
        "grant_type=refresh_token&refresh_token=canary-refresh%2B1&client_id=app&client_secret=canary-secret%261"
    );
    // Refused again at once: it is not the token's age.
    bench.transport.reply(401, "").reply(200, NEW).reply(401, "");
    assert_eq!(bench.call().await.unwrap_err().status(), Some(401));
}

impl Bench {
    fn answers_token_without_auth(&self) {
        self.grants(
            r#"{"access_token": "canary-new", "token_type": "Bearer", "refresh_token": null, "expires_in": "900"}"#,
        );
    }
}

#[tokio::test]
async fn an_endpoint_that_does_not_rotate_keeps_the_refresh_token() {
    let bench = Bench::new(0);
    bench.answers_token_without_auth();
    bench.answers().call().await.unwrap();
    let current = bench.source.current();
    assert_eq!(current.expires_at, Some(at(900)));
    assert!(current.to_json().contains(REFRESH));
}

#[tokio::test]
async fn what_another_process_renewed_is_taken_over() {
    let bench = Bench::new(0);
    let theirs = Tokens::new("canary-theirs").refresh_token("canary-r9").expires_at(at(900));
    *bench.store.found.lock().unwrap() = Some(theirs.to_json());
    bench.answers().call().await.unwrap();
    assert_eq!(bench.sent(), [("/api/v2/x".to_owned(), "Bearer canary-theirs".to_owned())]);
    // Theirs have ended too: their refresh token is the one that is still good.
    bench.clock.advance(Duration::from_secs(900));
    let older = Tokens::new("canary-later").refresh_token("canary-r10").expires_at(at(900));
    *bench.store.found.lock().unwrap() = Some(older.to_json());
    bench.grants(NEW).answers().call().await.unwrap();
    assert_eq!(&bench.transport.requests()[1].body[..], b"grant_type=refresh_token&refresh_token=canary-r10");
}

/// The store still holds what was there before a new consent: that is no reason to go back to it.
#[tokio::test]
async fn older_tokens_of_the_store_do_not_undo_a_new_consent() {
    let bench = Bench::new(1_000);
    let before = Tokens::new("canary-before").refresh_token("canary-r0").expires_at(at(10));
    *bench.store.found.lock().unwrap() = Some(before.to_json());
    bench.clock.advance(Duration::from_secs(1_000));
    bench.grants(NEW).answers().call().await.unwrap();
    let form = String::from_utf8(bench.transport.requests()[0].body.to_vec()).unwrap();
    assert!(form.ends_with("refresh_token=canary-refresh%2B1"), "the newer one is sent");
    assert_eq!(bench.sent()[1].1, "Bearer canary-new");
}

/// Two processes renewed at once, and the other one was faster.
#[tokio::test]
async fn who_lost_a_race_takes_over_what_the_winner_kept() {
    let bench = Bench::new(0);
    bench.transport.reply(400, r#"{"error": "invalid_grant"}"#);
    let theirs = Tokens::new("canary-theirs").refresh_token("canary-r9").expires_at(at(900));
    let found = Arc::clone(&bench.store.found);
    // It is kept while this one's request is under way.
    let answers = bench.answers();
    let (called, ()) = tokio::join!(answers.call(), async {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        *found.lock().unwrap() = Some(theirs.to_json());
    });
    called.unwrap();
    assert_eq!(bench.sent()[1].1, "Bearer canary-theirs");
}

/// Something before the endpoint refuses once: the tokens have not ended for that.
#[tokio::test]
async fn a_refusal_without_a_reason_of_the_endpoint_ends_nothing() {
    for status in [401, 403] {
        let bench = Bench::new(0);
        bench.transport.reply(status, "<html>blocked</html>");
        bench.call().await.unwrap_err();
        bench.grants(NEW).answers().call().await.unwrap();
        assert_eq!(bench.paths(), ["/token", "/token", "/api/v2/x"]);
        // While the old ones are good they are used.
        let bench = Bench::new(30);
        bench.transport.reply(status, "<html>blocked</html>");
        bench.answers().call().await.unwrap();
        assert_eq!(bench.sent()[1].1, "Bearer canary-old");
    }
}

/// A minute is left: an endpoint that is down for a moment ends nothing.
#[tokio::test]
async fn a_renewal_that_fails_early_leaves_good_tokens_in_use() {
    let bench = Bench::new(30);
    bench.transport.reply(503, "");
    bench.answers().call().await.unwrap();
    assert_eq!(bench.sent()[1].1, "Bearer canary-old");
    // No call waits for it again before ten seconds are over.
    bench.clock.advance(Duration::from_secs(9));
    bench.answers().call().await.unwrap();
    bench.clock.advance(Duration::from_secs(1));
    bench.transport.reply(503, "");
    bench.answers().call().await.unwrap();
    assert_eq!(bench.paths(), ["/token", "/api/v2/x", "/api/v2/x", "/token", "/api/v2/x"]);
    bench.clock.advance(Duration::from_secs(20));
    bench.transport.reply_with(429, [("retry-after", "7")], "");
    let error = bench.call().await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(7))));
    bench.grants(NEW).answers().call().await.unwrap();
}

#[tokio::test]
async fn tokens_of_a_new_consent_are_kept_and_then_used() {
    let bench = Bench::new(0);
    bench.transport.reply(400, r#"{"error": "invalid_grant"}"#);
    bench.call().await.unwrap_err();
    let fresh = || Tokens::new("canary-consent").refresh_token("canary-r3").expires_at(at(3_600));
    *bench.store.failures.lock().unwrap() = 1;
    let error = bench.source.replace(fresh()).await.unwrap_err();
    assert!(!shown(&error).contains("canary") && error.to_string().ends_with("the new tokens could not be kept"));
    assert_eq!(bench.call().await.unwrap_err().kind(), ErrorKind::Auth, "nothing has changed");
    bench.source.replace(fresh()).await.unwrap();
    bench.answers().call().await.unwrap();
    assert_eq!(bench.sent()[1].1, "Bearer canary-consent");
    assert_eq!(bench.store.kept.lock().unwrap().len(), 1);
}

/// Basic credentials travel in their header alone.
#[tokio::test]
async fn basic_credentials_are_in_the_header_and_not_in_the_form() {
    let bench = Bench::new(0);
    bench.grants(NEW).answers().call().await.unwrap();
    let request = &bench.transport.requests()[0];
    assert_eq!((request.method.as_str(), request.uri.to_string().as_str()), ("POST", "https://auth.example/token"));
    // `app:canary-secret&1`
    assert_eq!(request.headers["authorization"], "Basic YXBwOmNhbmFyeS1zZWNyZXQmMQ==");
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.headers["accept"], "application/json");
    assert_eq!(&request.body[..], b"grant_type=refresh_token&refresh_token=canary-refresh%2B1");
    assert_eq!(request.headers["content-length"], request.body.len().to_string());
}

#[tokio::test]
async fn no_failure_of_the_endpoint_shows_a_secret() {
    let echo = format!("{SECRET} {REFRESH} canary-refresh%2B1 canary-secret%261");
    let answers = [
        (400, format!(r#"{{"error": "{REFRESH}", "error_description": "{SECRET}"}}"#)),
        (401, format!(r#"{{"error": "invalid_client", "error_description": "{echo}"}}"#)),
        (500, format!("<html>{echo}</html>")),
        (200, r#"{"access_token": ["canary-in-a-list"]}"#.to_owned()),
        (200, r#"{"access_token": "canary with a space"}"#.to_owned()),
        (200, "canary is no JSON".to_owned()),
        (302, echo.clone()),
    ];
    let form = ClientAuth::Form { client_id: "app".to_owned(), client_secret: Some(SECRET.into()) };
    for (status, body) in answers {
        let tokens = Tokens::new("canary-old").refresh_token(REFRESH).expires_at(at(0));
        for bench in [Bench::new(0), Bench::with(tokens, form.clone())] {
            bench.transport.reply(status, body.clone());
            let error = bench.call().await.unwrap_err();
            assert_eq!(error.status(), Some(status), "{error}");
            assert!(!shown(&error).contains("canary"), "{}", shown(&error));
            assert!(!format!("{:?}", bench.source).contains("canary"));
        }
    }
    for failure in [TransportError::not_sent(echo.clone()), TransportError::maybe_sent(echo.clone())] {
        let bench = Bench::new(0);
        bench.transport.fail(failure);
        let error = bench.call().await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Transport, true));
        assert!(!shown(&error).contains("canary"), "{}", shown(&error));
    }
    // The header, quoted as it was sent.
    let pair = "YXBwOmNhbmFyeS1zZWNyZXQmMQ==";
    let bench = Bench::new(0);
    bench.transport.reply(401, format!(r#"{{"error": "invalid_client", "error_description": "not Basic {pair}"}}"#));
    let error = bench.call().await.unwrap_err();
    assert!(!shown(&error).contains(pair) && error.to_string().contains("not Basic [redacted]"));
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(at(0)));
    transport.hang();
    let endpoint = TokenEndpoint::builder("https://auth.example/token", form, "test/1").transport(Arc::new(transport));
    let endpoint = endpoint.clock(Arc::new(clock)).build().unwrap();
    let error = endpoint.request("refresh_token", &[("refresh_token", REFRESH)]).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /token: no answer in time: after 30 s");
}

#[test]
fn an_endpoint_that_cannot_be_is_refused_by_name() {
    let basic = |id: &str, secret: &str| ClientAuth::Basic { client_id: id.to_owned(), client_secret: secret.into() };
    for (url, auth, field) in [
        ("http://auth.example/token", basic("app", "canary"), "token_url"),
        ("https://u:canary@auth.example/token", basic("app", "canary"), "token_url"),
        ("token", basic("app", "canary"), "token_url"),
        ("https://auth.example/token", basic("", "canary"), "client_id"),
        ("https://auth.example/token", basic("a:b", "canary"), "client_id"),
        ("https://auth.example/token", basic("app", ""), "client_secret"),
        ("https://auth.example/token", basic("app", "canary\r\nx: y"), "client_secret"),
    ] {
        let builder = TokenEndpoint::builder(url, auth, "test/1").transport(Arc::new(FakeTransport::new()));
        let error = builder.build().unwrap_err();
        assert!(error.to_string().starts_with(&format!("invalid request: {field}: must ")), "{error}");
        assert!(!shown(&error).contains("canary"));
    }
}
