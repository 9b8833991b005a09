use super::secret::{SHORTEST, Secret};
use crate::problems::Problems;
use http::{HeaderName, Uri};
use saas_api_core::{Call, open_enum, setters};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};

open_enum! {
    /// What a webhook speaks to.
    pub enum WebhookType: str {
        /// Any receiver.
        Common = "common",
        /// Torq.
        Torq = "torq",
        /// Tines.
        Tines = "tines",
        /// Opus.
        Opus = "opus",
        /// Coralogix.
        Coralogix = "coralogix",
        /// Panther.
        Panther = "panther",
    }
}

/// How Orca posts alerts to a webhook: the settings of a [config](crate::model::IntegrationConfig) of the service `webhook`.
///
/// `Debug` shows neither the address, whose path may be a secret, nor the key, nor values of headers.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct WebhookConfig {
    webhook_url: String,
    kind: Option<WebhookType>,
    api_key: Option<Secret>,
    body_fields: Vec<String>,
    custom_headers: Vec<(String, Secret)>,
}

impl WebhookConfig {
    /// Posts to this `https` address. The body is the alert, as [`OrcaEvent`](crate::event::OrcaEvent) reads it.
    pub fn new(webhook_url: impl Into<String>) -> Self {
        Self {
            webhook_url: webhook_url.into(),
            kind: None,
            api_key: None,
            body_fields: Vec::new(),
            custom_headers: Vec::new(),
        }
    }

    /// What it speaks to. Any receiver unless this says otherwise.
    pub fn kind(mut self, kind: impl Into<WebhookType>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Sent as it is in the `Authorization` header: write `Bearer ` before it where the receiver wants that.
    pub fn api_key(mut self, key: impl Into<SecretString>) -> Self {
        self.api_key = Some(Secret::new(key));
        self
    }

    /// Leaves the key out: an update then keeps the stored one.
    pub fn stored_api_key(mut self) -> Self {
        self.api_key = None;
        self
    }

    /// One more header of each post, whose value may be a secret. A name may come more than once.
    pub fn custom_header(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.custom_headers.push((name.into(), Secret::new(value)));
        self
    }

    /// Reads the settings out of a config. Header values may be a text, or a list of `{"custom": ..}`.
    pub(crate) fn read(config: &Value) -> Option<Self> {
        let text = |name: &str| config.get(name).and_then(Value::as_str);
        let texts = |value: &Value| -> Vec<String> {
            match value {
                Value::String(text) => vec![text.clone()],
                Value::Array(values) => {
                    let inner = |value: &Value| value.get("custom").unwrap_or(value).as_str().map(ToOwned::to_owned);
                    values.iter().filter_map(inner).collect()
                }
                _ => Vec::new(),
            }
        };
        let headers = config.get("custom_headers").and_then(Value::as_object).into_iter().flatten();
        let header = |(name, value): (&String, &Value)| {
            let values = texts(value).into_iter();
            values.map(|value| (name.clone(), Secret::new(value))).collect::<Vec<_>>()
        };
        Some(Self {
            webhook_url: text("webhook_url")?.to_owned(),
            kind: text("type").map(WebhookType::from),
            api_key: text("api_key").filter(|key| !key.is_empty()).map(Secret::new),
            body_fields: config.get("body_fields").map(texts).unwrap_or_default(),
            custom_headers: headers.flat_map(header).collect(),
        })
    }

    /// The address.
    pub fn url(&self) -> &str {
        &self.webhook_url
    }

    /// What it speaks to.
    pub fn webhook_type(&self) -> Option<&WebhookType> {
        self.kind.as_ref()
    }

    /// The key, when it is told. Orca may leave stored secrets out of its answers.
    pub fn key(&self) -> Option<&SecretString> {
        self.api_key.as_ref().map(Secret::inner)
    }

    /// The members of an alert that are posted; none: all of them.
    pub fn fields(&self) -> &[String] {
        &self.body_fields
    }

    /// The further headers.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &SecretString)> {
        self.custom_headers.iter().map(|(name, value)| (&**name, value.inner()))
    }

    pub(super) fn check(&self, problems: &mut Problems) {
        let is_https = self
            .webhook_url
            .parse()
            .is_ok_and(|url: Uri| url.scheme_str() == Some("https") && url.host().is_some_and(|host| !host.is_empty()));
        if !is_https {
            problems.add("config.webhook_url", "must be an `https` address");
        }
        if self.api_key.as_ref().is_some_and(|key| key.is_empty() || !key.is_header_value()) {
            problems.add(
                "config.api_key",
                "must be the value of a header, and not empty: leave it out to keep the stored one",
            );
        }
        for (index, (name, value)) in self.custom_headers.iter().enumerate() {
            if HeaderName::try_from(name.as_str()).is_err() {
                problems.add(format!("config.custom_headers[{index}]"), "must have the name of a header");
            }
            if !value.is_header_value() {
                problems
                    .add(format!("config.custom_headers[{index}]"), "must have the value of a header: no line break");
            }
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let mut config = Map::new();
        config.insert("webhook_url".to_owned(), json!(self.webhook_url));
        config.insert("type".to_owned(), json!(self.kind.as_ref().unwrap_or(&WebhookType::Common)));
        if let Some(key) = &self.api_key {
            config.insert("api_key".to_owned(), json!(key));
        }
        if !self.body_fields.is_empty() {
            config.insert("body_fields".to_owned(), json!(self.body_fields));
        }
        if !self.custom_headers.is_empty() {
            let mut headers: Map<String, Value> = Map::new();
            for (name, value) in &self.custom_headers {
                let values = headers.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
                if let Some(values) = values.as_array_mut() {
                    values.push(json!({ "custom": value }));
                }
            }
            config.insert("custom_headers".to_owned(), Value::Object(headers));
        }
        Value::Object(config)
    }

    /// The call, whose errors show none of the secrets.
    pub(super) fn hide(&self, call: Call) -> Call {
        let secrets = self.api_key.iter().chain(self.custom_headers.iter().map(|(_, value)| value));
        let call = secrets.fold(call, |call, secret| call.hide(secret.inner().clone()));
        // The key may come back without the `Bearer ` before it.
        let key = self.key().and_then(|key| key.expose_secret().rsplit_once(' '));
        let parts = key.map(|(_, key)| key).into_iter().chain(around_host(&self.webhook_url));
        parts.filter(|part| part.chars().count() >= SHORTEST).fold(call, Call::hide)
    }
}

impl std::fmt::Debug for WebhookConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.webhook_url.parse().ok().and_then(|url: Uri| url.host().map(ToOwned::to_owned));
        f.debug_struct("WebhookConfig")
            .field("host", &host)
            .field("type", &self.kind)
            .field("api_key", &self.api_key)
            .field("body_fields", &self.body_fields)
            .field("custom_headers", &self.custom_headers)
            .finish()
    }
}

/// What an address has before its host and after it: a password, a path, a query.
fn around_host(url: &str) -> impl Iterator<Item = &str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, after) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    let password = user.and_then(|user| user.split_once(':')).map(|(_, password)| password);
    user.into_iter().chain(password).chain([after])
}

setters! {
    WebhookConfig {
        /// Only these members of an alert are posted.
        [body_fields: String];
    }
}
