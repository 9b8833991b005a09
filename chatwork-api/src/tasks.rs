//! Tasks (タスク) of a room.

use crate::client::Client;
use crate::id::{AccountId, RoomId, TaskId};
use crate::model::{LimitType, Task, TaskStatus};
use crate::notation::{self, push_body};
use crate::time::UnixTime;
use saas_api_core::{Call, Params, Replay, Result, setters};
use serde::Deserialize;

/// The tasks of one room. Made by [`Rooms::tasks`](crate::rooms::Rooms::tasks).
#[derive(Clone, Copy, Debug)]
pub struct Tasks<'c> {
    client: &'c Client,
    room: RoomId,
}

/// Which tasks to list. For [`Tasks::list`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListTasks {
    account: Option<AccountId>,
    assigned_by: Option<AccountId>,
    status: Option<TaskStatus>,
}

/// New tasks, one for each account. For [`Tasks::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateTask {
    body: notation::Message,
    to: Vec<AccountId>,
    limit: Option<(UnixTime, LimitType)>,
}

impl<'c> Tasks<'c> {
    pub(crate) fn new(client: &'c Client, room: RoomId) -> Self {
        Self { client, room }
    }

    /// Lists tasks: open ones unless the request says otherwise, at most 100. There are no pages.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:read` or `rooms.tasks:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-tasks>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room.
    #[doc(alias = "チャットのタスク一覧を取得")]
    pub async fn list(&self, request: &ListTasks) -> Result<Vec<Task>> {
        self.client.list(Call::get("/rooms/{room_id}/tasks").arg(self.room).query(request.params())).await
    }

    /// Gets a task.
    ///
    /// OAuth scope: as for [`list`](Self::list).
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-tasks-task_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such task.
    #[doc(alias = "タスク情報を取得")]
    pub async fn get(&self, task: impl Into<TaskId>) -> Result<Task> {
        self.client.json(Call::get("/rooms/{room_id}/tasks/{task_id}").arg(self.room).arg(task.into())).await
    }

    /// Sets a task for each of the accounts, and gives their ids. The room shows a message about it.
    ///
    /// Sent once at most, and counted with the posts of the room, as [messages](crate::messages::Messages::create) are.
    /// No webhook tells of tasks.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms.tasks:write`.
    /// Official page: <https://developer.chatwork.com/reference/post-rooms-room_id-tasks>.
    ///
    /// # Errors
    /// `InvalidRequest` for no account, and for an empty text or one of more than 65,535 characters. Status 400 for an
    /// account that is not in the room.
    #[doc(alias = "チャットに新しいタスクを追加")]
    pub async fn create(&self, request: &CreateTask) -> Result<Vec<TaskId>> {
        let call = Call::post("/rooms/{room_id}/tasks").arg(self.room).scope(self.room);
        self.client.json(call.form(request.params())).await.map(|answer: TaskIds| answer.task_ids)
    }

    /// Marks a task as done, or as open again.
    ///
    /// OAuth scope: as for [`create`](Self::create).
    /// Official page: <https://developer.chatwork.com/reference/put-rooms-room_id-tasks-task_id-status>.
    ///
    /// # Errors
    /// `NotFound` when there is no such task.
    #[doc(alias = "タスクの完了状態を変更する")]
    pub async fn set_status(&self, task: impl Into<TaskId>, status: impl Into<TaskStatus>) -> Result<TaskId> {
        let mut form = Params::new();
        // The field really is called so.
        form.push("body", status.into());
        let call = Call::put("/rooms/{room_id}/tasks/{task_id}/status").arg(self.room).arg(task.into());
        self.client.json(call.form(form).replay(Replay::Safe)).await.map(|answer: TaskRef| answer.task_id)
    }
}

#[derive(Deserialize)]
struct TaskIds {
    task_ids: Vec<TaskId>,
}

#[derive(Deserialize)]
struct TaskRef {
    task_id: TaskId,
}

impl ListTasks {
    /// All open tasks.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some("account_id", self.account);
        params.push_some("assigned_by_account_id", self.assigned_by);
        params.push_some("status", self.status.as_ref());
        params
    }
}

impl CreateTask {
    /// A task with this text for each of the accounts. Plain text is neutralised: see [`notation`].
    pub fn new(body: impl Into<notation::Message>, to: impl IntoIterator<Item = impl Into<AccountId>>) -> Self {
        Self { body: body.into(), to: to.into_iter().map(Into::into).collect(), limit: None }
    }

    /// To be done by this moment.
    pub fn limit_time(mut self, limit: impl Into<UnixTime>) -> Self {
        self.limit = Some((limit.into(), LimitType::Time));
        self
    }

    /// To be done on the day of this moment, as the reader's clock has it.
    pub fn limit_date(mut self, limit: impl Into<UnixTime>) -> Self {
        self.limit = Some((limit.into(), LimitType::Date));
        self
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        push_body(&mut params, &self.body);
        if self.to.is_empty() {
            params.refuse("to_ids", "must name at least one account");
        }
        params.push_joined("to_ids", &self.to);
        if let Some((time, kind)) = &self.limit {
            params.push("limit", time);
            params.push("limit_type", kind);
        }
        params
    }
}

setters! {
    ListTasks {
        /// Tasks that this account has to do.
        account: AccountId;
        /// Tasks that this account set.
        assigned_by: AccountId;
        /// Open tasks, or those done. The API's own is open.
        status: TaskStatus;
    }
}
