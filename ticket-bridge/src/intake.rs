//! From the bytes of a trigger to items. Total: whatever comes in, nothing panics and nothing is dropped.

use crate::observation::Observation;
use serde::Serialize;
use serde_json::Value;

/// Reads what a source sends: one body, any number of findings.
pub trait Intake: std::fmt::Debug + Send + Sync {
    /// The findings of one body. One that is malformed does not stop its neighbours.
    fn read(&self, body: &Value) -> Vec<Item>;
}

/// One finding of a body, or why it is none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// A finding.
    Finding(Box<Observation>),
    /// Something that is no finding: kept, listed, and acknowledged, for it will never be one.
    Malformed(Malformed),
    /// Something of no concern to this flow.
    Skipped(&'static str),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
#[non_exhaustive]
pub struct Malformed {
    /// The place, as a JSON path.
    pub path: String,
    /// The problem. Quotes nothing of the body.
    pub problem: String,
}

/// What called us.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Trigger {
    /// A batch of SQS messages.
    Sqs(Vec<SqsRecord>),
    /// Anything else: an EventBridge event, or a source's body as it is.
    Plain(Value),
}

/// One message of a batch.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SqsRecord {
    /// The id to name when the message is to come again.
    pub message_id: String,
    /// The body.
    pub body: String,
}

/// What the trigger is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Answer {
    /// To SQS: the messages that are to come again. All others are done.
    Sqs(SqsAnswer),
    /// To anything else.
    Plain(PlainAnswer),
}

/// SQS's own shape. An empty list means that all messages are done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqsAnswer {
    /// The messages that are to come again.
    pub batch_item_failures: Vec<SqsFailure>,
}

/// A message that is to come again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqsFailure {
    /// Its id.
    pub item_identifier: String,
}

/// How many items a plain body had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlainAnswer {
    /// Findings that were taken.
    pub accepted: usize,
    /// Items that are kept as dead letters.
    pub dead_letters: usize,
    /// Items of no concern.
    pub skipped: usize,
}

impl Trigger {
    /// Reads the bytes of a trigger.
    ///
    /// # Errors
    /// When they are no JSON: the place, and nothing of the text.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            Malformed::new("$", format!("no JSON at line {} column {}", error.line(), error.column()))
        })?;
        let is_sqs = |record: &Value| record.get("eventSource").and_then(Value::as_str) == Some("aws:sqs");
        let records = value.get("Records").and_then(Value::as_array).filter(|records| records.iter().any(is_sqs));
        let Some(records) = records else { return Ok(Self::Plain(value)) };
        // To SQS an empty id names the whole batch: should that message fail, all of them come again.
        let text = |record: &Value, name| record.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let read = |record| SqsRecord { message_id: text(record, "messageId"), body: text(record, "body") };
        Ok(Self::Sqs(records.iter().map(read).collect()))
    }
}

impl Malformed {
    /// A problem at a place.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }
}

impl Answer {
    /// The answer as the trigger expects it.
    ///
    /// # Errors
    /// Never in practice: the answer holds names and numbers only.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}
