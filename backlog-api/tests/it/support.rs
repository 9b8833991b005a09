//! A stub of Backlog that answers as told and shows what it was sent.

use backlog_api::{Auth, Client, RetryPolicy};
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

/// Method and path (below `/api/v2`) of each call seen since the last time this was asked.
pub(crate) fn observed() -> Vec<(String, String)> {
    OBSERVED.take()
}

/// The wire tests of a file, by name: what the coverage table refers to.
pub(crate) type WireTests = &'static [(&'static str, fn())];

pub(crate) const KEY: &str = "test-canary";

/// One stand-in server.
pub(crate) struct Stub(MockServer);

/// One request, decoded.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
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

    /// Answers one call so, before what was set otherwise.
    pub(crate) async fn once(&self, status: u16, body: &Value) {
        let answer = ResponseTemplate::new(status).set_body_json(body);
        Mock::given(any()).respond_with(answer).up_to_n_times(1).with_priority(1).mount(&self.0).await;
    }

    /// Answers by a function of the request.
    pub(crate) async fn by(&self, answer: impl Fn(&wiremock::Request) -> ResponseTemplate + Send + Sync + 'static) {
        Mock::given(any()).respond_with(answer).mount(&self.0).await;
    }

    /// A client that tries once, with the key in the header.
    pub(crate) fn client(&self) -> Client {
        Client::builder(self.0.uri(), Auth::api_key(KEY)).retry(RetryPolicy::none()).build().unwrap()
    }

    pub(crate) fn uri(&self) -> String {
        self.0.uri()
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
        assert_eq!(header("backlog-api-key").as_deref(), Some(KEY));
        assert_eq!(header("accept").as_deref(), Some("application/json"));
        assert!(header("user-agent").unwrap().starts_with("backlog-api/"));
        let method = request.method.to_string();
        let is_form = header("content-type").as_deref() == Some("application/x-www-form-urlencoded");
        if !request.body.is_empty() || matches!(&*method, "POST" | "PATCH" | "PUT") {
            assert!(is_form, "a write is a form");
            assert_eq!(header("content-length"), Some(request.body.len().to_string()));
        }
        let path = request.url.path().strip_prefix("/api/v2").unwrap().to_owned();
        OBSERVED.with_borrow_mut(|observed| observed.push((method.clone(), path.clone())));
        Self {
            method,
            path,
            query: request.url.query_pairs().into_owned().collect(),
            form: url::form_urlencoded::parse(&request.body).into_owned().collect(),
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

    #[track_caller]
    fn is(&self, method: &str, path: &str, query: &[(&str, &str)], form: &[(&str, &str)]) {
        let owned =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let expected = Self { method: method.into(), path: path.into(), query: owned(query), form: owned(form) };
        assert_eq!(*self, expected);
    }
}

/// A fixture by its path below `tests/fixtures`, without `.json`.
pub(crate) fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The error body that Backlog sends, with one message.
pub(crate) fn error_body(code: i64, message: &str) -> Value {
    serde_json::json!({"errors": [{"message": message, "code": code, "moreInfo": ""}]})
}

/// The value as the type, after checking that the type writes back the same value.
#[track_caller]
pub(crate) fn lossless<T: DeserializeOwned + Serialize + Debug>(value: &Value) -> T {
    let typed: T = T::deserialize(value).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), *value);
    typed
}

/// Like [`lossless`], where a member that is null, an empty list or missing is the same: a model writes the one that is
/// documented.
#[track_caller]
pub(crate) fn lossless_but_for_nulls<T: DeserializeOwned + Serialize + Debug>(value: &Value) -> T {
    let typed: T = T::deserialize(value).unwrap();
    assert_eq!(without_nulls(serde_json::to_value(&typed).unwrap()), without_nulls(value.clone()));
    typed
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members =
                members.into_iter().filter(|(_, value)| !value.is_null() && *value != Value::Array(Vec::new()));
            Value::Object(members.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
