use super::custom_field_value::CustomFieldValue;
use super::file::{Attachment, ExternalFileLink, SharedFile};
use super::settings::{Category, IssueType, Priority, Resolution, Status, Version};
use super::star::Star;
use super::user::User;
use crate::id::{CustomFieldId, IssueId, IssueKey, KeyId, ProjectId, StatusId};
use saas_api_core::{Decimal, Extra, Timestamp, null_default};
use serde::{Deserialize, Serialize};

/// An issue (課題).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Issue {
    /// The number across the space.
    pub id: IssueId,
    /// The project.
    pub project_id: ProjectId,
    /// The key, such as `SEC-31`.
    #[serde(rename = "issueKey")]
    pub key: IssueKey,
    /// The number after the hyphen of the key.
    pub key_id: KeyId,
    /// The issue type.
    pub issue_type: IssueType,
    /// The title (件名).
    pub summary: String,
    /// The text (詳細). `None` and empty both mean that there is none.
    pub description: Option<String>,
    /// How it was settled.
    pub resolution: Option<Resolution>,
    /// The priority. A project without development attributes has none.
    pub priority: Option<Priority>,
    /// The status. Closed is [`StatusId::CLOSED`], whatever its name.
    pub status: Status,
    /// Who works on it (担当者).
    pub assignee: Option<User>,
    /// The categories.
    #[serde(default, rename = "category", deserialize_with = "null_default")]
    pub categories: Vec<Category>,
    /// The versions it occurs in.
    #[serde(default, deserialize_with = "null_default")]
    pub versions: Vec<Version>,
    /// The milestones it is planned for.
    #[serde(default, rename = "milestone", deserialize_with = "null_default")]
    pub milestones: Vec<Version>,
    /// The first day, as a timestamp: see [`Timestamp::calendar_date`].
    pub start_date: Option<Timestamp>,
    /// The day it is due (期限日), as a timestamp: see [`Timestamp::calendar_date`].
    pub due_date: Option<Timestamp>,
    /// Estimated hours.
    pub estimated_hours: Option<Decimal>,
    /// Hours spent.
    pub actual_hours: Option<Decimal>,
    /// The parent issue.
    pub parent_issue_id: Option<IssueId>,
    /// Who created it.
    pub created_user: User,
    /// When.
    pub created: Timestamp,
    /// Who changed it last.
    pub updated_user: Option<User>,
    /// When. Only whole seconds: two changes may share one.
    pub updated: Timestamp,
    /// The values of the project's custom fields.
    #[serde(default, deserialize_with = "null_default")]
    pub custom_fields: Vec<CustomFieldValue>,
    /// Attached files.
    #[serde(default, deserialize_with = "null_default")]
    pub attachments: Vec<Attachment>,
    /// Shared files linked to it.
    #[serde(default, deserialize_with = "null_default")]
    pub shared_files: Vec<SharedFile>,
    /// Links to files of other services.
    #[serde(default, deserialize_with = "null_default", skip_serializing_if = "Vec::is_empty")]
    pub external_file_links: Vec<ExternalFileLink>,
    /// Stars on it.
    #[serde(default, deserialize_with = "null_default")]
    pub stars: Vec<Star>,
    /// How many children are done, when the call asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub child_issue_summary: Option<ChildIssueSummary>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How many children an issue has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChildIssueSummary {
    /// All children.
    pub total: u64,
    /// Those that are closed.
    pub closed: u64,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Issue {
    /// The value of a custom field, by its id: a name can change.
    pub fn custom_field(&self, field: impl Into<CustomFieldId>) -> Option<&CustomFieldValue> {
        let field = field.into();
        self.custom_fields.iter().find(|value| value.id == field)
    }

    /// Whether it is closed (完了). Decided by the status's id.
    pub fn is_closed(&self) -> bool {
        self.status.id == StatusId::CLOSED
    }
}
