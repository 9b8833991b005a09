//! Events that Chatwork posts to a webhook.
//!
//! Check the signature over the body as it came, then read it. Answer 200 at once, with at most 2,048 bytes, and work
//! afterwards: Chatwork never sends an event again, and turns a hook off after too many errors. Behind a gateway that
//! encodes bodies as base64, decode first: [`body_from_base64`].
//!
//! The signature holds no time, so an event can be sent to you again by whoever saw it: remember
//! [`replay_key`](WebhookEvent::replay_key). The caller's own posts come too: compare
//! [`sender`](WebhookEvent::sender) with your account. Tasks, files and deletions have no events.
//!
//! Official page: <https://developer.chatwork.com/docs/webhook>.
//!
//! ```
//! use chatwork_api::webhook::{Verifier, WebhookContent, WebhookEvent};
//!
//! # fn example(token: String, signature: &str, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = Verifier::new([token])?;
//! // The signature is the value of the header that `SIGNATURE_HEADER` names: see `signature_of`.
//! if !verifier.verify(body, signature) {
//!     return Err("not from Chatwork".into());
//! }
//! let event = WebhookEvent::from_slice(body)?;
//! if let WebhookContent::Mention(mention) = event.content() {
//!     println!("{} says {}", mention.from_account_id, mention.body);
//! }
//! # Ok(())
//! # }
//! ```

mod verify;

pub use verify::{InvalidToken, SIGNATURE_HEADER, SIGNATURE_PARAMETER, Verifier, body_from_base64, signature_of};

use crate::id::{AccountId, MessageId, RoomId};
use crate::time::UnixTime;
use saas_api_core::{Extra, id, lenient, null_default, open_enum};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::time::{Duration, SystemTime};

id! {
    /// The setting that an event comes from.
    pub struct WebhookSettingId(str);
}

open_enum! {
    /// What happened.
    pub enum WebhookEventType: str {
        /// A message was posted in the room.
        MessageCreated = "message_created",
        /// A message of the room was edited.
        MessageUpdated = "message_updated",
        /// The account was mentioned. The same post may come as [`MessageCreated`](Self::MessageCreated) too.
        MentionToMe = "mention_to_me",
    }
}

/// One event. Whatever it holds is kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The setting that it comes from.
    pub setting: WebhookSettingId,
    /// What happened.
    pub kind: WebhookEventType,
    /// When it was sent.
    pub time: Option<UnixTime>,
    raw: Value,
}

/// The details of an event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WebhookContent {
    /// A message was posted or edited.
    Message(MessageEvent),
    /// The account was mentioned.
    Mention(MentionEvent),
    /// Another event, or one of another form than documented.
    Other(Value),
}

/// A message that was posted or edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageEvent {
    /// The message.
    pub message_id: MessageId,
    /// The room.
    pub room_id: RoomId,
    /// Who wrote it.
    pub account_id: AccountId,
    /// The text, in Chatwork's notation.
    #[serde(default, deserialize_with = "null_default")]
    pub body: String,
    /// When it was written.
    pub send_time: UnixTime,
    /// When it was edited; 0 when never.
    pub update_time: UnixTime,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A message that mentions the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MentionEvent {
    /// Who wrote it.
    pub from_account_id: AccountId,
    /// Who is mentioned.
    pub to_account_id: AccountId,
    /// The room.
    pub room_id: RoomId,
    /// The message.
    pub message_id: MessageId,
    /// The text, in Chatwork's notation.
    #[serde(default, deserialize_with = "null_default")]
    pub body: String,
    /// When it was written.
    pub send_time: UnixTime,
    /// When it was edited; 0 when never.
    pub update_time: UnixTime,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The body is no webhook event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a Chatwork webhook: {problem}")]
#[non_exhaustive]
pub struct InvalidWebhook {
    problem: String,
}

impl WebhookEvent {
    /// Reads the body of a request whose signature was checked.
    ///
    /// # Errors
    /// When it is no JSON object, or has no setting or type. The error tells the place and quotes nothing.
    pub fn from_slice(body: &[u8]) -> Result<Self, InvalidWebhook> {
        let raw: Value = serde_json::from_slice(body).map_err(|error| {
            InvalidWebhook::new(format!("no JSON at line {} column {}", error.line(), error.column()))
        })?;
        Self::from_value(raw)
    }

    /// Reads an event that is parsed already.
    ///
    /// # Errors
    /// When it is no object, or has no setting or type.
    pub fn from_value(raw: Value) -> Result<Self, InvalidWebhook> {
        if !raw.is_object() {
            return Err(InvalidWebhook::new("the body is no JSON object"));
        }
        let Envelope { setting, kind, time } =
            Envelope::deserialize(&raw).map_err(|_form| InvalidWebhook::new("the envelope is unreadable"))?;
        let setting = setting.ok_or_else(|| InvalidWebhook::new("`webhook_setting_id` is missing or no text"))?;
        let kind = kind.ok_or_else(|| InvalidWebhook::new("`webhook_event_type` is missing or no text"))?;
        Ok(Self { setting, kind, time, raw })
    }

    /// The details, typed by the kind.
    pub fn content(&self) -> WebhookContent {
        let content = self.raw.get("webhook_event").unwrap_or(&Value::Null);
        let typed = match self.kind {
            WebhookEventType::MessageCreated | WebhookEventType::MessageUpdated => {
                MessageEvent::deserialize(content).ok().map(WebhookContent::Message)
            }
            WebhookEventType::MentionToMe => MentionEvent::deserialize(content).ok().map(WebhookContent::Mention),
            WebhookEventType::Unknown(_) => None,
        };
        typed.unwrap_or_else(|| WebhookContent::Other(content.clone()))
    }

    /// Who caused it.
    pub fn sender(&self) -> Option<AccountId> {
        match self.content() {
            WebhookContent::Message(message) => Some(message.account_id),
            WebhookContent::Mention(mention) => Some(mention.from_account_id),
            WebhookContent::Other(_) => None,
        }
    }

    /// What tells this event from every other: an event with a key that was seen is the same one again.
    ///
    /// `None` for events of a form that this version does not know.
    pub fn replay_key(&self) -> Option<String> {
        let (message, updated) = match self.content() {
            WebhookContent::Message(message) => (message.message_id, message.update_time),
            WebhookContent::Mention(mention) => (mention.message_id, mention.update_time),
            WebhookContent::Other(_) => return None,
        };
        // A JSON list, so that no part can pass for another.
        let key = (&self.setting, &self.kind, message, updated);
        serde_json::to_string(&key).ok()
    }

    /// How long ago Chatwork sent it, by this clock; zero for one from the future. `None` when the event does not tell.
    ///
    /// An event of hours ago was sent to you again by someone else: Chatwork sends each once, at once.
    pub fn age(&self, now: SystemTime) -> Option<Duration> {
        Some(now.duration_since(self.time?.to_system_time()?).unwrap_or_default())
    }

    /// The event as it came.
    pub fn raw(&self) -> &Value {
        &self.raw
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "webhook_setting_id", default, deserialize_with = "lenient")]
    setting: Option<WebhookSettingId>,
    #[serde(rename = "webhook_event_type", default, deserialize_with = "lenient")]
    kind: Option<WebhookEventType>,
    #[serde(rename = "webhook_event_time", default, deserialize_with = "lenient")]
    time: Option<UnixTime>,
}

impl InvalidWebhook {
    fn new(problem: impl Into<String>) -> Self {
        Self { problem: problem.into() }
    }
}

impl Serialize for WebhookEvent {
    /// Writes the event as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WebhookEvent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
