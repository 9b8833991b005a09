//! Maps from text to text.

use crate::decode::{Decode, Name};
use crate::leniency::{Inspector, Oddity};
use crate::raw::RawJson;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A map from text to text, in its order, such as `ProductFields`.
///
/// Some producers write values that are no text. They are kept, and found in [`others`](Self::others).
///
/// ```
/// use securityhub_finding::TextMap;
///
/// let tags: TextMap = serde_json::from_str(r#"{"team": "web", "patched": true}"#)?;
/// assert_eq!(tags.get("team"), Some("web"));
/// assert_eq!(tags.get("patched"), None);
/// assert_eq!(serde_json::to_string(&tags)?, r#"{"team":"web","patched":true}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// Name and text in one piece of memory: maps have many entries.
    Text {
        joined: Box<str>,
        name_length: usize,
    },
    Other(Box<str>, RawJson),
}

impl TextMap {
    /// The text under a name. The last one, where a name occurs twice.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|entry| entry.name() == name)?.text()
    }

    /// Sets the text under a name.
    pub fn insert(&mut self, name: impl Into<String>, text: impl Into<String>) {
        let name = name.into();
        self.remove(&name);
        self.0.push(Entry::of_text(&name, &text.into()));
    }

    /// Removes a name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|entry| entry.name() != name);
    }

    /// Names and texts, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|entry| Some((entry.name(), entry.text()?)))
    }

    /// Names whose values are no text, as they are written.
    pub fn others(&self) -> impl DoubleEndedIterator<Item = (&str, &RawJson)> {
        self.0.iter().filter_map(|entry| match entry {
            Entry::Text { .. } => None,
            Entry::Other(name, raw) => Some((&**name, raw)),
        })
    }

    /// How many entries there are, texts and others.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for TextMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (name, text) in entries {
            map.insert(name, text);
        }
        map
    }
}

impl Serialize for TextMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for entry in &self.0 {
            match entry {
                Entry::Text { .. } => map.serialize_entry(entry.name(), &entry.text())?,
                Entry::Other(name, raw) => map.serialize_entry(name, raw)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for TextMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawJson::deserialize(deserializer)?;
        let mut text = serde_json::Deserializer::from_str(raw.as_str());
        Self::decode(&mut text).map_err(serde::de::Error::custom)
    }
}

impl Decode for TextMap {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextMapVisitor)
    }

    fn inspect(&self, inspector: &mut Inspector) {
        for (name, _) in self.others() {
            inspector.at_member(name, |inspector| inspector.note(Oddity::NotText));
        }
    }
}

struct TextMapVisitor;

impl<'de> Visitor<'de> for TextMapVisitor {
    type Value = TextMap;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TextMap, A::Error> {
        let mut entries = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            let raw: &RawValue = map.next_value()?;
            entries.push(Entry::read(&name, raw));
        }
        Ok(TextMap(entries))
    }
}

impl Entry {
    fn of_text(name: &str, text: &str) -> Self {
        Self::Text { joined: [name, text].concat().into(), name_length: name.len() }
    }

    fn read(name: &str, raw: &RawValue) -> Self {
        let json = raw.get();
        if let Some(plain) = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'))
            && !plain.contains('\\')
        {
            return Self::of_text(name, plain);
        }
        // Text that JSON allows but Rust does not, half a surrogate pair, stays raw.
        match serde_json::from_str::<String>(json) {
            Ok(text) => Self::of_text(name, &text),
            Err(_form) => Self::Other(name.into(), RawJson::from_raw(raw)),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Text { joined, name_length } => joined.get(..*name_length).unwrap_or_default(),
            Self::Other(name, _) => name,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text { joined, name_length } => joined.get(*name_length..),
            Self::Other(..) => None,
        }
    }
}
