use super::custom_field::CustomFieldKind;
use crate::id::{AttachmentId, CustomFieldId};
use saas_api_core::{Extra, Loose};
use serde::{Deserialize, Serialize};

/// One change that a comment records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangeLog {
    /// What changed: `summary`, `description`, `component` (category), `version`, `milestone`, `status`, `assigner`
    /// (assignee), `issueType`, `startDate`, `limitDate` (due date), `priority`, `resolution`, `estimatedHours`,
    /// `actualHours`, `parentIssue`, `notification`, `attachment`, `commit`, or a custom field's name.
    pub field: String,
    /// The new value as people read it: a name, not an id. Several are joined by `,`.
    pub new_value: Option<String>,
    /// The value before.
    pub original_value: Option<String>,
    /// For an attachment: which.
    pub attachment_info: Option<AttachmentInfo>,
    /// For a custom field: which.
    pub attribute_info: Option<AttributeInfo>,
    /// For a notification: its kind.
    pub notification_info: Option<NotificationInfo>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The attachment that a change is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttachmentInfo {
    /// The number.
    pub id: AttachmentId,
    /// The file's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Members that this version does not name: some answers have a `type`.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The custom field that a change is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AttributeInfo {
    /// The number.
    pub id: CustomFieldId,
    /// The kind. Some answers write the number as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_id: Option<Loose<CustomFieldKind>>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The notification that a change is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotificationInfo {
    /// The kind, such as `issue.create`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
