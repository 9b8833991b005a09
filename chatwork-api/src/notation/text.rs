//! Text that holds no notation, and notation that says so.

use std::fmt;

/// A text without notation, whatever it was made from.
///
/// Square brackets become full-width ones. Line ends become `\n`. Control characters other than `\n` and `\t`, and those
/// that turn the direction of writing, are dropped. All else stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text(String);

impl Text {
    /// The text, neutralised.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let mut clean = String::with_capacity(text.len());
        let mut after_return = false;
        for char in text.chars() {
            let follows = std::mem::replace(&mut after_return, char == '\r');
            match char {
                '[' => clean.push('［'),
                ']' => clean.push('］'),
                '\n' if follows => {}
                '\r' | '\n' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
                '\t' => clean.push('\t'),
                char if char.is_control() || turns_direction(char) => {}
                char => clean.push(char),
            }
        }
        Self(clean)
    }

    /// The neutralised text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same on one line.
    pub(super) fn on_one_line(&self) -> Self {
        Self(self.0.trim().replace(['\n', '\t'], " "))
    }

    /// A piece of a neutralised text.
    pub(super) fn piece(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The bidirectional controls: they make a text look like another.
pub(super) fn turns_direction(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Notation that is sent as it is. Whatever it holds takes effect: put no foreign text into it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RawNotation(String);

impl RawNotation {
    /// This notation.
    pub fn new(notation: impl Into<String>) -> Self {
        Self(notation.into())
    }

    /// The notation.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RawNotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
