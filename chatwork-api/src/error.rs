//! How Chatwork tells failures.

use crate::model::MessageLimitation;
use crate::rate::{ALL, ROOM_WINDOW};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, Method, StatusCode};
use saas_api_core::{ApiMessage, Failure, RateClass, Service, lenient};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// What this crate calls itself.
pub(crate) const USER_AGENT: &str = concat!("chatwork-api/", env!("CARGO_PKG_VERSION"));

/// The rules of the Chatwork API.
#[derive(Debug)]
pub(crate) struct Chatwork;

impl Service for Chatwork {
    fn user_agent(&self) -> &'static str {
        USER_AGENT
    }

    fn path_prefix(&self) -> &'static str {
        "/v2"
    }

    fn class(&self, _method: &Method) -> RateClass {
        ALL
    }

    /// The shorter of the two windows: a refusal that names no limit and no reset.
    fn limit_wait(&self) -> Option<Duration> {
        Some(ROOM_WINDOW)
    }

    fn failure(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Failure> {
        if status.is_success() {
            return None;
        }
        let mut messages = serde_json::from_slice(body).map(ErrorBody::into_messages).unwrap_or_default();
        if messages.is_empty() {
            // A refused bearer token is explained in this header.
            let challenge = headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
            messages.extend(challenge.map(ApiMessage::new));
        }
        if status == StatusCode::NOT_FOUND {
            let header = |name: &str| headers.get(name)?.to_str().ok();
            messages.extend(MessageLimitation::from_headers(header).map(MessageLimitation::into_message));
        }
        let of_room = status == StatusCode::TOO_MANY_REQUESTS && messages.iter().any(is_room_limit);
        let failure = Failure::of_status(status, messages);
        Some(if of_room { failure.of_scope(ROOM_WINDOW) } else { failure })
    }
}

/// "Rate limit for message posting per room exceeded." Only the text tells this limit from that of all calls.
fn is_room_limit(message: &ApiMessage) -> bool {
    message.text.to_ascii_lowercase().contains("rate limit for message posting per room")
}

/// `{"errors": ["text"]}` of the API, or `{"error": "word", "error_description": "text"}` of OAuth.
#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default, deserialize_with = "lenient")]
    errors: Vec<Value>,
    #[serde(default, deserialize_with = "lenient")]
    error: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    error_description: Option<String>,
}

impl ErrorBody {
    fn into_messages(self) -> Vec<ApiMessage> {
        let errors = self.errors.into_iter().filter_map(|error| match error {
            Value::String(text) => Some(ApiMessage::new(text)),
            _ => None,
        });
        let oauth = match (self.error, self.error_description) {
            (Some(word), description) => Some(ApiMessage::new(description.unwrap_or_default()).code(word)),
            (None, description) => description.map(ApiMessage::new),
        };
        errors.chain(oauth).collect()
    }
}
