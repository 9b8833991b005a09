//! A transport that lets nothing be changed: reads are sent, everything else is kept back and listed.

use crate::transport::{Body, Transport, TransportError};
use async_trait::async_trait;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Sends GET and HEAD, and keeps back every other request: the exact requests of a dry run, and nothing changes.
///
/// A client that has to log in does so.
/// A call that is kept back fails at once, whatever its client's retry policy. Clones share the list.
///
/// # Examples
/// ```
/// # #[cfg(feature = "test-util")] {
/// use saas_api_core::{FakeTransport, ReadOnly};
///
/// let transport = ReadOnly::over(FakeTransport::new());
/// // Give it to a client's builder, and let the client work. Then:
/// for request in transport.kept_back() {
///     println!("{} {}", request.method, request.path);
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ReadOnly {
    below: Arc<dyn Transport>,
    kept: Arc<Mutex<Vec<KeptBack>>>,
}

/// A request that was not sent. It holds no credential.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptBack {
    /// The method.
    pub method: Method,
    /// The path, with the query where there is one.
    pub path: String,
    /// What the body is, such as `application/x-www-form-urlencoded`.
    pub content_type: Option<String>,
    /// The body's bytes. `None`: it would have been streamed.
    pub body: Option<Vec<u8>>,
}

/// The name of the query parameter that holds the credential: it is for the service only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecretParameter(pub(crate) &'static str);

/// The body is a login's: it holds the secret, and changes nothing that a dry run is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecretBody;

impl ReadOnly {
    /// Reads go out over this transport.
    pub fn over(below: impl Transport + 'static) -> Self {
        Self { below: Arc::new(below), kept: Arc::default() }
    }

    /// What was kept back so far, in order.
    pub fn kept_back(&self) -> Vec<KeptBack> {
        self.list().clone()
    }

    /// What was kept back so far, in order; the list is empty after it.
    #[must_use]
    pub fn take(&self) -> Vec<KeptBack> {
        std::mem::take(&mut *self.list())
    }

    fn list(&self) -> MutexGuard<'_, Vec<KeptBack>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for ReadOnly {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let is_login = request.extensions().get::<SecretBody>().is_some();
        if is_login || matches!(*request.method(), Method::GET | Method::HEAD) {
            return self.below.send(request).await;
        }
        let kept = KeptBack::of(&request);
        self.list().push(kept);
        Err(TransportError::withheld("this transport only reads"))
    }
}

impl KeptBack {
    fn of(request: &Request<Body>) -> Self {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Self {
            method: request.method().clone(),
            path: path_of(request),
            content_type: content_type.map(str::to_owned),
            body: request.body().as_bytes().map(|bytes| bytes.to_vec()),
        }
    }
}

/// The path and the query, without the parameter that holds the credential.
fn path_of(request: &Request<Body>) -> String {
    let path = request.uri().path();
    let secret = request.extensions().get::<SecretParameter>().map(|parameter| format!("{}=", parameter.0));
    let pairs = request.uri().query().into_iter().flat_map(|query| query.split('&'));
    let shown: Vec<&str> =
        pairs.filter(|pair| secret.as_ref().is_none_or(|secret| !pair.starts_with(secret.as_str()))).collect();
    if shown.is_empty() { path.to_owned() } else { format!("{path}?{}", shown.join("&")) }
}

impl fmt::Debug for KeptBack {
    /// Without the query's values and the body: they may hold text that does not belong into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next().unwrap_or_default();
        f.debug_struct("KeptBack").field("method", &self.method).field("path", &path).finish_non_exhaustive()
    }
}
