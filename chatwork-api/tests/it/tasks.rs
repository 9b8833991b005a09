use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::{LimitType, Task, TaskStatus};
use chatwork_api::tasks::{CreateTask, ListTasks};
use chatwork_api::*;
use serde_json::json;
use std::time::{Duration, SystemTime};

pub(crate) const WIRE: WireTests = &[
    ("list_sends_the_filters", list_sends_the_filters),
    ("create_sends_joined_ids_and_the_limit_with_its_type", create_sends_joined_ids_and_the_limit_with_its_type),
    ("get_names_room_and_task", get_names_room_and_task),
    ("set_status_sends_it_as_body", set_status_sends_it_as_body),
];

const ROOM: u64 = 400_000_001;

#[tokio::test]
async fn list_sends_the_filters() {
    let stub = Stub::replying(200, &fixture("tasks/list")).await;
    let request = ListTasks::new().account(5_000_002).assigned_by(5_000_001).status(TaskStatus::Open);
    let tasks = stub.client().rooms().tasks(ROOM).list(&request).await.unwrap();
    assert_eq!(tasks.len(), 3);
    let query = [("account_id", "5000002"), ("assigned_by_account_id", "5000001"), ("status", "open")];
    stub.request().await.is_get("/rooms/400000001/tasks", &query);
}

#[tokio::test]
async fn no_tasks_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().rooms().tasks(ROOM).list(&ListTasks::new()).await.unwrap(), []);
    stub.request().await.is_get("/rooms/400000001/tasks", &[]);
}

#[tokio::test]
async fn create_sends_joined_ids_and_the_limit_with_its_type() {
    let stub = Stub::replying(200, &json!({"task_ids": [700_001, 700_002]})).await;
    let client = stub.client();
    let tasks = client.rooms().tasks(ROOM);
    let request = CreateTask::new("fix sg-0a [toall]", [5_000_002, 5_000_003]);
    let ids = tasks.create(&request.clone().limit_date(1_767_312_000)).await.unwrap();
    assert_eq!(ids, [TaskId::new(700_001), TaskId::new(700_002)]);
    let limit = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_312_000_999);
    tasks.create(&request.clone().limit_date(1).limit_time(limit)).await.unwrap();
    tasks.create(&request).await.unwrap();
    let requests = stub.requests().await;
    let whom = [("body", "fix sg-0a ［toall］"), ("to_ids", "5000002,5000003")];
    for (request, kind) in requests.iter().zip(["date", "time"]) {
        let limit = [("limit", "1767312000"), ("limit_type", kind)];
        request.is_form("POST", "/rooms/400000001/tasks", &[whom, limit].concat());
    }
    // A type without a limit is never sent.
    requests[2].is_form("POST", "/rooms/400000001/tasks", &whom);
}

#[tokio::test]
async fn a_task_for_nobody_or_without_a_text_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let tasks = client.rooms().tasks(ROOM);
    for (request, rule) in [
        (CreateTask::new("x", [0_u64; 0]), "to_ids: must name at least one account"),
        (CreateTask::new("", [1]), "body: must not be empty"),
        (CreateTask::new("x".repeat(65_536), [1]), "body: must have at most 65535 characters"),
    ] {
        let error = tasks.create(&request).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("POST /rooms/{{room_id}}/tasks: invalid request: {rule}")), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn an_account_outside_the_room_is_refused() {
    let stub = Stub::replying(400, &error_body("Parameter 'to_ids' is invalid")).await;
    let error = stub.client().rooms().tasks(ROOM).create(&CreateTask::new("x", [1])).await.unwrap_err();
    assert_eq!((error.kind(), error.messages()[0].text.as_str()), (ErrorKind::Api, "Parameter 'to_ids' is invalid"));
}

#[tokio::test]
async fn get_names_room_and_task() {
    let stub = Stub::replying(200, &fixture("tasks/list")[0]).await;
    let task = stub.client().rooms().tasks(ROOM).get(700_001).await.unwrap();
    assert_eq!((task.account.account_id, task.message_id.as_str()), (AccountId::new(5_000_002), "2000000000000000004"));
    stub.request().await.is_get("/rooms/400000001/tasks/700001", &[]);
}

#[tokio::test]
async fn set_status_sends_it_as_body() {
    let stub = Stub::replying(200, &json!({"task_id": 700_001, "status": "done"})).await;
    let id = stub.client().rooms().tasks(ROOM).set_status(700_001, TaskStatus::Done).await.unwrap();
    assert_eq!(id, TaskId::new(700_001));
    stub.request().await.is_form("PUT", "/rooms/400000001/tasks/700001/status", &[("body", "done")]);
}

#[tokio::test]
async fn an_unknown_task_is_not_found() {
    let stub = Stub::replying(404, &error_body("Task not found")).await;
    let client = stub.client();
    let tasks = client.rooms().tasks(ROOM);
    assert!(tasks.get(9).await.unwrap_err().is_not_found());
    assert!(tasks.set_status(9, TaskStatus::Open).await.unwrap_err().is_not_found());
}

#[test]
fn tasks_decode_and_encode_without_loss() {
    let tasks: Vec<Task> = fixture("tasks/list").as_array().unwrap().iter().map(lossless).collect();
    assert_eq!(tasks.iter().map(Task::limit).collect::<Vec<_>>(), [Some(UnixTime::new(1_767_312_000)), None, None]);
    assert_eq!((tasks[1].status.as_str(), tasks[1].limit_type.as_ref()), ("waiting", Some(&LimitType::None)));
    assert_eq!((tasks[2].limit_time, tasks[2].limit_type.as_ref()), (None, None));
}
