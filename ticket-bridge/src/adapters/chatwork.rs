//! Notices in a Chatwork room.

use super::outcome;
use crate::outcome::CallOutcome;
use crate::ports::{Notice, NoticeKind, Notifier};
use async_trait::async_trait;
use chatwork_api::messages::CreateMessage;
use chatwork_api::notation::Message;
use chatwork_api::{Client, RoomId};

/// One room. Text from outside is inert in its messages.
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
    };
    let mut body = Message::new().line(format!("[{}] {}", notice.severity, notice.title));
    if let Some(ticket) = &notice.ticket {
        body = body.line(format!("Ticket: {}", ticket.key));
    }
    if !notice.detail.is_empty() {
        body = body.line(notice.detail.as_str());
    }
    Message::new().info(head, body)
}
