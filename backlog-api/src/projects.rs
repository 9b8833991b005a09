//! Projects (プロジェクト).

use crate::client::Client;
use crate::id::ProjectIdOrKey;
use crate::model::Project;
use saas_api_core::{Call, Params, Result, setters};

/// The projects of the space. Made by [`Client::projects`].
#[derive(Clone, Copy, Debug)]
pub struct Projects<'c>(&'c Client);

/// Which projects to list. For [`Projects::list`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListProjects {
    archived: Option<bool>,
    all: Option<bool>,
}

impl<'c> Projects<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists projects: the caller's own unless the request says otherwise. There are no pages.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-project-list/>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "Get Project List")]
    #[doc(alias = "プロジェクト一覧の取得")]
    pub async fn list(&self, request: &ListProjects) -> Result<Vec<Project>> {
        self.0.json(Call::get("/projects").query(request.params())).await
    }

    /// Gets a project.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-project/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project, or the caller cannot see it.
    #[doc(alias = "Get Project")]
    #[doc(alias = "プロジェクト情報の取得")]
    pub async fn get(&self, project: impl Into<ProjectIdOrKey>) -> Result<Project> {
        self.0.json(Call::get("/projects/{projectIdOrKey}").arg(project.into())).await
    }
}

impl ListProjects {
    /// The caller's projects, archived ones included.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some("archived", self.archived);
        params.push_some("all", self.all);
        params
    }
}

setters! {
    ListProjects {
        /// Archived projects only, or only those that are not.
        archived: bool;
        /// Whether projects that the caller has no part in are listed too. Works for administrators only.
        all: bool;
    }
}
