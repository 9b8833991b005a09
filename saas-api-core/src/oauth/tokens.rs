//! What a token endpoint gave.

use crate::auth::Credential;
use crate::error::{Error, Result};
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// The tokens of one user. `Debug` shows none of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tokens {
    /// What calls are sent with.
    pub access_token: SecretString,
    /// What the next tokens are asked for with.
    pub refresh_token: Option<SecretString>,
    /// When the access token ends, when that is known.
    pub expires_at: Option<SystemTime>,
    /// What the tokens may do, as the endpoint tells it.
    pub scope: Option<String>,
}

/// The form that is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Whole seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

impl Tokens {
    /// An access token whose end is not known: it is renewed once the API refuses it.
    pub fn new(access_token: impl Into<SecretString>) -> Self {
        Self { access_token: access_token.into(), refresh_token: None, expires_at: None, scope: None }
    }

    /// The token that the next ones are asked for with.
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<SecretString>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// When the access token ends.
    #[must_use]
    pub fn expires_at(mut self, moment: SystemTime) -> Self {
        self.expires_at = Some(moment);
        self
    }

    /// The tokens **in clear**, as JSON, for a store that keeps secrets. [`from_json`](Self::from_json) reads it again.
    pub fn to_json(&self) -> String {
        let seconds = |at: SystemTime| at.duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| since.as_secs());
        let stored = Stored {
            access_token: self.access_token.expose_secret().to_owned(),
            refresh_token: self.refresh_token.as_ref().map(|token| token.expose_secret().to_owned()),
            expires_at: self.expires_at.and_then(seconds),
            scope: self.scope.clone(),
        };
        // Texts and a number can always be written.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// `InvalidRequest` when it is something else. The error quotes nothing of it.
    pub fn from_json(json: &str) -> Result<Self> {
        let stored: Stored = serde_json::from_str(json)
            .map_err(|_quotes| Error::invalid_request("tokens", "must be what Tokens::to_json wrote"))?;
        let moment = |seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        Ok(Self {
            access_token: stored.access_token.into(),
            refresh_token: stored.refresh_token.map(Into::into),
            expires_at: stored.expires_at.and_then(moment),
            scope: stored.scope,
        })
    }

    pub(super) fn credential(&self) -> Credential {
        Credential::header(AUTHORIZATION, "Bearer ", self.access_token.clone())
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.access_token.expose_secret() == other.access_token.expose_secret()
    }

    /// Whether these are known to end before others: of one user's tokens, the newer ones end later.
    pub(super) fn are_older_than(&self, other: &Self) -> bool {
        self.expires_at.zip(other.expires_at).is_some_and(|(own, other)| own < other)
    }

    /// Whether the access token ends within so long.
    pub(super) fn ends_within(&self, span: Duration, now: SystemTime) -> bool {
        let bound = now.checked_add(span).unwrap_or(now);
        self.expires_at.is_some_and(|end| end <= bound)
    }
}

/// The end that an `expires_in` tells. Services write it as a number or a text, and mean seconds from now, or a moment in
/// seconds or milliseconds since 1970.
pub(super) fn end(expires_in: Option<&Value>, now: SystemTime) -> Option<SystemTime> {
    let told: u64 = match expires_in? {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    match told {
        1_000_000_000_000.. => SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(told)),
        1_000_000_000.. => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(told)),
        _ => now.checked_add(Duration::from_secs(told)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn expires_in_is_read_in_all_its_spellings() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_501_137_141);
        let seconds = |value: Value| {
            let end = end(Some(&value), now)?;
            Some(end.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs())
        };
        for (value, expected) in [
            (json!(1_800), Some(1_501_138_941)),
            (json!("1800"), Some(1_501_138_941)),
            (json!(" 900 "), Some(1_501_138_041)),
            (json!(0), Some(1_501_137_141)),
            (json!(1_501_138_041_u64), Some(1_501_138_041)),
            (json!("1501138041"), Some(1_501_138_041)),
            (json!("1501138041000"), Some(1_501_138_041)),
            (json!(1_501_138_041_000_u64), Some(1_501_138_041)),
            (json!("soon"), None),
            (json!(-1), None),
            (json!(1.5), None),
            (json!(null), None),
            (json!("99999999999999999999"), None),
        ] {
            assert_eq!(seconds(value.clone()), expected, "{value}");
        }
        assert_eq!(end(None, now), None);
    }

    #[test]
    fn tokens_are_stored_and_read_again_and_shown_nowhere() {
        let tokens = Tokens::new("canary-a")
            .refresh_token("canary-r")
            .expires_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600));
        assert!(!format!("{tokens:?}").contains("canary"));
        let again = Tokens::from_json(&tokens.to_json()).unwrap();
        assert_eq!(again.to_json(), tokens.to_json());
        assert_eq!(again.expires_at, tokens.expires_at);
        let error = Tokens::from_json("{\"access_token\": [\"canary\"]}").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
