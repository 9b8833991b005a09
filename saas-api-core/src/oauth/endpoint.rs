//! Where tokens come from.

use super::tokens::{Tokens, end};
use crate::auth::{Credential, scrub};
use crate::builder::{default_transport, normalize};
use crate::clock::{Clock, SystemClock};
use crate::error::{ApiMessage, Cause, Error, ErrorKind, Result, Subject};
use crate::extra::lenient;
use crate::params::Params;
use crate::pipeline::{receive, within};
use crate::service::{Failure, retry_after};
use crate::telemetry::CallSpan;
use crate::transport::{Body, Transport};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{HeaderMap, Method, Request, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use url::Url;

/// An answer of a token endpoint is not larger.
const MOST: usize = 256 * 1024;

/// How an application tells the endpoint who it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientAuth {
    /// HTTP Basic with the id and the secret.
    Basic {
        /// The application's id.
        client_id: String,
        /// Its secret.
        client_secret: SecretString,
    },
    /// The id in the form, with the secret where the application has one.
    Form {
        /// The application's id.
        client_id: String,
        /// Its secret.
        client_secret: Option<SecretString>,
    },
}

/// The token endpoint of a service, for one application. For client crates.
#[derive(Clone)]
pub struct TokenEndpoint {
    url: Url,
    client: ClientAuth,
    user_agent: &'static str,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    timeout: Duration,
}

/// Settings of a [`TokenEndpoint`].
#[must_use]
pub struct TokenEndpointBuilder {
    url: String,
    client: ClientAuth,
    user_agent: &'static str,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    timeout: Duration,
}

impl TokenEndpoint {
    /// The endpoint at this URL.
    pub fn builder(url: impl Into<String>, client: ClientAuth, user_agent: &'static str) -> TokenEndpointBuilder {
        let clock = Arc::new(SystemClock::new());
        let timeout = Duration::from_secs(30);
        TokenEndpointBuilder { url: url.into(), client, user_agent, transport: None, clock, timeout }
    }

    /// Asks for tokens with a grant. Sent once: a code and a refresh token are often good for one time only.
    ///
    /// # Errors
    /// `Auth` when the endpoint refuses the grant or the application. Neither the application's secret nor a value of the
    /// grant is in any error.
    pub async fn request(&self, grant_type: &'static str, grant: &[(&'static str, &str)]) -> Result<Tokens> {
        let mut form = Params::new();
        form.push("grant_type", grant_type);
        for (name, value) in grant {
            form.push(*name, value);
        }
        let basic = self.client.basic();
        let mut secrets: Vec<&str> = grant
            .iter()
            .filter(|(name, _)| ["code", "code_verifier", "refresh_token"].contains(name))
            .map(|(_, value)| *value)
            .collect();
        match &self.client {
            ClientAuth::Basic { client_secret, .. } => {
                // An endpoint may quote the header as it was sent.
                secrets.extend([client_secret.expose_secret(), basic.as_deref().unwrap_or_default()]);
            }
            ClientAuth::Form { client_id, client_secret } => {
                form.push("client_id", client_id);
                if let Some(secret) = client_secret {
                    form.push("client_secret", secret.expose_secret());
                    secrets.push(secret.expose_secret());
                }
            }
        }
        let clean = |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| scrub(&text, secret));
        let begun = self.clock.now();
        let exchange = async {
            let response = self.transport.send(self.post(&form)?).await.map_err(|failure| {
                let cause = std::error::Error::source(&failure).unwrap_or(&failure);
                self.error(ErrorKind::Transport)
                    .detail(failure.to_string())
                    .retryable(true)
                    .because(Cause::new(cause, &clean))
            })?;
            let received = receive(response, MOST).await;
            let body = received.body.map_err(|_broken| {
                let error = self.error(ErrorKind::Transport).retryable(true);
                error.detail("the answer did not come whole")
            })?;
            self.judge(received.status, &received.headers, &body, grant_type, begun, &clean)
        };
        let span = CallSpan::new(&self.subject());
        let outcome = span.instrument(within(exchange, self.clock.sleep(self.timeout))).await;
        let outcome = outcome.unwrap_or_else(|| {
            let waited = format!("after {} s", self.timeout.as_secs_f64());
            Err(self.error(ErrorKind::Timeout).detail(waited).retryable(true))
        });
        if let Some(status) = outcome.as_ref().map_or_else(Error::status, |_| Some(200)) {
            span.answered(1, status);
        }
        outcome
    }

    /// The clock that ends of tokens are told by.
    pub(super) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    fn subject(&self) -> Subject {
        Subject { method: Cow::Borrowed("POST"), route: Cow::Owned(self.url.path().to_owned()) }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.subject()).tried(1)
    }

    fn post(&self, form: &Params) -> Result<Request<Body>> {
        let body = form.encode();
        let unsendable = |field| Error::invalid_request(field, "cannot be sent").about(&self.subject());
        let mut request = Request::new(Body::default());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.as_str().parse().map_err(|_invalid| unsendable("token_url"))?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static(self.user_agent));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        if let Some(pair) = self.client.basic() {
            Credential::header(AUTHORIZATION, "Basic ", pair).authorize(&mut request)?;
        }
        *request.body_mut() = Body::from(body);
        Ok(request)
    }

    /// The tokens, or why there are none.
    fn judge(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        grant_type: &str,
        begun: SystemTime,
        clean: &dyn Fn(&str) -> String,
    ) -> Result<Tokens> {
        let answer: Answer = serde_json::from_slice(body).unwrap_or_default();
        if status.is_success() && answer.error.is_none() {
            let Some(access_token) = answer.access_token else {
                return Err(self.error(ErrorKind::Decode).answered(status).detail("it holds no access_token"));
            };
            let expires_at = end(answer.expires_in.as_ref(), begun);
            let tokens = Tokens {
                access_token: access_token.into(),
                refresh_token: answer.refresh_token.filter(|token| !token.is_empty()).map(Into::into),
                expires_at,
                scope: answer.scope,
            };
            if tokens.credential().check("access_token").is_err() {
                return Err(self.error(ErrorKind::Decode).answered(status).detail("its access_token cannot be sent"));
            }
            return Ok(tokens);
        }
        let code = answer.error.as_deref();
        let message = match (code, answer.error_description) {
            (None, None) => None,
            (code, text) => {
                let message = ApiMessage::new(clean(&text.unwrap_or_default()));
                Some(match code {
                    Some(code) => message.code(clean(code)),
                    None => message,
                })
            }
        };
        let is_grant = code == Some("invalid_grant");
        let is_client = matches!(code, Some("invalid_client" | "unauthorized_client" | "access_denied"));
        let kind = if is_grant || is_client { ErrorKind::Auth } else { Failure::of_status(status, Vec::new()).kind };
        let wait = retry_after(headers, self.clock.now());
        let error = self.error(kind).answered(status).said(message.into_iter().collect(), None, Vec::new()).wait(wait);
        let error = error.retryable(status.is_server_error() || kind == ErrorKind::RateLimited);
        Err(match grant_type {
            "refresh_token" if is_grant => {
                error.detail("the refresh token has ended or was revoked: the user has to give consent again")
            }
            "authorization_code" if is_grant => error.detail("the code has ended, was used, or is of another request"),
            _ => error,
        })
    }
}

impl ClientAuth {
    /// What stands in the header, if the application is told there.
    fn basic(&self) -> Option<String> {
        match self {
            Self::Basic { client_id, client_secret } => {
                Some(STANDARD.encode(format!("{client_id}:{}", client_secret.expose_secret())))
            }
            Self::Form { .. } => None,
        }
    }
}

/// What an endpoint says. Each member that has another form than usual counts as missing.
#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient")]
    access_token: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    refresh_token: Option<String>,
    #[serde(default)]
    expires_in: Option<Value>,
    #[serde(default, deserialize_with = "lenient")]
    scope: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    error: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    error_description: Option<String>,
}

impl TokenEndpointBuilder {
    /// How requests are sent.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// The clock and timer. For tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// How long one request may take. 30 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Builds the endpoint. Connects to nothing.
    ///
    /// # Errors
    /// `InvalidRequest` naming the setting: a URL that is none or not https (plain http works for this machine), an empty
    /// id or secret, no CA bundle on this host.
    pub fn build(self) -> Result<TokenEndpoint> {
        let url = normalize(&self.url, "token_url")?;
        let url = Url::parse(&url).map_err(|_checked| Error::invalid_request("token_url", "must be a URL"))?;
        let (id, secret) = match &self.client {
            ClientAuth::Basic { client_id, client_secret } => (client_id, Some(client_secret)),
            ClientAuth::Form { client_id, client_secret } => (client_id, client_secret.as_ref()),
        };
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
            return Err(Error::invalid_request("client_id", "must be visible ASCII characters without a colon"));
        }
        if let Some(secret) = secret {
            Credential::header(AUTHORIZATION, "", secret.clone()).check("client_secret")?;
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let Self { client, user_agent, clock, timeout, .. } = self;
        Ok(TokenEndpoint { url, client, user_agent, transport, clock, timeout })
    }
}

impl fmt::Debug for TokenEndpoint {
    /// Without the transport: one for tests may show what it was sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint")
            .field("url", &self.url.as_str())
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for TokenEndpointBuilder {
    /// Without the URL, which is not checked yet: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpointBuilder").field("client", &self.client).finish_non_exhaustive()
    }
}
