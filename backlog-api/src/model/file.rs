use super::user::User;
use crate::id::{AttachmentId, ProjectId, SharedFileId};
use saas_api_core::{Extra, Timestamp};
use serde::{Deserialize, Serialize};

/// A file attached to an issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Attachment {
    /// The number.
    pub id: AttachmentId,
    /// The file's name, as its owner gave it: clean it before you use it as a path.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
    /// Who attached it. Missing in activities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_user: Option<User>,
    /// When. Missing in activities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A file or folder that the project shares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SharedFile {
    /// The number.
    pub id: SharedFileId,
    /// The project that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// `file` or `directory`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The folder that it lies in.
    pub dir: String,
    /// The name.
    pub name: String,
    /// The size in bytes. Folders have none.
    pub size: Option<u64>,
    /// Who made it.
    pub created_user: User,
    /// When.
    pub created: Timestamp,
    /// Who changed it last.
    pub updated_user: Option<User>,
    /// When.
    pub updated: Option<Timestamp>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A link to a file of another service. Not documented: any member may be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExternalFileLink {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Extra,
}
