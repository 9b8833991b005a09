//! Chatwork's notation (メッセージ記法), and foreign text that cannot use it.
//!
//! Bodies of messages and tasks are markup: `[toall]` calls everyone in the room. Titles of alerts, names of resources
//! and comments of other people may hold such tags, and Chatwork has no escape. So every text becomes a [`Text`], whose
//! square brackets are full-width ones (`［` and `］`), also inside `[code]`. Real tags come from the methods of
//! [`Message`], which make them from numbers, or from a [`RawNotation`], which you have to ask for by name.
//!
//! Bodies that others wrote are read by [`Parsed`].
//!
//! Official page: <https://developer.chatwork.com/docs/message-notation>.
//!
//! ```
//! use chatwork_api::AccountId;
//! use chatwork_api::notation::Message;
//!
//! let message = Message::new()
//!     .to(AccountId::new(5_000_001))
//!     .line(" Ops")
//!     .info("CRITICAL EC2.19", Message::new().line("sg-0a [toall]").code("0.0.0.0/0"));
//! assert_eq!(
//!     message.to_string(),
//!     "[To:5000001] Ops\n[info][title]CRITICAL EC2.19[/title]sg-0a ［toall］\n[code]0.0.0.0/0[/code][/info]"
//! );
//! ```

mod parsed;
mod part;
mod split;
mod text;

pub use parsed::{Malformed, Parsed, Quote, Reply};
pub use text::{RawNotation, Text};

use crate::id::{AccountId, MessageId, RoomId};
use crate::time::UnixTime;
use part::Part;
use saas_api_core::Params;
use std::fmt;

/// The body of a message or task, built part by part.
///
/// A string becomes one with `into()`, neutralised. The parts follow each other as they are: begin a text with a space or
/// end it with a line break where you want one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Message {
    parts: Vec<Part>,
}

impl Message {
    /// The longest body that Chatwork takes, in characters, tags and all.
    pub const MAX_CHARS: usize = 65_535;

    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text, neutralised.
    pub fn text(self, text: impl Into<Text>) -> Self {
        self.with(Part::Text(text.into()))
    }

    /// Adds a text, neutralised, and a line break.
    pub fn line(self, text: impl Into<Text>) -> Self {
        self.text(text).text("\n")
    }

    /// Adds notation as it is. It must hold no foreign text.
    pub fn raw(self, notation: RawNotation) -> Self {
        self.with(Part::Raw(notation))
    }

    /// Adds another message.
    pub fn then(mut self, message: impl Into<Self>) -> Self {
        self.parts.extend(message.into().parts);
        self
    }

    /// Mentions an account (`[To:1]`): it is notified. The room shows no name, so text with one should follow.
    pub fn to(self, account: impl Into<AccountId>) -> Self {
        self.tag(format!("[To:{}]", account.into()))
    }

    /// Mentions everyone in the room (`[toall]`): all are notified.
    pub fn to_all(self) -> Self {
        self.tag("[toall]".to_owned())
    }

    /// Answers a message of an account (`[rp]`): the account is notified, and the tag links to the message.
    ///
    /// What is no message id becomes a mention without a link.
    pub fn reply(self, account: impl Into<AccountId>, room: impl Into<RoomId>, message: impl Into<MessageId>) -> Self {
        let (account, room, message) = (account.into(), room.into(), message.into());
        if !message.is_valid() {
            return self.to(account);
        }
        self.tag(format!("[rp aid={account} to={room}-{message}]"))
    }

    /// Quotes an account (`[qt]`), with the time of what it said. The text is neutralised.
    pub fn quote(self, account: impl Into<AccountId>, time: Option<UnixTime>, text: impl Into<Text>) -> Self {
        self.with(Part::Quote { account: account.into(), time, text: text.into() })
    }

    /// Adds a framed box (`[info]`). An empty title leaves the box without one.
    ///
    /// A title is one line. A box without a body shows its title as body, since Chatwork would show raw tags; one without
    /// both is left out. A box inside a box is not known to work: it becomes its title and its body, without a frame.
    pub fn info(self, title: impl Into<Text>, body: impl Into<Self>) -> Self {
        let flat = body.into().parts.into_iter().flat_map(Part::without_box).collect();
        self.with(Part::boxed(&title.into(), flat))
    }

    /// Adds a literal block (`[code]`). The text is neutralised here too: whether tags in it notify is not known.
    pub fn code(self, text: impl Into<Text>) -> Self {
        self.with(Part::Code(text.into()))
    }

    /// Adds a rule (`[hr]`).
    pub fn hr(self) -> Self {
        self.tag("[hr]".to_owned())
    }

    /// Adds a link (`[url]`), also with characters at which automatic links end.
    ///
    /// Brackets, spaces and control characters are percent-encoded. What does not begin with `http://` or `https://`
    /// becomes plain text.
    pub fn url(self, link: impl AsRef<str>) -> Self {
        self.with(Part::link(link.as_ref()))
    }

    /// Adds an account's picture (`[picon:1]`).
    pub fn picon(self, account: impl Into<AccountId>) -> Self {
        self.tag(format!("[picon:{}]", account.into()))
    }

    /// Adds an account's name (`[pname:1]`).
    pub fn pname(self, account: impl Into<AccountId>) -> Self {
        self.tag(format!("[pname:{}]", account.into()))
    }

    /// Adds an account's picture and name (`[piconname:1]`).
    pub fn piconname(self, account: impl Into<AccountId>) -> Self {
        self.tag(format!("[piconname:{}]", account.into()))
    }

    /// How many characters it has as it is sent.
    pub fn char_count(&self) -> usize {
        self.parts.iter().map(Part::char_count).sum()
    }

    /// Whether nothing would be sent.
    pub fn is_empty(&self) -> bool {
        self.char_count() == 0
    }

    /// Cuts it into messages of at most so many characters; below 200 counts as 200.
    ///
    /// Cuts go through texts only, at a line break or space where there is one, never through a tag. A box, block or
    /// quotation that is cut is closed and opened again, a box with the same title. Pieces of nothing but blanks are left
    /// out. Raw notation is never cut: when it is longer, its message is too.
    pub fn split(&self, most: usize) -> Vec<Self> {
        split::split(&self.parts, most).into_iter().map(|parts| Self { parts }).collect()
    }

    fn tag(self, tag: String) -> Self {
        self.with(Part::Tag(tag))
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }
}

impl fmt::Display for Message {
    /// The body as it is sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(f))
    }
}

impl From<Text> for Message {
    fn from(text: Text) -> Self {
        Self::new().text(text)
    }
}

impl From<&str> for Message {
    /// Neutralised.
    fn from(text: &str) -> Self {
        Text::new(text).into()
    }
}

impl From<String> for Message {
    /// Neutralised.
    fn from(text: String) -> Self {
        Text::new(text).into()
    }
}

impl From<RawNotation> for Message {
    fn from(notation: RawNotation) -> Self {
        Self::new().raw(notation)
    }
}

impl From<&Message> for Message {
    fn from(message: &Self) -> Self {
        message.clone()
    }
}

/// The `body` of a message or task, or why it cannot be sent.
pub(crate) fn push_body(params: &mut Params, body: &Message) {
    if let Some(rule) = too_long(body) {
        params.refuse("body", rule);
    }
    params.push_required("body", &body.to_string());
}

/// The rule that a body breaks which is too long.
pub(crate) fn too_long(body: &Message) -> Option<String> {
    let (chars, most) = (body.char_count(), Message::MAX_CHARS);
    (chars > most).then(|| format!("must have at most {most} characters with its tags and has {chars}; split it"))
}
