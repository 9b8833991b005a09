//! Form and query parameters in the spellings that APIs use.

use crate::error::{Error, Result};
use std::borrow::Cow;
use std::fmt::{self, Display, Write};

/// Ordered name-value pairs of a query or a form body.
///
/// Names and values are percent-encoded once, when the call is built. A request that finds one of its values wrong says
/// so with [`refuse`](Self::refuse): the call then fails before anything is sent. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params {
    pairs: Vec<(Cow<'static, str>, String)>,
    /// The first value found wrong: its name and the rule.
    refusal: Option<(Cow<'static, str>, String)>,
}

/// What an update does to one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a field is left, emptied or set: there is no fourth way")]
pub enum Update<T> {
    /// Leaves it as it is: nothing is sent.
    #[default]
    Keep,
    /// Empties it.
    Clear,
    /// Gives it this value.
    Set(T),
}

impl<T> Update<T> {
    /// The value to set, if any.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

/// A list to set. An empty one empties the field: the API replaces lists as a whole.
impl<T> From<Vec<T>> for Update<Vec<T>> {
    fn from(values: Vec<T>) -> Self {
        if values.is_empty() { Self::Clear } else { Self::Set(values) }
    }
}

impl Params {
    /// No pairs.
    pub const fn new() -> Self {
        Self { pairs: Vec::new(), refusal: None }
    }

    /// One pair.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Display) {
        self.pairs.push((name.into(), value.to_string()));
    }

    /// One pair, when there is a value.
    pub fn push_some(&mut self, name: impl Into<Cow<'static, str>>, value: Option<impl Display>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// The same name for each value: `id[]=1&id[]=2`, where the `[]` is part of the name, or `id=1&id=2` without.
    pub fn push_each(&mut self, name: impl Into<Cow<'static, str>>, values: impl IntoIterator<Item = impl Display>) {
        let name = name.into();
        for value in values {
            self.push(name.clone(), value);
        }
    }

    /// One pair with the values joined by commas: `ids=1,2`. Nothing when there is no value.
    pub fn push_joined(&mut self, name: impl Into<Cow<'static, str>>, values: impl IntoIterator<Item = impl Display>) {
        let mut joined = String::new();
        for value in values {
            let comma = if joined.is_empty() { "" } else { "," };
            // Writing to a String cannot fail.
            let _ = write!(joined, "{comma}{value}");
        }
        if !joined.is_empty() {
            self.push(name, joined);
        }
    }

    /// A boolean as `0` or `1`, when there is one.
    pub fn push_flag(&mut self, name: impl Into<Cow<'static, str>>, value: Option<bool>) {
        self.push_some(name, value.map(u8::from));
    }

    /// The empty value, which clears a field.
    pub fn push_empty(&mut self, name: impl Into<Cow<'static, str>>) {
        self.push(name, "");
    }

    /// Nothing, the empty value, or the value.
    pub fn push_update(&mut self, name: impl Into<Cow<'static, str>>, update: &Update<impl Display>) {
        match update {
            Update::Keep => {}
            Update::Clear => self.push_empty(name),
            Update::Set(value) => self.push(name, value),
        }
    }

    /// Nothing, one empty pair, or the same name for each value.
    pub fn push_update_each(&mut self, name: impl Into<Cow<'static, str>>, update: &Update<Vec<impl Display>>) {
        match update {
            Update::Keep => {}
            Update::Clear => self.push_empty(name),
            Update::Set(values) => self.push_each(name, values),
        }
    }

    /// The same name for each value of a filter, when there is one. An empty list is refused: sent as nothing it would
    /// find everything.
    pub fn push_some_each(&mut self, name: &'static str, values: Option<&[impl Display]>) {
        if values.is_some_and(<[_]>::is_empty) {
            self.refuse(name, "must name at least one value");
        }
        self.push_each(name, values.unwrap_or_default());
    }

    /// A text that must not be empty.
    pub fn push_required(&mut self, name: &'static str, value: &str) {
        if value.is_empty() {
            self.refuse(name, "must not be empty");
        }
        self.push(name, value);
    }

    /// A text that must not be empty, when there is one.
    pub fn push_some_required(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.push_required(name, value);
        }
    }

    /// Makes the call fail with [`InvalidRequest`](crate::ErrorKind::InvalidRequest), naming the value and the rule that
    /// it breaks. The first refusal counts.
    pub fn refuse(&mut self, name: impl Into<Cow<'static, str>>, rule: impl Display) {
        self.refusal.get_or_insert_with(|| (name.into(), rule.to_string()));
    }

    /// Fails when a value was refused.
    pub(crate) fn check(&self) -> Result<()> {
        match &self.refusal {
            Some((name, rule)) => Err(Error::invalid_request(name, rule)),
            None => Ok(()),
        }
    }

    /// The pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The pairs as `application/x-www-form-urlencoded` text.
    pub fn encode(&self) -> String {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.iter() {
            text.append_pair(name, value);
        }
        text.finish()
    }
}

impl fmt::Debug for Params {
    /// No values: a form may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _value)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_has_its_own_method() {
        let mut params = Params::new();
        params.push("summary", "a b&c=d");
        params.push_some("keyword", None::<&str>);
        params.push_each("statusId[]", [1, 2]);
        params.push_each("customField_7", ["1", "2"]);
        params.push_joined("to_ids", [3, 4]);
        params.push_joined("none", [0_u8; 0]);
        params.push_flag("self_unread", Some(true));
        params.push_flag("force", Some(false));
        params.push("archived", true);
        params.push_empty("dueDate");
        params.push_update("startDate", &Update::<u8>::Keep);
        params.push_update("assigneeId", &Update::<u8>::Clear);
        params.push_update("parentIssueId", &Update::Set(9));
        assert_eq!(
            params.encode(),
            "summary=a+b%26c%3Dd&statusId%5B%5D=1&statusId%5B%5D=2&customField_7=1&customField_7=2&to_ids=3%2C4\
             &self_unread=1&force=0&archived=true&dueDate=&assigneeId=&parentIssueId=9"
        );
    }

    #[test]
    fn any_text_decodes_to_itself() {
        for value in ["", "%", "+", "日本語 🦀", "a\r\nb", "\0", "&=#?/", "\u{202e}abc"] {
            let mut params = Params::new();
            params.push(value.to_owned(), value);
            let encoded = params.encode();
            let decoded: Vec<_> = url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
            assert_eq!(decoded, [(value.to_owned(), value.to_owned())]);
        }
    }
}
