use super::check_names;
use super::secret::hide_texts;
use super::webhook::WebhookConfig;
use crate::id::BusinessUnitId;
use crate::model::IntegrationConfig;
use crate::problems::Problems;
use saas_api_core::{Call, Params, setters};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// The service of webhooks.
const WEBHOOK: &str = "webhook";

/// Which configs to list. For [`Integrations::list`](super::Integrations::list).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListIntegrationConfigs {
    service: Option<String>,
    template_name: Option<String>,
}

/// The settings of a config: how alerts go to one place.
///
/// `Debug` shows nothing of raw settings: they may hold secrets.
#[derive(Clone, PartialEq)]
pub struct IntegrationSettings(Settings);

#[derive(Clone, PartialEq)]
enum Settings {
    Webhook(WebhookConfig),
    Raw(Value),
}

/// A new config. For [`Integrations::create`](super::Integrations::create).
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct CreateIntegrationConfig {
    service: String,
    template_name: String,
    settings: IntegrationSettings,
    is_enabled: Option<bool>,
    is_default: Option<bool>,
    business_units: Vec<BusinessUnitId>,
}

/// A change of a config. For [`Integrations::update`](super::Integrations::update).
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct UpdateIntegrationConfig {
    settings: IntegrationSettings,
    is_enabled: Option<bool>,
    is_default: Option<bool>,
    business_units: Option<Vec<BusinessUnitId>>,
}

#[derive(Serialize)]
struct CreateBody<'r> {
    service_name: &'r str,
    template_name: &'r str,
    config: Value,
    is_enabled: bool,
    is_default: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    business_units: &'r [BusinessUnitId],
}

#[derive(Serialize)]
struct UpdateBody<'r> {
    config: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_default: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_units: Option<&'r [BusinessUnitId]>,
}

impl ListIntegrationConfigs {
    /// All of them.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_required("service_name", self.service.as_deref());
        params.push_some_required("template_name", self.template_name.as_deref());
        params
    }
}

impl IntegrationSettings {
    /// Settings as they are sent, of any service.
    ///
    /// Which settings the services take is known of webhooks only. No public client makes a config for SQS or SNS: neither
    /// their settings nor the names of their services are confirmed. Read one that the console made to learn them.
    ///
    /// Which of the texts are secrets is not known either: errors show `[redacted]` in place of each that has six letters or
    /// more.
    pub fn raw(settings: Value) -> Self {
        Self(Settings::Raw(settings))
    }

    fn check(&self, problems: &mut Problems) {
        match &self.0 {
            Settings::Webhook(webhook) => webhook.check(problems),
            Settings::Raw(settings) if settings.is_object() => {}
            Settings::Raw(_) => problems.add("config", "must be a JSON object"),
        }
    }

    fn to_value(&self) -> Value {
        match &self.0 {
            Settings::Webhook(webhook) => webhook.to_value(),
            Settings::Raw(settings) => settings.clone(),
        }
    }

    fn hide(&self, call: Call) -> Call {
        match &self.0 {
            Settings::Webhook(webhook) => webhook.hide(call),
            Settings::Raw(settings) => hide_texts(call, settings),
        }
    }
}

impl From<WebhookConfig> for IntegrationSettings {
    fn from(webhook: WebhookConfig) -> Self {
        Self(Settings::Webhook(webhook))
    }
}

impl fmt::Debug for IntegrationSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Settings::Webhook(webhook) => webhook.fmt(f),
            Settings::Raw(_) => f.write_str("[not shown]"),
        }
    }
}

impl CreateIntegrationConfig {
    /// A config of a service, such as `sn_incidents`, under this template name. It works at once.
    pub fn new(
        service: impl Into<String>,
        template_name: impl Into<String>,
        settings: impl Into<IntegrationSettings>,
    ) -> Self {
        Self {
            service: service.into(),
            template_name: template_name.into(),
            settings: settings.into(),
            is_enabled: None,
            is_default: None,
            business_units: Vec::new(),
        }
    }

    /// A webhook under this template name. It works at once.
    pub fn webhook(template_name: impl Into<String>, webhook: WebhookConfig) -> Self {
        Self::new(WEBHOOK, template_name, webhook)
    }

    pub(super) fn call(&self, call: Call) -> Call {
        let mut problems = Problems::default();
        check_names(&self.service, &self.template_name, &mut problems);
        self.settings.check(&mut problems);
        let body = CreateBody {
            service_name: &self.service,
            template_name: &self.template_name,
            config: self.settings.to_value(),
            is_enabled: self.is_enabled.unwrap_or(true),
            is_default: self.is_default.unwrap_or(false),
            business_units: &self.business_units,
        };
        self.settings.hide(problems.refuse(call.json(&body)))
    }
}

impl UpdateIntegrationConfig {
    /// These settings for the config; whether it is enabled, and the default, stays as it was read.
    ///
    /// Give whole settings, but leave secrets out that shall stay: what an answer shows of a secret may not be the secret.
    pub fn of(config: &IntegrationConfig, settings: impl Into<IntegrationSettings>) -> Self {
        Self {
            settings: settings.into(),
            is_enabled: config.is_enabled,
            is_default: config.is_default,
            business_units: None,
        }
    }

    /// Limits it to these business units. Only some services are known to take this.
    pub fn business_units(mut self, business_units: impl IntoIterator<Item = impl Into<BusinessUnitId>>) -> Self {
        self.business_units = Some(business_units.into_iter().map(Into::into).collect());
        self
    }

    pub(super) fn call(&self, call: Call) -> Call {
        let mut problems = Problems::default();
        self.settings.check(&mut problems);
        let body = UpdateBody {
            config: self.settings.to_value(),
            is_enabled: self.is_enabled,
            is_default: self.is_default,
            business_units: self.business_units.as_deref(),
        };
        self.settings.hide(problems.refuse(call.json(&body)))
    }
}

setters! {
    ListIntegrationConfigs {
        /// Only those of this service, such as `webhook`.
        service: String;
        /// Only those of this template name.
        template_name: String;
    }
}

setters! {
    CreateIntegrationConfig {
        /// Whether it works. It does unless this says otherwise.
        is_enabled: bool;
        /// Whether it is the service's default. It is not unless this says so.
        is_default: bool;
        /// Limits it to these business units.
        [business_units: BusinessUnitId];
    }
}

setters! {
    UpdateIntegrationConfig {
        /// Whether it works.
        is_enabled: bool;
        /// Whether it is the service's default.
        is_default: bool;
    }
}
