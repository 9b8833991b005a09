use super::members::Members;
use super::raw::as_it_came;
use saas_api_core::Decimal;
use serde_json::Value;

/// The organization's compliance frameworks.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ComplianceOverview {
    /// How many frameworks there are.
    pub total_count: Option<i64>,
    /// The frameworks.
    pub frameworks: Vec<Framework>,
    raw: Value,
}

/// A compliance framework, and how far it is met.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Framework {
    /// The framework's id.
    pub id: Option<String>,
    /// The name that people see.
    pub display_name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Whether the organization made it.
    pub is_custom: Option<bool>,
    /// Whether it is watched.
    pub is_active: Option<bool>,
    /// How far it is met on average, 0 to 100.
    pub avg_score_percent: Option<Decimal>,
    /// How many tests pass.
    pub passed: Option<i64>,
    /// How many tests fail.
    pub failed: Option<i64>,
    raw: Value,
}

impl ComplianceOverview {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        let frameworks = members.get("frameworks").and_then(Value::as_array);
        Self {
            total_count: members.int("total_count"),
            frameworks: frameworks.into_iter().flatten().cloned().map(Framework::read).collect(),
            raw,
        }
    }
}

impl Framework {
    fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        let results = members.members("test_results");
        Self {
            id: members.text("id"),
            display_name: members.text("display_name"),
            description: members.text("description"),
            is_custom: members.flag("custom"),
            is_active: members.flag("active"),
            avg_score_percent: members.decimal("avg_score_percent"),
            passed: results.int("PASS"),
            failed: results.int("FAIL"),
            raw,
        }
    }
}

as_it_came!(ComplianceOverview, Framework);
