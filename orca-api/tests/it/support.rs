//! A stub of Orca that answers as told and shows what it was sent.

use orca_api::{Auth, Client, FakeClock, FakeTransport, RetryPolicy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::RefCell;
use std::fmt::Debug;
use std::time::SystemTime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

thread_local! {
    /// The calls that this test made: what the coverage table is compared with.
    static OBSERVED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Method and path (below `/api`) of each call seen since the last time this was asked.
pub(crate) fn observed() -> Vec<(String, String)> {
    OBSERVED.take()
}

/// The wire tests of a file, by name: what the coverage table refers to.
pub(crate) type WireTests = &'static [(&'static str, fn())];

pub(crate) const TOKEN: &str = "test-canary";

/// One stand-in server.
pub(crate) struct Stub(MockServer);

/// One request, decoded.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) body: Option<Value>,
}

impl Stub {
    /// Answers every call with this status and JSON.
    pub(crate) async fn replying(status: u16, body: &Value) -> Self {
        let stub = Self::empty().await;
        let answer = ResponseTemplate::new(status).set_body_json(body);
        Mock::given(any()).respond_with(answer).mount(&stub.0).await;
        stub
    }

    pub(crate) async fn empty() -> Self {
        Self(MockServer::start().await)
    }

    /// A client that tries once.
    pub(crate) fn client(&self) -> Client {
        self.client_with(Auth::token(TOKEN))
    }

    /// A client with this credential that tries once.
    pub(crate) fn client_with(&self, auth: Auth) -> Client {
        Client::builder(self.0.uri(), auth).retry(RetryPolicy::none()).build().unwrap()
    }

    /// The requests so far. Checks what every request has.
    pub(crate) async fn requests(&self) -> Vec<Seen> {
        let requests = self.0.received_requests().await.unwrap();
        requests.iter().map(Seen::new).collect()
    }

    /// The last request so far: for what looks before it acts.
    pub(crate) async fn last_request(&self) -> Seen {
        Seen::new(self.0.received_requests().await.unwrap().last().unwrap())
    }

    /// The only request so far.
    pub(crate) async fn request(&self) -> Seen {
        let mut requests = self.requests().await;
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

impl Seen {
    fn new(request: &wiremock::Request) -> Self {
        let header = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        // The login is what a session is had by.
        let credential = (request.url.path() != "/api/user/session").then(|| format!("Token {TOKEN}"));
        assert_eq!(header("authorization"), credential);
        assert_eq!(header("accept").as_deref(), Some("application/json"));
        assert!(header("user-agent").unwrap().starts_with("orca-api/"));
        let method = request.method.to_string();
        // A DELETE without a body has no length.
        if matches!(&*method, "POST" | "PUT") || !request.body.is_empty() {
            assert_eq!(header("content-length"), Some(request.body.len().to_string()));
        }
        let is_json = header("content-type").as_deref() == Some("application/json");
        assert_eq!(is_json, !request.body.is_empty(), "JSON or nothing");
        let path = request.url.path().strip_prefix("/api").unwrap().to_owned();
        OBSERVED.with_borrow_mut(|observed| observed.push((method.clone(), path.clone())));
        Self {
            method,
            path,
            query: request.url.query().map(ToOwned::to_owned),
            body: is_json.then(|| serde_json::from_slice(&request.body).unwrap()),
        }
    }

    #[track_caller]
    pub(crate) fn is(&self, method: &str, path: &str, body: Option<Value>) {
        assert_eq!(*self, Self { method: method.into(), path: path.into(), query: None, body });
    }
}

/// A client over a transport without sockets, and what it was sent.
pub(crate) fn faked(auth: Auth, retry: RetryPolicy) -> (Client, FakeTransport) {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
    let builder = Client::builder("https://orca.example", auth).transport(transport.clone()).clock(clock);
    (builder.retry(retry).build().unwrap(), transport)
}

/// Method and path of what was sent.
pub(crate) fn sent(transport: &FakeTransport) -> Vec<String> {
    transport.requests().iter().map(|request| format!("{} {}", request.method, request.uri.path())).collect()
}

/// A fixture by its path below `tests/fixtures`, without `.json`.
pub(crate) fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The value as the type, after checking that the type writes back the same value.
#[track_caller]
pub(crate) fn lossless<T: DeserializeOwned + Serialize + Debug>(value: &Value) -> T {
    let typed: T = T::deserialize(value).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), *value);
    typed
}
