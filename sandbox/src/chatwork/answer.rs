//! Answers and parameters in Chatwork's own shape.

use serde_json::{Value, json};

use crate::http::{Reply, Request};

/// A call that was refused: the status and the text of its `errors`.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) text: String,
}

pub(super) type Answer = Result<Reply, Refusal>;

impl Refusal {
    pub(super) fn new(status: u16, text: impl Into<String>) -> Self {
        Self { status, text: text.into() }
    }

    pub(super) fn no_endpoint() -> Self {
        Self::new(404, "Invalid Endpoint or HTTP method")
    }

    pub(super) fn no_edit() -> Self {
        Self::new(403, "You don't have permission to send/edit message.")
    }

    pub(super) fn invalid(parameter: &str) -> Self {
        Self::new(400, format!("Parameter '{parameter}' is invalid"))
    }

    /// The service's real answer is not known, so the sandbox gives none.
    pub(super) fn not_modelled(what: &str) -> Self {
        Self::new(501, format!("Not modelled by the sandbox: {what}"))
    }

    pub(super) fn reply(&self) -> Reply {
        json_reply(self.status, &json!({ "errors": [self.text] }))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "each handler ends with it")]
pub(super) fn ok(value: &Value) -> Answer {
    Ok(json_reply(200, value))
}

/// An empty list has no body at all.
pub(super) fn list(values: Vec<Value>) -> Answer {
    if values.is_empty() { Ok(Reply::empty(204)) } else { ok(&Value::from(values)) }
}

fn json_reply(status: u16, value: &Value) -> Reply {
    Reply::text(status, "application/json; charset=utf-8", escaped(&value.to_string()))
}

/// The service writes every non-ASCII character as an escape.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => out.push(char::from(byte)),
            _ => out.extend(format!("\\u{unit:04x}").chars()),
        }
    }
    out
}

/// The parameters of one call: of the query for GET, else of the form body alone.
#[derive(Debug)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn of(request: &Request, known: &[&str]) -> Result<Self, Refusal> {
        let is_form = || {
            request.header("content-type").is_some_and(|kind| {
                kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
            })
        };
        let pairs = match request.method.as_str() {
            "GET" => request.query.clone(),
            _ if is_form() => request.form(),
            _ => Vec::new(),
        };
        match pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Refusal::new(400, format!("Parameter '{name}' is unknown"))),
            None => Ok(Self(pairs)),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        let missing = || Refusal::new(400, format!("Parameter '{name}' is required"));
        self.get(name).filter(|value| !value.is_empty()).ok_or_else(missing)
    }

    /// A required text of at most `most` characters.
    pub(super) fn text(&self, name: &str, most: usize) -> Result<String, Refusal> {
        let text = self.required(name)?;
        if text.chars().count() > most {
            return Err(Refusal::new(400, format!("Parameter '{name}' is too long")));
        }
        Ok(text.to_owned())
    }

    /// `0` or `1`.
    pub(super) fn flag(&self, name: &str, default: bool) -> Result<bool, Refusal> {
        match self.get(name) {
            None => Ok(default),
            Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(_) => Err(Refusal::invalid(name)),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        self.get(name).map(|text| text.parse().map_err(|_not_a_number| Refusal::invalid(name))).transpose()
    }

    /// Comma-joined account ids.
    pub(super) fn ids(&self, name: &str) -> Result<Vec<u64>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(Vec::new()) };
        let ids: Result<Vec<u64>, _> = text.split(',').map(str::parse).collect();
        ids.map_err(|_not_numbers| Refusal::invalid(name))
    }

    /// One word of a fixed list.
    pub(super) fn word<'w>(&self, name: &str, words: &[&'w str]) -> Result<Option<&'w str>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let word = words.iter().find(|word| **word == text);
        word.map(|word| Some(*word)).ok_or_else(|| Refusal::invalid(name))
    }
}
