//! Statuses of a project (状態): four fixed ones and up to eight of its own.

use crate::client::Client;
use crate::id::{ProjectIdOrKey, StatusId};
use crate::model::Status;
use saas_api_core::{Call, Params, Result, open_enum, setters};

/// The statuses of one project. Made by [`Client::statuses`].
#[derive(Clone, Debug)]
pub struct Statuses<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

open_enum! {
    /// The colours that a status may be given. The fixed statuses have others.
    pub enum StatusColor: str {
        /// Red.
        Red = "#ea2c00",
        /// Orange.
        Orange = "#e87758",
        /// Pink.
        Pink = "#e07b9a",
        /// Purple.
        Purple = "#868cb7",
        /// Blue.
        Blue = "#3b9dbd",
        /// Green.
        Green = "#4caf93",
        /// Light green.
        LightGreen = "#b0be3c",
        /// Yellow.
        Yellow = "#eda62a",
        /// Magenta.
        Magenta = "#f42858",
        /// Black.
        Black = "#393939",
    }
}

/// A new status. For [`Statuses::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateStatus {
    name: String,
    color: StatusColor,
}

/// A change of a status. For [`Statuses::update`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateStatus {
    name: Option<String>,
    color: Option<StatusColor>,
}

impl<'c> Statuses<'c> {
    pub(crate) fn new(client: &'c Client, project: ProjectIdOrKey) -> Self {
        Self { client, project }
    }

    /// Lists the project's statuses in their order.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-status-list-of-project/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project.
    #[doc(alias = "Get Status List of Project")]
    #[doc(alias = "プロジェクトの状態一覧の取得")]
    pub async fn list(&self) -> Result<Vec<Status>> {
        self.client.json(Call::get("/projects/{projectIdOrKey}/statuses").arg(&self.project)).await
    }

    /// Adds a status. A project has at most 12, the four fixed ones included.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-status/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. Code 9 when there are 12 already.
    #[doc(alias = "Add Status")]
    #[doc(alias = "状態の追加")]
    pub async fn create(&self, request: &CreateStatus) -> Result<Status> {
        let call = Call::post("/projects/{projectIdOrKey}/statuses").arg(&self.project);
        self.client.json(call.form(request.params())).await
    }

    /// Updates a status of the project's own. The four fixed ones cannot change.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-status/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such status.
    #[doc(alias = "Update Status")]
    #[doc(alias = "状態情報の更新")]
    pub async fn update(&self, status: impl Into<StatusId>, request: &UpdateStatus) -> Result<Status> {
        let call = Call::patch("/projects/{projectIdOrKey}/statuses/{id}").arg(&self.project).arg(status.into());
        self.client.json(call.form(request.params())).await
    }

    /// Deletes a status of the project's own. Its issues move to the substitute.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-status/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such status.
    #[doc(alias = "Delete Status")]
    #[doc(alias = "状態の削除")]
    pub async fn delete(&self, status: impl Into<StatusId>, substitute: impl Into<StatusId>) -> Result<Status> {
        let mut form = Params::new();
        form.push("substituteStatusId", substitute.into());
        let call = Call::delete("/projects/{projectIdOrKey}/statuses/{id}").arg(&self.project).arg(status.into());
        self.client.json(call.form(form)).await
    }

    /// Puts the statuses into this order. It must name all of them, open first and closed last.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-order-of-status/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty list. Code 7 when the order is not allowed.
    #[doc(alias = "Update Order of Status")]
    #[doc(alias = "状態の並び替え")]
    pub async fn reorder(&self, statuses: impl IntoIterator<Item = impl Into<StatusId>>) -> Result<Vec<Status>> {
        let statuses: Vec<StatusId> = statuses.into_iter().map(Into::into).collect();
        let mut form = Params::new();
        form.push_some_each("statusId[]", Some(&statuses));
        let call = Call::patch("/projects/{projectIdOrKey}/statuses/updateDisplayOrder").arg(&self.project);
        self.client.json(call.form(form)).await
    }
}

impl CreateStatus {
    /// A status with this name and colour.
    pub fn new(name: impl Into<String>, color: impl Into<StatusColor>) -> Self {
        Self { name: name.into(), color: color.into() }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("name", &self.name);
        params.push("color", &self.color);
        params
    }
}

impl UpdateStatus {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_required("name", self.name.as_deref());
        params.push_some("color", self.color.as_ref());
        params
    }
}

setters! {
    UpdateStatus {
        /// The name.
        name: String;
        /// The colour.
        color: StatusColor;
    }
}
