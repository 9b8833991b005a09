//! Whether a request comes from Chatwork.

use super::InvalidWebhook;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::fmt;
use url::form_urlencoded;

/// The header that holds the signature.
pub const SIGNATURE_HEADER: &str = "x-chatworkwebhooksignature";

/// The query parameter that holds the same signature. Prefer the header.
pub const SIGNATURE_PARAMETER: &str = "chatwork_webhook_signature";

/// Checks signatures with the tokens of one or more webhook settings.
#[derive(Clone)]
pub struct Verifier {
    keys: Vec<Hmac<Sha256>>,
}

/// A webhook token is not the text that Chatwork shows. This is a mistake of the configuration, not of a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
#[non_exhaustive]
pub struct InvalidToken {
    problem: String,
}

impl Verifier {
    /// Checks with these tokens, each as Chatwork shows it (base64). A signature by any of them counts: several settings,
    /// or the old and the new token of one.
    ///
    /// # Errors
    /// When there is no token, or one that is empty or no base64. The error tells its place in the list and quotes nothing.
    pub fn new(tokens: impl IntoIterator<Item = impl Into<SecretString>>) -> Result<Self, InvalidToken> {
        let mut keys = Vec::new();
        for (index, token) in tokens.into_iter().enumerate() {
            let refuse = |problem| {
                let number = index.saturating_add(1);
                InvalidToken { problem: format!("webhook token {number} {problem}") }
            };
            let token: SecretString = token.into();
            // The only place where the token is read.
            let key = STANDARD.decode(token.expose_secret()).map_err(|_form| refuse("is not base64"))?;
            if key.is_empty() {
                return Err(refuse("is empty"));
            }
            keys.push(Hmac::new_from_slice(&key).map_err(|_length| refuse("has no usable length"))?);
        }
        if keys.is_empty() {
            return Err(InvalidToken { problem: "there is no webhook token".to_owned() });
        }
        Ok(Self { keys })
    }

    /// Whether the signature is one of this body, exactly as it came, by one of the tokens.
    ///
    /// The signature is the value of [`SIGNATURE_HEADER`], or of [`SIGNATURE_PARAMETER`] once percent-decoded; a `+` that
    /// became a space is put right. Compares in constant time.
    pub fn verify(&self, body: &[u8], signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature.replace(' ', "+")) else {
            return false;
        };
        self.keys.iter().fold(false, |matches, key| {
            let is_of_this = key.clone().chain_update(body).verify_slice(&signature).is_ok();
            matches | is_of_this
        })
    }
}

/// The signature of a request: the value of the header [`SIGNATURE_HEADER`], or else that of [`SIGNATURE_PARAMETER`] in the
/// query as it stands in the request's address.
///
/// `None` when there is neither: such a request is not from Chatwork.
pub fn signature_of(header: Option<&str>, query: Option<&str>) -> Option<String> {
    if let Some(signature) = header {
        return Some(signature.to_owned());
    }
    let query = query?.strip_prefix('?').or(query)?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == SIGNATURE_PARAMETER).map(|(_, value)| value.into_owned())
}

/// The body that a gateway handed over as base64, byte for byte: the signature is over these bytes.
///
/// # Errors
/// When it is no base64.
pub fn body_from_base64(body: &str) -> Result<Vec<u8>, InvalidWebhook> {
    STANDARD.decode(body.trim_ascii()).map_err(|_form| InvalidWebhook::new("the body is no base64"))
}

impl fmt::Debug for Verifier {
    /// The number of tokens only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("tokens", &self.keys.len()).finish()
    }
}
