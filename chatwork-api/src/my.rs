//! What belongs to the caller: unread counts and tasks.

use crate::client::Client;
use crate::id::AccountId;
use crate::model::{MyStatus, MyTask, TaskStatus};
use saas_api_core::{Call, Params, Result, setters};

/// What belongs to the caller. Made by [`Client::my`].
#[derive(Clone, Copy, Debug)]
pub struct My<'c>(&'c Client);

/// Which of the caller's tasks to list. For [`My::tasks`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListMyTasks {
    assigned_by: Option<AccountId>,
    status: Option<TaskStatus>,
}

impl<'c> My<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Counts what is unread and what is to do.
    ///
    /// OAuth scope: `users.all:read` or `users.status.me:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-my-status>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "自分の未読数、未読To数、未完了タスク数を取得")]
    pub async fn status(&self) -> Result<MyStatus> {
        self.0.json(Call::get("/my/status")).await
    }

    /// Lists tasks that the caller has to do: open ones unless the request says otherwise, at most 100. There are no pages.
    ///
    /// OAuth scope: `users.all:read` or `users.tasks.me:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-my-tasks>.
    ///
    /// # Errors
    /// None of its own.
    #[doc(alias = "自分のタスク一覧を取得")]
    pub async fn tasks(&self, request: &ListMyTasks) -> Result<Vec<MyTask>> {
        self.0.list(Call::get("/my/tasks").query(request.params())).await
    }
}

impl ListMyTasks {
    /// All open tasks.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some("assigned_by_account_id", self.assigned_by);
        params.push_some("status", self.status.as_ref());
        params
    }
}

setters! {
    ListMyTasks {
        /// Tasks that this account set.
        assigned_by: AccountId;
        /// Open tasks, or those done. The API's own is open.
        status: TaskStatus;
    }
}
