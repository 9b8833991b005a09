//! Answers and arguments in Orca's own shape.

use serde_json::{Map, Value, json};

use crate::http::{Reply, Request};

/// A call that gets no good answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Orca says no: the HTTP status and the text of `error`.
    Refused(u16, String),
    /// Orca's real answer is not known, so the sandbox gives none.
    NotModelled(String),
}

pub(super) type Answer = Result<Reply, Refusal>;

impl Refusal {
    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self::Refused(400, text.into())
    }

    pub(super) fn no_field(name: &str) -> Self {
        Self::bad(format!("{name} field does not exist"))
    }

    pub(super) fn not_modelled(what: impl Into<String>) -> Self {
        Self::NotModelled(what.into())
    }

    pub(super) fn unknown_alert(id: &str, status: u16) -> Self {
        Self::Refused(status, format!("alert_id {id} does not exist"))
    }

    pub(super) fn reply(&self, request: &Request) -> Reply {
        match self {
            Self::Refused(status, text) => reply(*status, &json!({"status": "failure", "error": text})),
            Self::NotModelled(what) => {
                let message = format!("The sandbox does not model {what} of {} {}.", request.method, request.path);
                reply(501, &json!({"sandbox": "not modelled", "message": message}))
            }
        }
    }
}

pub(super) fn ok(value: &Value) -> Reply {
    reply(200, value)
}

pub(super) fn reply(status: u16, value: &Value) -> Reply {
    let mut reply = Reply::json(status, value);
    "application/json".clone_into(&mut reply.content_type);
    reply
}

/// The arguments of one call: the query of a GET, else the body, as JSON or as a form.
#[derive(Debug)]
pub(super) struct Arguments(Map<String, Value>);

impl Arguments {
    /// Refuses names that the call does not have.
    pub(super) fn of(request: &Request, known: &[&str]) -> Result<Self, Refusal> {
        let text = |pairs: Vec<(String, String)>| {
            pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>()
        };
        let is_form =
            request.header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let map = if request.method == http::Method::GET {
            text(request.query.clone())
        } else if let Some((name, _)) = request.query.first() {
            return Err(Refusal::no_field(name));
        } else if is_form {
            text(request.form())
        } else if request.body.is_empty() {
            Map::new()
        } else {
            match request.json() {
                Some(Value::Object(map)) => map,
                _ => return Err(Refusal::bad("the body is not a JSON object")),
            }
        };
        match map.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Refusal::no_field(name)),
            None => Ok(Self(map)),
        }
    }

    /// Null counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        self.parsed(name, Value::as_u64)
    }

    pub(super) fn decimal(&self, name: &str) -> Result<Option<f64>, Refusal> {
        self.parsed(name, Value::as_f64)
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.parsed(name, Value::as_bool)?.unwrap_or(false))
    }

    /// 1 to `most`; refused with the recorded text.
    pub(super) fn limit(&self, default: u64, most: u64) -> Result<usize, Refusal> {
        let limit = self.number("limit")?.unwrap_or(default);
        if limit == 0 || limit > most {
            return Err(Refusal::bad(format!("invalid limit {limit}")));
        }
        Ok(usize::try_from(limit).unwrap_or(usize::MAX))
    }

    pub(super) fn start(&self) -> Result<usize, Refusal> {
        let start = self.number("start_at_index")?.unwrap_or(0);
        Ok(usize::try_from(start).unwrap_or(usize::MAX))
    }

    /// A value of JSON, or its text in a query or a form.
    fn parsed<T>(&self, name: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Option<T>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let from_text =
            || value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()).and_then(|value| read(&value));
        let parsed = read(value).or_else(from_text);
        parsed.map(Some).ok_or_else(|| Refusal::bad(format!("invalid {name} {value}")))
    }
}

/// One page and, if there are more rows, where they start.
pub(super) fn page<T>(rows: Vec<T>, start: usize, limit: usize, most: usize) -> (Vec<T>, Option<usize>) {
    let size = limit.min(most);
    let next = start.saturating_add(size);
    let more = (next < rows.len()).then_some(next);
    (rows.into_iter().skip(start).take(size).collect(), more)
}
