//! Stand-ins for tests: a transport without sockets, a clock without waiting.

use crate::clock::{Clock, Sleep};
use crate::transport::{Body, Transport, TransportError};
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A transport that records requests and answers from a queue. Clones share both.
#[derive(Clone, Debug, Default)]
pub struct FakeTransport(Arc<Mutex<Script>>);

#[derive(Debug, Default)]
struct Script {
    replies: VecDeque<Reply>,
    requests: Vec<RecordedRequest>,
}

enum Reply {
    Answer(Response<Body>),
    Failure(TransportError),
    Silence,
}

/// A request as the transport got it. `Debug` leaves out the query's values and the body, where a credential may stand.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The whole URI.
    pub uri: Uri,
    /// The headers. Credentials are there and not shown in `Debug`.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl FakeTransport {
    /// A transport with no answers yet. A call without an answer fails as not sent.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the next call with a status and a body.
    pub fn reply(&self, status: u16, body: impl Into<Bytes>) -> &Self {
        self.reply_with(status, [] as [(&str, &str); 0], body)
    }

    /// Answers the next call with a status, headers and a body. A status or header that HTTP cannot carry is left out.
    pub fn reply_with<'a>(
        &self,
        status: u16,
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
        body: impl Into<Bytes>,
    ) -> &Self {
        let mut response = Response::new(Body::from(body.into()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), value.parse()) {
                response.headers_mut().append(name, value);
            }
        }
        self.answer(response)
    }

    /// Answers the next call with this response.
    pub fn answer(&self, response: Response<Body>) -> &Self {
        self.script().replies.push_back(Reply::Answer(response));
        self
    }

    /// Fails the next call.
    pub fn fail(&self, error: TransportError) -> &Self {
        self.script().replies.push_back(Reply::Failure(error));
        self
    }

    /// Never answers the next call: it ends by its timeout.
    pub fn hang(&self) -> &Self {
        self.script().replies.push_back(Reply::Silence);
        self
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.script().requests.clone()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for FakeTransport {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let (head, mut body) = request.into_parts();
        let mut bytes = Vec::new();
        while let Some(piece) = body.chunk().await.map_err(TransportError::maybe_sent)? {
            bytes.extend_from_slice(&piece);
        }
        let reply = {
            let mut script = self.script();
            let (method, uri, headers) = (head.method, head.uri, head.headers);
            script.requests.push(RecordedRequest { method, uri, headers, body: bytes.into() });
            script.replies.pop_front()
        };
        match reply {
            Some(Reply::Answer(response)) => Ok(response),
            Some(Reply::Failure(error)) => Err(error),
            Some(Reply::Silence) => std::future::pending().await,
            None => Err(TransportError::not_sent("no answer was set for this call")),
        }
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.uri.query().unwrap_or_default();
        let names: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).map(|(name, _value)| name).collect();
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .field("query_names", &names)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(response) => write!(f, "Answer({})", response.status()),
            Self::Failure(error) => write!(f, "Failure({error})"),
            Self::Silence => f.write_str("Silence"),
        }
    }
}

/// A clock that stands still until someone waits, and then jumps to the end of the wait. Clones share it.
///
/// Use it with [`FakeTransport`]: over a real socket each wait for an answer would end at once, as a timeout.
#[derive(Clone, Debug)]
pub struct FakeClock(Arc<Mutex<Time>>);

#[derive(Debug)]
struct Time {
    now: SystemTime,
    sleeps: Vec<Duration>,
}

impl FakeClock {
    /// A clock that shows this moment.
    pub fn new(now: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(Time { now, sleeps: Vec::new() })))
    }

    /// Moves time on.
    pub fn advance(&self, duration: Duration) {
        let mut time = self.time();
        time.now = time.now.checked_add(duration).unwrap_or(time.now);
    }

    /// The waits that were waited for, in order. A timer that something else overtook is not among them.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.time().sleeps.clone()
    }

    fn time(&self) -> MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        self.time().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let clock = self.clone();
        let end = self.now().checked_add(duration);
        Box::pin(async move {
            let mut time = clock.time();
            time.now = end.map_or(time.now, |end| end.max(time.now));
            time.sleeps.push(duration);
        })
    }
}
