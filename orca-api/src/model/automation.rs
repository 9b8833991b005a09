use super::action::Action;
use super::members::Members;
use super::veiled::Veiled;
use crate::id::{AutomationId, BusinessUnitId};
use saas_api_core::{Timestamp, open_enum};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

open_enum! {
    /// Whether an automation works.
    pub enum AutomationStatus: str {
        /// It does.
        Enabled = "enabled",
        /// It does not.
        Disabled = "disabled",
    }
}

/// An automation (オートメーション): which alerts it takes, and what it does with them.
///
/// `Debug` shows neither the filter nor the data of actions.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Automation {
    /// The id.
    pub id: AutomationId,
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether it works.
    pub status: Option<AutomationStatus>,
    /// The business units that it is limited to. They cannot change.
    pub business_units: Vec<BusinessUnitId>,
    /// What it does with the alerts.
    pub actions: Vec<Action>,
    /// Its place in the order of evaluation, from 1. Older automations may share one, or leave gaps.
    pub priority: Option<u64>,
    /// When it ends.
    pub end_time: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it changed last.
    pub updated_at: Option<Timestamp>,
    /// The tenant's id.
    pub organization: Option<String>,
    raw: Veiled,
}

impl Automation {
    /// The automation as it came.
    pub fn raw(&self) -> &Value {
        &self.raw.0
    }

    /// Which alerts it takes: the query of the serving layer in `filter.sonar_query`.
    pub fn query(&self) -> Option<&Value> {
        self.raw().get("filter")?.get("sonar_query")
    }

    fn read(raw: Value) -> Result<Self, &'static str> {
        let members = Members::of(Some(&raw));
        Ok(Self {
            id: AutomationId::new(members.identity("id").ok_or("`id` is missing or no text")?),
            name: members.text("name"),
            description: members.text("description"),
            status: members.str("status").map(AutomationStatus::from),
            business_units: members.texts("business_units").into_iter().map(BusinessUnitId::from).collect(),
            actions: members.list("actions").iter().cloned().map(Action::read).collect(),
            priority: members.int("priority").and_then(|priority| u64::try_from(priority).ok()),
            end_time: members.time("end_time"),
            created_at: members.time("created_at"),
            updated_at: members.time("updated_at"),
            organization: members.text("organization"),
            raw: Veiled(raw),
        })
    }
}

impl Serialize for Automation {
    /// Writes the automation as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Automation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
