//! A stub of Chatwork that answers as told and shows what it was sent.

use chatwork_api::{Auth, Client, RetryPolicy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::RefCell;
use std::fmt::Debug;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

thread_local! {
    /// The calls that this test made: what the coverage table is compared with.
    static OBSERVED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Method and path (below `/v2`) of each call seen since the last time this was asked.
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
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
    /// The parts of a form with a file: names and values of what each tells, its content under the empty name.
    pub(crate) parts: Vec<Vec<(String, String)>>,
}

impl Stub {
    /// Answers every call with this status and JSON.
    pub(crate) async fn replying(status: u16, body: &Value) -> Self {
        let stub = Self::empty().await;
        stub.then(status, body).await;
        stub
    }

    pub(crate) async fn empty() -> Self {
        Self(MockServer::start().await)
    }

    /// Answers every call so that no earlier answer is set for.
    pub(crate) async fn then(&self, status: u16, body: &Value) {
        Mock::given(any()).respond_with(ResponseTemplate::new(status).set_body_json(body)).mount(&self.0).await;
    }

    /// Answers every call with this status, these headers and no body.
    pub(crate) async fn without_body(status: u16, headers: &[(&str, &str)]) -> Self {
        let stub = Self::empty().await;
        let answer = ResponseTemplate::new(status);
        let answer = headers.iter().fold(answer, |answer, (name, value)| answer.insert_header(*name, *value));
        Mock::given(any()).respond_with(answer).mount(&stub.0).await;
        stub
    }

    /// A client that tries once, with the token in the header.
    pub(crate) fn client(&self) -> Client {
        Client::builder(self.0.uri(), Auth::api_token(TOKEN)).retry(RetryPolicy::none()).build().unwrap()
    }

    /// The requests so far. Checks what every request has.
    pub(crate) async fn requests(&self) -> Vec<Seen> {
        let requests = self.0.received_requests().await.unwrap();
        requests.iter().map(Seen::new).collect()
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
        assert_eq!(header("x-chatworktoken").as_deref(), Some(TOKEN));
        assert_eq!(header("accept").as_deref(), Some("application/json"));
        assert!(header("user-agent").unwrap().starts_with("chatwork-api/"));
        let method = request.method.to_string();
        let content_type = header("content-type").unwrap_or_default();
        let is_form = content_type == "application/x-www-form-urlencoded";
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=");
        if !request.body.is_empty() || matches!(&*method, "POST" | "PATCH" | "PUT") {
            assert!(is_form || boundary.is_some(), "a write is a form");
            assert_eq!(header("content-length"), Some(request.body.len().to_string()));
        }
        let path = request.url.path().strip_prefix("/v2").unwrap().to_owned();
        OBSERVED.with_borrow_mut(|observed| observed.push((method.clone(), path.clone())));
        Self {
            method,
            path,
            query: request.url.query_pairs().into_owned().collect(),
            form: if is_form { url::form_urlencoded::parse(&request.body).into_owned().collect() } else { Vec::new() },
            parts: boundary.map(|boundary| parts(&request.body, boundary)).unwrap_or_default(),
        }
    }

    /// A GET with these query pairs, in this order.
    #[track_caller]
    pub(crate) fn is_get(&self, path: &str, query: &[(&str, &str)]) {
        self.is("GET", path, query, &[]);
    }

    /// A write with these form pairs, in this order.
    #[track_caller]
    pub(crate) fn is_form(&self, method: &str, path: &str, form: &[(&str, &str)]) {
        self.is(method, path, &[], form);
    }

    /// A POST of these parts, in this order.
    #[track_caller]
    pub(crate) fn is_multipart(&self, path: &str, parts: &[&[(&str, &str)]]) {
        let expected = Self { parts: parts.iter().map(|part| owned(part)).collect(), ..Self::of("POST", path) };
        assert_eq!(*self, expected);
    }

    fn of(method: &str, path: &str) -> Self {
        let (query, form, parts) = (Vec::new(), Vec::new(), Vec::new());
        Self { method: method.into(), path: path.into(), query, form, parts }
    }

    #[track_caller]
    pub(crate) fn is(&self, method: &str, path: &str, query: &[(&str, &str)], form: &[(&str, &str)]) {
        assert_eq!(*self, Self { query: owned(query), form: owned(form), ..Self::of(method, path) });
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

/// Reads `multipart/form-data` strictly: each part has its headers, a blank line and its content.
fn parts(body: &[u8], boundary: &str) -> Vec<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).unwrap();
    let inner = text.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
    let inner = inner.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    inner.split(&format!("\r\n--{boundary}\r\n")).map(part).collect()
}

fn part(part: &str) -> Vec<(String, String)> {
    let (head, content) = part.split_once("\r\n\r\n").unwrap();
    let mut told = Vec::new();
    for line in head.split("\r\n") {
        match line.split_once(": ").unwrap() {
            ("content-disposition", value) => {
                let pairs = value.strip_prefix("form-data; ").unwrap();
                told.extend(pairs.split("\"; ").map(|pair| {
                    let (name, value) = pair.split_once("=\"").unwrap();
                    (name.to_owned(), value.trim_end_matches('"').to_owned())
                }));
            }
            (name, value) => told.push((name.to_owned(), value.to_owned())),
        }
    }
    told.push((String::new(), content.to_owned()));
    told
}

/// A fixture by its path below `tests/fixtures`, without `.json`.
pub(crate) fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The error body that Chatwork sends, with one message.
pub(crate) fn error_body(message: &str) -> Value {
    serde_json::json!({"errors": [message]})
}

/// The value as the type, after checking that the type writes back the same value.
#[track_caller]
pub(crate) fn lossless<T: DeserializeOwned + Serialize + Debug>(value: &Value) -> T {
    let typed: T = T::deserialize(value).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), *value);
    typed
}
