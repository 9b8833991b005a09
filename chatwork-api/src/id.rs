//! The ids of Chatwork.

use saas_api_core::{Call, id};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use std::cmp::Ordering;
use std::fmt;

id! {
    /// An account: a user of Chatwork.
    pub struct AccountId(u64);
}
id! {
    /// A file (ファイル).
    pub struct FileId(u64);
}
id! {
    /// An organisation (組織).
    pub struct OrganizationId(u64);
}
id! {
    /// A request to become a contact (コンタクト承認依頼).
    pub struct RequestId(u64);
}
id! {
    /// A chat room (チャットルーム).
    pub struct RoomId(u64);
}
id! {
    /// A task (タスク).
    pub struct TaskId(u64);
}

/// A message (メッセージ): digits, 19 of them today, which do not begin with 0.
///
/// Chatwork writes it as text, so it is kept as text; a number is read too. Ids are ordered as the numbers that they are.
/// A text that is no id is refused when it is used, before anything is sent: `read` and `unread` are other endpoints.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// Wraps the text as it is.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is an id: digits that do not begin with 0.
    pub fn is_valid(&self) -> bool {
        !self.0.starts_with('0') && !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The call, which fails before it is sent when this is no id.
    pub(crate) fn checked(&self, call: Call) -> Call {
        if self.is_valid() { call } else { call.refuse("message_id", "must be digits that do not begin with 0") }
    }
}

impl From<&str> for MessageId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<String> for MessageId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<u64> for MessageId {
    fn from(id: u64) -> Self {
        Self(id.to_string())
    }
}

impl From<&MessageId> for MessageId {
    fn from(id: &MessageId) -> Self {
        id.clone()
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Ord for MessageId {
    fn cmp(&self, other: &Self) -> Ordering {
        // Without leading zeros the longer number is the larger one.
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for MessageId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber)
    }
}

struct TextOrNumber;

impl Visitor<'_> for TextOrNumber {
    type Value = MessageId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message id: a text or a whole number")
    }

    fn visit_u64<E: serde::de::Error>(self, id: u64) -> Result<MessageId, E> {
        Ok(id.into())
    }

    fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<MessageId, E> {
        Ok(id.into())
    }
}
