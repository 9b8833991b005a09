//! Looking into JSON text without reading all of it.

use crate::decode::Name;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The members of an object, as they are written.
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    pub(crate) fn read(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The value of a member. The last one, where a name occurs twice.
    pub(crate) fn value(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find_map(|(key, value)| (key == name).then_some(*value))
    }

    /// The value of a member that is not null.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.value(name).filter(|value| value.get() != "null")
    }

    /// The value of a member, read as a type. Nothing when it has another form.
    pub(crate) fn read_as<T: Deserialize<'a>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// All of them, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, value)| (&**name, *value))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(members)
    }
}

/// The values of a list, when the text is one.
pub(crate) fn items(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

/// The value without spaces between its parts. Everything else stays as it is written.
pub(crate) fn compact(text: &str) -> String {
    let (mut in_text, mut escaped) = (false, false);
    let is_kept = |symbol: &char| {
        if in_text {
            in_text = escaped || *symbol != '"';
            escaped = !escaped && *symbol == '\\';
            return true;
        }
        in_text = *symbol == '"';
        !matches!(symbol, ' ' | '\t' | '\n' | '\r')
    };
    text.chars().filter(is_kept).collect()
}

/// A text as JSON, without the quotes around it.
pub(crate) fn escape(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compacting_leaves_texts_alone() {
        let text = "{ \"a b\" : [ 1.0 ,\n\t\"c \\\" d\" , \"e\\\\\" , 1e2 ] }";
        assert_eq!(compact(text), r#"{"a b":[1.0,"c \" d","e\\",1e2]}"#);
    }
}
