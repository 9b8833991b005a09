use super::account::Account;
use crate::id::MessageId;
use crate::time::UnixTime;
use saas_api_core::{ApiMessage, Error, Extra, null_default};
use serde::{Deserialize, Serialize};

/// A message (メッセージ).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// The id.
    pub message_id: MessageId,
    /// Who wrote it.
    pub account: Account,
    /// The text in Chatwork's notation, as it was written. A removed message holds `[deleted]`.
    #[serde(default, deserialize_with = "null_default")]
    pub body: String,
    /// When it was written.
    pub send_time: UnixTime,
    /// When it was edited last; 0 when never. See [`edited`](Self::edited).
    pub update_time: UnixTime,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Message {
    /// When it was edited last.
    pub fn edited(&self) -> Option<UnixTime> {
        self.update_time.unless_never()
    }
}

/// Messages of a room, at most 100, the oldest first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MessageList {
    /// The messages.
    pub messages: Vec<Message>,
    /// Set when the plan hides older messages: a list that is empty says nothing then.
    pub limitation: Option<MessageLimitation>,
}

impl IntoIterator for MessageList {
    type Item = Message;
    type IntoIter = std::vec::IntoIter<Message>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.into_iter()
    }
}

/// The plan hides messages: on the free plan those of more than 40 days ago.
///
/// Official page: <https://developer.chatwork.com/changelog/2022-09-06-notice>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageLimitation {
    /// The API's own words.
    pub summary: Option<String>,
}

const LIMITATION: &str = "chatwork-message-limitation";
const LIMITATION_SUMMARY: &str = "chatwork-message-limitation-summary";

impl MessageLimitation {
    /// The limit that hides a message which [`get`](crate::messages::Messages::get) did not find. `None`: there is no such
    /// message.
    pub fn of(error: &Error) -> Option<Self> {
        let told = error.messages().iter().find(|message| message.code.as_deref() == Some(LIMITATION))?;
        Some(Self { summary: Some(told.text.clone()).filter(|text| !text.is_empty()) })
    }

    pub(crate) fn from_headers<'h>(header: impl Fn(&str) -> Option<&'h str>) -> Option<Self> {
        header(LIMITATION).filter(|value| value.trim().eq_ignore_ascii_case("true"))?;
        Some(Self { summary: header(LIMITATION_SUMMARY).map(str::to_owned) })
    }

    pub(crate) fn into_message(self) -> ApiMessage {
        ApiMessage::new(self.summary.unwrap_or_default()).code(LIMITATION)
    }
}

/// What is left to read in a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReadState {
    /// Unread messages.
    pub unread_num: u64,
    /// Unread messages to the caller.
    pub mention_num: u64,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
