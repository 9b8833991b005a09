//! What arrived at a service, for tests to look at.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use crate::{http::Request, server::lock};

const SECRET_HEADERS: [&str; 6] =
    ["authorization", "backlog-api-key", "cookie", "proxy-authorization", "x-amz-security-token", "x-chatworktoken"];
const SECRET_QUERY: &str = "apiKey";
const REDACTED: &str = "[redacted]";

/// So that a long-running sandbox does not grow without end.
const KEPT: usize = 10_000;

/// One request that a service got.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// When it arrived, by the sandbox's clock.
    pub at: SystemTime,
    /// The body; invalid UTF-8 is replaced, and that of a token endpoint or a login by `[redacted]`.
    pub body: String,
    /// Whether the service handled it. A failing answer was handled too.
    pub committed: bool,
    /// The headers; secrets are replaced by `[redacted]`.
    pub headers: Vec<(String, String)>,
    /// The method, for example `GET`.
    pub method: String,
    /// The path as sent, without the query.
    pub path: String,
    /// The decoded query; an API key is replaced by `[redacted]`.
    pub query: Vec<(String, String)>,
    /// The status of the answer; `None`: no answer was given.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: Mutex<VecDeque<(u64, LoggedRequest)>>,
    next: AtomicU64,
}

impl Log {
    /// Notes a request before anything is done with it; the number names it later.
    pub(crate) fn arrived(&self, request: &Request) -> u64 {
        let headers = request.headers.iter().map(|(name, value)| {
            let secret = SECRET_HEADERS.contains(&name.as_str());
            let value = if secret { REDACTED.into() } else { String::from_utf8_lossy(value.as_bytes()) };
            (name.to_string(), value.into_owned())
        });
        let query = request.query.iter().map(|(name, value)| {
            let value = if name == SECRET_QUERY { REDACTED } else { value };
            (name.clone(), value.to_owned())
        });
        let entry = LoggedRequest {
            at: request.at,
            // A token endpoint and a login are sent nothing but secrets.
            body: if ["/token", "/api/user/session"].contains(&&*request.path) {
                REDACTED.to_owned()
            } else {
                String::from_utf8_lossy(&request.body).into_owned()
            },
            committed: false,
            headers: headers.collect(),
            method: request.method.to_string(),
            path: request.path.clone(),
            query: query.collect(),
            status: None,
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut entries = lock(&self.entries);
        entries.push_back((number, entry));
        if entries.len() > KEPT {
            entries.pop_front();
        }
        number
    }

    pub(crate) fn committed(&self, number: u64) {
        self.change(number, |entry| entry.committed = true);
    }

    pub(crate) fn answered(&self, number: u64, status: u16) {
        self.change(number, |entry| entry.status = Some(status));
    }

    fn change(&self, number: u64, change: impl FnOnce(&mut LoggedRequest)) {
        if let Some((_, entry)) = lock(&self.entries).iter_mut().rev().find(|(n, _)| *n == number) {
            change(entry);
        }
    }

    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        lock(&self.entries).iter().map(|(_, entry)| entry.clone()).collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.entries).clear();
    }
}
