use crate::support::{Stub, error_body, fixture};
use backlog_api::issues::{Ensured, UpdateIssue};
use backlog_api::*;
use serde_json::{Value, json};

fn closed() -> Value {
    let mut issue = fixture("issues/get");
    issue["status"] = json!({"id": 4, "projectId": 4200, "name": "完了", "color": "#b0be3c", "displayOrder": 4000});
    issue
}

fn refusal() -> Value {
    error_body(7, "Please change the status or post a comment.")
}

/// Dangerous point: no-op PATCH.
#[tokio::test]
async fn no_op_patch_is_success_when_the_wanted_state_is_there() {
    let stub = Stub::replying(200, &closed()).await;
    stub.once(400, &refusal()).await;
    let client = stub.client();
    let ensured = client.issues().ensure("SEC-31", &UpdateIssue::new().status(StatusId::CLOSED)).await.unwrap();
    assert!(matches!(&ensured, Ensured::AlreadyThere(issue) if issue.is_closed()));
    let requests = stub.requests().await;
    requests[0].is_form("PATCH", "/issues/SEC-31", &[("statusId", "4")]);
    requests[1].is_get("/issues/SEC-31", &[]);
    assert_eq!(requests.len(), 2);
}

#[tokio::test]
async fn a_refusal_for_another_reason_stays_an_error() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    stub.once(400, &error_body(7, "状態を変更するか、コメントを入力してください。")).await;
    let client = stub.client();
    let error = client.issues().ensure("SEC-31", &UpdateIssue::new().status(StatusId::CLOSED)).await.unwrap_err();
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::InvalidRequestError));
}

/// A no-op is refused only without a comment: this refusal is about the file, and the comment was not made.
#[tokio::test]
async fn a_refused_comment_or_file_is_never_called_done() {
    let base = || UpdateIssue::new().status(StatusId::CLOSED);
    for request in [base().comment("fixed"), base().attachments([501]), base().comment("fixed").attachments([501])] {
        let stub = Stub::replying(200, &closed()).await;
        stub.once(400, &error_body(7, "No such attachment.")).await;
        let client = stub.client();
        let error = client.issues().ensure("SEC-31", &request).await.unwrap_err();
        assert_eq!(ErrorCode::of(&error), Some(ErrorCode::InvalidRequestError));
    }
}

#[tokio::test]
async fn an_update_that_took_hold_needs_one_call() {
    let stub = Stub::replying(200, &closed()).await;
    let client = stub.client();
    let request = UpdateIssue::new().status(StatusId::CLOSED).comment("fixed");
    assert!(matches!(client.issues().ensure("SEC-31", &request).await.unwrap(), Ensured::Applied(_)));
    assert_eq!(stub.requests().await.len(), 1);
}

/// Dangerous point: multi-value clear. Accepted, and the selection is still there.
#[tokio::test]
async fn multi_value_clear_that_did_nothing_is_reported() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let client = stub.client();
    let request =
        UpdateIssue::new().clear_custom_field(CustomFieldId::new(115)).clear_custom_field(CustomFieldId::new(116));
    let Ensured::NotReached { parameters, issue } = client.issues().ensure("SEC-31", &request).await.unwrap() else {
        panic!("the selection is still there");
    };
    assert_eq!(parameters, ["customField_115"]);
    assert_eq!(issue.custom_field(115_u64).unwrap().items().len(), 2);
    let requests = stub.requests().await;
    requests[0].is_form("PATCH", "/issues/SEC-31", &[("customField_115", ""), ("customField_116", "")]);
    requests[1].is_get("/issues/SEC-31", &[]);
}

/// Each parameter of an update is compared: met by the fixture, and not met when the fixture differs in it.
#[tokio::test]
async fn every_parameter_of_an_update_is_checked() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    let field = CustomFieldId::new;
    let item = CustomFieldItemId::new;
    let update = UpdateIssue::new;
    let cases: Vec<(&str, UpdateIssue, UpdateIssue)> = vec![
        ("summary", update().summary("Public bucket"), update().summary("Other")),
        ("parentIssueId", update().parent_issue(900_099), update().clear_parent_issue()),
        ("description", update().description("Found by scanner\r\n"), update().description("")),
        ("statusId", update().status(StatusId::OPEN), update().status(StatusId::CLOSED)),
        ("resolutionId", update().resolution(ResolutionId::FIXED), update().clear_resolution()),
        ("startDate", update().start_date(date("2026-11-20")), update().clear_start_date()),
        ("dueDate", update().due_date(date("2026-12-01")), update().due_date(date("2026-12-02"))),
        ("estimatedHours", update().estimated_hours("1.499".parse::<Decimal>().unwrap()), update().estimated_hours(2)),
        ("actualHours", update().actual_hours(2), update().clear_actual_hours()),
        ("issueTypeId", update().issue_type(7001), update().issue_type(7002)),
        ("categoryId", update().categories([61, 61]), update().categories([61, 62])),
        ("versionId", update().versions([71]), update().clear_versions()),
        ("milestoneId", update().milestones([72]), update().milestones([0_u64; 0])),
        ("priorityId", update().priority(PriorityId::HIGH), update().priority(PriorityId::LOW)),
        ("assigneeId", update().assignee(12), update().clear_assignee()),
        (
            "customField_110",
            update().custom_field(field(110), "orca-123"),
            update().custom_field(field(110), "orca-12"),
        ),
        ("customField_111", update().clear_custom_field(field(111)), update().custom_field(field(111), "x")),
        (
            "customField_112",
            update().custom_field(field(112), "7.25".parse::<Decimal>().unwrap()),
            update().custom_field(field(112), Decimal::from(7)),
        ),
        (
            "customField_113",
            update().custom_field(field(113), date("2026-11-19")),
            update().custom_field(field(113), date("2026-11-18")),
        ),
        ("customField_114", update().custom_field(field(114), item(2)), update().custom_field(field(114), item(3))),
        (
            "customField_115",
            update().custom_field(field(115), [item(3), item(1)]),
            update().custom_field(field(115), [item(1)]),
        ),
        (
            "customField_116",
            update().clear_custom_field(field(116)).custom_field_other(field(116), "manual"),
            update().custom_field_other(field(116), ""),
        ),
        ("customField_117", update().clear_custom_field(field(117)), update().custom_field(field(117), item(1))),
        // Values of another form than the update's are never taken for it.
        ("customField_112", update().clear_custom_field(field(999)), update().custom_field(field(112), "")),
        ("customField_114", update().clear_custom_field(field(999)), update().custom_field(field(114), "prod")),
        ("customField_999", update().clear_custom_field(field(999)), update().custom_field(field(999), "x")),
    ];
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let client = stub.client();
    for (parameter, met, unmet) in cases {
        let ensured = client.issues().ensure("SEC-31", &met).await.unwrap();
        assert!(matches!(ensured, Ensured::Applied(_)), "{parameter}: {ensured:?}");
        match client.issues().ensure("SEC-31", &unmet).await.unwrap() {
            Ensured::NotReached { parameters, .. } => assert_eq!(parameters, [parameter]),
            other => panic!("{parameter}: {other:?}"),
        }
    }
}
