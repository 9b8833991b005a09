//! Statuses of a project (状態): four fixed ones and up to eight of its own.

use crate::client::Client;
use crate::id::{ProjectIdOrKey, StatusId};
use crate::model::Status;
use crate::rate::{READ, UPDATE};
use saas_api_core::{Call, Params, Result, setters};

/// The statuses of one project. Made by [`Client::statuses`].
#[derive(Clone, Debug)]
pub struct Statuses<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

/// A change of a status. For [`Statuses::update`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateStatus {
    name: Option<String>,
    color: Option<String>,
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
        self.client.json(self.call(Call::get("/projects/{projectIdOrKey}/statuses")).class(READ)).await
    }

    /// Adds a status. A project has at most 12, the four fixed ones included. Rate class: update.
    ///
    /// The colour is one of `#ea2c00 #e87758 #e07b9a #868cb7 #3b9dbd #4caf93 #b0be3c #eda62a #f42858 #393939`.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-status/>.
    ///
    /// # Errors
    /// Code 9 when there are 12 already.
    #[doc(alias = "Add Status")]
    #[doc(alias = "状態の追加")]
    pub async fn create(&self, name: &str, color: &str) -> Result<Status> {
        let mut form = Params::new();
        form.push_required("name", name);
        form.push_required("color", color);
        self.client.json(self.call(Call::post("/projects/{projectIdOrKey}/statuses")).form(form).class(UPDATE)).await
    }

    /// Updates a status of the project's own. The four fixed ones cannot change. Rate class: update.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-status/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such status.
    #[doc(alias = "Update Status")]
    #[doc(alias = "状態情報の更新")]
    pub async fn update(&self, status: impl Into<StatusId>, request: &UpdateStatus) -> Result<Status> {
        let call = self.call(Call::patch("/projects/{projectIdOrKey}/statuses/{id}")).arg(status.into());
        self.client.json(call.form(request.params()).class(UPDATE)).await
    }

    /// Deletes a status of the project's own. Its issues move to the substitute. Rate class: update.
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
        let call = self.call(Call::delete("/projects/{projectIdOrKey}/statuses/{id}")).arg(status.into());
        self.client.json(call.form(form).class(UPDATE)).await
    }

    /// Puts the statuses into this order. It must name all of them, open first and closed last. Rate class: update.
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
        let call = self.call(Call::patch("/projects/{projectIdOrKey}/statuses/updateDisplayOrder"));
        self.client.json(call.form(form).class(UPDATE)).await
    }

    fn call(&self, call: Call) -> Call {
        call.arg(&self.project)
    }
}

impl UpdateStatus {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some("name", self.name.as_deref());
        params.push_some("color", self.color.as_deref());
        params
    }
}

setters! {
    UpdateStatus {
        /// The name.
        name: String;
        /// The colour, one of those of [`Statuses::create`].
        color: String;
    }
}
