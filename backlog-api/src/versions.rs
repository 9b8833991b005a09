//! Versions (発生バージョン) and milestones (マイルストーン) of a project: one list, used in two roles.

use crate::client::Client;
use crate::id::{ProjectIdOrKey, VersionId};
use crate::model::Version;
use saas_api_core::{Call, Date, Params, Result, Update, setters};

/// The versions and milestones of one project. Made by [`Client::versions`].
#[derive(Clone, Debug)]
#[doc(alias = "Milestones")]
pub struct Versions<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

/// A new version or milestone. For [`Versions::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateVersion {
    name: String,
    description: Option<String>,
    start_date: Option<Date>,
    release_due_date: Option<Date>,
}

/// A change of a version or milestone. For [`Versions::update`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct UpdateVersion {
    name: String,
    description: Option<String>,
    start_date: Update<Date>,
    release_due_date: Update<Date>,
    archived: Option<bool>,
}

impl<'c> Versions<'c> {
    pub(crate) fn new(client: &'c Client, project: ProjectIdOrKey) -> Self {
        Self { client, project }
    }

    /// Lists the project's versions and milestones.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-version-milestone-list/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project.
    #[doc(alias = "Get Version/Milestone List")]
    #[doc(alias = "バージョン(マイルストーン)一覧の取得")]
    pub async fn list(&self) -> Result<Vec<Version>> {
        self.client.json(Call::get("/projects/{projectIdOrKey}/versions").arg(&self.project)).await
    }

    /// Adds a version.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-version-milestone/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. `NotFound` when there is no such project.
    #[doc(alias = "Add Version/Milestone")]
    #[doc(alias = "バージョン(マイルストーン)の追加")]
    pub async fn create(&self, request: &CreateVersion) -> Result<Version> {
        let call = Call::post("/projects/{projectIdOrKey}/versions").arg(&self.project);
        self.client.json(call.form(request.params())).await
    }

    /// Updates a version. The API wants the name each time, also where it stays.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-version-milestone/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. `NotFound` when there is no such version.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::versions::UpdateVersion;
    ///
    /// let versions = backlog.versions("SEC");
    /// for version in versions.list().await?.into_iter().filter(|version| version.name == "2026-11") {
    ///     versions.update(version.id, &UpdateVersion::new(version.name).archived(true)).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Update Version/Milestone")]
    #[doc(alias = "バージョン(マイルストーン)情報の更新")]
    pub async fn update(&self, version: impl Into<VersionId>, request: &UpdateVersion) -> Result<Version> {
        let call = Call::patch("/projects/{projectIdOrKey}/versions/{id}").arg(&self.project).arg(version.into());
        self.client.json(call.form(request.params())).await
    }

    /// Deletes a version.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-version/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such version.
    #[doc(alias = "Delete Version")]
    #[doc(alias = "バージョン(マイルストーン)の削除")]
    pub async fn delete(&self, version: impl Into<VersionId>) -> Result<Version> {
        let call = Call::delete("/projects/{projectIdOrKey}/versions/{id}").arg(&self.project).arg(version.into());
        self.client.json(call).await
    }
}

impl CreateVersion {
    /// A version with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), description: None, start_date: None, release_due_date: None }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("name", &self.name);
        params.push_some("description", self.description.as_deref());
        params.push_some("startDate", self.start_date);
        params.push_some("releaseDueDate", self.release_due_date);
        params
    }
}

impl UpdateVersion {
    /// The name: the old one, or a new one. Nothing else changes yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: None,
            start_date: Update::Keep,
            release_due_date: Update::Keep,
            archived: None,
        }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("name", &self.name);
        params.push_some("description", self.description.as_deref());
        params.push_update("startDate", &self.start_date);
        params.push_update("releaseDueDate", &self.release_due_date);
        params.push_some("archived", self.archived);
        params
    }
}

setters! {
    CreateVersion {
        /// The description.
        description: String;
        /// The first day.
        start_date: Date;
        /// The day it is due.
        release_due_date: Date;
    }
}

setters! {
    UpdateVersion {
        /// The description. Empty text clears it.
        description: String;
        /// The first day.
        start_date | clear_start_date: Date;
        /// The day it is due.
        release_due_date | clear_release_due_date: Date;
        /// Whether it is hidden from the project's home.
        archived: bool;
    }
}
