//! What the API returns.
//!
//! Members that a model does not name are kept in `extra`. A member that may be null or missing is an `Option`: both read
//! as `None`, and `None` is written in the form that the API documents for that member. New values never break decoding:
//! enums are open, and a value of another type than documented is kept where the reference knows of such cases.

mod activity;
mod change_log;
mod comment;
mod content;
mod custom_field;
mod custom_field_value;
mod file;
mod issue;
mod project;
mod rate_limit;
mod settings;
mod star;
mod user;

pub use activity::{Activity, ActivityType};
pub use change_log::{AttachmentInfo, AttributeInfo, ChangeLog, NotificationInfo};
pub use comment::{Comment, CommentNotification, NotificationReason};
pub use content::{
    ActivityContent, BulkContent, BulkLink, Change, ContentComment, ContentCustomField, ContentRepository,
    ContentSharedFile, DeletedStatus, DocumentContent, DocumentsContent, GitPushContent, GitRepositoryContent,
    GitRevision, GroupActivity, IssueContent, Member, MembersContent, MilestoneContent, PullRequestContent,
    PullRequestIssue, SharedFileContent, StatusDeletedContent, SvnCommitContent, Team, TeamsContent, WikiContent,
};
pub use custom_field::{
    CustomField, CustomFieldItem, CustomFieldKind, CustomFieldSettings, DateSettings, InitialDate, InitialDateKind,
    ListSettings, NumberSettings,
};
pub use custom_field_value::{CustomFieldValue, FieldValue};
pub use file::{Attachment, ExternalFileLink, SharedFile};
pub use issue::{ChildIssueSummary, Issue};
pub use project::{Project, TextFormattingRule};
pub use rate_limit::{Limit, RateLimit};
pub use settings::{Category, IssueType, Priority, Resolution, Status, Version};
pub use star::Star;
pub use user::{NulabAccount, RoleType, User};

use serde::Deserialize;

/// The answer of a count endpoint.
#[derive(Deserialize)]
pub(crate) struct Count {
    pub(crate) count: u64,
}
