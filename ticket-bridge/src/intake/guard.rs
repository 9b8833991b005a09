use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// Who may call over HTTP.
///
/// A secret in the address is for senders that can send nothing else, such as Backlog. A secret in a header is better
/// where the sender can be told to send one: addresses end up in logs.
#[derive(Clone, Debug)]
pub struct HttpGuard {
    rule: Rule,
    max_body: usize,
}

#[derive(Clone, Debug)]
enum Rule {
    Nobody,
    Everybody,
    Path(SecretString),
    Header(String, SecretString),
}

/// Why a call over HTTP is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Why, in words for whoever sets it up. Names no secret.
    pub message: &'static str,
}

/// A guard that would guard nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
#[non_exhaustive]
pub struct InvalidGuard {
    /// What is wrong: `path_secret`, `header_secret` or `header_name`.
    pub field: &'static str,
    /// Why. Quotes nothing of a secret.
    pub problem: &'static str,
}

impl HttpGuard {
    /// The largest body that is read unless told otherwise: 1 MiB, what an SQS message may hold too.
    pub const MAX_BODY: usize = 1 << 20;
    const MIN_SECRET: usize = 16;

    /// Refuses every call over HTTP: for functions that no address leads to.
    pub const fn none() -> Self {
        Self::with(Rule::Nobody)
    }

    /// Lets everybody in. Only for private networks, where nobody else can call.
    pub const fn open() -> Self {
        Self::with(Rule::Everybody)
    }

    /// Lets in whoever knows the last part of the address's path, as in `https://hooks.example.com/backlog/<secret>`.
    ///
    /// # Errors
    /// When the secret has fewer than 16 characters, a slash, or a blank at its end.
    pub fn path_secret(secret: impl Into<SecretString>) -> Result<Self, InvalidGuard> {
        let secret = checked("path_secret", secret.into())?;
        if secret.expose_secret().contains('/') {
            return Err(InvalidGuard { field: "path_secret", problem: "holds a slash, and is one part of a path" });
        }
        Ok(Self::with(Rule::Path(secret)))
    }

    /// Lets in whoever sends this header with this value. The value is the whole one, with any `Bearer ` before it.
    ///
    /// # Errors
    /// When the name is no header's name, or the secret has fewer than 16 characters, or a blank at its end.
    pub fn header_secret(name: impl Into<String>, secret: impl Into<SecretString>) -> Result<Self, InvalidGuard> {
        let name = name.into();
        let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(in_name) {
            return Err(InvalidGuard { field: "header_name", problem: "is no name of a header" });
        }
        Ok(Self::with(Rule::Header(name, checked("header_secret", secret.into())?)))
    }

    /// The largest body that is read, in bytes. [`MAX_BODY`](Self::MAX_BODY) unless told otherwise.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    const fn with(rule: Rule) -> Self {
        Self { rule, max_body: Self::MAX_BODY }
    }

    /// Whether a call may enter: by its path, and the values of a header.
    pub(super) fn admit<'a>(&self, path: &str, values: impl FnOnce(&str) -> Vec<&'a str>) -> Result<(), Refusal> {
        let known = match &self.rule {
            Rule::Everybody => return Ok(()),
            Rule::Nobody => {
                let message = "no HTTP guard is configured: set a path secret or a header secret";
                return Err(Refusal { status: 403, message });
            }
            Rule::Path(secret) => {
                let part = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                // Some gateways decode the path before they hand it on.
                let decoded: Vec<u8> = percent_decode_str(part).collect();
                is(secret, part.as_bytes()) | is(secret, &decoded)
            }
            Rule::Header(name, secret) => {
                values(name).into_iter().fold(Choice::from(0), |known, value| known | is(secret, value.as_bytes()))
            }
        };
        let message = "the secret that this address asks for is missing or wrong";
        if bool::from(known) { Ok(()) } else { Err(Refusal { status: 401, message }) }
    }

    pub(super) fn admit_body(&self, length: usize) -> Result<(), Refusal> {
        let too_large = Refusal { status: 413, message: "the body is larger than this address takes" };
        if length > self.max_body { Err(too_large) } else { Ok(()) }
    }
}

impl Default for HttpGuard {
    /// Refuses every call over HTTP.
    fn default() -> Self {
        Self::none()
    }
}

/// Compares in a time that tells nothing of the secret, nor of its length: a plain comparison ends at the first byte that
/// differs, and one of slices at another length. Digests are all of one length, and what they share with a guess says
/// nothing of what the texts share.
fn is(secret: &SecretString, given: &[u8]) -> Choice {
    Sha256::digest(secret.expose_secret().as_bytes()).as_slice().ct_eq(Sha256::digest(given).as_slice())
}

fn checked(field: &'static str, secret: SecretString) -> Result<SecretString, InvalidGuard> {
    let text = secret.expose_secret();
    if text.chars().count() < HttpGuard::MIN_SECRET {
        return Err(InvalidGuard { field, problem: "has fewer than 16 characters" });
    }
    if text.trim() != text {
        return Err(InvalidGuard { field, problem: "begins or ends with a blank" });
    }
    Ok(secret)
}
