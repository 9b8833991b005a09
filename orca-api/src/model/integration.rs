use super::members::Members;
use super::veiled::Veiled;
use crate::id::{BusinessUnitId, IntegrationConfigId, IntegrationResourceId};
use crate::integrations::WebhookConfig;
use saas_api_core::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// The config of an integration: how alerts go to one place.
///
/// It may hold secrets. `Debug` shows neither the settings nor the value as it came; serialising writes all of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IntegrationConfig {
    /// The id: what an [`Action`](super::Action) refers to.
    pub id: IntegrationConfigId,
    /// The service, such as `webhook`.
    pub service_name: Option<String>,
    /// The name within the service.
    pub template_name: Option<String>,
    /// Whether it works.
    pub is_enabled: Option<bool>,
    /// Whether it is the service's default.
    pub is_default: Option<bool>,
    /// The business units that it is limited to.
    pub business_units: Vec<BusinessUnitId>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it changed last.
    pub updated_at: Option<Timestamp>,
    raw: Veiled,
}

/// A resource of an integration: an account of another service.
///
/// Orca leaves the secrets out of its answers. Still `Debug` shows neither the data nor the value as it came.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IntegrationResource {
    /// The id.
    pub id: IntegrationResourceId,
    /// The name.
    pub name: Option<String>,
    /// The service, such as `monday`.
    pub service_name: Option<String>,
    /// Its type, such as `token`.
    pub kind: Option<String>,
    /// The address of the service, where it has one of its own.
    pub host_url: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it changed last.
    pub updated_at: Option<Timestamp>,
    raw: Veiled,
}

/// A connected site of Jira Cloud.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JiraResource {
    /// Jira's own id of the site.
    pub id: IntegrationResourceId,
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub url: Option<String>,
    raw: Veiled,
}

impl IntegrationConfig {
    /// The config as it came. It may hold secrets.
    pub fn raw(&self) -> &Value {
        &self.raw.0
    }

    /// The settings as they came. They may hold secrets.
    pub fn settings(&self) -> Option<&Value> {
        self.raw().get("config")
    }

    /// The settings of a webhook. `None` when they are no such settings.
    pub fn webhook(&self) -> Option<WebhookConfig> {
        WebhookConfig::read(self.settings()?)
    }

    fn read(raw: Value) -> Option<Self> {
        let members = Members::of(Some(&raw));
        Some(Self {
            id: IntegrationConfigId::new(members.identity("id")?),
            service_name: members.text("service_name"),
            template_name: members.text("template_name"),
            is_enabled: members.flag("is_enabled"),
            is_default: members.flag("is_default"),
            business_units: members.texts("business_units").into_iter().map(BusinessUnitId::from).collect(),
            created_at: members.time("created_at"),
            updated_at: members.time("updated_at"),
            raw: Veiled(raw),
        })
    }
}

impl IntegrationResource {
    /// The resource as it came. It may hold secrets.
    pub fn raw(&self) -> &Value {
        &self.raw.0
    }

    /// Its data as they came. They may hold secrets.
    pub fn data(&self) -> Option<&Value> {
        self.raw().get("data")
    }

    fn read(raw: Value) -> Option<Self> {
        let members = Members::of(Some(&raw));
        Some(Self {
            id: IntegrationResourceId::new(members.identity("id")?),
            name: members.text("name"),
            service_name: members.text("service_name"),
            kind: members.text("type"),
            host_url: members.text("host_url"),
            created_at: members.time("created_at"),
            updated_at: members.time("updated_at"),
            raw: Veiled(raw),
        })
    }
}

impl JiraResource {
    /// The site as it came.
    pub fn raw(&self) -> &Value {
        &self.raw.0
    }

    fn read(raw: Value) -> Option<Self> {
        let members = Members::of(Some(&raw));
        Some(Self {
            id: IntegrationResourceId::new(members.identity("id")?),
            name: members.text("name"),
            url: members.text("url"),
            raw: Veiled(raw),
        })
    }
}

impl Serialize for IntegrationConfig {
    /// Writes the config as it came, secrets included.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl Serialize for IntegrationResource {
    /// Writes the resource as it came, secrets included.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl Serialize for JiraResource {
    /// Writes the site as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IntegrationConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).ok_or_else(without_id)
    }
}

impl<'de> Deserialize<'de> for IntegrationResource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).ok_or_else(without_id)
    }
}

impl<'de> Deserialize<'de> for JiraResource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).ok_or_else(without_id)
    }
}

fn without_id<E: serde::de::Error>() -> E {
    E::custom("`id` is missing or no text")
}
