//! Notices in a Chatwork room.

use super::outcome;
use crate::outcome::CallOutcome;
use crate::ports::{Notice, NoticeKind, Notifier};
use crate::text::{TITLE_LIMIT, cut, lines, one_line};
use async_trait::async_trait;
use chatwork_api::messages::CreateMessage;
use chatwork_api::notation::Message;
use chatwork_api::{Client, RoomId};

/// One room. Text from outside is inert in its messages: it holds no tag and no link.
///
/// A message has at most 65,535 characters: the detail is cut. Emoticons such as `:)` still become pictures, which Chatwork
/// lets nobody prevent.
#[derive(Clone, Debug)]
pub struct ChatworkNotifier {
    client: Client,
    room: RoomId,
}

impl ChatworkNotifier {
    /// Posts into this room.
    pub fn new(client: Client, room: impl Into<RoomId>) -> Self {
        Self { client, room: room.into() }
    }
}

#[async_trait]
impl Notifier for ChatworkNotifier {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        match self.client.rooms().messages(self.room).create(&CreateMessage::new(message(notice))).await {
            Ok(id) => CallOutcome::Done(id.to_string()),
            Err(error) => outcome::of(&error, false),
        }
    }
}

/// The longest severity or key of a ticket.
const WORD_LIMIT: usize = 100;

fn message(notice: &Notice) -> Message {
    let head = match notice.kind {
        NoticeKind::Opened => "A ticket was opened",
        NoticeKind::Reopened => "A ticket was reopened",
        NoticeKind::Resolved => "A ticket was resolved: the finding is over",
        NoticeKind::FindingClosed => "A finding was closed: its ticket was",
        NoticeKind::InDoubt => "A ticket is in doubt",
        NoticeKind::DeadLetter => "Something needs a person",
        NoticeKind::Reverted => "The source takes each close back",
        NoticeKind::Configuration => "The configuration needs a person",
        NoticeKind::Duplicate => "A finding has two open tickets: the one named below is closed",
        NoticeKind::Deleted => "A ticket was deleted",
        NoticeKind::Refused => "A write was refused",
    };
    let title = without_links(&cut(&one_line(&notice.title), TITLE_LIMIT));
    let severity = cut(&one_line(notice.severity.as_str()), WORD_LIMIT);
    let mut body = Message::new().line(format!("[{}] {title}", without_links(&severity)));
    if let Some(ticket) = &notice.ticket {
        let key = cut(&one_line(&ticket.key), WORD_LIMIT);
        body = body.line(format!("Ticket: {}", without_links(&key)));
    }
    // With its own line break, the detail has what the rest leaves of the longest message.
    let taken = Message::new().info(head, &body).char_count().saturating_add(1);
    let detail = cut(&lines(&notice.detail), Message::MAX_CHARS.saturating_sub(taken));
    if !detail.is_empty() {
        body = body.line(without_links(&detail));
    }
    Message::new().info(head, body)
}

/// Chatwork makes a link of each address. This text may come from outside, so its addresses are none.
fn without_links(text: &str) -> String {
    text.replace("://", "：//")
}
