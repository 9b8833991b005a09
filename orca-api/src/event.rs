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

/// One delivered alert. Whatever it holds is kept; what is not as expected reads as missing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrcaEvent {
    alert: Alert,
    /// The SNS notification around the alert.
    envelope: Option<Value>,
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
            return Err(InvalidEvent::new("Records", "is a batch: read the body of each record"));
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

impl InvalidEvent {
    /// Where the body is wrong: members joined by dots, such as `Message.state.alert_id`; `body` for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn new(path: impl Into<String>, problem: impl Into<Cow<'static, str>>) -> Self {
        let path = path.into();
        Self { path: if path.is_empty() { "body".to_owned() } else { path }, problem: problem.into() }
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
