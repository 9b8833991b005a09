use super::alert::Unreadable;
use super::asset::{Account, Asset};
use super::members::Members;
use super::status::{AlertState, RiskLevel, Severity, VerificationStatus};
use crate::id::AlertId;
use saas_api_core::{Decimal, Timestamp};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// An alert of the newer generation: a row of the serving layer, with its fields in `data`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AlertRow {
    /// The id: `AlertId`, or the row's name where that has no `orca-`.
    pub id: AlertId,
    /// The row's own id.
    pub row_id: Option<String>,
    /// The state.
    pub status: Option<AlertState>,
    /// Since when.
    pub status_time: Option<Timestamp>,
    /// The last status that a person chose. It may disagree with the state, which alone counts.
    pub user_defined_status: Option<AlertState>,
    /// The severity in the old words.
    pub severity: Option<Severity>,
    /// The severity as a number, 1 to 4: lower is worse.
    pub score: Option<i64>,
    /// The risk level.
    pub risk_level: Option<RiskLevel>,
    /// The score, 1.0 to 10.0: higher is worse.
    pub orca_score: Option<Decimal>,
    /// The title.
    pub title: Option<String>,
    /// The rule's name.
    pub alert_type: Option<String>,
    /// The rule's key.
    pub rule_type: Option<String>,
    /// The rule's id.
    pub rule_id: Option<String>,
    /// Whose rule it is, such as `Orca`.
    pub rule_source: Option<String>,
    /// The category, such as `Data at risk`.
    pub category: Option<String>,
    /// A short headline.
    pub description: Option<String>,
    /// The details.
    pub details: Option<String>,
    /// What to do.
    pub recommendation: Option<String>,
    /// What to do in the cloud's console, step by step, in Markdown.
    pub remediation_console: Vec<String>,
    /// What to do on the command line.
    pub remediation_cli: Vec<String>,
    /// Where it was found: an asset, a file and line, a package.
    pub source: Option<String>,
    /// What found it, such as `Orca Scan`.
    pub alert_source: Option<String>,
    /// Labels, such as `mitre: discovery`.
    pub labels: Vec<String>,
    /// Compliance frameworks that it touches.
    pub related_compliances: Vec<String>,
    /// Vulnerabilities, such as `CVE-2025-1`.
    pub cve_ids: Vec<String>,
    /// The highest CVSS score among them.
    pub max_cvss_score: Option<Decimal>,
    /// When the alert was made.
    pub created_at: Option<Timestamp>,
    /// When a scan saw it last.
    pub last_seen: Option<Timestamp>,
    /// When it changed last.
    pub last_updated: Option<Timestamp>,
    /// When the row was written last: the cursor for fetching what is new.
    pub last_sync: Option<Timestamp>,
    /// When it was closed.
    pub closed_time: Option<Timestamp>,
    /// Why, in free words such as `user moved to done`.
    pub closed_reason: Option<String>,
    /// How far a re-scan is.
    pub verification_status: Option<VerificationStatus>,
    /// How many comments it has.
    pub comments_count: Option<i64>,
    /// A link to the cloud's own console.
    pub console_url_link: Option<String>,
    /// The asset.
    pub asset: Asset,
    /// The cloud account.
    pub account: Account,
    raw: Value,
}

impl AlertRow {
    /// The row as it came.
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// Any field of the row's `data` by Orca's name, such as `RiskFindings`, out of its `{"value": ..}`.
    pub fn field(&self, name: &str) -> Option<&Value> {
        Members::wrapped(self.raw.get("data")).get(name)
    }

    pub(super) fn read(raw: Value) -> Result<Self, (Value, Unreadable)> {
        let row = Members::of(Some(&raw));
        let data = Members::wrapped(raw.get("data"));
        let asset_data = data.members("AssetData");
        let Some(id) = id(row, data) else {
            return Err((raw, Unreadable { path: "data.AlertId", problem: "names no alert, nor does `name`" }));
        };
        let mut asset = Asset::read(asset_data);
        asset.unique_id = asset.unique_id.or_else(|| row.text("asset_unique_id"));
        Ok(Self {
            id,
            row_id: row.text("id"),
            status: data.str("Status").map(AlertState::read),
            status_time: data.time("StatusTime"),
            user_defined_status: data.str("UserDefinedStatus").map(AlertState::read),
            severity: data.str("Severity").map(Severity::read),
            score: data.int("Score"),
            risk_level: data.str("RiskLevel").map(RiskLevel::read),
            orca_score: data.decimal("OrcaScore"),
            title: data.text("Title"),
            alert_type: data.text("AlertType"),
            rule_type: data.text("RuleType"),
            rule_id: data.text("RuleId"),
            rule_source: data.text("RuleSource"),
            category: data.text("Category"),
            description: data.text("Description"),
            details: data.text("Details"),
            recommendation: data.text("Recommendation"),
            remediation_console: data.texts("RemediationConsole"),
            remediation_cli: data.texts("RemediationCli"),
            source: data.text("Source"),
            alert_source: data.text("AlertSource"),
            labels: data.texts("Labels"),
            related_compliances: data.texts("RelatedCompliances"),
            cve_ids: data.texts("CveIds"),
            max_cvss_score: data.decimal("MaxCvssScore"),
            created_at: data.time("CreatedAt"),
            last_seen: data.time("LastSeen").or_else(|| row.time("last_seen")),
            last_updated: data.time("LastUpdated"),
            last_sync: data.time("last_sync"),
            closed_time: data.time("ClosedTime"),
            closed_reason: data.text("ClosedReason"),
            verification_status: data.str("VerificationStatus").map(VerificationStatus::read),
            comments_count: data.int("CommentsCount"),
            console_url_link: data.text("ConsoleUrlLink"),
            asset,
            account: Account::read(asset_data),
            raw,
        })
    }
}

/// The id that the other generation has too: `AlertId` or a name, whichever has the `orca-` of it. Digits alone lack only
/// that.
fn id(row: Members<'_>, data: Members<'_>) -> Option<AlertId> {
    let named = [data.text("AlertId"), row.text("name"), data.text("Name")];
    let named: Vec<String> = named.into_iter().flatten().filter(|id| !id.trim().is_empty()).collect();
    let id = named.iter().find(|id| id.starts_with("orca-")).or_else(|| named.first())?;
    let digits = id.bytes().all(|byte| byte.is_ascii_digit());
    Some(if digits { AlertId::new(format!("orca-{id}")) } else { AlertId::new(id) })
}

impl Serialize for AlertRow {
    /// Writes the row as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
