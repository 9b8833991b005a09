//! A successful answer, read whole.

use crate::auth::Credential;
use crate::call::{Expect, Replay};
use crate::error::{ApiMessage, Cause, Error, ErrorKind, Result, Subject};
use crate::retry::Setback;
use crate::service::Failure;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;

/// An answer that the API counts as a success.
pub struct Answer {
    pub(crate) subject: Subject,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    pub(crate) expect: Expect,
    pub(crate) credential: Credential,
    /// Without the secret.
    pub(crate) request_id: Option<String>,
}

impl Answer {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header's value, when it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// How many times the call was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`], naming the type, line and column.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let body = if self.body.is_empty() && self.expect == Expect::JsonOrEmpty { b"[]" } else { &*self.body };
        serde_json::from_slice(body).map_err(|error| self.unreadable(std::any::type_name::<T>(), &error))
    }

    /// The answer as a failure, where only the endpoint's own method can tell that it is one.
    ///
    /// `maybe_applied`: whether a call that changes something may have changed it all the same.
    pub fn failure(&self, failure: Failure, maybe_applied: bool) -> Error {
        let error = Error::new(failure.kind, self.subject.clone())
            .answered(self.status)
            .tried(self.attempts)
            .maybe_applied(maybe_applied && self.subject.is_write());
        told(error, failure, &self.body, &self.credential).requested_as(self.request_id.clone())
    }

    /// An answer to a login that does not hold what it should. Nothing of it is shown: it may hold a secret elsewhere.
    pub(crate) fn holds_no_session(&self) -> Error {
        let error = Error::new(ErrorKind::Decode, self.subject.clone()).answered(self.status).tried(self.attempts);
        let error = error.requested_as(self.request_id.clone());
        error.detail("the answer to the login holds no session")
    }

    fn unreadable(&self, wanted: &str, error: &serde_json::Error) -> Error {
        // What was done already is not repeated, whatever the call says of itself.
        let fate = Setback::Unreadable.fate(Replay::Never, self.subject.is_write());
        let place = format!("cannot read {wanted} at line {} column {}", error.line(), error.column());
        Error::new(ErrorKind::Decode, self.subject.clone())
            .detail(place)
            .answered(self.status)
            .said(Vec::new(), self.request_id.clone(), excerpt(&self.body, &self.credential))
            .tried(self.attempts)
            .maybe_applied(fate.may_have_been_applied)
            .because(Cause::new(error, &|text| without_quotes(&self.credential.scrub(text))))
    }
}

/// The parser's words without the values that it quotes: they are the answer's.
fn without_quotes(text: &str) -> String {
    let mut parts = text.split('"');
    let mut clean = parts.next().unwrap_or_default().to_owned();
    // The last quote ends the value: what it holds may have quotes of its own.
    if let Some(after) = parts.next_back() {
        clean.push_str("\"…\"");
        clean.push_str(after);
    }
    clean
}

impl Subject {
    /// Whether the call may change something.
    pub(crate) fn is_write(&self) -> bool {
        !matches!(&*self.method, "GET" | "HEAD" | "OPTIONS")
    }
}

/// The error with what the API told of the failure, without the secret.
pub(crate) fn told(error: Error, failure: Failure, body: &[u8], credential: &Credential) -> Error {
    let clean = |text: &str| credential.scrub(text);
    let messages = failure
        .messages
        .into_iter()
        .map(|message| ApiMessage { code: message.code.as_deref().map(clean), text: clean(&message.text) });
    error.said(messages.collect(), failure.request_id.as_deref().map(clean), excerpt(body, credential))
}

/// The first 64 KiB of a body for an error, without the secret.
pub(crate) fn excerpt(body: &[u8], credential: &Credential) -> Vec<u8> {
    const MOST: usize = 64 * 1024;
    let Some(head) = body.get(..MOST) else {
        return credential.scrub(&String::from_utf8_lossy(body)).into_bytes();
    };
    // A cut through the secret leaves a part of it at the end: so much is left out too.
    let mut clean = credential.scrub(&String::from_utf8_lossy(head)).into_bytes();
    clean.truncate(clean.len().saturating_sub(credential.longest_spelling()));
    clean
}

impl fmt::Debug for Answer {
    /// No headers and no body: both may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("call", &format_args!("{} {}", self.subject.method, self.subject.route))
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
