use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::issue_types::{CreateIssueType, IssueTypeColor, UpdateIssueType};
use backlog_api::model::IssueType;
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_templates", list_reads_templates),
    ("create_sends_name_color_and_templates", create_sends_name_color_and_templates),
    ("update_sends_only_what_was_set", update_sends_only_what_was_set),
    ("delete_sends_the_substitute_in_the_body", delete_sends_the_substitute_in_the_body),
];

#[tokio::test]
async fn list_reads_templates() {
    let stub = Stub::replying(200, &fixture("issue_types/list")).await;
    let types = stub.client().issue_types("SEC").list().await.unwrap();
    assert_eq!(types[0].id, IssueTypeId::new(7001));
    assert_eq!(types[0].template_description.as_deref(), Some("What was found:\n"));
    assert_eq!(types[1].template_summary, None);
    stub.request().await.is_get("/projects/SEC/issueTypes", &[]);
}

#[tokio::test]
async fn create_sends_name_color_and_templates() {
    let stub = Stub::replying(201, &fixture("issue_types/list")[0]).await;
    let request = CreateIssueType::new("Alert", IssueTypeColor::DarkRed)
        .template_summary("Alert: ")
        .template_description("What was found:\n");
    let issue_type = stub.client().issue_types(ProjectId::new(4200)).create(&request).await.unwrap();
    assert_eq!(issue_type.name, "Alert");
    let form = [
        ("name", "Alert"),
        ("color", "#990000"),
        ("templateSummary", "Alert: "),
        ("templateDescription", "What was found:\n"),
    ];
    stub.request().await.is_form("POST", "/projects/4200/issueTypes", &form);
}

#[tokio::test]
async fn create_sends_name_and_color_alone() {
    let stub = Stub::replying(200, &fixture("issue_types/list")[1]).await;
    stub.client().issue_types("SEC").create(&CreateIssueType::new("タスク", "#7ea800")).await.unwrap();
    stub.request().await.is_form("POST", "/projects/SEC/issueTypes", &[("name", "タスク"), ("color", "#7ea800")]);
}

#[tokio::test]
async fn an_empty_name_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let request = CreateIssueType::new("", IssueTypeColor::Grey);
    let error = stub.client().issue_types("SEC").create(&request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /projects/{projectIdOrKey}/issueTypes: invalid request: name: must not be empty"
    );
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn a_color_that_is_none_of_the_ten_is_refused_by_the_api() {
    let stub = Stub::replying(400, &error_body(7, "Invalid color.")).await;
    let error = stub.client().issue_types("SEC").create(&CreateIssueType::new("x", "#123456")).await.unwrap_err();
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::InvalidRequestError));
}

#[tokio::test]
async fn update_sends_only_what_was_set() {
    let stub = Stub::replying(200, &fixture("issue_types/list")[0]).await;
    let request = UpdateIssueType::new().color(IssueTypeColor::Teal);
    stub.client().issue_types("SEC").update(7001, &request).await.unwrap();
    stub.request().await.is_form("PATCH", "/projects/SEC/issueTypes/7001", &[("color", "#007e9a")]);
}

#[tokio::test]
async fn update_clears_templates_with_empty_text() {
    let stub = Stub::replying(200, &fixture("issue_types/nulls")).await;
    let request = UpdateIssueType::new().name("Other").template_summary("").template_description("");
    stub.client().issue_types("SEC").update(IssueTypeId::new(7005), &request).await.unwrap();
    let form = [("name", "Other"), ("templateSummary", ""), ("templateDescription", "")];
    stub.request().await.is_form("PATCH", "/projects/SEC/issueTypes/7005", &form);
}

#[tokio::test]
async fn delete_sends_the_substitute_in_the_body() {
    let stub = Stub::replying(200, &fixture("issue_types/list")[0]).await;
    stub.client().issue_types("SEC").delete(7001, 7002).await.unwrap();
    stub.request().await.is_form("DELETE", "/projects/SEC/issueTypes/7001", &[("substituteIssueTypeId", "7002")]);
}

#[tokio::test]
async fn an_unknown_issue_type_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No issue type.")).await;
    let error = stub.client().issue_types("SEC").delete(7099, 7002).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DELETE /projects/{projectIdOrKey}/issueTypes/{id}: 404 Not Found: No issue type. (code 6)"
    );
}

#[test]
fn issue_types_decode_and_encode_without_loss() {
    for issue_type in fixture("issue_types/list").as_array().unwrap() {
        lossless::<IssueType>(issue_type);
    }
    let nulls: IssueType = lossless_but_for_nulls(&fixture("issue_types/nulls"));
    assert_eq!((nulls.display_order, nulls.template_summary, nulls.template_description), (None, None, None));
}
