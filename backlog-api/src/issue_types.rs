//! Issue types of a project (種別).

use crate::client::Client;
use crate::id::{IssueTypeId, ProjectIdOrKey};
use crate::model::IssueType;
use saas_api_core::{Call, Params, Result, open_enum, setters};

/// The issue types of one project. Made by [`Client::issue_types`].
#[derive(Clone, Debug)]
pub struct IssueTypes<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

open_enum! {
    /// The colours that an issue type may be given.
    pub enum IssueTypeColor: str {
        /// Red.
        Red = "#e30000",
        /// Dark red.
        DarkRed = "#990000",
        /// Purple.
        Purple = "#934981",
        /// Violet.
        Violet = "#814fbc",
        /// Blue.
        Blue = "#2779ca",
        /// Teal.
        Teal = "#007e9a",
        /// Green.
        Green = "#7ea800",
        /// Orange.
        Orange = "#ff9200",
        /// Pink.
        Pink = "#ff3265",
        /// Grey.
        Grey = "#666665",
    }
}

/// A new issue type. For [`IssueTypes::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateIssueType {
    name: String,
    color: IssueTypeColor,
    template_summary: Option<String>,
    template_description: Option<String>,
}

/// A change of an issue type. For [`IssueTypes::update`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateIssueType {
    name: Option<String>,
    color: Option<IssueTypeColor>,
    template_summary: Option<String>,
    template_description: Option<String>,
}

impl<'c> IssueTypes<'c> {
    pub(crate) fn new(client: &'c Client, project: ProjectIdOrKey) -> Self {
        Self { client, project }
    }

    /// Lists the project's issue types in their order.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-issue-type-list/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project.
    #[doc(alias = "Get Issue Type List")]
    #[doc(alias = "種別一覧の取得")]
    pub async fn list(&self) -> Result<Vec<IssueType>> {
        self.client.json(Call::get("/projects/{projectIdOrKey}/issueTypes").arg(&self.project)).await
    }

    /// Adds an issue type.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-issue-type/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. Code 7 for a colour that is none of the ten.
    #[doc(alias = "Add Issue Type")]
    #[doc(alias = "種別の追加")]
    pub async fn create(&self, request: &CreateIssueType) -> Result<IssueType> {
        let call = Call::post("/projects/{projectIdOrKey}/issueTypes").arg(&self.project);
        self.client.json(call.form(request.params())).await
    }

    /// Updates an issue type.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-issue-type/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such issue type.
    #[doc(alias = "Update Issue Type")]
    #[doc(alias = "種別情報の更新")]
    pub async fn update(&self, issue_type: impl Into<IssueTypeId>, request: &UpdateIssueType) -> Result<IssueType> {
        let call = Call::patch("/projects/{projectIdOrKey}/issueTypes/{id}").arg(&self.project).arg(issue_type.into());
        self.client.json(call.form(request.params())).await
    }

    /// Deletes an issue type. Its issues get the substitute.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-issue-type/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such issue type.
    #[doc(alias = "Delete Issue Type")]
    #[doc(alias = "種別の削除")]
    pub async fn delete(
        &self,
        issue_type: impl Into<IssueTypeId>,
        substitute: impl Into<IssueTypeId>,
    ) -> Result<IssueType> {
        let mut form = Params::new();
        form.push("substituteIssueTypeId", substitute.into());
        let call = Call::delete("/projects/{projectIdOrKey}/issueTypes/{id}").arg(&self.project).arg(issue_type.into());
        self.client.json(call.form(form)).await
    }
}

impl CreateIssueType {
    /// An issue type with this name and colour.
    pub fn new(name: impl Into<String>, color: impl Into<IssueTypeColor>) -> Self {
        Self { name: name.into(), color: color.into(), template_summary: None, template_description: None }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("name", &self.name);
        params.push("color", &self.color);
        params.push_some("templateSummary", self.template_summary.as_deref());
        params.push_some("templateDescription", self.template_description.as_deref());
        params
    }
}

impl UpdateIssueType {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_required("name", self.name.as_deref());
        params.push_some("color", self.color.as_ref());
        params.push_some("templateSummary", self.template_summary.as_deref());
        params.push_some("templateDescription", self.template_description.as_deref());
        params
    }
}

setters! {
    CreateIssueType {
        /// The summary that a new issue starts with.
        template_summary: String;
        /// The description that a new issue starts with.
        template_description: String;
    }
}

setters! {
    UpdateIssueType {
        /// The name.
        name: String;
        /// The colour.
        color: IssueTypeColor;
        /// The summary that a new issue starts with. Empty text clears it.
        template_summary: String;
        /// The description that a new issue starts with. Empty text clears it.
        template_description: String;
    }
}
