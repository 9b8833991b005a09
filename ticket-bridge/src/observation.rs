//! What a source says about a finding.

use crate::moment::Moment;
use saas_api_core::open_enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

open_enum! {
    /// How bad a finding is, from the least to the worst.
    pub enum Severity: str {
        /// For information.
        Informational = "informational",
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Critical.
        Critical = "critical",
    }
}

/// Whether the finding stands at its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a finding stands or does not")]
pub enum FindingState {
    /// It stands, or the source does not say: what is not known to be over is not over.
    Active,
    /// It is resolved, archived, dismissed or passed.
    Inactive,
}

/// A link that helps whoever works on the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// What it shows.
    pub label: String,
    /// The address.
    pub url: String,
}

/// One statement by a source about one finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Observation {
    /// The source, such as `orca` or `securityhub`.
    pub source: String,
    /// The finding's id at its source. The same finding has the same key for ever.
    pub key: String,
    /// Whether the finding stands.
    pub state: FindingState,
    /// How bad it is.
    pub severity: Severity,
    /// The title.
    pub title: String,
    /// More words: text, not markup.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// The resource that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The cloud account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Links.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The source's own time of this state: what tells newer from older.
    pub observed_at: Moment,
    /// The statement as it came. Shared, for it is the largest part by far and never changes.
    #[serde(default, skip_serializing_if = "is_null", with = "shared")]
    pub raw: Arc<Value>,
}

/// A raw statement of more than about so many bytes is not kept. Ledgers have a limit for an item (`DynamoDB`: 400 KB).
const MOST_RAW: usize = 300_000;

/// A deeper one is not kept: JSON is read to 128 levels, some of which are the record's own.
const DEEPEST_RAW: usize = 100;

/// Whether a value is no deeper and, written as JSON, about no larger than what is left.
fn fits(value: &Value, left: &mut usize, depth: usize) -> bool {
    let own = match value {
        Value::String(text) => written(text),
        Value::Object(members) => members.keys().map(|name| written(name).saturating_add(4)).sum(),
        // The longest floating-point number has 24 signs.
        Value::Number(_) => 24,
        _ => 5,
    };
    let Some(rest) = left.checked_sub(own.saturating_add(2)) else { return false };
    *left = rest;
    let Some(below) = depth.checked_sub(1) else { return false };
    match value {
        Value::Array(items) => items.iter().all(|item| fits(item, left, below)),
        Value::Object(members) => members.values().all(|member| fits(member, left, below)),
        _ => true,
    }
}

/// The bytes of a text with its escapes: a control character becomes six.
fn written(text: &str) -> usize {
    let byte = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => 6,
        _ => 1,
    };
    text.bytes().map(byte).sum()
}

fn is_null(raw: &Arc<Value>) -> bool {
    raw.is_null()
}

/// As the value itself.
mod shared {
    use super::{Arc, Value};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Arc<Value>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Value>, D::Error> {
        Value::deserialize(deserializer).map(Arc::new)
    }
}

impl Observation {
    /// An active finding with a title. What else is known is set on its fields.
    pub fn new(
        source: impl Into<String>,
        key: impl Into<String>,
        title: impl Into<String>,
        severity: Severity,
        observed_at: Moment,
    ) -> Self {
        Self {
            source: source.into(),
            key: key.into(),
            state: FindingState::Active,
            severity,
            title: title.into(),
            details: String::new(),
            resource: None,
            account: None,
            region: None,
            links: Vec::new(),
            observed_at,
            raw: Arc::default(),
        }
    }

    /// Whether the finding stands.
    pub fn is_active(&self) -> bool {
        self.state == FindingState::Active
    }

    /// The observation as a record keeps it: without a raw statement that is too large or too deep to be stored with it.
    pub(crate) fn to_keep(&self) -> Self {
        let mut kept = self.clone();
        if !fits(&self.raw, &mut MOST_RAW.clone(), DEEPEST_RAW) {
            kept.raw = Arc::default();
        }
        kept
    }

    /// Whether this says something later than another: a later time, or another state at the same time, for some
    /// sources change a state without moving the time.
    pub fn is_newer_than(&self, at: Moment, state: FindingState) -> bool {
        self.observed_at > at || (self.observed_at == at && self.state != state)
    }
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_as_it_is_written() {
        let texts = ["a", "\u{1}", "\"", "\\", "\n", "日"].map(|sign| Value::from(sign.repeat(MOST_RAW)));
        let numbers = Value::from(vec![-1.234_567_890_123_456_7e-300_f64; MOST_RAW / 3]);
        let names: Value = (0..30_000).map(|number| (format!("\u{1}\u{1}{number}"), Value::Null)).collect();
        for raw in texts.into_iter().chain([numbers, names]) {
            for part in [raw.clone(), Value::from(vec![raw.clone()]), half(raw)] {
                let mut seen = Observation::new("orca", "orca-1", "t", Severity::High, Moment::default());
                seen.raw = part.into();
                let kept = serde_json::to_string(&*seen.to_keep().raw).unwrap();
                assert!(kept.len() <= MOST_RAW + 10, "{}", kept.len());
            }
        }
        let mut seen = Observation::new("orca", "orca-1", "t", Severity::High, Moment::default());
        seen.raw = Value::from("a".repeat(MOST_RAW - 10)).into();
        assert!(!seen.to_keep().raw.is_null());
    }

    /// About half of a value.
    fn half(value: Value) -> Value {
        match value {
            Value::String(text) => Value::from(text.chars().take(MOST_RAW / 2).collect::<String>()),
            Value::Array(mut items) => {
                items.truncate(items.len() / 2);
                items.into()
            }
            other => other,
        }
    }
}
