//! The settings that every client shares.

use crate::auth::TokenSource;
use crate::clock::{Clock, SystemClock};
use crate::error::{Error, Result};
use crate::login::{Login, Sessions};
use crate::pipeline::{Pipeline, Shared};
use crate::rate::{RateGate, Windows};
use crate::retry::RetryPolicy;
use crate::service::Service;
use crate::transport::Transport;
use http::HeaderValue;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// A client of one API: what [`ClientBuilder`] builds.
pub trait ApiClient: Sized {
    /// The client over a finished pipeline.
    fn from_pipeline(pipeline: Pipeline) -> Self;
}

/// Settings of a client. What is not set has a default that suits a Lambda function and a service alike.
#[must_use]
pub struct ClientBuilder<C> {
    service: Arc<dyn Service>,
    base_url: String,
    source: Result<Source>,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    gate: RateGate,
    attempt_timeout: Duration,
    total_timeout: Option<Duration>,
    max_response_bytes: usize,
    user_agent: Option<String>,
    client: PhantomData<fn() -> C>,
}

enum Source {
    Given(Arc<dyn TokenSource>),
    Login(Arc<dyn Login>),
}

impl<C: ApiClient> ClientBuilder<C> {
    /// For client crates: the API's rules, its base URL and the credential, each checked in [`build`](Self::build).
    pub fn new(
        service: impl Service + 'static,
        base_url: impl Into<String>,
        source: Result<Arc<dyn TokenSource>>,
    ) -> Self {
        Self::over(service, base_url, source.map(Source::Given))
    }

    /// For client crates: like [`new`](Self::new), for an API that has to be logged in to before its calls. The client logs
    /// in with its own transport, clock and settings: before its first call, and whenever the API refuses the session.
    pub fn with_login(
        service: impl Service + 'static,
        base_url: impl Into<String>,
        login: Result<Arc<dyn Login>>,
    ) -> Self {
        Self::over(service, base_url, login.map(Source::Login))
    }

    fn over(service: impl Service + 'static, base_url: impl Into<String>, source: Result<Source>) -> Self {
        Self {
            service: Arc::new(service),
            base_url: base_url.into(),
            source,
            transport: None,
            clock: Arc::new(SystemClock::new()),
            retry: RetryPolicy::default(),
            gate: RateGate::default(),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: None,
            max_response_bytes: 32 * 1024 * 1024,
            user_agent: None,
            client: PhantomData,
        }
    }

    /// How calls are sent: a proxy, a private CA, your own `reqwest::Client`, or another HTTP stack.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The clock and timer. For tests.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// When calls are repeated.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// What to do when a rate limit is known to be used up. By default calls wait up to 65 s.
    pub fn rate_gate(mut self, gate: RateGate) -> Self {
        self.gate = gate;
        self
    }

    /// How long one attempt may take, the answer's body included. 30 s by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a call may take with all its attempts and waits. No limit by default.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// The largest answer to read, in bytes. 32 MiB by default.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// What stands in the `User-Agent` header before the client's own name.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// Builds the client. Connects to nothing.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) naming the setting: a base URL that is none, `http://` to
    /// another machine, a credential that cannot be sent, no CA bundle on this host.
    pub fn build(self) -> Result<C> {
        let base = normalize(&self.base_url, "base_url")?;
        let prefix = self.service.path_prefix();
        // A host of that name, as in `https://api`, is no path.
        if !prefix.is_empty() && base.strip_suffix(prefix).is_some_and(|rest| !rest.ends_with('/')) {
            return Err(Error::invalid_request("base_url", format!("must not hold the API's own path {prefix}")));
        }
        let source = self.source?;
        let own_name = self.service.user_agent();
        let user_agent = self.user_agent.map_or_else(|| own_name.to_owned(), |product| format!("{product} {own_name}"));
        let user_agent = HeaderValue::try_from(user_agent).map_err(|_invalid| {
            Error::invalid_request("user_agent", "must hold visible ASCII characters and spaces only")
        })?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let shared = Arc::new(Shared {
            service: self.service,
            base,
            transport,
            clock: self.clock,
            retry: self.retry,
            gate: self.gate,
            windows: Windows::default(),
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            max_response_bytes: self.max_response_bytes,
            user_agent,
        });
        let source = match source {
            Source::Given(source) => source,
            Source::Login(login) => Arc::new(Sessions::new(login, &shared)),
        };
        Ok(C::from_pipeline(Pipeline::new(shared, source)))
    }
}

#[cfg(feature = "reqwest-transport")]
pub(crate) fn default_transport() -> Result<Arc<dyn Transport>> {
    let transport = crate::reqwest_transport::ReqwestTransport::builder().build()?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest-transport"))]
pub(crate) fn default_transport() -> Result<Arc<dyn Transport>> {
    Err(Error::invalid_request("transport", "must be given: no feature with a transport is on"))
}

/// Scheme, host, port and path without trailing slash, or what is wrong with the text. `field` is its name in errors.
pub(crate) fn normalize(text: &str, field: &str) -> Result<String> {
    let refuse = |rule: &str| Err(Error::invalid_request(field, rule));
    let Ok(url) = Url::parse(text) else {
        return refuse("must be an absolute URL such as https://example.com");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("must hold no user name or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("must hold no query or fragment");
    }
    let Some(host) = url.host() else {
        return refuse("must name a host");
    };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&host) => {}
        "http" => return refuse("must be https: plain http would show the credential to the network"),
        _ => return refuse("must be https"),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is not checked yet: it may hold a password.
        f.debug_struct("ClientBuilder")
            .field("service", &self.service)
            .field("transport", &self.transport)
            .field("retry", &self.retry)
            .field("rate_gate", &self.gate)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn base_urls_lose_their_trailing_slash_and_keep_their_path() {
        for (given, base) in [
            ("https://example.backlog.jp", "https://example.backlog.jp"),
            ("https://example.backlog.jp///", "https://example.backlog.jp"),
            ("https://EXAMPLE.com:443/backlog/", "https://example.com/backlog"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://localhost:1", "http://localhost:1"),
        ] {
            assert_eq!(normalize(given, "base_url").unwrap(), base);
        }
    }

    #[test]
    fn bad_base_urls_are_refused_by_name_without_being_quoted() {
        for given in [
            "",
            "example.backlog.jp",
            "http://example.backlog.jp",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "ftp://example.com",
            "file:///etc/passwd",
            "https://user:canary@example.com",
            "https://example.com/?apiKey=canary",
            "https://example.com/#canary",
            "https://",
            "https://exa mple.com",
        ] {
            let error = normalize(given, "base_url").unwrap_err().to_string();
            assert!(error.contains("base_url") && !error.contains("canary"), "{given}: {error}");
        }
    }
}
