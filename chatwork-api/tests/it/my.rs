use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::{LimitType, MyStatus, MyTask, TaskStatus};
use chatwork_api::my::ListMyTasks;
use chatwork_api::*;

pub(crate) const WIRE: WireTests =
    &[("status_reads_the_counts", status_reads_the_counts), ("tasks_sends_the_filters", tasks_sends_the_filters)];

#[tokio::test]
async fn status_reads_the_counts() {
    let stub = Stub::replying(200, &fixture("my/status")).await;
    let status = stub.client().my().status().await.unwrap();
    assert_eq!((status.unread_num, status.mention_num, status.mytask_num), (12, 1, 8));
    stub.request().await.is_get("/my/status", &[]);
}

#[tokio::test]
async fn tasks_sends_the_filters() {
    let stub = Stub::replying(200, &fixture("my/tasks")).await;
    let request = ListMyTasks::new().assigned_by(5_000_001).status(TaskStatus::Done);
    let tasks = stub.client().my().tasks(&request).await.unwrap();
    assert_eq!((tasks[0].task_id, tasks[0].room.room_id), (TaskId::new(700_001), RoomId::new(400_000_001)));
    assert_eq!(tasks[0].limit_type, Some(LimitType::Date));
    stub.request().await.is_get("/my/tasks", &[("assigned_by_account_id", "5000001"), ("status", "done")]);
}

#[tokio::test]
async fn no_tasks_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().my().tasks(&ListMyTasks::new()).await.unwrap(), []);
    stub.request().await.is_get("/my/tasks", &[]);
}

#[tokio::test]
async fn a_missing_scope_is_an_auth_error() {
    let stub = Stub::replying(403, &error_body("Insufficient scope")).await;
    for error in [
        stub.client().my().status().await.unwrap_err(),
        stub.client().my().tasks(&ListMyTasks::new()).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Auth);
    }
}

#[test]
fn status_and_tasks_decode_and_encode_without_loss() {
    let status: MyStatus = lossless(&fixture("my/status"));
    assert_eq!(status.extra["later_num"], 5);
    for task in fixture("my/tasks").as_array().unwrap() {
        let task: MyTask = lossless(task);
        assert_eq!(task.limit(), Some(UnixTime::new(1_767_312_000)));
    }
}
