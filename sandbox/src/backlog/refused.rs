use std::fmt;

use serde_json::json;

use crate::http::Reply;

/// Why Backlog refuses something: what its error body would say.
#[derive(Clone, Debug, PartialEq)]
pub struct BacklogRefused {
    status: u16,
    code: u16,
    message: String,
}

impl BacklogRefused {
    fn new(status: u16, code: u16, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(403, 5, "You do not have permission to do this.")
    }

    /// `what` as in `No project.`
    pub(super) fn none(what: &str) -> Self {
        Self::new(404, 6, format!("No {what}."))
    }

    pub(super) fn undefined(path: &str) -> Self {
        Self::new(404, 6, format!("Undefined resource. {path}"))
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, 7, message)
    }

    pub(super) fn overflow(message: &str) -> Self {
        Self::new(400, 9, message)
    }

    pub(super) fn authentication() -> Self {
        Self::new(401, 11, "Authentication failure.")
    }

    pub(super) fn too_many_requests() -> Self {
        Self::new(429, 13, "Too many requests.")
    }

    pub(super) fn reply(&self) -> Reply {
        let error = json!({ "message": self.message, "code": self.code, "moreInfo": "" });
        Reply::json(self.status, &json!({ "errors": [error] }))
    }
}

impl fmt::Display for BacklogRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {}, status {})", self.message, self.code, self.status)
    }
}

impl std::error::Error for BacklogRefused {}
