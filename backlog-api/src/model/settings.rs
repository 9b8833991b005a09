//! What a project's issues are sorted by.

use crate::id::{CategoryId, IssueTypeId, PriorityId, ProjectId, ResolutionId, StatusId, VersionId};
use saas_api_core::{Extra, Timestamp};
use serde::{Deserialize, Serialize};

/// A status (状態). Decide by the id: names are in the language of the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Status {
    /// The number.
    pub id: StatusId,
    /// The project that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// The name, localised for the fixed ones.
    pub name: String,
    /// The colour, such as `#ed8077`. The fixed statuses have colours that cannot be set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The place in lists: 1000, 2000 and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An issue type (種別).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IssueType {
    /// The number.
    pub id: IssueTypeId,
    /// The project that it belongs to.
    pub project_id: ProjectId,
    /// The name.
    pub name: String,
    /// The colour, such as `#990000`.
    pub color: String,
    /// The place in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// The summary that a new issue starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_summary: Option<String>,
    /// The description that a new issue starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_description: Option<String>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A category (カテゴリー).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Category {
    /// The number.
    pub id: CategoryId,
    /// The project that it belongs to. Older answers lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// The name.
    pub name: String,
    /// The place in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A version (発生バージョン) or milestone (マイルストーン): the same thing in two roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Version {
    /// The number.
    pub id: VersionId,
    /// The project that it belongs to.
    pub project_id: ProjectId,
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The first day, as a timestamp: see [`Timestamp::calendar_date`].
    pub start_date: Option<Timestamp>,
    /// The day it is due, as a timestamp: see [`Timestamp::calendar_date`].
    pub release_due_date: Option<Timestamp>,
    /// Whether it is archived.
    pub archived: bool,
    /// The place in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A priority (優先度).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Priority {
    /// The number.
    pub id: PriorityId,
    /// The name in the caller's language.
    pub name: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A resolution (完了理由).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Resolution {
    /// The number, counted from 0.
    pub id: ResolutionId,
    /// The name in the caller's language.
    pub name: String,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
