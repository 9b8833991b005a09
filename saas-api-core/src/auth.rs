//! Credentials: where they come from, where they go, and how they are cut out of errors.

use crate::error::{Error, Result};
use crate::read_only::{SecretBody, SecretParameter};
use crate::transport::Body;
use async_trait::async_trait;
use http::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use std::cmp::Reverse;
use std::fmt::Debug;

mod redact;

pub(crate) use redact::scrub;

/// Gives the credential for each attempt: the only seam of authentication.
///
/// A source that refreshes tokens keeps one refresh under way for all callers.
#[async_trait]
pub trait TokenSource: Debug + Send + Sync {
    /// The credential to send now.
    ///
    /// # Errors
    /// When none can be had: [`Error::no_credential`] says so.
    async fn credential(&self) -> Result<Credential>;

    /// The API refused this credential: with 401, or in its own way. `true` when a new one can be had: the call is then
    /// sent once more.
    ///
    /// # Errors
    /// When the refresh fails.
    async fn refused(&self, _credential: &Credential) -> Result<bool> {
        Ok(false)
    }
}

#[async_trait]
impl<T: TokenSource + ?Sized> TokenSource for std::sync::Arc<T> {
    async fn credential(&self) -> Result<Credential> {
        (**self).credential().await
    }

    async fn refused(&self, credential: &Credential) -> Result<bool> {
        (**self).refused(credential).await
    }
}

/// A secret and its place in the request.
#[derive(Clone, Debug)]
pub struct Credential {
    place: Place,
    secret: SecretString,
    /// Other secrets that are sent with it, longest first: a part of one may be another.
    beside: Vec<SecretString>,
}

#[derive(Clone, Debug)]
enum Place {
    Header {
        name: HeaderName,
        scheme: &'static str,
    },
    Query {
        name: &'static str,
    },
    /// In the body, where the call itself puts it.
    Body,
}

impl Credential {
    /// A secret in a header, after the scheme (`"Bearer "`, or `""`).
    pub fn header(name: HeaderName, scheme: &'static str, secret: impl Into<SecretString>) -> Self {
        Self { place: Place::Header { name, scheme }, secret: secret.into(), beside: Vec::new() }
    }

    /// A secret in the URL's query. Access logs keep URLs: only for hosts that know no other way.
    pub fn query(name: &'static str, secret: impl Into<SecretString>) -> Self {
        Self { place: Place::Query { name }, secret: secret.into(), beside: Vec::new() }
    }

    /// A secret that the call itself holds in its body, as a login does.
    pub(crate) fn in_body(secret: SecretString) -> Self {
        Self { place: Place::Body, secret, beside: Vec::new() }
    }

    /// Checks that the secret can be sent. `field` is the name in the error.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) when it is empty or holds other than visible ASCII.
    pub fn check(&self, field: &str) -> Result<()> {
        let secret = self.expose();
        if secret.is_empty() {
            return Err(Error::invalid_request(field, "must not be empty"));
        }
        if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid_request(
                field,
                "must hold visible ASCII characters only: no space, no line break",
            ));
        }
        Ok(())
    }

    /// Puts the secret into the request: the last step before sending.
    pub(crate) fn authorize(&self, request: &mut http::Request<Body>) -> Result<()> {
        match &self.place {
            Place::Header { name, scheme } => {
                let text = format!("{scheme}{}", self.expose());
                let mut value = HeaderValue::try_from(text).map_err(|_invalid| unsendable("credential"))?;
                value.set_sensitive(true);
                request.headers_mut().insert(name.clone(), value);
            }
            Place::Query { name } => {
                let uri = request.uri().to_string();
                let joint = if uri.contains('?') { '&' } else { '?' };
                let pair =
                    url::form_urlencoded::Serializer::new(String::new()).append_pair(name, self.expose()).finish();
                *request.uri_mut() =
                    format!("{uri}{joint}{pair}").parse().map_err(|_invalid| unsendable("credential"))?;
                request.extensions_mut().insert(SecretParameter(name));
            }
            Place::Body => {
                request.extensions_mut().insert(SecretBody);
            }
        }
        Ok(())
    }

    /// The same, and these secrets beside it: they are cut out of texts too.
    pub(crate) fn hiding(mut self, secrets: &[SecretString]) -> Self {
        self.beside.extend_from_slice(secrets);
        self.beside.sort_by_key(|secret| Reverse(secret.expose_secret().len()));
        self
    }

    /// The text without the secrets, however they are spelled: servers and proxies echo what they were sent.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let clean = scrub(text, self.expose());
        self.beside.iter().fold(clean, |text, secret| scrub(&text, secret.expose_secret()))
    }

    /// At most so many bytes does a spelling of a secret have: six for each byte, as in `\\u0026`, twice escaped.
    pub(crate) fn longest_spelling(&self) -> usize {
        let beside = self.beside.first().map_or(0, |secret| secret.expose_secret().len());
        self.expose().len().max(beside).saturating_mul(12)
    }

    /// Whether both are the same secret.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }

    /// The only place where the credential is read.
    fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

fn unsendable(field: &str) -> Error {
    Error::invalid_request(field, "cannot be sent in this place")
}

/// A source with one credential that never changes.
#[derive(Clone, Debug)]
pub struct FixedToken(Credential);

impl FixedToken {
    /// Always this credential.
    pub const fn new(credential: Credential) -> Self {
        Self(credential)
    }
}

#[async_trait]
impl TokenSource for FixedToken {
    async fn credential(&self) -> Result<Credential> {
        Ok(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_in_no_debug_output() {
        let header = Credential::header(http::header::AUTHORIZATION, "Bearer ", "canary-marker");
        let query = Credential::query("apiKey", "canary-marker");
        assert!(!format!("{header:?} {query:?} {:?}", FixedToken::new(header.clone())).contains("canary"));
        let mut request = http::Request::builder().uri("https://host.example/x").body(Body::default()).unwrap();
        header.authorize(&mut request).unwrap();
        assert_eq!(request.headers()["authorization"], "Bearer canary-marker");
        assert!(!format!("{request:?}").contains("canary"));
    }

    #[test]
    fn a_query_secret_is_encoded_and_joined() {
        for (uri, expected) in [
            ("https://h.example/x", "https://h.example/x?apiKey=a%26b%3D"),
            ("https://h.example/x?y=1", "https://h.example/x?y=1&apiKey=a%26b%3D"),
        ] {
            let mut request = http::Request::builder().uri(uri).body(Body::default()).unwrap();
            Credential::query("apiKey", "a&b=").authorize(&mut request).unwrap();
            assert_eq!(request.uri(), expected);
        }
    }

    #[test]
    fn secrets_beside_the_credential_are_cut_out_longest_first() {
        let credential = Credential::query("apiKey", "a&b=").hiding(&["key".into(), "key-two".into(), "".into()]);
        assert_eq!(credential.scrub("a&b= key-two key k"), "[redacted] [redacted] [redacted] k");
        assert_eq!(credential.longest_spelling(), 7 * 12);
        assert!(!format!("{credential:?}").contains("key-two"));
    }

    #[test]
    fn echoes_are_cut_out_plain_and_encoded() {
        let credential = Credential::query("apiKey", "a&b=");
        assert_eq!(credential.scrub("?apiKey=a%26b%3D or a&b="), "?apiKey=[redacted] or [redacted]");
    }
}
