use super::comment::CommentNotification;
use super::content::ActivityContent;
use super::project::Project;
use super::user::User;
use crate::id::{ActivityId, IssueKey};
use saas_api_core::{Extra, Timestamp, null_default, open_enum};
use serde::{Deserialize, Serialize};
use serde_json::Value;

open_enum! {
    /// What happened: of activities and webhooks. Numbers 27 to 33 and 39 are not known.
    pub enum ActivityType: i64 {
        /// An issue was created.
        IssueCreated = 1,
        /// An issue was updated, with or without a comment.
        IssueUpdated = 2,
        /// An issue was commented on.
        IssueCommented = 3,
        /// An issue was deleted.
        IssueDeleted = 4,
        /// A wiki page was created.
        WikiCreated = 5,
        /// A wiki page was updated.
        WikiUpdated = 6,
        /// A wiki page was deleted.
        WikiDeleted = 7,
        /// A shared file was added.
        SharedFileAdded = 8,
        /// A shared file was updated.
        SharedFileUpdated = 9,
        /// A shared file was deleted.
        SharedFileDeleted = 10,
        /// A commit to Subversion.
        SvnCommitted = 11,
        /// A push to Git.
        GitPushed = 12,
        /// A Git repository was created.
        GitRepositoryCreated = 13,
        /// Several issues were updated in one step.
        IssuesBulkUpdated = 14,
        /// A user joined the project.
        MemberJoined = 15,
        /// A user left the project.
        MemberLeft = 16,
        /// A user was notified about a comment.
        CommentNotified = 17,
        /// A pull request was added.
        PullRequestAdded = 18,
        /// A pull request was updated.
        PullRequestUpdated = 19,
        /// A pull request was commented on.
        PullRequestCommented = 20,
        /// A pull request was merged. (One source calls it deleted.)
        PullRequestMerged = 21,
        /// A milestone was created.
        MilestoneCreated = 22,
        /// A milestone was updated.
        MilestoneUpdated = 23,
        /// A milestone was deleted.
        MilestoneDeleted = 24,
        /// A team joined the project.
        TeamJoined = 25,
        /// A team left the project.
        TeamLeft = 26,
        /// A status was deleted.
        StatusDeleted = 34,
        /// The dates of issues were updated.
        IssueDatesUpdated = 35,
        /// A document was created.
        DocumentCreated = 36,
        /// A document was deleted.
        DocumentDeleted = 37,
        /// A document got another title.
        DocumentRetitled = 38,
        /// A document was commented on.
        DocumentCommentCreated = 40,
        /// A comment on a document was updated.
        DocumentCommentUpdated = 41,
        /// A comment on a document was deleted.
        DocumentCommentDeleted = 42,
        /// A comment on a document was replied to.
        DocumentReplyCreated = 43,
        /// A reply was updated.
        DocumentReplyUpdated = 44,
        /// A reply was deleted.
        DocumentReplyDeleted = 45,
        /// A file was attached to a document.
        DocumentAttachmentAdded = 46,
        /// Several issues were created in one step.
        IssuesBulkCreated = 47,
        /// Several documents were created in one step.
        DocumentsBulkCreated = 48,
    }
}

/// One event of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Activity {
    /// The number. Newer activities have larger ones.
    pub id: ActivityId,
    /// The project, reduced.
    pub project: Project,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: ActivityType,
    /// The details as they came. [`content`](Self::content) gives them typed.
    #[serde(rename = "content", default)]
    pub raw_content: Value,
    /// Whom it was told to. Always empty in lists.
    #[serde(default, deserialize_with = "null_default")]
    pub notifications: Vec<CommentNotification>,
    /// Who did it.
    pub created_user: User,
    /// When.
    pub created: Timestamp,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Activity {
    /// The details, typed by the kind.
    pub fn content(&self) -> ActivityContent {
        ActivityContent::read(self.kind, &self.raw_content)
    }

    /// The key of the issue, when the activity is about one.
    pub fn issue_key(&self) -> Option<IssueKey> {
        match self.content() {
            ActivityContent::Issue(issue) => issue.key_id.map(|number| IssueKey::of(&self.project.key, number)),
            _ => None,
        }
    }
}
