//! JSON kept as it is written.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use std::str::FromStr;

/// One JSON value as it is written: digits, escapes, member order and spaces inside it.
///
/// It stands wherever this crate has no type for a value: structures that are not typed yet, members that it does not
/// name, and values of another form than the documented one. Two are equal when their texts are. It reads and writes
/// JSON text; serde formats other than JSON do not know it.
///
/// ```
/// use securityhub_finding::RawJson;
///
/// let raw: RawJson = r#"{"BaseScore": 9.80, "Version": "3.1"}"#.parse()?;
/// let score: serde_json::Value = raw.parse_as()?;
/// assert_eq!(score["BaseScore"], 9.8);
/// assert_eq!(raw.as_str(), r#"{"BaseScore": 9.80, "Version": "3.1"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// The text as it is written.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// Reads it as a type of yours, or as a `serde_json::Value`.
    ///
    /// # Errors
    /// When it has another form, or is nested deeper than 128 levels.
    pub fn parse_as<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.as_str())
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// When the value is none that JSON can hold, such as a map whose keys are no strings.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    pub(crate) fn null() -> Self {
        Self(RawValue::NULL.to_owned())
    }

    /// A literal of this crate.
    pub(crate) fn literal(text: &'static str) -> Self {
        text.parse().unwrap_or_else(|_no_json| Self::null())
    }

    pub(crate) fn from_raw(raw: &RawValue) -> Self {
        Self(raw.to_owned())
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawJson {}

impl FromStr for RawJson {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self)
    }
}
