use saas_api_core::Call;
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// A secret of a request. Written to the body, and shown nowhere else.
#[derive(Clone)]
pub(super) struct Secret(SecretString);

impl Secret {
    pub(super) fn new(secret: impl Into<SecretString>) -> Self {
        Self(secret.into())
    }

    pub(super) fn inner(&self) -> &SecretString {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.expose_secret().is_empty()
    }

    /// Whether a header's value can hold it.
    pub(super) fn is_header_value(&self) -> bool {
        http::HeaderValue::from_str(self.0.expose_secret()).is_ok()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose_secret())
    }
}

/// A text that is shorter is no secret.
pub(super) const SHORTEST: usize = 6;

/// Which texts of a value are secrets is not known: each that is long enough to be one counts.
pub(crate) fn hide_texts(call: Call, value: &Value) -> Call {
    match value {
        Value::String(text) if text.chars().count() >= SHORTEST => call.hide(text.as_str()),
        Value::Array(values) => values.iter().fold(call, hide_texts),
        Value::Object(members) => members.values().fold(call, hide_texts),
        _ => call,
    }
}
