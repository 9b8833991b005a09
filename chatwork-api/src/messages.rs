//! Messages (メッセージ) of a room.
//!
//! There is no search, no paging, no idempotency key: whoever must find a post again keeps the id that
//! [`Messages::create`] gives.

use crate::client::Client;
use crate::id::{MessageId, RoomId};
use crate::model::{self, MessageLimitation, MessageList, ReadState};
use crate::notation::{self, push_body};
use saas_api_core::{Call, Expect, Params, Replay, Result, setters};
use serde::Deserialize;

/// The messages of one room. Made by [`Rooms::messages`](crate::rooms::Rooms::messages).
#[derive(Clone, Copy, Debug)]
pub struct Messages<'c> {
    client: &'c Client,
    room: RoomId,
}

/// Which messages to list. For [`Messages::list`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListMessages {
    force: Option<bool>,
}

/// A new message. For [`Messages::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateMessage {
    body: notation::Message,
    self_unread: Option<bool>,
}

/// Another text for a message. For [`Messages::update`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct UpdateMessage {
    body: notation::Message,
}

impl<'c> Messages<'c> {
    pub(crate) fn new(client: &'c Client, room: RoomId) -> Self {
        Self { client, room }
    }

    /// Lists messages, at most 100, the oldest first: those that no earlier list gave, or with `force` the newest.
    ///
    /// Without `force` Chatwork moves a mark with each call, for this credential or its user. So such a call is not sent
    /// again by itself when its answer is lost: the next one would skip what the lost answer held. List with `force` then.
    /// More than 100 new messages between two lists are lost; nothing gives older ones.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:read` or `rooms.messages:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-messages>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room.
    #[doc(alias = "チャットのメッセージ一覧を取得")]
    pub async fn list(&self, request: &ListMessages) -> Result<MessageList> {
        let replay = if request.force == Some(true) { Replay::Safe } else { Replay::Never };
        let call = Call::get("/rooms/{room_id}/messages").arg(self.room).query(request.params());
        let answer = self.client.send(call.expect(Expect::JsonOrEmpty).replay(replay)).await?;
        let mut messages: Vec<model::Message> = answer.json()?;
        // The order is not documented.
        messages.sort_by(|a, b| (a.send_time, &a.message_id).cmp(&(b.send_time, &b.message_id)));
        let limitation = MessageLimitation::from_headers(|name| answer.header(name));
        Ok(MessageList { messages, limitation })
    }

    /// Gets a message.
    ///
    /// OAuth scope: as for [`list`](Self::list).
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-messages-message_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such message, or the plan hides it: [`MessageLimitation::of`] tells which.
    /// `InvalidRequest` for what is no message id.
    #[doc(alias = "メッセージを取得")]
    pub async fn get(&self, message: impl Into<MessageId>) -> Result<model::Message> {
        let message = message.into();
        let call = Call::get("/rooms/{room_id}/messages/{message_id}").arg(self.room).arg(&message);
        self.client.json(message.checked(call)).await
    }

    /// Posts a message and gives its id.
    ///
    /// Posted once at most: when it is not known whether a post arrived, the error
    /// [may have been applied](crate::Error::may_have_been_applied). A room takes 10 posts in ten seconds, tasks included;
    /// further ones wait by default.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms.messages:write`.
    /// Official page: <https://developer.chatwork.com/reference/post-rooms-room_id-messages>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty text or one of more than 65,535 characters, which
    /// [`split`](notation::Message::split) cuts. `Auth` when the caller may not write in the room.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(chatwork: chatwork_api::Client, title: &str) -> chatwork_api::Result<()> {
    /// use chatwork_api::AccountId;
    /// use chatwork_api::messages::CreateMessage;
    /// use chatwork_api::notation::Message;
    ///
    /// let body = Message::new().to(AccountId::new(5_000_001)).line(" Ops").info("CRITICAL", title);
    /// let message = chatwork.rooms().messages(400_000_001).create(&CreateMessage::new(body)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "チャットに新しいメッセージを追加")]
    pub async fn create(&self, request: &CreateMessage) -> Result<MessageId> {
        let call = Call::post("/rooms/{room_id}/messages").arg(self.room).scope(self.room);
        self.client.json(call.form(request.params())).await.map(|answer: MessageRef| answer.message_id)
    }

    /// Posts a message of any length, in as many posts as it takes, one after the other.
    ///
    /// It is cut as by [`split`](notation::Message::split). Each post waits for the room's limit as
    /// [`create`](Self::create) does. The id of each is added to `sent`, in order: after an error it says what was posted,
    /// and a call with the same request and the same list goes on behind that. A post whose error
    /// [may have been applied](crate::Error::may_have_been_applied) is not in it: look whether it is there first.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/post-rooms-room_id-messages>.
    ///
    /// # Errors
    /// As for [`create`](Self::create). `InvalidRequest` when nothing is to be posted.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(chatwork: chatwork_api::Client, report: String) -> chatwork_api::Result<()> {
    /// use chatwork_api::messages::CreateMessage;
    /// use chatwork_api::notation::Message;
    ///
    /// let request = CreateMessage::new(Message::new().info("Report", report));
    /// let mut sent = Vec::new();
    /// chatwork.rooms().messages(400_000_001).create_in_pieces(&request, &mut sent).await?;
    /// println!("{} posts", sent.len());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_in_pieces(&self, request: &CreateMessage, sent: &mut Vec<MessageId>) -> Result<()> {
        let pieces = request.body.split(notation::Message::MAX_CHARS);
        if pieces.is_empty() {
            return self.create(&CreateMessage::new("")).await.map(drop);
        }
        for body in pieces.into_iter().skip(sent.len()) {
            let piece = CreateMessage { body, self_unread: request.self_unread };
            sent.push(self.create(&piece).await?);
        }
        Ok(())
    }

    /// Replaces the text of one of the caller's own messages, such as a notice whose finding was resolved. The id stays.
    ///
    /// Nobody is notified again. OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-messages-message_id>.
    ///
    /// # Errors
    /// As for [`create`](Self::create), and `InvalidRequest` for what is no message id. `NotFound` when there is no such
    /// message.
    #[doc(alias = "メッセージを更新")]
    pub async fn update(&self, message: impl Into<MessageId>, request: &UpdateMessage) -> Result<MessageId> {
        let message = message.into();
        let call = Call::put("/rooms/{room_id}/messages/{message_id}").arg(self.room).arg(&message);
        let call = message.checked(call).form(request.params()).replay(Replay::Safe);
        self.client.json(call).await.map(|answer: MessageRef| answer.message_id)
    }

    /// Deletes one of the caller's own messages. The room shows `[deleted]` in its place.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/delete-rooms-room_id-messages-message_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such message, also when an earlier attempt of this call removed it. `InvalidRequest` for
    /// what is no message id.
    #[doc(alias = "メッセージを削除")]
    pub async fn delete(&self, message: impl Into<MessageId>) -> Result<()> {
        let message = message.into();
        let call = Call::delete("/rooms/{room_id}/messages/{message_id}").arg(self.room).arg(&message);
        self.client.send(message.checked(call).replay(Replay::Safe).expect(Expect::Empty)).await.map(drop)
    }

    /// Marks messages up to this one as read.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-messages-read>.
    ///
    /// # Errors
    /// Status 400 when it is read already. `InvalidRequest` for what is no message id.
    #[doc(alias = "メッセージを既読にする")]
    pub async fn mark_as_read(&self, message: impl Into<MessageId>) -> Result<ReadState> {
        let call = Call::put("/rooms/{room_id}/messages/read").arg(self.room);
        self.mark(call, &message.into()).await
    }

    /// Marks all messages up to now as read. Not sent again once it may have arrived: "now" would be later.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-messages-read>.
    ///
    /// # Errors
    /// Status 400 when all are read already.
    #[doc(alias = "メッセージを既読にする")]
    pub async fn mark_all_as_read(&self) -> Result<ReadState> {
        self.client.json(Call::put("/rooms/{room_id}/messages/read").arg(self.room).form(Params::new())).await
    }

    /// Marks messages from this one on as unread.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-messages-unread>.
    ///
    /// # Errors
    /// Status 400 when it is unread already. `InvalidRequest` for what is no message id.
    #[doc(alias = "メッセージを未読にする")]
    pub async fn mark_as_unread(&self, message: impl Into<MessageId>) -> Result<ReadState> {
        let call = Call::put("/rooms/{room_id}/messages/unread").arg(self.room);
        self.mark(call, &message.into()).await
    }

    async fn mark(&self, call: Call, message: &MessageId) -> Result<ReadState> {
        let mut form = Params::new();
        form.push("message_id", message);
        self.client.json(message.checked(call).form(form).replay(Replay::Safe)).await
    }
}

#[derive(Deserialize)]
struct MessageRef {
    message_id: MessageId,
}

impl ListMessages {
    /// What no earlier list gave.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_flag("force", self.force);
        params
    }
}

impl CreateMessage {
    /// A message with this text. Plain text is neutralised: see [`notation`].
    pub fn new(body: impl Into<notation::Message>) -> Self {
        Self { body: body.into(), self_unread: None }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        push_body(&mut params, &self.body);
        params.push_flag("self_unread", self.self_unread);
        params
    }
}

impl UpdateMessage {
    /// This text. Plain text is neutralised: see [`notation`].
    pub fn new(body: impl Into<notation::Message>) -> Self {
        Self { body: body.into() }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        push_body(&mut params, &self.body);
        params
    }
}

setters! {
    ListMessages {
        /// The newest 100, whatever earlier lists gave.
        force: bool;
    }
}

setters! {
    CreateMessage {
        /// Whether the post is unread for the caller too. The API's own is no.
        self_unread: bool;
    }
}
