use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use backlog_api::model::Status;
use backlog_api::statuses::{CreateStatus, StatusColor, UpdateStatus};
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_custom_statuses_too", list_reads_custom_statuses_too),
    ("create_sends_name_and_color", create_sends_name_and_color),
    ("update_sends_only_what_was_set", update_sends_only_what_was_set),
    ("delete_sends_the_substitute_in_the_body", delete_sends_the_substitute_in_the_body),
    ("reorder_sends_all_ids", reorder_sends_all_ids),
];

#[tokio::test]
async fn list_reads_custom_statuses_too() {
    let stub = Stub::replying(200, &fixture("statuses/list")).await;
    let statuses = stub.client().statuses("SEC").list().await.unwrap();
    assert_eq!(statuses[1].id, StatusId::new(31415));
    assert_eq!(statuses[2].id, StatusId::CLOSED);
    stub.request().await.is_get("/projects/SEC/statuses", &[]);
}

#[tokio::test]
async fn create_sends_name_and_color() {
    let stub = Stub::replying(201, &fixture("statuses/list")[1]).await;
    let status = stub
        .client()
        .statuses(ProjectId::new(4200))
        .create(&CreateStatus::new("Waiting", StatusColor::Blue))
        .await
        .unwrap();
    assert_eq!(status.name, "Waiting");
    stub.request().await.is_form("POST", "/projects/4200/statuses", &[("name", "Waiting"), ("color", "#3b9dbd")]);
}

#[tokio::test]
async fn a_thirteenth_status_is_refused() {
    let stub = Stub::replying(400, &error_body(9, "Too many statuses.")).await;
    let error = stub.client().statuses("SEC").create(&CreateStatus::new("x", "#123456")).await.unwrap_err();
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::ResourceOverflowError));
    assert_eq!(error.route(), "/projects/{projectIdOrKey}/statuses");
}

#[tokio::test]
async fn update_sends_only_what_was_set() {
    let stub = Stub::replying(200, &fixture("statuses/list")[1]).await;
    stub.client().statuses("SEC").update(31415, &UpdateStatus::new().name("On hold")).await.unwrap();
    stub.request().await.is_form("PATCH", "/projects/SEC/statuses/31415", &[("name", "On hold")]);
}

#[tokio::test]
async fn delete_sends_the_substitute_in_the_body() {
    let stub = Stub::replying(200, &fixture("statuses/list")[1]).await;
    stub.client().statuses("SEC").delete(31415, StatusId::OPEN).await.unwrap();
    stub.request().await.is_form("DELETE", "/projects/SEC/statuses/31415", &[("substituteStatusId", "1")]);
}

#[tokio::test]
async fn reorder_sends_all_ids() {
    let stub = Stub::replying(200, &fixture("statuses/list")).await;
    stub.client().statuses("SEC").reorder([StatusId::OPEN, StatusId::new(31415), StatusId::CLOSED]).await.unwrap();
    let form = [("statusId[]", "1"), ("statusId[]", "31415"), ("statusId[]", "4")];
    stub.request().await.is_form("PATCH", "/projects/SEC/statuses/updateDisplayOrder", &form);
}

#[tokio::test]
async fn an_empty_name_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let statuses = client.statuses("SEC");
    let created = statuses.create(&CreateStatus::new("", StatusColor::Red)).await;
    let updated = statuses.update(31415, &UpdateStatus::new().name("")).await;
    for error in [created, updated] {
        assert!(error.unwrap_err().to_string().ends_with("invalid request: name: must not be empty"));
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn an_empty_order_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let error = stub.client().statuses("SEC").reorder([0_u64; 0]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PATCH /projects/{projectIdOrKey}/statuses/updateDisplayOrder: invalid request: statusId[]: must name at least one value"
    );
    assert_eq!(stub.requests().await, []);
}

#[test]
fn statuses_decode_and_encode_without_loss() {
    for status in fixture("statuses/list").as_array().unwrap() {
        lossless::<Status>(status);
    }
}
