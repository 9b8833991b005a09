//! The ids of Backlog. Fixed values are consts.

use saas_api_core::id;

id! {
    /// An issue's number across the space.
    pub struct IssueId(u64);
}
id! {
    /// An issue's key, such as `SEC-31`. It changes when the project's key does; the id does not.
    pub struct IssueKey(str);
}
id! {
    /// The number after the hyphen of an issue's key.
    pub struct KeyId(u64);
}
id! {
    /// An issue's id or key: what issue endpoints take.
    pub struct IssueIdOrKey(str);
}
id! {
    /// A project's number across the space.
    pub struct ProjectId(u64);
}
id! {
    /// A project's key, such as `SEC`.
    pub struct ProjectKey(str);
}
id! {
    /// A project's id or key: what project endpoints take.
    pub struct ProjectIdOrKey(str);
}
id! {
    /// A comment's number.
    pub struct CommentId(u64);
}
id! {
    /// A user's number.
    pub struct UserId(u64);
}
id! {
    /// A status. Four are the same everywhere, any other is a project's own.
    pub struct StatusId(u64);
}
id! {
    /// A priority. Three are fixed; there is no number 1.
    pub struct PriorityId(u64);
}
id! {
    /// A resolution: how an issue was settled. Five are fixed, counted from 0.
    pub struct ResolutionId(u64);
}
id! {
    /// An issue type (種別) of a project.
    pub struct IssueTypeId(u64);
}
id! {
    /// A category (カテゴリー) of a project.
    pub struct CategoryId(u64);
}
id! {
    /// A version (発生バージョン) or milestone (マイルストーン) of a project.
    pub struct VersionId(u64);
}
id! {
    /// A custom field (カスタム属性) of a project.
    pub struct CustomFieldId(u64);
}
id! {
    /// An item of a list custom field.
    pub struct CustomFieldItemId(u64);
}
id! {
    /// An activity: one event of a project.
    pub struct ActivityId(u64);
}
id! {
    /// An attached file.
    pub struct AttachmentId(u64);
}
id! {
    /// A shared file or folder of a project.
    pub struct SharedFileId(u64);
}
id! {
    /// A star.
    pub struct StarId(u64);
}

impl StatusId {
    /// Open (未対応).
    pub const OPEN: Self = Self::new(1);
    /// In progress (処理中).
    pub const IN_PROGRESS: Self = Self::new(2);
    /// Resolved (処理済み): not yet closed.
    pub const RESOLVED: Self = Self::new(3);
    /// Closed (完了). The only status that means closed, whatever it is called in a project.
    pub const CLOSED: Self = Self::new(4);
}

impl PriorityId {
    /// High (高).
    pub const HIGH: Self = Self::new(2);
    /// Normal (中).
    pub const NORMAL: Self = Self::new(3);
    /// Low (低).
    pub const LOW: Self = Self::new(4);
}

impl ResolutionId {
    /// Fixed (対応済み).
    pub const FIXED: Self = Self::new(0);
    /// Won't fix (対応しない).
    pub const WONT_FIX: Self = Self::new(1);
    /// Invalid (無効).
    pub const INVALID: Self = Self::new(2);
    /// Duplication (重複).
    pub const DUPLICATION: Self = Self::new(3);
    /// Cannot reproduce (再現しない).
    pub const CANNOT_REPRODUCE: Self = Self::new(4);
}

impl IssueKey {
    /// The key of an issue of a project: `SEC` and 31 make `SEC-31`.
    pub fn of(project: &ProjectKey, number: KeyId) -> Self {
        Self(format!("{project}-{number}"))
    }
}

impl From<IssueId> for IssueIdOrKey {
    fn from(id: IssueId) -> Self {
        Self(id.to_string())
    }
}

impl From<&IssueId> for IssueIdOrKey {
    fn from(id: &IssueId) -> Self {
        Self(id.to_string())
    }
}

impl From<&IssueKey> for IssueIdOrKey {
    fn from(key: &IssueKey) -> Self {
        Self(key.0.clone())
    }
}

impl From<IssueKey> for IssueIdOrKey {
    fn from(key: IssueKey) -> Self {
        Self(key.0)
    }
}

impl From<ProjectId> for ProjectIdOrKey {
    fn from(id: ProjectId) -> Self {
        Self(id.to_string())
    }
}

impl From<&ProjectId> for ProjectIdOrKey {
    fn from(id: &ProjectId) -> Self {
        Self(id.to_string())
    }
}

impl From<&ProjectKey> for ProjectIdOrKey {
    fn from(key: &ProjectKey) -> Self {
        Self(key.0.clone())
    }
}

impl From<ProjectKey> for ProjectIdOrKey {
    fn from(key: ProjectKey) -> Self {
        Self(key.0)
    }
}
