use super::{lenient_list, lenient_text};
use crate::id::{CommentId, CustomFieldId, IssueId, KeyId, SharedFileId};
use crate::model::file::Attachment;
use crate::model::settings::{Category, IssueType, Priority, Resolution, Status, Version};
use crate::model::user::User;
use saas_api_core::{Decimal, Timestamp, lenient};
use serde::Deserialize;
use serde_json::Value;

/// An issue in an activity or webhook.
///
/// Activities have the number, summary, description, comment and changes; a webhook has more. A deleted issue has its
/// numbers only. To decide anything, read the issue again: a webhook proves nothing by itself.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IssueContent {
    /// The number across the space.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<IssueId>,
    /// The number after the hyphen of the key.
    #[serde(deserialize_with = "lenient")]
    pub key_id: Option<KeyId>,
    /// The title.
    #[serde(deserialize_with = "lenient_text")]
    pub summary: Option<String>,
    /// The text.
    #[serde(deserialize_with = "lenient_text")]
    pub description: Option<String>,
    /// The comment of this event.
    #[serde(deserialize_with = "lenient")]
    pub comment: Option<ContentComment>,
    /// What changed.
    #[serde(deserialize_with = "lenient_list")]
    pub changes: Vec<Change>,
    /// The issue type.
    #[serde(rename = "issueType", deserialize_with = "lenient")]
    pub issue_type: Option<IssueType>,
    /// The status at that time. Its name is in the space's language.
    #[serde(deserialize_with = "lenient")]
    pub status: Option<Status>,
    /// The priority.
    #[serde(deserialize_with = "lenient")]
    pub priority: Option<Priority>,
    /// How it was settled.
    #[serde(deserialize_with = "lenient")]
    pub resolution: Option<Resolution>,
    /// Who works on it.
    #[serde(deserialize_with = "lenient")]
    pub assignee: Option<User>,
    /// The categories.
    #[serde(rename = "category", deserialize_with = "lenient_list")]
    pub categories: Vec<Category>,
    /// The versions it occurs in.
    #[serde(deserialize_with = "lenient_list")]
    pub versions: Vec<Version>,
    /// The milestones it is planned for.
    #[serde(rename = "milestone", deserialize_with = "lenient_list")]
    pub milestones: Vec<Version>,
    /// The first day.
    #[serde(rename = "startDate", alias = "start_date", deserialize_with = "lenient")]
    pub start_date: Option<Timestamp>,
    /// The day it is due.
    #[serde(rename = "dueDate", deserialize_with = "lenient")]
    pub due_date: Option<Timestamp>,
    /// Estimated hours.
    #[serde(rename = "estimatedHours", deserialize_with = "lenient")]
    pub estimated_hours: Option<Decimal>,
    /// Hours spent.
    #[serde(rename = "actualHours", deserialize_with = "lenient")]
    pub actual_hours: Option<Decimal>,
    /// The parent issue.
    #[serde(rename = "parentIssueId", deserialize_with = "lenient")]
    pub parent_issue_id: Option<IssueId>,
    /// The custom fields' values, in a shape of their own.
    #[serde(rename = "customFields", deserialize_with = "lenient_list")]
    pub custom_fields: Vec<ContentCustomField>,
    /// Attached files.
    #[serde(deserialize_with = "lenient_list")]
    pub attachments: Vec<Attachment>,
    /// Shared files linked to it.
    #[serde(deserialize_with = "lenient_list")]
    pub shared_files: Vec<ContentSharedFile>,
}

/// The comment of an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContentComment {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<CommentId>,
    /// The text. Empty when the event has no comment.
    #[serde(deserialize_with = "lenient_text")]
    pub content: Option<String>,
}

/// One change.
///
/// Values of one issue's change are ids as text for status and priority, names for assignee and milestone. Values of a
/// bulk change are names in the space's language. Do not decide by them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Change {
    /// What changed, such as `status`, `assigner` or `limitDate`.
    #[serde(deserialize_with = "lenient_text")]
    pub field: Option<String>,
    /// Its label in the space's language.
    #[serde(deserialize_with = "lenient_text")]
    pub field_text: Option<String>,
    /// The new value.
    #[serde(deserialize_with = "lenient_text")]
    pub new_value: Option<String>,
    /// The value before. Bulk changes have none.
    #[serde(deserialize_with = "lenient_text")]
    pub old_value: Option<String>,
    /// `standard`, or `custom` for a custom field.
    #[serde(rename = "type", deserialize_with = "lenient_text")]
    pub kind: Option<String>,
}

/// A custom field's value in a webhook.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContentCustomField {
    /// The field.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<CustomFieldId>,
    /// The field's name at that time.
    #[serde(alias = "name", deserialize_with = "lenient_text")]
    pub field: Option<String>,
    /// The value, in a form that is not documented for the list kinds.
    pub value: Value,
}

/// A shared file linked to an issue.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContentSharedFile {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<SharedFileId>,
    /// The folder.
    #[serde(deserialize_with = "lenient_text")]
    pub dir: Option<String>,
    /// The name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
    /// The size in bytes.
    #[serde(deserialize_with = "lenient")]
    pub size: Option<u64>,
}

/// A step that changed or created several issues.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkContent {
    /// The step's own id.
    #[serde(deserialize_with = "lenient_text")]
    pub tx_id: Option<String>,
    /// The comment on all of them.
    #[serde(deserialize_with = "lenient")]
    pub comment: Option<ContentComment>,
    /// The issues.
    #[serde(rename = "link", deserialize_with = "lenient_list")]
    pub links: Vec<BulkLink>,
    /// What changed in all of them.
    #[serde(deserialize_with = "lenient_list")]
    pub changes: Vec<Change>,
}

/// One issue of several. Webhooks write its numbers as text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkLink {
    /// The number across the space.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<IssueId>,
    /// The number after the hyphen of the key.
    #[serde(deserialize_with = "lenient")]
    pub key_id: Option<KeyId>,
    /// The issue's title.
    #[serde(deserialize_with = "lenient_text")]
    pub title: Option<String>,
    /// The comment on this one.
    #[serde(deserialize_with = "lenient")]
    pub comment: Option<ContentComment>,
}

impl IssueContent {
    /// A custom field's value: by the field's id, else by its name, for the name can change and the id can be missing.
    pub fn custom_field(&self, id: impl Into<CustomFieldId>, name: &str) -> Option<&Value> {
        let id = id.into();
        let by_id = self.custom_fields.iter().find(|field| field.id == Some(id));
        let by_name = || {
            let nameless = self.custom_fields.iter().filter(|field| field.id.is_none());
            nameless.into_iter().find(|field| field.field.as_deref() == Some(name))
        };
        by_id.or_else(by_name).map(|field| &field.value)
    }
}
