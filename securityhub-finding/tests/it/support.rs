//! Fixtures, the shared folder where it is present, and JSON compared as it is written.

use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

pub(crate) fn fixture(name: &str) -> String {
    let path = Path::new(CRATE).join("tests/fixtures").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A path in the folder `shared` beside the workspace. `None`, and a line that says so, where it is absent.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(CRATE).join("../../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: shared/{name} is absent");
    None
}

pub(crate) fn shared_text(name: &str) -> Option<String> {
    shared(name).map(|path| std::fs::read_to_string(path).unwrap())
}

/// JSON with numbers as they are written. Objects compare whatever the order of their members.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Object(BTreeMap<String, Json>),
    List(Vec<Json>),
    Text(String),
    /// Numbers, literals, and texts that are none of Rust.
    Verbatim(String),
}

impl Json {
    pub(crate) fn read(text: &str) -> Self {
        let raw: &RawValue = serde_json::from_str(text).unwrap();
        let text = raw.get();
        match text.as_bytes()[0] {
            b'{' => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap();
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::read(value.get()))).collect())
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
                Self::List(items.into_iter().map(|item| Self::read(item.get())).collect())
            }
            b'"' => serde_json::from_str(text).map_or_else(|_| Self::Verbatim(text.to_owned()), Self::Text),
            _ => Self::Verbatim(text.to_owned()),
        }
    }

    pub(crate) fn write(&self) -> String {
        let join = |parts: Vec<String>| parts.join(",");
        let quote = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Object(members) => {
                let member = |(name, value): (&String, &Self)| format!("{}:{}", quote(name), value.write());
                format!("{{{}}}", join(members.iter().map(member).collect()))
            }
            Self::List(items) => format!("[{}]", join(items.iter().map(Self::write).collect())),
            Self::Text(text) => quote(text),
            Self::Verbatim(text) => text.clone(),
        }
    }
}
