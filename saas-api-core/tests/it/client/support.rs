//! A small API with its client, over a transport without sockets and a clock without waiting.

use async_trait::async_trait;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response, StatusCode};
use saas_api_core::{
    Answer, ApiClient, ApiMessage, Body, Call, ClientBuilder, Clock, Credential, Failure, FakeClock, FakeTransport,
    FixedToken, Fresh, Pipeline, RateClass, RecordedRequest, Result, Service, TokenSource, Transport, TransportError,
};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

pub(crate) const READ: RateClass = RateClass::new("read", Duration::from_secs(60));
pub(crate) const UPDATE: RateClass = RateClass::new("update", Duration::from_secs(60));

/// Where the clock of each test starts, in seconds since 1970.
pub(crate) const START: u64 = 1_800_000_000;

#[derive(Debug)]
pub(crate) struct TestService;

impl Service for TestService {
    fn user_agent(&self) -> &'static str {
        "test-api/1.0"
    }

    fn path_prefix(&self) -> &'static str {
        "/api/v2"
    }

    fn request_id<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers.get("x-request-id")?.to_str().ok()
    }

    fn failure(&self, status: StatusCode, _headers: &HeaderMap, body: &[u8]) -> Option<Failure> {
        if status.is_success() {
            return None;
        }
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let messages = errors.iter().map(|error| {
            let message = ApiMessage::new(error["message"].as_str().unwrap_or_default());
            match &error["code"] {
                serde_json::Value::Null => message,
                code => message.code(code.to_string()),
            }
        });
        let mut failure = Failure::of_status(status, messages.collect());
        if body["scope"] == "room" {
            failure = failure.of_scope(Duration::from_secs(10));
        }
        if body["session"] == "ended" {
            failure = failure.of_credential();
        }
        Some(failure)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct TestClient(pub(crate) Pipeline);

impl ApiClient for TestClient {
    fn from_pipeline(pipeline: Pipeline) -> Self {
        Self(pipeline)
    }
}

pub(crate) fn builder(base_url: &str, credential: Credential) -> ClientBuilder<TestClient> {
    builder_with(base_url, FixedToken::new(credential))
}

pub(crate) fn builder_with(base_url: &str, source: impl TokenSource + 'static) -> ClientBuilder<TestClient> {
    ClientBuilder::new(TestService, base_url, Ok(Arc::new(source)))
}

pub(crate) fn bearer(token: &str) -> Credential {
    Credential::header(AUTHORIZATION, "Bearer ", token)
}

/// The moment so many seconds after the start.
pub(crate) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(START + seconds)
}

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A client whose transport notes when each request was sent.
#[derive(Debug)]
pub(crate) struct Fixture {
    pub(crate) transport: FakeTransport,
    pub(crate) clock: FakeClock,
    pub(crate) client: TestClient,
    watched: Watched,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(configure: impl FnOnce(ClientBuilder<TestClient>) -> ClientBuilder<TestClient>) -> Self {
        Self::over(FixedToken::new(bearer("canary")), configure)
    }

    pub(crate) fn over(
        source: impl TokenSource + 'static,
        configure: impl FnOnce(ClientBuilder<TestClient>) -> ClientBuilder<TestClient>,
    ) -> Self {
        let transport = FakeTransport::new();
        let clock = FakeClock::new(at(0));
        let watched = Watched { inner: transport.clone(), clock: clock.clone(), seen: Arc::default() };
        let builder = builder_with("https://api.example", source).transport(watched.clone()).clock(clock.clone());
        Self { client: configure(builder).build().unwrap(), transport, clock, watched }
    }

    pub(crate) async fn execute(&self, call: Call) -> Result<Answer> {
        self.client.0.execute(call).await
    }

    /// How many requests the transport got.
    pub(crate) fn sends(&self) -> usize {
        self.watched.seen.lock().unwrap().len()
    }

    /// When each request was sent, since the start.
    pub(crate) fn sent_at(&self) -> Vec<Duration> {
        let seen = self.watched.seen.lock().unwrap();
        seen.iter().map(|(when, _)| when.duration_since(at(0)).unwrap()).collect()
    }

    /// Whether each request asked for a connection that was never idle.
    pub(crate) fn asked_fresh(&self) -> Vec<bool> {
        self.watched.seen.lock().unwrap().iter().map(|(_, fresh)| *fresh).collect()
    }

    pub(crate) fn last_request(&self) -> RecordedRequest {
        self.transport.requests().pop().unwrap()
    }

    /// How long the clock was waited for in all.
    pub(crate) fn waited(&self) -> Duration {
        self.clock.sleeps().iter().sum()
    }
}

#[derive(Clone, Debug)]
struct Watched {
    inner: FakeTransport,
    clock: FakeClock,
    seen: Arc<Mutex<Vec<(SystemTime, bool)>>>,
}

#[async_trait]
impl Transport for Watched {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let fresh = request.extensions().get::<Fresh>().is_some();
        self.seen.lock().unwrap().push((self.clock.now(), fresh));
        self.inner.send(request).await
    }
}

/// A body that gives these pieces and then ends, or breaks.
pub(crate) struct Pieces {
    pieces: std::collections::VecDeque<&'static [u8]>,
    breaks: bool,
}

impl Pieces {
    pub(crate) fn whole(pieces: &[&'static [u8]]) -> Body {
        Self::body(pieces, false)
    }

    pub(crate) fn broken(pieces: &[&'static [u8]]) -> Body {
        Self::body(pieces, true)
    }

    fn body(pieces: &[&'static [u8]], breaks: bool) -> Body {
        let pieces = pieces.iter().copied().collect();
        Body::stream(Self { pieces, breaks })
    }
}

impl http_body::Body for Pieces {
    type Data = bytes::Bytes;
    type Error = saas_api_core::BodyError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        let next = match self.pieces.pop_front() {
            Some(piece) => Some(Ok(http_body::Frame::data(bytes::Bytes::from_static(piece)))),
            None if std::mem::take(&mut self.breaks) => Some(Err("the line went dead".into())),
            None => None,
        };
        std::task::Poll::Ready(next)
    }
}
