use super::alert::Unreadable;
use super::asset::{Account, Asset};
use super::members::Members;
use super::status::{AlertState, RiskLevel, Severity, VerificationStatus};
use crate::id::AlertId;
use saas_api_core::{Decimal, Timestamp};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// An alert of the older generation: a bare document, as `GET /api/alerts/{id}` and most deliveries give it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LegacyAlert {
    /// The id, from `state.alert_id`: the one member that is always there.
    pub id: AlertId,
    /// What changes over the alert's life.
    pub state: LegacyState,
    /// The rule's own text (`data`). Alerts about code and packages lack it.
    pub data: Option<RuleText>,
    /// What people set.
    pub configuration: Configuration,
    /// The rule's key, such as `aws_s3_bucket_public_read`.
    pub kind: Option<String>,
    /// The rule's name.
    pub type_string: Option<String>,
    /// What tells this finding from others of the same rule and asset.
    pub type_key: Option<String>,
    /// The rule's id.
    pub rule_id: Option<String>,
    /// The rule as a query.
    pub rule_query: Option<String>,
    /// The category, such as `Data at risk`.
    pub category: Option<String>,
    /// A short headline.
    pub description: Option<String>,
    /// The details, rendered.
    pub details: Option<String>,
    /// What to do, rendered.
    pub recommendation: Option<String>,
    /// Where it was found: an asset, a file and line, a package.
    pub source: Option<String>,
    /// What found it, such as `Orca Scan`.
    pub alert_source: Option<String>,
    /// Labels, such as `mitre: discovery`.
    pub labels: Vec<String>,
    /// Compliance frameworks that it touches.
    pub related_compliances: Vec<String>,
    /// Vulnerabilities, such as `CVE-2025-1`.
    pub cve_list: Vec<String>,
    /// The highest CVSS score among them.
    pub max_cvss_score: Option<Decimal>,
    /// Whether it comes from a compliance check.
    pub is_compliance: Option<bool>,
    /// The asset.
    pub asset: Asset,
    /// The cloud account.
    pub account: Account,
    /// The tenant's id.
    pub organization_id: Option<String>,
    /// The tenant's name.
    pub organization_name: Option<String>,
    raw: Value,
}

/// The `state` of a [`LegacyAlert`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LegacyState {
    /// The state.
    pub status: Option<AlertState>,
    /// Since when.
    pub status_time: Option<Timestamp>,
    /// When the alert was made.
    pub created_at: Option<Timestamp>,
    /// When a scan saw it last.
    pub last_seen: Option<Timestamp>,
    /// When it changed last.
    pub last_updated: Option<Timestamp>,
    /// When it was closed.
    pub closed_time: Option<Timestamp>,
    /// Why, in free words such as `asset deleted`.
    pub closed_reason: Option<String>,
    /// The severity in the old words.
    pub severity: Option<Severity>,
    /// The severity as a number, 1 to 4: lower is worse.
    pub score: Option<i64>,
    /// The risk level. Missing before about October 2022.
    pub risk_level: Option<RiskLevel>,
    /// The score, 1.0 to 10.0: higher is worse.
    pub orca_score: Option<Decimal>,
    /// Whose rule it is, such as `Orca`.
    pub rule_source: Option<String>,
    /// Whether a re-scan is under way.
    pub in_verification: Option<bool>,
    /// How far the re-scan is.
    pub verification_status: Option<VerificationStatus>,
}

/// The `data` of a [`LegacyAlert`]: the rule's text.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RuleText {
    /// The title.
    pub title: Option<String>,
    /// The details, a template with places such as `{AwsEc2Elb}`.
    pub details: Option<String>,
    /// What to do, a template too.
    pub recommendation: Option<String>,
    /// What to do in the cloud's console, step by step, in Markdown.
    pub remediation_console: Vec<String>,
    /// What to do on the command line.
    pub remediation_cli: Vec<String>,
    /// The MITRE ATT&CK tactic.
    pub mitre_category: Option<String>,
    /// The MITRE ATT&CK techniques, such as `Data from Cloud Storage (T1530)`.
    pub mitre_techniques: Vec<String>,
}

/// The `configuration` of a [`LegacyAlert`]: what people set.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Configuration {
    /// The last status that a person chose. It may disagree with the state, which alone counts.
    pub user_status: Option<AlertState>,
    /// Until when it is snoozed.
    pub snooze_until: Option<Timestamp>,
    /// The linked Jira issue.
    pub jira_issue: Option<String>,
    /// Its address.
    pub jira_issue_link: Option<String>,
    /// How many comments it has.
    pub comments_count: Option<i64>,
}

impl LegacyAlert {
    /// The alert as it came. It holds what has no member here: `findings`, `model`, groups, clusters.
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    pub(super) fn read(raw: Value) -> Result<Self, (Value, Unreadable)> {
        let members = Members::of(Some(&raw));
        let state = members.members("state");
        let id = match state.get("alert_id") {
            Some(Value::String(id)) if !id.trim().is_empty() => AlertId::new(id),
            other => {
                let problem = match other {
                    Some(_) => "is no text, or empty",
                    None => "is missing, as is `data.AlertId`",
                };
                return Err((raw, Unreadable { path: "state.alert_id", problem }));
            }
        };
        Ok(Self {
            id,
            state: LegacyState::read(state),
            data: members
                .get("data")
                .filter(|data| data.is_object())
                .map(|data| RuleText::read(Members::of(Some(data)))),
            configuration: Configuration::read(members.members("configuration")),
            kind: members.text("type"),
            type_string: members.text("type_string"),
            type_key: members.text("type_key"),
            rule_id: members.text("rule_id"),
            rule_query: members.text("rule_query"),
            category: members.text("category"),
            description: members.text("description"),
            details: members.text("details"),
            recommendation: members.text("recommendation"),
            source: members.text("source"),
            alert_source: members.text("alert_source"),
            labels: members.texts("alert_labels"),
            related_compliances: members.texts("related_compliances"),
            cve_list: members.texts("cve_list"),
            max_cvss_score: members.decimal("max_cvss_score"),
            is_compliance: members.flag("is_compliance"),
            asset: Asset::read(members),
            account: Account::read(members),
            organization_id: members.text("organization_id"),
            organization_name: members.text("organization_name"),
            raw,
        })
    }
}

impl LegacyState {
    pub(super) fn read(members: Members<'_>) -> Self {
        Self {
            status: members.str("status").map(AlertState::read),
            status_time: members.time("status_time"),
            created_at: members.time("created_at"),
            last_seen: members.time("last_seen"),
            last_updated: members.time("last_updated"),
            closed_time: members.time("closed_time"),
            closed_reason: members.text("closed_reason"),
            severity: members.str("severity").map(Severity::read),
            score: members.int("score"),
            risk_level: members.str("risk_level").map(RiskLevel::read),
            orca_score: members.decimal("orca_score"),
            rule_source: members.text("rule_source"),
            in_verification: members.flag("in_verification"),
            verification_status: members.str("verification_status").map(VerificationStatus::read),
        }
    }
}

impl RuleText {
    fn read(members: Members<'_>) -> Self {
        let techniques = members.texts("mitre_techniques");
        Self {
            title: members.text("title"),
            details: members.text("details"),
            recommendation: members.text("recommendation"),
            remediation_console: members.texts("remediation_console"),
            remediation_cli: members.texts("remediation_cli"),
            mitre_category: members.text("mitre_category"),
            mitre_techniques: if techniques.is_empty() { members.texts("mitre_technique") } else { techniques },
        }
    }
}

impl Configuration {
    fn read(members: Members<'_>) -> Self {
        Self {
            user_status: members.str("user_status").map(AlertState::read),
            snooze_until: members.time("snooze_until"),
            jira_issue: members.text("jira_issue"),
            jira_issue_link: members.text("jira_issue_link"),
            comments_count: members.int("comments_count"),
        }
    }
}

impl Serialize for LegacyAlert {
    /// Writes the alert as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
