//! A table of the file as it is read: each key is asked for once, and what nobody asked for is unknown.

use crate::duration;
use crate::nearest::nearest;
use crate::problem::Problems;
use std::fmt::Write;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table, its place, and the keys that it may have.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    path: String,
    entries: &'a DeTable<'a>,
    known: &'static [&'static str],
}

pub(crate) type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Table<'a> {
    /// A table whose keys are these. Others are problems.
    pub(crate) fn new(
        path: impl Into<String>,
        table: &'a DeTable<'a>,
        known: &'static [&'static str],
        problems: &mut Problems,
    ) -> Self {
        let table = Self { path: path.into(), entries: table, known };
        for key in table.entries.keys().map(|key| &**key.get_ref()).filter(|key| !known.contains(key)) {
            let fix = match nearest(key, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys here are: {}", known.join(", ")),
            };
            problems.add(table.at(&shown_key(key)), "is no key that is known here", fix);
        }
        table
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The place of a key.
    pub(crate) fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The value of a key, if it is there.
    pub(crate) fn get(&self, key: &str) -> Option<&'a DeValue<'a>> {
        debug_assert!(self.known.contains(&key), "{key} is read, and not known");
        self.entries.get(key).map(Spanned::get_ref)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// A text. Blank is none.
    pub(crate) fn text(&self, key: &str, problems: &mut Problems) -> Option<String> {
        let text = self.of_type(key, "a text in quotes", DeValue::as_str, problems)?;
        if text.trim().is_empty() {
            problems.add(self.at(key), "is empty", "write the name, or leave the key out");
            return None;
        }
        Some(text.to_owned())
    }

    pub(crate) fn required_text(&self, key: &str, example: &str, problems: &mut Problems) -> Option<String> {
        if !self.has(key) {
            problems.add(self.at(key), "is missing", format!("add `{key} = {example}`"));
            return None;
        }
        self.text(key, problems)
    }

    pub(crate) fn flag(&self, key: &str, problems: &mut Problems) -> Option<bool> {
        self.of_type(key, "true or false", DeValue::as_bool, problems)
    }

    pub(crate) fn duration(&self, key: &str, problems: &mut Problems) -> Option<Duration> {
        let form = "a duration such as \"90s\", \"10m\", \"1h\" or \"7d\"";
        self.of_type(key, form, |value| duration::parse(value.as_str()?), problems)
    }

    /// A whole number of at least the least.
    pub(crate) fn number<T: TryFrom<u64>>(&self, key: &str, least: u64, problems: &mut Problems) -> Option<T> {
        let form = format!("a whole number from {least} on");
        let read = |value: &DeValue<'_>| {
            let number = whole_number(value)?;
            if number < least { None } else { T::try_from(number).ok() }
        };
        self.of_type(key, &form, read, problems)
    }

    /// One of these words.
    pub(crate) fn word<T: Clone>(&self, key: &str, words: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let word = self.of_type(key, "a text in quotes", DeValue::as_str, problems)?;
        self.meaning(key, word, words, problems)
    }

    /// What one of these words means.
    pub(crate) fn meaning<T: Clone>(
        &self,
        key: &str,
        word: &str,
        words: &[(&str, T)],
        problems: &mut Problems,
    ) -> Option<T> {
        let known = words.iter().find(|(known, _)| *known == word);
        if known.is_none() {
            let list: Vec<String> = words.iter().map(|(known, _)| format!("{known:?}")).collect();
            problems.add(
                self.at(key),
                "is not one of the words that it can be",
                format!("write {}", list.join(" or ")),
            );
        }
        known.map(|(_, meaning)| meaning.clone())
    }

    /// A list of texts, none of them blank.
    pub(crate) fn texts(&self, key: &str, problems: &mut Problems) -> Option<Vec<String>> {
        let texts = |value: &'a DeValue<'a>| -> Option<Vec<String>> {
            let text = |value: &'a Value<'a>| value.get_ref().as_str().filter(|text| !text.trim().is_empty());
            value.as_array()?.iter().map(|value| text(value).map(str::to_owned)).collect()
        };
        self.of_type(key, "a list of texts, such as [\"Closed\"]", texts, problems)
    }

    /// A table within this one.
    pub(crate) fn table(
        &self,
        key: &str,
        known: &'static [&'static str],
        problems: &mut Problems,
    ) -> Option<Table<'a>> {
        let table = self.of_type(key, "a table", DeValue::as_table, problems)?;
        Some(Self::new(self.at(key), table, known, problems))
    }

    /// A table whose keys are names of the user's own.
    pub(crate) fn named(&self, key: &str, problems: &mut Problems) -> Vec<(String, &'a DeValue<'a>)> {
        let table = self.of_type(key, "a table", DeValue::as_table, problems);
        let entries = table.into_iter().flat_map(|table| table.iter());
        entries.map(|(key, value)| (key.get_ref().to_string(), value.get_ref())).collect()
    }

    /// A value of one form, or a problem that names the form. The value is not quoted: it may be a secret.
    pub(crate) fn of_type<T>(
        &self,
        key: &str,
        form: &str,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
        problems: &mut Problems,
    ) -> Option<T> {
        let read = read(self.get(key)?);
        if read.is_none() {
            problems.add(self.at(key), "has another form than it must have", format!("write {form}"));
        }
        read
    }
}

/// A whole number that is not negative.
pub(crate) fn whole_number(value: &DeValue<'_>) -> Option<u64> {
    let number = value.as_integer()?;
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A key as the file would write it.
pub(crate) fn shown_key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !key.is_empty() && key.bytes().all(is_bare) { key.to_owned() } else { quoted(key) }
}

/// A text as a TOML string in quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    quoted.push('"');
    for sign in text.chars() {
        match sign {
            '"' | '\\' => quoted.extend(['\\', sign]),
            _ if sign.is_control() => {
                // Writing to a text does not fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(sign));
            }
            _ => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}
