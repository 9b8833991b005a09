//! What is wrong with an input, and where. Quotes no value of it.

use crate::leniency::{push_item, push_member};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    what: String,
}

impl Problem {
    pub(crate) fn new(path: &str, what: &str) -> Self {
        Self { path: path.to_owned(), what: what.to_owned() }
    }

    /// Why a text is no object.
    pub(crate) fn of(error: &serde_json::Error) -> Self {
        let what = match error.classify() {
            Category::Data => "no JSON object",
            Category::Eof => "the JSON ends early",
            Category::Syntax | Category::Io => "no JSON",
        };
        Self { path: "$".to_owned(), what: format!("{what} at line {} column {}", error.line(), error.column()) }
    }

    /// The same, with the path to where the text breaks.
    pub(crate) fn in_text(error: &serde_json::Error, text: &str) -> Self {
        Self { path: path_of(error, text), ..Self::of(error) }
    }

    /// The same, with the position of a part of a text. Lines and columns count from 1, columns in bytes.
    pub(crate) fn at(self, part: &str, text: &str) -> Self {
        let before = part.as_ptr().addr().checked_sub(text.as_ptr().addr()).and_then(|length| text.get(..length));
        let Some(before) = before else { return self };
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().len().saturating_add(1);
        Self { what: format!("{} at line {line} column {column}", self.what), ..self }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// The same, for a value that stands at a path. Its position counts from the beginning of the value.
    pub(crate) fn under(self, path: &str) -> Self {
        Self { path: self.path.replacen('$', path, 1), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

/// Bytes as text.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes)
        .map_err(|error| Problem::new("$", &format!("no UTF-8 after {} bytes", error.valid_up_to())))
}

/// Where reading stopped. `$` where a second reading cannot tell.
fn path_of(error: &serde_json::Error, text: &str) -> String {
    let mut path = "$".to_owned();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let walked = Walk(&mut path).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match walked {
        Err(again) if (again.line(), again.column()) == (error.line(), error.column()) => path,
        _ => "$".to_owned(),
    }
}

/// Reads any value. The path is that of the value which it could not read.
struct Walk<'p>(&'p mut String);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let length = self.0.len();
        while let Some(name) = map.next_key::<String>()? {
            push_member(self.0, &name);
            map.next_value_seed(Walk(self.0))?;
            self.0.truncate(length);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let length = self.0.len();
        for index in 0_usize.. {
            push_item(self.0, index);
            let item = list.next_element_seed(Walk(self.0))?;
            self.0.truncate(length);
            if item.is_none() {
                break;
            }
        }
        Ok(())
    }
}
