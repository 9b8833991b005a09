//! The transport over reqwest.

use crate::error::{Cause, Error, Result};
use crate::transport::{Body, BodyError, Fresh, Transport, TransportError};
use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;
use url::Url;

/// Sends requests with reqwest: pooled connections, no redirects, no retries of its own.
///
/// Build it once and share it: building loads the system's root certificates (some milliseconds).
pub struct ReqwestTransport {
    pooled: reqwest::Client,
    unpooled: OnceLock<reqwest::Client>,
    settings: Option<ReqwestTransportBuilder>,
}

/// Settings of a [`ReqwestTransport`].
#[derive(Clone)]
#[must_use]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    proxy: Proxy,
    #[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
    added_roots: Vec<Vec<u8>>,
}

#[derive(Clone)]
enum Proxy {
    System,
    None,
    Url(String),
}

impl std::fmt::Debug for Proxy {
    /// A proxy's URL may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::None => "None",
            Self::Url(_) => "Url([redacted])",
        })
    }
}

impl std::fmt::Debug for ReqwestTransport {
    /// Without the client's own output: one that the caller built may show its default headers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReqwestTransport").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ReqwestTransportBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReqwestTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// Starts from the defaults: 5 s to connect, the system's proxy settings and root certificates.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder {
            connect_timeout: Duration::from_secs(5),
            proxy: Proxy::System,
            #[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
            added_roots: Vec::new(),
        }
    }

    /// Uses a client that you built.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())` and `retry(reqwest::retry::never())`: with redirects
    /// on, a custom token header travels to whatever host an answer names; with retries on, a write may happen twice.
    /// Neither can be read back from the client, so neither can be checked here. A call that asks for a fresh connection
    /// uses this same client: give it `pool_max_idle_per_host(0)` if that matters to you.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { pooled: client, unpooled: OnceLock::new(), settings: None }
    }

    /// The client for calls whose connection must not have been idle. Built when first needed.
    fn unpooled(&self) -> Result<&reqwest::Client> {
        let Some(settings) = &self.settings else {
            return Ok(&self.pooled);
        };
        if let Some(client) = self.unpooled.get() {
            return Ok(client);
        }
        let client = settings.client(0)?;
        Ok(self.unpooled.get_or_init(|| client))
    }
}

impl ReqwestTransportBuilder {
    /// How long connecting may take, name resolution and TLS included. 5 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends everything through this proxy, such as `http://proxy.example:3128`, instead of the system's settings.
    ///
    /// An `http://` or `https://` URL, with user name and password where the proxy asks for them.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::Url(url.into());
        self
    }

    /// Ignores the system's proxy settings (`HTTPS_PROXY` and its kin).
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// Trusts the certificates of this PEM text too, beside the system's: for a private CA or an inspecting proxy.
    #[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
    #[cfg_attr(docsrs, doc(cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))))]
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.added_roots.push(pem.into());
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) when the proxy or a certificate cannot be read, or when no
    /// root certificate can be loaded from the system, as in an image without a CA bundle.
    pub fn build(self) -> Result<ReqwestTransport> {
        // Idle connections for one host at most as many as a busy client uses; reqwest's own default is unlimited.
        let pooled = self.client(32)?;
        Ok(ReqwestTransport { pooled, unpooled: OnceLock::new(), settings: Some(self) })
    }

    fn client(&self, idle_connections: usize) -> Result<reqwest::Client> {
        #[cfg(all(feature = "rustls-no-provider", not(any(feature = "reqwest", feature = "native-tls"))))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // reqwest would panic.
            return Err(Error::invalid_request(
                "transport",
                "install a rustls crypto provider in your main function first",
            ));
        }
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(idle_connections);
        builder = match &self.proxy {
            Proxy::System => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Url(url) => builder.proxy(proxy(url)?),
        };
        #[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
        for pem in &self.added_roots {
            let certificates = reqwest::Certificate::from_pem_bundle(pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(unreadable_roots)?;
            builder = builder.tls_certs_merge(certificates);
        }
        builder.build().map_err(|error| {
            #[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
            if self.added_roots_are_broken() {
                return unreadable_roots();
            }
            let cause = Cause::new(&error.without_url(), &str::to_owned);
            Error::invalid_request("transport", "the HTTP client cannot be built: see the source of this error")
                .because(cause)
        })
    }

    /// rustls reads what the PEM text holds only when the client is built: whose fault is it that it cannot be?
    #[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
    fn added_roots_are_broken(&self) -> bool {
        let added = self.added_roots.iter().filter_map(|pem| reqwest::Certificate::from_pem_bundle(pem).ok());
        let alone = reqwest::Client::builder().no_proxy().tls_certs_only(added.flatten());
        !self.added_roots.is_empty() && alone.build().is_err()
    }
}

#[cfg(any(feature = "reqwest", feature = "native-tls", feature = "rustls-no-provider"))]
fn unreadable_roots() -> Error {
    Error::invalid_request("root_certificates", "must be certificates in PEM form")
}

/// The proxy, or why it is none, without quoting it: it may hold a password.
fn proxy(text: &str) -> Result<reqwest::Proxy> {
    let refused = || Error::invalid_request("proxy", "must be an http:// or https:// URL");
    let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    // reqwest takes other schemes too, and then sends past the proxy.
    let url = Url::parse(&url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(refused)?;
    reqwest::Proxy::all(url).map_err(|_error| refused())
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let fresh = request.extensions().get::<Fresh>().is_some();
        let client = if fresh { self.unpooled().map_err(TransportError::not_sent)? } else { &self.pooled };
        let request = request.map(|body| match body.into_bytes() {
            Ok(bytes) => reqwest::Body::from(bytes),
            Err(stream) => reqwest::Body::wrap(stream),
        });
        let request =
            reqwest::Request::try_from(request).map_err(|error| TransportError::not_sent(error.without_url()))?;
        let response = client.execute(request).await.map_err(|error| {
            let not_sent = error.is_connect() || error.is_builder();
            let error = error.without_url();
            if not_sent { TransportError::not_sent(error) } else { TransportError::maybe_sent(error) }
        })?;
        Ok(Response::<reqwest::Body>::from(response).map(|body| Body::stream(Incoming(body))))
    }
}

/// reqwest's body with errors that name no URL.
struct Incoming(reqwest::Body);

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, BodyError>>> {
        let frame = Pin::new(&mut self.0).poll_frame(cx);
        frame.map_err(|error| error.without_url().into())
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
