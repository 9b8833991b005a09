//! What Orca's automations deliver: to SQS, to SNS, to a webhook.
//!
//! Each delivery is one alert, in the older or the newer form. Orca signs nothing: protect a webhook by a header of your
//! own choice, and read the alert again through the API before you act on it. The same alert comes again, in any order:
//! when its status changes, when Orca finds a closed risk again, and because queues repeat themselves.
//!
//! ```
//! use orca_api::event::OrcaEvent;
//!
//! # fn example(body: &[u8]) -> Result<(), orca_api::event::InvalidEvent> {
//! let alert = OrcaEvent::from_slice(body)?.alert().view();
//! println!("{}: {}", alert.id, alert.title);
//! # Ok(())
//! # }
//! ```

use crate::model::{Alert, AlertView, Unreadable};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// The name of the whole body in [`InvalidEvent::path`].
const WHOLE: &str = "body";

/// One delivered alert. Whatever it holds is kept; what is not as expected reads as missing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrcaEvent {
    alert: Alert,
    /// The SNS notification around the alert.
    envelope: Option<Value>,
}

/// One record of the event that a Lambda function is given. Made by [`OrcaEvent::records`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrcaRecord {
    /// The id of the message; empty where the record has none. A function behind a queue names by it, in
    /// `batchItemFailures`, what is to come again: an empty one there stands for the whole batch.
    pub message_id: String,
    /// The alert, or why there is none.
    pub event: Result<OrcaEvent, InvalidEvent>,
}

/// The body is no delivered alert.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an Orca alert: {path}: {problem}")]
#[non_exhaustive]
pub struct InvalidEvent {
    path: String,
    problem: Cow<'static, str>,
}

impl OrcaEvent {
    /// Reads the body of an SQS record, of a webhook's request, or of an SNS notification, with the alert in it as text.
    ///
    /// # Errors
    /// When it holds no alert: [`InvalidEvent::path`] tells where it looked. The error quotes nothing.
    pub fn from_slice(body: &[u8]) -> Result<Self, InvalidEvent> {
        let value = serde_json::from_slice(body).map_err(|error| no_json("", &error))?;
        Self::from_value(value)
    }

    /// Reads a body that is parsed already, or is still text within another document, such as an SQS record's `body`.
    ///
    /// # Errors
    /// Like [`from_slice`](Self::from_slice).
    pub fn from_value(value: Value) -> Result<Self, InvalidEvent> {
        let value = match value {
            Value::String(text) => serde_json::from_str(&text).map_err(|error| no_json("", &error))?,
            value => value,
        };
        if value.get("Records").is_some_and(Value::is_array) {
            return Err(InvalidEvent::new("Records", "is a batch: read it with `OrcaEvent::records`"));
        }
        let Some(kind) = value.get("Type").and_then(Value::as_str).filter(|_| value.get("TopicArn").is_some()) else {
            let alert = Alert::read(value).map_err(|error| InvalidEvent::within("", error))?;
            return Ok(Self { alert, envelope: None });
        };
        if kind != "Notification" {
            return Err(InvalidEvent::new("Type", "is no notification, but SNS's own message about the subscription"));
        }
        let message = value.get("Message").and_then(Value::as_str);
        let message = message.ok_or_else(|| InvalidEvent::new("Message", "is missing, or no text"))?;
        let inner = serde_json::from_str(message).map_err(|error| no_json("Message", &error))?;
        let alert = Alert::read(inner).map_err(|error| InvalidEvent::within("Message", error))?;
        Ok(Self { alert, envelope: Some(value) })
    }

    /// Reads the event that a Lambda function is given, from SQS or from SNS: all of its records, in their order.
    ///
    /// A record that holds no alert is listed as such, and leaves the others as they are. With `ticket-bridge` this is not
    /// needed: its intake reads whole events of more triggers.
    ///
    /// # Errors
    /// When the bytes are no JSON, or there is no list of records.
    ///
    /// # Examples
    /// ```
    /// use orca_api::event::{InvalidEvent, OrcaEvent};
    ///
    /// /// Takes what it can, and gives the ids of what is to come again.
    /// fn handle(event: &[u8]) -> Result<Vec<String>, InvalidEvent> {
    ///     let mut failed = Vec::new();
    ///     for record in OrcaEvent::records(event)? {
    ///         match record.event {
    ///             Ok(event) => println!("{}", event.view().title),
    ///             Err(_) => failed.push(record.message_id),
    ///         }
    ///     }
    ///     Ok(failed)
    /// }
    /// # let event = r#"{"Records": [{"messageId": "m-1", "body": "{\"state\": {\"alert_id\": \"orca-1\"}}"}, {"messageId": "m-2"}]}"#;
    /// # assert_eq!(handle(event.as_bytes()).unwrap(), ["m-2"]);
    /// ```
    pub fn records(event: &[u8]) -> Result<Vec<OrcaRecord>, InvalidEvent> {
        let mut event: Value = serde_json::from_slice(event).map_err(|error| no_json("", &error))?;
        match event.get_mut("Records").map(Value::take) {
            Some(Value::Array(records)) => Ok(records.into_iter().map(OrcaRecord::read).collect()),
            _ => Err(InvalidEvent::new("Records", "is missing, or no list")),
        }
    }

    /// The alert.
    pub fn alert(&self) -> &Alert {
        &self.alert
    }

    /// The alert in one form, whatever its generation.
    pub fn view(&self) -> AlertView {
        self.alert.view()
    }

    /// The alert as it came, out of any envelope.
    pub fn raw(&self) -> &Value {
        self.alert.raw()
    }

    /// The SNS notification around the alert, when there was one.
    pub fn envelope(&self) -> Option<&Value> {
        self.envelope.as_ref()
    }
}

impl OrcaRecord {
    fn read(mut record: Value) -> Self {
        // SQS has the text of its message, SNS a notification of its own.
        let (name, holder) =
            if record.get("Sns").is_some() { ("Sns", "/Sns/MessageId") } else { ("body", "/messageId") };
        let message_id = record.pointer(holder).and_then(Value::as_str).unwrap_or_default().to_owned();
        let event = match record.get_mut(name).map(Value::take) {
            Some(content @ (Value::String(_) | Value::Object(_))) => {
                OrcaEvent::from_value(content).map_err(|error| error.below(name))
            }
            _ => Err(InvalidEvent::new(name, "is missing, or no text")),
        };
        Self { message_id, event }
    }
}

impl InvalidEvent {
    /// Where the body is wrong: members joined by dots, such as `Message.state.alert_id`; `body` for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn new(path: impl Into<String>, problem: impl Into<Cow<'static, str>>) -> Self {
        let path = path.into();
        Self { path: if path.is_empty() { WHOLE.to_owned() } else { path }, problem: problem.into() }
    }

    /// The same within a member of a record.
    fn below(self, name: &str) -> Self {
        let path = if self.path == WHOLE { name.to_owned() } else { format!("{name}.{}", self.path) };
        Self { path, ..self }
    }

    fn within(outer: &str, error: Unreadable) -> Self {
        let joint = if outer.is_empty() || error.path.is_empty() { "" } else { "." };
        Self::new(format!("{outer}{joint}{}", error.path), error.problem)
    }
}

fn no_json(path: &str, error: &serde_json::Error) -> InvalidEvent {
    InvalidEvent::new(path, format!("no JSON at line {} column {}", error.line(), error.column()))
}

impl Serialize for OrcaEvent {
    /// Writes the body as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.envelope().unwrap_or_else(|| self.raw()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OrcaEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
