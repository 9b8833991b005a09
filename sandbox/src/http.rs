//! What a service sees of a call, and what it answers.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, request::Parts};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// One call, read completely.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// The path's parts, percent-decoded. A trailing slash gives a last empty part.
    pub(crate) segments: Vec<String>,
    /// The path as sent.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// When it arrived, by the sandbox's clock.
    pub(crate) at: SystemTime,
}

impl Request {
    pub(crate) fn new(parts: Parts, body: Bytes, at: SystemTime) -> Self {
        let path = parts.uri.path().to_owned();
        let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let segments = path.split('/').skip(1).map(decode).collect();
        let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        Self { method: parts.method, segments, path, query, headers: parts.headers, body, at }
    }

    /// The path's parts as a slice pattern wants them.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// The body as a form, whatever its content type says.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        pairs(&self.body)
    }

    /// The body as JSON; `None` when it is not.
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// A header's value; `None` when absent or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).into_owned().collect()
}

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// Empty: no such header.
    pub(crate) content_type: String,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json;charset=utf-8", body.to_string())
    }

    pub(crate) fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), content_type: content_type.to_owned() }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self::text(status, "", Bytes::new())
    }

    pub(crate) fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// For all that the sandbox does not know: never a fake success.
    pub(crate) fn not_modelled(request: &Request) -> Self {
        let message = format!("The sandbox does not model {} {}.", request.method, request.path);
        Self::json(501, &json!({ "sandbox": "not modelled", "message": message }))
    }
}
