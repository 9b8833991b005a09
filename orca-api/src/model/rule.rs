use super::members::Members;
use crate::id::RuleId;
use saas_api_core::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// An alert rule: one of the organization's own, or a built-in one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rule {
    /// The id.
    pub id: RuleId,
    /// The key, which alerts have as their type, such as `aws_s3_bucket_public_read`.
    pub rule_type: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// What it is about.
    pub details: Option<String>,
    /// The category, such as `Data at risk`.
    pub category: Option<String>,
    /// The score of its alerts, 1 to 10: higher is worse.
    pub orca_score: Option<Decimal>,
    /// Whether Orca moves the score by the context of the asset.
    pub context_score: Option<bool>,
    /// Whether it works.
    pub enabled: Option<bool>,
    /// Whether it is the organization's own.
    pub custom: Option<bool>,
    /// What it looks for, in Orca's text query language.
    pub rule: Option<String>,
    /// Where its alerts stand in compliance frameworks.
    pub compliance_frameworks: Vec<RuleCompliance>,
    /// The tenant's id.
    pub organization: Option<String>,
    raw: Value,
}

/// A place in a compliance framework.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleCompliance {
    /// The framework's name.
    pub framework: Option<String>,
    /// The category.
    pub category: Option<String>,
    /// The category within.
    pub sub_category: Option<String>,
    /// How much it matters, such as `high`.
    pub priority: Option<String>,
}

impl Rule {
    /// The rule as it came.
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// What it looks for, as a query of the serving layer.
    pub fn query(&self) -> Option<&Value> {
        self.raw.get("rule_json").filter(|query| query.is_object())
    }

    fn read(raw: Value) -> Result<Self, &'static str> {
        let members = Members::of(Some(&raw));
        let compliance = |value: &Value| {
            let members = Members::of(Some(value));
            RuleCompliance {
                framework: members.text("compliance_framework"),
                category: members.text("category"),
                sub_category: members.text("sub_category"),
                priority: members.text("priority"),
            }
        };
        Ok(Self {
            id: RuleId::new(members.identity("rule_id").ok_or("`rule_id` is missing or no text")?),
            rule_type: members.text("rule_type"),
            name: members.text("name"),
            details: members.text("details"),
            category: members.text("category"),
            // Built-in rules call it so.
            orca_score: members.decimal("orca_score").or_else(|| members.decimal("score")),
            context_score: members.flag("context_score"),
            enabled: members.flag("enabled"),
            custom: members.flag("custom"),
            rule: members.text("rule"),
            compliance_frameworks: members.list("compliance_frameworks").iter().map(compliance).collect(),
            organization: members.text("organization"),
            raw,
        })
    }
}

impl Serialize for Rule {
    /// Writes the rule as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
