use super::change_log::ChangeLog;
use super::star::Star;
use super::user::User;
use crate::id::{CommentId, IssueId, ProjectId};
use saas_api_core::{Extra, Timestamp, null_default, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// Why a user was notified.
    pub enum NotificationReason: i64 {
        /// An issue was assigned to the user.
        Assigned = 1,
        /// An issue was commented on.
        Commented = 2,
        /// An issue was created.
        IssueCreated = 3,
        /// An issue was updated.
        IssueUpdated = 4,
        /// A file was attached.
        FileAttached = 5,
        /// The user was added to a project.
        ProjectUserAdded = 6,
        /// Another reason.
        Other = 9,
        /// A pull request was assigned to the user.
        PullRequestAssigned = 10,
        /// A pull request was commented on.
        PullRequestCommented = 11,
        /// A pull request was created.
        PullRequestAdded = 12,
        /// A pull request was updated.
        PullRequestUpdated = 13,
    }
}

/// A comment on an issue, or a record of its changes, or both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Comment {
    /// The number. Newer comments have larger ones.
    pub id: CommentId,
    /// The project. Older answers lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// The issue. Older answers lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_id: Option<IssueId>,
    /// The text. `None` or empty when the comment only records changes.
    pub content: Option<String>,
    /// The changes. `None` on some answers.
    pub change_log: Option<Vec<ChangeLog>>,
    /// Who wrote it.
    pub created_user: User,
    /// When.
    pub created: Timestamp,
    /// When it was edited last.
    pub updated: Timestamp,
    /// Stars on it.
    #[serde(default, deserialize_with = "null_default")]
    pub stars: Vec<Star>,
    /// Whom it was told to.
    #[serde(default, deserialize_with = "null_default")]
    pub notifications: Vec<CommentNotification>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Whom a comment was told to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CommentNotification {
    /// The number.
    pub id: u64,
    /// Whether the user has read it.
    pub already_read: bool,
    /// Why.
    pub reason: NotificationReason,
    /// The user.
    pub user: User,
    /// Whether the user has read the issue since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_already_read: Option<bool>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
