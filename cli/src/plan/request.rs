//! A request as it is shown.

use saas_api_core::KeptBack;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

/// A request that would be sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Request {
    /// `backlog`, `orca` or `chatwork`.
    pub(crate) service: String,
    pub(crate) method: String,
    /// With the query, where there is one.
    pub(crate) path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<String>,
    #[serde(flatten)]
    pub(crate) body: Body,
}

/// A body, decoded. The name of its form is the name of its member.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Body {
    /// The fields, in order.
    Form(Vec<(String, String)>),
    Json(Value),
    Text(String),
    /// None, or one that cannot be shown.
    Empty {},
}

/// What differs in each run, and how it is shown instead.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// A text and what is shown for it. Of two that begin alike the longer one comes first.
    shown: Vec<(String, String)>,
    tickets: usize,
}

impl Names {
    /// The id of an attempt: in the text of a ticket, or in a field of its own.
    pub(super) fn attempt(&mut self, id: &str) {
        self.shown.push((id.to_owned(), "<attempt id>".to_owned()));
    }

    /// The id of a write: in a comment.
    pub(super) fn write(&mut self, id: &str) {
        self.shown.push((id.to_owned(), "<write id>".to_owned()));
    }

    /// The ticket that the plan's write of this number would create. Its id and its key are the tracker's choice.
    pub(super) fn ticket(&mut self, number: usize) {
        self.tickets = self.tickets.saturating_add(1);
        self.shown.insert(0, (format!("dry-run-{number}"), format!("<new ticket {}>", self.tickets)));
    }

    pub(super) fn shown(&self, text: &str) -> String {
        self.shown.iter().fold(text.to_owned(), |text, (name, shown)| text.replace(name, shown))
    }

    fn shown_in(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.shown(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.shown_in(item)).collect(),
            Value::Object(members) => members.into_iter().map(|(name, member)| (name, self.shown_in(member))).collect(),
            other => other,
        }
    }
}

impl Request {
    pub(super) fn of(service: String, kept: &KeptBack, names: &Names) -> Self {
        Self {
            service,
            method: kept.method.to_string(),
            path: names.shown(&kept.path),
            content_type: kept.content_type.clone(),
            body: Body::of(kept, names),
        }
    }
}

impl Body {
    fn of(kept: &KeptBack, names: &Names) -> Self {
        let bytes = kept.body.as_deref().unwrap_or_default();
        let is = |kind: &str| kept.content_type.as_deref().is_some_and(|content_type| content_type.starts_with(kind));
        if bytes.is_empty() {
            return Self::Empty {};
        }
        if is("application/x-www-form-urlencoded") {
            let fields = form_urlencoded::parse(bytes);
            return Self::Form(fields.map(|(name, value)| (name.into_owned(), names.shown(&value))).collect());
        }
        match serde_json::from_slice(bytes) {
            Ok(value) if is("application/json") => Self::Json(names.shown_in(value)),
            _ => Self::Text(names.shown(&String::from_utf8_lossy(bytes))),
        }
    }
}
