//! The parts of a message.

use super::text::{RawNotation, Text, turns_direction};
use crate::id::AccountId;
use crate::time::UnixTime;
use std::fmt::{self, Write};

/// One part. Whatever text it holds is neutralised, but for raw notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(Text),
    Raw(RawNotation),
    /// One tag without an end, made from numbers.
    Tag(String),
    /// An address that holds no bracket and no blank.
    Url(String),
    Code(Text),
    Quote {
        account: AccountId,
        time: Option<UnixTime>,
        text: Text,
    },
    /// Holds no other box.
    Info {
        title: Text,
        body: Vec<Part>,
    },
}

impl Part {
    pub(super) fn boxed(title: &Text, body: Vec<Self>) -> Self {
        let title = title.on_one_line();
        if body.iter().all(Self::is_blank) {
            return Self::Info { title: Text::default(), body: vec![Self::Text(title)] };
        }
        Self::Info { title, body }
    }

    pub(super) fn link(link: &str) -> Self {
        let link = link.trim();
        let is_web = ["http://", "https://"]
            .iter()
            .any(|scheme| link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
        if !is_web {
            return Self::Text(Text::new(link));
        }
        let mut safe = String::with_capacity(link.len());
        for char in link.chars() {
            if matches!(char, '[' | ']') || char.is_control() || char.is_whitespace() || turns_direction(char) {
                let mut bytes = [0; 4];
                for byte in char.encode_utf8(&mut bytes).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(safe, "%{byte:02X}");
                }
            } else {
                safe.push(char);
            }
        }
        Self::Url(safe)
    }

    /// The part as it stands inside a box.
    pub(super) fn without_box(self) -> Vec<Self> {
        match self {
            Self::Info { title, body } => {
                let heading = (!title.as_str().is_empty()).then(|| Self::Text(Text::new(format!("{title}\n"))));
                heading.into_iter().chain(body).collect()
            }
            part => vec![part],
        }
    }

    /// Whether a reader sees nothing of it.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Quote { text, .. } => text.as_str().trim().is_empty(),
            Self::Raw(notation) => notation.as_str().trim().is_empty(),
            Self::Tag(_) | Self::Url(_) => false,
            Self::Info { title, body } => title.as_str().is_empty() && body.iter().all(Self::is_blank),
        }
    }

    pub(super) fn char_count(&self) -> usize {
        let mut count = CharCount(0);
        // Counting cannot fail.
        let _ = write!(count, "{self}");
        count.0
    }

    /// How many characters it has around its text.
    pub(super) fn frame(&self) -> usize {
        let empty = match self {
            Self::Code(_) => return "[code][/code]".len(),
            Self::Quote { account, time, .. } => {
                let frame = quote_start(*account, *time);
                return frame.len().saturating_add("[/qt]".len());
            }
            Self::Info { title, .. } => title,
            _ => return 0,
        };
        let title = if empty.as_str().is_empty() { 0 } else { "[title][/title]".len() };
        title.saturating_add(empty.as_str().chars().count()).saturating_add("[info][/info]".len())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Raw(notation) => notation.fmt(f),
            Self::Tag(tag) => f.write_str(tag),
            Self::Url(link) => write!(f, "[url]{link}[/url]"),
            // Readers show the tags of what is empty.
            part if part.is_blank() => Ok(()),
            Self::Code(text) => write!(f, "[code]{text}[/code]"),
            Self::Quote { account, time, text } => write!(f, "{}{text}[/qt]", quote_start(*account, *time)),
            Self::Info { title, body } => {
                f.write_str("[info]")?;
                if !title.as_str().is_empty() {
                    write!(f, "[title]{title}[/title]")?;
                }
                body.iter().try_for_each(|part| part.fmt(f))?;
                f.write_str("[/info]")
            }
        }
    }
}

fn quote_start(account: AccountId, time: Option<UnixTime>) -> String {
    match time {
        Some(time) => format!("[qt][qtmeta aid={account} time={time}]"),
        None => format!("[qt][qtmeta aid={account}]"),
    }
}

struct CharCount(usize);

impl Write for CharCount {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.chars().count());
        Ok(())
    }
}
