use crate::id::{ProjectId, ProjectKey};
use saas_api_core::{Extra, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// The markup of a project's texts.
    pub enum TextFormattingRule: str {
        /// Backlog's own notation.
        Backlog = "backlog",
        /// Markdown.
        Markdown = "markdown",
    }
}

/// A project (プロジェクト).
///
/// Inside activities and webhooks only the id, key, name, `archived`, `chart_enabled` and `subtasking_enabled` are
/// dependable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Project {
    /// The number.
    pub id: ProjectId,
    /// The key, such as `SEC`.
    #[serde(rename = "projectKey")]
    pub key: ProjectKey,
    /// The name.
    pub name: String,
    /// Whether it is archived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Whether charts are on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart_enabled: Option<bool>,
    /// The place in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Whether issues can have grandchildren.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grandchild_issue_enabled: Option<bool>,
    /// Whether project administrators can name others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_leader_can_edit_project_leader: Option<bool>,
    /// Whether issues can have children.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtasking_enabled: Option<bool>,
    /// The markup of issues, comments and wikis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_formatting_rule: Option<TextFormattingRule>,
    /// Whether issues have priority, category and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_dev_attributes: Option<bool>,
    /// Whether file sharing is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_file_sharing: Option<bool>,
    /// Whether Git is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_git: Option<bool>,
    /// Whether wikis show images in their own size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_original_image_size_at_wiki: Option<bool>,
    /// Whether charts count resolved issues as done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_resolved_for_chart: Option<bool>,
    /// Whether Subversion is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_subversion: Option<bool>,
    /// Whether wikis are on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_wiki: Option<bool>,
    /// Whether wikis are shown as a tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_wiki_tree_view: Option<bool>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
