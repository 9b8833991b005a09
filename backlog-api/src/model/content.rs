//! Details of activities and webhooks.
//!
//! Their keys are mixed: snake case for what is theirs (`key_id`, `new_value`), camel case for what a webhook copies from
//! the issue (`issueType`, `dueDate`). Each key stands here as it is. The types are views: a member of another form than
//! expected reads as missing, and the raw value beside the view still has it.

mod issue;
mod other;

pub use issue::{BulkContent, BulkLink, Change, ContentComment, ContentCustomField, ContentSharedFile, IssueContent};
pub use other::{
    ContentRepository, DeletedStatus, DocumentContent, DocumentsContent, GitPushContent, GitRepositoryContent,
    GitRevision, GroupActivity, Member, MembersContent, MilestoneContent, PullRequestContent, PullRequestIssue,
    SharedFileContent, StatusDeletedContent, SvnCommitContent, Team, TeamsContent, WikiContent,
};

use super::activity::ActivityType;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The details of an activity or webhook, by its type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ActivityContent {
    /// One issue: types 1 to 4 and 17.
    Issue(Box<IssueContent>),
    /// Several issues: types 14, 35 and 47.
    BulkIssues(BulkContent),
    /// A wiki page: types 5 to 7.
    Wiki(WikiContent),
    /// A shared file: types 8 to 10.
    SharedFile(SharedFileContent),
    /// A Subversion commit: type 11.
    SvnCommit(SvnCommitContent),
    /// A Git push: type 12.
    GitPush(GitPushContent),
    /// A Git repository: type 13.
    GitRepository(GitRepositoryContent),
    /// Members: types 15 and 16.
    Members(MembersContent),
    /// A pull request: types 18 to 21.
    PullRequest(Box<PullRequestContent>),
    /// A milestone: types 22 to 24.
    Milestone(MilestoneContent),
    /// Teams: types 25 and 26.
    Teams(TeamsContent),
    /// A deleted status: type 34.
    StatusDeleted(StatusDeletedContent),
    /// A document, its comments and files: types 36 to 38 and 40 to 46.
    Document(DocumentContent),
    /// Several documents: type 48.
    Documents(DocumentsContent),
    /// Details of a type that this version does not name, or that are no object.
    Other(Value),
}

impl ActivityContent {
    /// Reads by the type: trying shapes would take the first that happens to fit.
    pub(crate) fn read(kind: ActivityType, raw: &Value) -> Self {
        use ActivityType as Type;
        let typed = match kind {
            Type::IssueCreated
            | Type::IssueUpdated
            | Type::IssueCommented
            | Type::IssueDeleted
            | Type::CommentNotified => view(raw).map(Self::Issue),
            Type::IssuesBulkUpdated | Type::IssueDatesUpdated | Type::IssuesBulkCreated => {
                view(raw).map(Self::BulkIssues)
            }
            Type::WikiCreated | Type::WikiUpdated | Type::WikiDeleted => view(raw).map(Self::Wiki),
            Type::SharedFileAdded | Type::SharedFileUpdated | Type::SharedFileDeleted => {
                view(raw).map(Self::SharedFile)
            }
            Type::SvnCommitted => view(raw).map(Self::SvnCommit),
            Type::GitPushed => view(raw).map(Self::GitPush),
            Type::GitRepositoryCreated => view(raw).map(Self::GitRepository),
            Type::MemberJoined | Type::MemberLeft => view(raw).map(Self::Members),
            Type::PullRequestAdded
            | Type::PullRequestUpdated
            | Type::PullRequestCommented
            | Type::PullRequestMerged => view(raw).map(Self::PullRequest),
            Type::MilestoneCreated | Type::MilestoneUpdated | Type::MilestoneDeleted => view(raw).map(Self::Milestone),
            Type::TeamJoined | Type::TeamLeft => view(raw).map(Self::Teams),
            Type::StatusDeleted => view(raw).map(Self::StatusDeleted),
            Type::DocumentCreated
            | Type::DocumentDeleted
            | Type::DocumentRetitled
            | Type::DocumentCommentCreated
            | Type::DocumentCommentUpdated
            | Type::DocumentCommentDeleted
            | Type::DocumentReplyCreated
            | Type::DocumentReplyUpdated
            | Type::DocumentReplyDeleted
            | Type::DocumentAttachmentAdded => view(raw).map(Self::Document),
            Type::DocumentsBulkCreated => view(raw).map(Self::Documents),
            Type::Unknown(_) => None,
        };
        typed.unwrap_or_else(|| Self::Other(raw.clone()))
    }
}

fn view<T: DeserializeOwned>(raw: &Value) -> Option<T> {
    if raw.is_object() { T::deserialize(raw).ok() } else { None }
}

/// Those of a list that have the expected form.
fn lenient_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let values = match Value::deserialize(deserializer)? {
        Value::Array(values) => values,
        _ => Vec::new(),
    };
    Ok(values.into_iter().filter_map(|value| T::deserialize(value).ok()).collect())
}

/// A text, or a number or boolean as text: the same member is spelled either way.
fn lenient_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    })
}
