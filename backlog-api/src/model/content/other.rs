use super::{BulkLink, Change, ContentComment, ContentSharedFile, lenient_list, lenient_text};
use crate::id::{IssueId, KeyId, SharedFileId, UserId, VersionId};
use crate::model::file::Attachment;
use saas_api_core::{Timestamp, lenient};
use serde::Deserialize;
use serde_json::Value;

/// A wiki page.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WikiContent {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    /// The name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
    /// The text.
    #[serde(deserialize_with = "lenient_text")]
    pub content: Option<String>,
    /// The change of the text.
    #[serde(deserialize_with = "lenient_text")]
    pub diff: Option<String>,
    /// The page's version, counted from 1.
    #[serde(deserialize_with = "lenient")]
    pub version: Option<u64>,
    /// Attached files.
    #[serde(deserialize_with = "lenient_list")]
    pub attachments: Vec<Attachment>,
    /// Shared files linked to it.
    #[serde(deserialize_with = "lenient_list")]
    pub shared_files: Vec<ContentSharedFile>,
}

/// A shared file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SharedFileContent {
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

/// A commit to Subversion.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SvnCommitContent {
    /// The revision.
    #[serde(deserialize_with = "lenient_text")]
    pub rev: Option<String>,
    /// The message.
    #[serde(deserialize_with = "lenient_text")]
    pub comment: Option<String>,
}

/// A push to Git.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GitPushContent {
    /// The repository.
    #[serde(deserialize_with = "lenient")]
    pub repository: Option<ContentRepository>,
    /// `create`, `update` or `delete`.
    #[serde(deserialize_with = "lenient_text")]
    pub change_type: Option<String>,
    /// `commit`.
    #[serde(deserialize_with = "lenient_text")]
    pub revision_type: Option<String>,
    /// The branch or tag, such as `refs/heads/main`.
    #[serde(rename = "ref", deserialize_with = "lenient_text")]
    pub reference: Option<String>,
    /// How many commits it has. The list may be shorter.
    #[serde(deserialize_with = "lenient")]
    pub revision_count: Option<u64>,
    /// The commits.
    #[serde(deserialize_with = "lenient_list")]
    pub revisions: Vec<GitRevision>,
}

/// A commit to Git.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GitRevision {
    /// The commit's hash.
    #[serde(deserialize_with = "lenient_text")]
    pub rev: Option<String>,
    /// The message.
    #[serde(deserialize_with = "lenient_text")]
    pub comment: Option<String>,
}

/// A Git repository that was created.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GitRepositoryContent {
    /// The repository.
    #[serde(deserialize_with = "lenient")]
    pub repository: Option<ContentRepository>,
}

/// A Git repository, reduced.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContentRepository {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    /// The name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
    /// The description.
    #[serde(deserialize_with = "lenient_text")]
    pub description: Option<String>,
}

/// Members who joined or left.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MembersContent {
    /// The users, reduced.
    #[serde(deserialize_with = "lenient_list")]
    pub users: Vec<Member>,
    /// The activities of their teams.
    #[serde(deserialize_with = "lenient_list")]
    pub group_project_activities: Vec<GroupActivity>,
    /// A note. A plain text here.
    #[serde(deserialize_with = "lenient_text")]
    pub comment: Option<String>,
}

/// A user, reduced.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Member {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<UserId>,
    /// The display name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
}

/// The activity of a team behind a member's one.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GroupActivity {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    /// The type.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<i64>,
}

/// A pull request.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PullRequestContent {
    /// The number across the space.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    /// The number in its repository.
    #[serde(deserialize_with = "lenient")]
    pub number: Option<u64>,
    /// The title.
    #[serde(deserialize_with = "lenient_text")]
    pub summary: Option<String>,
    /// The text.
    #[serde(deserialize_with = "lenient_text")]
    pub description: Option<String>,
    /// The branch to merge into.
    #[serde(deserialize_with = "lenient_text")]
    pub base: Option<String>,
    /// The branch to merge.
    #[serde(deserialize_with = "lenient_text")]
    pub branch: Option<String>,
    /// The comment of this event.
    #[serde(deserialize_with = "lenient")]
    pub comment: Option<ContentComment>,
    /// What changed.
    #[serde(deserialize_with = "lenient_list")]
    pub changes: Vec<Change>,
    /// The issue it belongs to.
    #[serde(deserialize_with = "lenient")]
    pub issue: Option<PullRequestIssue>,
    /// The repository.
    #[serde(deserialize_with = "lenient")]
    pub repository: Option<ContentRepository>,
}

/// The issue that a pull request belongs to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PullRequestIssue {
    /// The number across the space.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<IssueId>,
    /// The number after the hyphen of the key.
    #[serde(deserialize_with = "lenient")]
    pub key_id: Option<KeyId>,
    /// The key.
    #[serde(deserialize_with = "lenient_text")]
    pub issue_key: Option<String>,
    /// The title.
    #[serde(deserialize_with = "lenient_text")]
    pub summary: Option<String>,
    /// The text.
    #[serde(deserialize_with = "lenient_text")]
    pub description: Option<String>,
}

/// A milestone.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MilestoneContent {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<VersionId>,
    /// The name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
    /// The first day.
    #[serde(deserialize_with = "lenient")]
    pub start_date: Option<Timestamp>,
    /// The day it is due.
    #[serde(deserialize_with = "lenient")]
    pub reference_date: Option<Timestamp>,
    /// The description.
    #[serde(deserialize_with = "lenient_text")]
    pub description: Option<String>,
    /// What changed.
    #[serde(deserialize_with = "lenient_list")]
    pub changes: Vec<Change>,
}

/// Teams that joined or left.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TeamsContent {
    /// The teams.
    #[serde(rename = "parties", deserialize_with = "lenient_list")]
    pub teams: Vec<Team>,
}

/// A team, reduced.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Team {
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    /// The name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
}

/// A status that was deleted.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StatusDeletedContent {
    /// The status.
    #[serde(rename = "deletedStatus", deserialize_with = "lenient")]
    pub deleted_status: Option<DeletedStatus>,
    /// The issues that had it.
    #[serde(rename = "link", deserialize_with = "lenient_list")]
    pub links: Vec<BulkLink>,
    /// What became of them, as it came.
    #[serde(alias = "changes")]
    pub change: Value,
}

/// The name of a deleted status.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DeletedStatus {
    /// The name.
    #[serde(deserialize_with = "lenient_text")]
    pub name: Option<String>,
}

/// A document. Its comments and files bring members that are not documented.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DocumentContent {
    /// The id: 32 hexadecimal digits.
    #[serde(deserialize_with = "lenient_text")]
    pub id: Option<String>,
    /// The title.
    #[serde(deserialize_with = "lenient_text")]
    pub title: Option<String>,
}

/// Several documents.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DocumentsContent {
    /// The documents.
    #[serde(deserialize_with = "lenient_list")]
    pub documents: Vec<DocumentContent>,
}
