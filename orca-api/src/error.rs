//! How Orca tells failures.

use crate::id::ScanId;
use http::{HeaderMap, Method, StatusCode};
use saas_api_core::{ApiMessage, Error, ErrorKind, Failure, RateClass, Service, lenient};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;

/// The one rate class: Orca publishes no limits, and its answers tell none.
pub(crate) const ALL: RateClass = RateClass::new("all", Duration::from_secs(60));

/// What Orca's own words say about a failure. Its errors have no codes, and their statuses differ by endpoint.
///
/// ```no_run
/// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
/// use orca_api::OrcaErrorKind;
/// use orca_api::model::AlertStatus;
///
/// match orca.alerts().set_status("orca-123456", AlertStatus::InProgress).await {
///     Err(error) if OrcaErrorKind::of(&error) == Some(OrcaErrorKind::AlreadyInState) => println!("nothing to do"),
///     outcome => drop(outcome?),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrcaErrorKind {
    /// The alert has this status or score already: `requested to set same configuration`.
    AlreadyInState,
    /// The token belongs to no automation: `There is no Automation Rule assigned to API token`.
    NoAutomationRule,
    /// The asset is being scanned: `Scan is already running`. [`OrcaErrorKind::running_scan`] names the scan.
    ScanAlreadyRunning,
    /// The token is wrong or has expired: `Given token not valid for any token type`.
    TokenNotValid,
    /// There is no such alert: `alert_id orca-1 does not exist`.
    UnknownAlert,
    /// There is no such asset: `asset x not found`.
    UnknownAsset,
    /// The query names a field that there is none of, or in a form that it has not: `Unknown field 'x'`, `x field does not
    /// exist`.
    UnknownField,
    /// A page has not so many rows: `invalid limit 1000000`.
    InvalidLimit,
}

impl OrcaErrorKind {
    /// What the error's messages say, when they are known words.
    pub fn of(error: &Error) -> Option<Self> {
        error.messages().iter().find_map(|message| Self::of_text(&message.text))
    }

    /// The scan that runs, when the error names it beside [`ScanAlreadyRunning`](Self::ScanAlreadyRunning).
    pub fn running_scan(error: &Error) -> Option<ScanId> {
        let body: Value = serde_json::from_slice(error.body()?).ok()?;
        match body.get("scan_id")? {
            Value::String(id) if !id.is_empty() => Some(ScanId::new(id)),
            Value::Number(id) => Some(ScanId::new(id.to_string())),
            _ => None,
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        // The whole text: a wrong "already so" would drop a write, and a missed one costs one look.
        if text.trim().trim_end_matches('.') == "requested to set same configuration" {
            return Some(Self::AlreadyInState);
        }
        if text.contains("there is no automation rule assigned to api token") {
            return Some(Self::NoAutomationRule);
        }
        if text.contains("scan is already running") {
            return Some(Self::ScanAlreadyRunning);
        }
        if text.contains("given token not valid for any token type") {
            return Some(Self::TokenNotValid);
        }
        if names_one(&text, "alert_id ", "does not exist") {
            return Some(Self::UnknownAlert);
        }
        if names_one(&text, "asset ", "not found") {
            return Some(Self::UnknownAsset);
        }
        if text.contains("unknown field '") || text.trim_end_matches('.').ends_with(" field does not exist") {
            return Some(Self::UnknownField);
        }
        let limit = text.trim().trim_end_matches('.').strip_prefix("invalid limit ")?;
        limit.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-').then_some(Self::InvalidLimit)
    }

    fn kind(self) -> Option<ErrorKind> {
        match self {
            Self::TokenNotValid => Some(ErrorKind::Auth),
            Self::UnknownAlert | Self::UnknownAsset => Some(ErrorKind::NotFound),
            Self::AlreadyInState
            | Self::InvalidLimit
            | Self::NoAutomationRule
            | Self::ScanAlreadyRunning
            | Self::UnknownField => None,
        }
    }
}

/// Whether the text has the opening, one word, and the ending.
fn names_one(text: &str, opening: &str, ending: &str) -> bool {
    let closes = |rest: &str| {
        rest.split_once(' ').is_some_and(|(word, rest)| !word.is_empty() && rest.trim_start().starts_with(ending))
    };
    text.split(opening).skip(1).any(closes)
}

/// The rules of the Orca API.
#[derive(Debug)]
pub(crate) struct Orca;

impl Service for Orca {
    fn user_agent(&self) -> &'static str {
        concat!("orca-api/", env!("CARGO_PKG_VERSION"))
    }

    fn path_prefix(&self) -> &'static str {
        "/api"
    }

    fn class(&self, _method: &Method) -> RateClass {
        ALL
    }

    fn request_id<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers.get("x-orca-request-id")?.to_str().ok()
    }

    /// Classifies by the words first: an unknown alert is a 400 here and a 500 there, and some failures are a 200.
    fn failure(&self, status: StatusCode, _headers: &HeaderMap, body: &[u8]) -> Option<Failure> {
        if status.is_success() && !says_failure(body) {
            return None;
        }
        Some(failure_of(status, body))
    }
}

/// What an answer that is a failure stands for.
pub(crate) fn failure_of(status: StatusCode, body: &[u8]) -> Failure {
    let messages = messages(body);
    let words = if messages.is_empty() {
        OrcaErrorKind::of_text(&String::from_utf8_lossy(body))
    } else {
        messages.iter().find_map(|text| OrcaErrorKind::of_text(text))
    };
    let mut failure = Failure::of_status(status, messages.into_iter().map(ApiMessage::new).collect());
    // A session that has ended is a 403 here.
    if words == Some(OrcaErrorKind::TokenNotValid) && status.is_client_error() {
        failure = failure.of_credential();
    }
    let is_of_status = matches!(status.as_u16(), 401 | 403 | 429);
    match words.filter(|_| !is_of_status).and_then(OrcaErrorKind::kind) {
        Some(kind) => failure.kind(kind),
        None => failure,
    }
}

/// `"status": "failure"` beside a 2xx. Other values of that member are other things: a scan's state, for one.
fn says_failure(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(default, deserialize_with = "lenient")]
        status: Option<String>,
    }
    body.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<Envelope>(body)
            .is_ok_and(|envelope| envelope.status.is_some_and(|status| status.eq_ignore_ascii_case("failure")))
}

/// What a failure's body says, each text once.
pub(crate) fn messages(body: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(members)) => {
            for name in ["message", "error", "errors", "detail"] {
                collect(members.get(name).unwrap_or(&Value::Null), "", &mut texts);
            }
        }
        Ok(value) => collect(&value, "", &mut texts),
        Err(_) => {
            let text = String::from_utf8_lossy(body);
            // A page of a proxy says nothing in one line.
            if !text.trim_start().starts_with('<') {
                push(&text, "", &mut texts);
            }
        }
    }
    texts
}

/// The texts of a value: itself, those of a list, or those of named fields (`{"days": ["too many"]}`).
fn collect(value: &Value, prefix: &str, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => push(text, prefix, texts),
        Value::Array(values) => values.iter().for_each(|value| collect(value, prefix, texts)),
        Value::Object(members) => {
            for (name, value) in members {
                let is_word = matches!(&**name, "message" | "error" | "detail");
                let prefix = if is_word { Cow::Borrowed(prefix) } else { Cow::Owned(format!("{prefix}{name}: ")) };
                collect(value, &prefix, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn push(text: &str, prefix: &str, texts: &mut Vec<String>) {
    const MOST_TEXTS: usize = 20;
    // Whole: secrets are cut out later, and half of one would not be found.
    let text = format!("{prefix}{}", text.trim());
    if text.len() > prefix.len() && texts.len() < MOST_TEXTS && !texts.contains(&text) {
        texts.push(text);
    }
}
