use super::members::Members;
use crate::id::AlertId;
use saas_api_core::{Timestamp, open_enum};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

open_enum! {
    /// What happened to an alert.
    pub enum AlertEventKind: str {
        /// Commented on.
        Comment = "comment",
        /// Got another status.
        SetStatus = "set_status",
        /// Got another score.
        ScoreOverride = "score_override",
        /// Dismissed.
        Dismiss = "dismiss",
        /// Snoozed.
        Snooze = "snooze",
        /// Linked to a Jira issue.
        JiraLink = "jira_link",
        /// Vulnerabilities were added to a Jira issue.
        JiraAddVulnerabilities = "jira_add_vulnerabilities",
        /// A linked Jira issue changed.
        JiraChangeLogEvent = "jira_change_log_event",
        /// The baseline of file integrity monitoring was reset.
        ResetFimBaseline = "reset_fim_baseline",
        /// A re-scan went on.
        VerificationScanStatus = "verification_scan_status",
        /// An automation did something.
        AutomationRuleAction = "automation_rule_action",
        /// Linked to a work item of Azure DevOps.
        AzureDevopsWorkItemLink = "azure_devops_work_item_link",
        /// Unlinked from one.
        AzureDevopsWorkItemUnlink = "azure_devops_work_item_unlink",
        /// An entry written through the API.
        AlertTimelineApiEvent = "alert_timeline_api_event",
        /// Linked to an incident of ServiceNow.
        ServiceNowIncidentLink = "service_now_incident_link",
        /// Unlinked from one.
        ServiceNowIncidentUnlink = "service_now_incident_unlink",
        /// Linked to a security incident of ServiceNow.
        ServiceNowSiIncidentLink = "service_now_si_incident_link",
        /// Unlinked from one.
        ServiceNowSiIncidentUnlink = "service_now_si_incident_unlink",
    }
}

/// An entry of an alert's event log: what calls that change an alert answer with.
///
/// Answers differ by endpoint, and any member may be missing. The call succeeded all the same.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AlertEvent {
    /// The entry's id. Orca writes the text `None` where it has none: that reads as missing.
    pub unique_id: Option<String>,
    /// The alert.
    pub alert_id: Option<AlertId>,
    /// The asset.
    pub asset_unique_id: Option<String>,
    /// What happened.
    pub kind: Option<AlertEventKind>,
    /// More of it, such as the new status.
    pub sub_type: Option<String>,
    /// Who did it. Empty: Orca itself.
    pub user_email: Option<String>,
    /// The user's name.
    pub user_name: Option<String>,
    /// When.
    pub create_time: Option<Timestamp>,
    /// The details.
    pub details: AlertEventDetails,
    raw: Value,
}

/// The details of an [`AlertEvent`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlertEventDetails {
    /// What happened, for people.
    pub description: Option<String>,
    /// The value before. The spelling is mixed: see [`AlertState::read`](super::AlertState::read).
    pub from: Option<String>,
    /// The value after. The spelling is mixed.
    pub to: Option<String>,
    /// The severity, in any case.
    pub severity: Option<String>,
    /// The comment.
    pub comment: Option<String>,
}

impl AlertEvent {
    /// The entry as it came; null when the answer was empty.
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        let details = members.members("details");
        let unique_id = members.text("unique_id").filter(|id| id != "None");
        Self {
            unique_id: unique_id.or_else(|| members.text("id")),
            alert_id: members.str("alert_id").map(AlertId::from),
            asset_unique_id: members.text("asset_unique_id"),
            kind: members.str("type").map(AlertEventKind::from),
            sub_type: members.text("sub_type"),
            user_email: members.text("user_email"),
            user_name: members.text("user_name"),
            create_time: members.time("create_time"),
            details: AlertEventDetails {
                description: details.text("description"),
                from: details.text("from"),
                to: details.text("to"),
                severity: details.text("severity"),
                comment: details.text("comment"),
            },
            raw,
        }
    }
}

impl Serialize for AlertEvent {
    /// Writes the entry as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AlertEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}
