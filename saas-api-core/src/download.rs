//! Files behind addresses that an answer gave: fetched without any credential, and read piece by piece.

use crate::auth::Credential;
use crate::clock::Clock;
use crate::error::{Cause, Error, ErrorKind, Result, Subject};
use crate::pipeline::{Pipeline, within};
use crate::service::Failure;
use crate::telemetry::CallSpan;
use crate::transport::Body;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION, USER_AGENT};
use http::{Request, Response};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use url::Url;

/// An answer of a file store may send the reader on so often.
const REDIRECTS: u8 = 3;

/// A file under way. Nothing of it is kept in memory beyond the piece that is read.
pub struct Download {
    subject: Subject,
    body: Body,
    content_type: Option<String>,
    length: Option<u64>,
    clock: Arc<dyn Clock>,
    piece_timeout: Duration,
    /// When everything must have ended.
    deadline: Option<SystemTime>,
    secret: Credential,
}

impl Download {
    /// The media type, as the store tells it. It is from outside: escape it.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many bytes it has, when the store tells.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// An error about this file, for what only its reader can tell. It names no address.
    pub fn error(&self, kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Error {
        Error::new(kind, self.subject.clone()).tried(1).detail(detail)
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// `Transport` when the connection breaks, `Timeout` when a piece takes longer than one attempt may, or the client's
    /// deadline passes.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let error = |kind| Error::new(kind, self.subject.clone()).retryable(true).tried(1);
        let left = self.deadline.map(|deadline| deadline.duration_since(self.clock.now()).unwrap_or_default());
        let limit = left.map_or(self.piece_timeout, |left| left.min(self.piece_timeout));
        match within(self.body.chunk(), self.clock.sleep(limit)).await {
            Some(Ok(piece)) => Ok(piece),
            Some(Err(cause)) => Err(error(ErrorKind::Transport)
                .detail("the connection broke while the file was read")
                .because(Cause::new(&*cause, &|text| self.secret.scrub(text)))),
            None => Err(error(ErrorKind::Timeout).detail("no piece of the file came in time")),
        }
    }

    /// The whole file, when it has at most so many bytes.
    ///
    /// # Errors
    /// Those of [`chunk`](Self::chunk), and `Decode` for a longer file.
    pub async fn bytes(mut self, most: usize) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(piece) = self.chunk().await? {
            if all.len().saturating_add(piece.len()) > most {
                let error = Error::new(ErrorKind::Decode, self.subject.clone()).tried(1);
                return Err(error.detail(format!("the file has over {most} bytes")));
            }
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Pipeline {
    /// Fetches a file from an address that an answer gave, which is often a key by itself: no credential is sent, and no
    /// error names the address. Redirects are followed, three at most. Sent once.
    ///
    /// `label` stands for the address in errors, such as `{download_url}`.
    ///
    /// # Errors
    /// `InvalidRequest` for an address that is not https (plain http works where the client's own base URL has it, on
    /// this machine). `NotFound`, `Auth` or `Api` for what the store refuses.
    pub async fn download(&self, label: &'static str, address: &str) -> Result<Download> {
        let subject = Subject { method: Cow::Borrowed("GET"), route: Cow::Borrowed(label) };
        let secret = Credential::query("address", address);
        let span = CallSpan::new(&subject);
        let outcome = span.instrument(self.fetch(&subject, address, &secret)).await;
        if let Some(status) = outcome.as_ref().map_or_else(Error::status, |_| Some(200)) {
            span.answered(1, status);
        }
        outcome.map_err(|error| error.about(&subject))
    }

    async fn fetch(&self, subject: &Subject, address: &str, secret: &Credential) -> Result<Download> {
        let shared = self.shared();
        let error = |kind| Error::new(kind, subject.clone()).tried(1);
        let mut url = self.checked(Url::parse(address).ok(), label_of(subject))?;
        for _ in 0..=REDIRECTS {
            let limit = self.time_for_attempt();
            if limit.is_zero() {
                return Err(error(ErrorKind::Timeout).tried(0).detail("the deadline passed before sending"));
            }
            let request = request(&url, &shared.user_agent)?;
            let response = match within(shared.transport.send(request), shared.clock.sleep(limit)).await {
                Some(Ok(response)) => response,
                Some(Err(failure)) => {
                    let cause = std::error::Error::source(&failure).unwrap_or(&failure);
                    return Err(error(ErrorKind::Transport)
                        .detail(failure.to_string())
                        .retryable(true)
                        .because(Cause::new(cause, &|text| secret.scrub(text))));
                }
                None => {
                    let waited = format!("after {} s", limit.as_secs_f64());
                    return Err(error(ErrorKind::Timeout).detail(waited).retryable(true));
                }
            };
            let status = response.status();
            if status.is_redirection() {
                let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
                url = self.checked(location.and_then(|location| url.join(location).ok()), "location")?;
                continue;
            }
            if !status.is_success() {
                // The store's own words may quote the address or its signature.
                return Err(error(Failure::of_status(status, Vec::new()).kind).answered(status));
            }
            return Ok(self.received(subject, response, secret));
        }
        Err(error(ErrorKind::Api).detail("the file store redirects without end"))
    }

    fn received(&self, subject: &Subject, response: Response<Body>, secret: &Credential) -> Download {
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        Download {
            subject: subject.clone(),
            content_type: header(CONTENT_TYPE).map(str::to_owned),
            length: header(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
            clock: Arc::clone(self.clock()),
            piece_timeout: self.shared().attempt_timeout,
            deadline: self.deadline(),
            secret: secret.clone(),
            body: response.into_body(),
        }
    }

    /// The address, when a file may be fetched from it.
    fn checked(&self, url: Option<Url>, name: &str) -> Result<Url> {
        let refuse = |rule: &str| Err(Error::invalid_request(name, rule));
        let Some(url) = url else {
            return refuse("must be an absolute URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("must hold no user name or password");
        }
        // A client of this machine's stand-in fetches from this machine.
        let is_local = url.scheme() == "http"
            && self.base_url().starts_with("http://")
            && url.host().is_some_and(|host| crate::builder::is_loopback(&host));
        if url.scheme() == "https" || is_local { Ok(url) } else { refuse("must be https") }
    }
}

fn label_of(subject: &Subject) -> &str {
    subject.route.trim_matches(['{', '}'])
}

/// No token, no cookie: nothing but what is asked for.
fn request(url: &Url, user_agent: &HeaderValue) -> Result<Request<Body>> {
    let mut request = Request::new(Body::default());
    *request.uri_mut() = url
        .as_str()
        .parse()
        .map_err(|_invalid| Error::invalid_request("address", "is too long or holds a character that URLs cannot"))?;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("*/*"));
    request.headers_mut().insert(USER_AGENT, user_agent.clone());
    Ok(request)
}
