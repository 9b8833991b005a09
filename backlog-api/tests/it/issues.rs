use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::issues::{
    CreateIssue, CustomFieldFilter, IssueExpand, IssueSort, ListIssues, ParentChild, UpdateIssue,
};
use backlog_api::model::Issue;
use backlog_api::*;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

pub(crate) const WIRE: WireTests = &[
    ("list_sends_every_filter_in_its_own_spelling", list_sends_every_filter_in_its_own_spelling),
    ("count_sends_the_filters_only", count_sends_the_filters_only),
    ("create_sends_every_field_in_its_own_spelling", create_sends_every_field_in_its_own_spelling),
    ("get_takes_a_key_or_an_id", get_takes_a_key_or_an_id),
    ("update_sends_only_what_was_set", update_sends_only_what_was_set),
    ("delete_sends_no_body", delete_sends_no_body),
];

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn every_filter() -> ListIssues {
    ListIssues::new()
        .projects([ProjectId::new(1), ProjectId::new(2)])
        .issue_types([IssueTypeId::new(3)])
        .categories([CategoryId::new(4)])
        .versions([VersionId::new(5)])
        .milestones([VersionId::new(6)])
        .statuses([StatusId::OPEN, StatusId::new(31415)])
        .priorities([PriorityId::HIGH])
        .assignees([UserId::new(7)])
        .created_users([UserId::new(8)])
        .resolutions([ResolutionId::FIXED])
        .ids([IssueId::new(9)])
        .parent_issues([IssueId::new(10)])
        .parent_child(ParentChild::LeafOnly)
        .attachment(true)
        .shared_file(false)
        .keyword("公開 bucket&")
        .created_since(date("2026-01-01"))
        .created_until(date("2026-01-02"))
        .updated_since(date("2026-01-03"))
        .updated_until(date("2026-01-04"))
        .start_date_since(date("2026-01-05"))
        .start_date_until(date("2026-01-06"))
        .due_date_since(date("2026-01-07"))
        .due_date_until(date("2026-01-08"))
        .without_due_date()
}

const EVERY_FILTER: &[(&str, &str)] = &[
    ("projectId[]", "1"),
    ("projectId[]", "2"),
    ("issueTypeId[]", "3"),
    ("categoryId[]", "4"),
    ("versionId[]", "5"),
    ("milestoneId[]", "6"),
    ("statusId[]", "1"),
    ("statusId[]", "31415"),
    ("priorityId[]", "2"),
    ("assigneeId[]", "7"),
    ("createdUserId[]", "8"),
    ("resolutionId[]", "0"),
    ("id[]", "9"),
    ("parentIssueId[]", "10"),
    ("parentChild", "10"),
    ("attachment", "true"),
    ("sharedFile", "false"),
    ("keyword", "公開 bucket&"),
    ("createdSince", "2026-01-01"),
    ("createdUntil", "2026-01-02"),
    ("updatedSince", "2026-01-03"),
    ("updatedUntil", "2026-01-04"),
    ("startDateSince", "2026-01-05"),
    ("startDateUntil", "2026-01-06"),
    ("dueDateSince", "2026-01-07"),
    ("dueDateUntil", "2026-01-08"),
    ("hasDueDate", "false"),
];

#[tokio::test]
async fn list_sends_every_filter_in_its_own_spelling() {
    let stub = Stub::replying(200, &json!([fixture("issues/get"), fixture("issues/missing")])).await;
    let request = every_filter()
        .custom_field(CustomFieldId::new(110), "orca-123")
        .expand([IssueExpand::ChildIssueSummary])
        .sort(IssueSort::Updated)
        .order(Order::Ascending)
        .offset(40_u64)
        .count(100);
    let issues = stub.client().issues().list(&request).await.unwrap();
    let keys: Vec<_> = issues.iter().map(|issue| issue.key.as_str()).collect();
    assert_eq!(keys, ["SEC-31", "SEC-33"]);
    let rest = [
        ("customField_110", "orca-123"),
        ("expand[]", "childIssueSummary"),
        ("sort", "updated"),
        ("order", "asc"),
        ("offset", "40"),
        ("count", "100"),
    ];
    stub.request().await.is_get("/issues", &[EVERY_FILTER, &rest].concat());
}

#[tokio::test]
async fn an_unfiltered_list_sends_nothing() {
    let stub = Stub::replying(200, &json!([])).await;
    assert_eq!(stub.client().issues().list(&ListIssues::new()).await.unwrap(), []);
    stub.request().await.is_get("/issues", &[]);
}

#[tokio::test]
async fn a_list_can_be_sorted_by_a_custom_field() {
    let stub = Stub::replying(200, &json!([])).await;
    let request = ListIssues::new().sort(IssueSort::custom_field(CustomFieldId::new(110)));
    stub.client().issues().list(&request).await.unwrap();
    stub.request().await.is_get("/issues", &[("sort", "customField_110")]);
}

#[tokio::test]
async fn bad_list_requests_are_refused_by_name_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let field = CustomFieldId::new(7);
    for (request, name) in [
        (ListIssues::new().projects([0_u64; 0]), "projectId[]"),
        (ListIssues::new().ids([0_u64; 0]), "id[]"),
        (ListIssues::new().statuses([0_u64; 0]), "statusId[]"),
        (ListIssues::new().count(0), "count"),
        (ListIssues::new().count(101), "count"),
        (ListIssues::new().custom_field(field, ""), "customField_7"),
        (ListIssues::new().custom_field(field, CustomFieldFilter::items([0_u64; 0])), "customField_7"),
        (ListIssues::new().custom_field(field, CustomFieldFilter::Number { min: None, max: None }), "customField_7"),
        (ListIssues::new().custom_field(field, CustomFieldFilter::Date { min: None, max: None }), "customField_7"),
    ] {
        let error = stub.client().issues().list(&request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().starts_with(&format!("GET /issues: invalid request: {name}: ")), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn count_sends_the_filters_only() {
    let stub = Stub::replying(200, &json!({"count": 42})).await;
    let request = every_filter().sort(IssueSort::Updated).order(Order::Ascending).offset(40_u64).count(100);
    assert_eq!(stub.client().issues().count(&request).await.unwrap(), 42);
    stub.request().await.is_get("/issues/count", EVERY_FILTER);
}

#[tokio::test]
async fn create_sends_every_field_in_its_own_spelling() {
    let stub = Stub::replying(201, &fixture("issues/get")).await;
    let request = CreateIssue::new(ProjectId::new(4200), "公開 & open", IssueTypeId::new(7001), PriorityId::HIGH)
        .parent_issue(IssueId::new(900_099))
        .description("line 1\nline 2")
        .start_date(date("2026-11-20"))
        .due_date(date("2026-12-01"))
        .estimated_hours("1.50".parse::<Decimal>().unwrap())
        .actual_hours(2)
        .categories([CategoryId::new(61), CategoryId::new(62)])
        .versions([VersionId::new(71)])
        .milestones([VersionId::new(72)])
        .assignee(UserId::new(12))
        .notify([UserId::new(11), UserId::new(13)])
        .attachments([AttachmentId::new(501)])
        .custom_field(CustomFieldId::new(110), "orca-123");
    let issue = stub.client().issues().create(&request).await.unwrap();
    assert_eq!(issue.key.as_str(), "SEC-31");
    stub.request().await.is_form(
        "POST",
        "/issues",
        &[
            ("projectId", "4200"),
            ("summary", "公開 & open"),
            ("issueTypeId", "7001"),
            ("priorityId", "2"),
            ("parentIssueId", "900099"),
            ("description", "line 1\nline 2"),
            ("startDate", "2026-11-20"),
            ("dueDate", "2026-12-01"),
            ("estimatedHours", "1.5"),
            ("actualHours", "2"),
            ("categoryId[]", "61"),
            ("categoryId[]", "62"),
            ("versionId[]", "71"),
            ("milestoneId[]", "72"),
            ("assigneeId", "12"),
            ("notifiedUserId[]", "11"),
            ("notifiedUserId[]", "13"),
            ("attachmentId[]", "501"),
            ("customField_110", "orca-123"),
        ],
    );
}

#[tokio::test]
async fn create_refuses_an_empty_summary_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let request = CreateIssue::new(ProjectId::new(1), "", IssueTypeId::new(2), PriorityId::LOW);
    let error = stub.client().issues().create(&request).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /issues: invalid request: summary: must not be empty");
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn create_is_not_repeated_after_a_server_error_and_says_so() {
    let stub = Stub::replying(500, &error_body(1, "Internal error.")).await;
    let client = Client::builder(stub.uri(), Auth::api_key(crate::support::KEY)).build().unwrap();
    let request = CreateIssue::new(ProjectId::new(1), "x", IssueTypeId::new(2), PriorityId::LOW);
    let error = client.issues().create(&request).await.unwrap_err();
    assert!(error.may_have_been_applied() && !error.is_retryable());
    assert_eq!((error.attempts(), stub.requests().await.len()), (1, 1));
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::InternalError));
}

#[tokio::test]
async fn create_tells_of_a_required_custom_field_that_is_missing() {
    let stub = Stub::replying(400, &error_body(7, "Custom field Alert-Id is required.")).await;
    let request = CreateIssue::new(ProjectId::new(1), "x", IssueTypeId::new(2), PriorityId::LOW);
    let error = stub.client().issues().create(&request).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /issues: 400 Bad Request: Custom field Alert-Id is required. (code 7)");
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn get_takes_a_key_or_an_id() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let issues = stub.client();
    let issue = issues.issues().get("SEC-31").await.unwrap();
    issues.issues().get(&issue.key).await.unwrap();
    issues.issues().get(&issue.id).await.unwrap();
    let paths: Vec<_> = stub.requests().await.into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/issues/SEC-31", "/issues/SEC-31", "/issues/900100"]);
    stub.requests().await[0].is_get("/issues/SEC-31", &[]);
}

#[tokio::test]
async fn get_expanded_asks_for_the_summary_of_children() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let issue = stub.client().issues().get_expanded("SEC-31", [IssueExpand::ChildIssueSummary]).await.unwrap();
    assert_eq!(issue.child_issue_summary.unwrap().total, 3);
    stub.request().await.is_get("/issues/SEC-31", &[("expand[]", "childIssueSummary")]);
}

#[tokio::test]
async fn get_of_an_unknown_issue_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No such issue")).await;
    let error = stub.client().issues().get("SEC-404").await.unwrap_err();
    assert_eq!(error.to_string(), "GET /issues/{issueIdOrKey}: 404 Not Found: No such issue (code 6)");
    assert!(error.is_not_found());
}

/// Dangerous point: path arguments.
#[tokio::test]
async fn hostile_path_arguments_reach_no_other_endpoint() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    for hostile in ["SEC-1/comments", "SEC-1#x", "SEC-1?apiKey=x", "../users/myself", "%2e%2e", "SEC-1\r\nX: y", "課題"]
    {
        stub.client().issues().delete(hostile).await.unwrap();
        let last = stub.requests().await.pop().unwrap();
        let (issues, segment) = last.path.trim_start_matches('/').split_once('/').unwrap();
        assert_eq!((issues, segment.contains('/'), last.query.len()), ("issues", false, 0), "{hostile:?}");
    }
    let sent = stub.requests().await.len();
    for refused in ["", ".", ".."] {
        let error = stub.client().issues().delete(refused).await.unwrap_err();
        assert!(error.to_string().contains("invalid request: issueIdOrKey: "), "{error}");
    }
    assert_eq!(stub.requests().await.len(), sent);
}

#[tokio::test]
async fn update_sends_only_what_was_set() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let request = UpdateIssue::new().status(StatusId::CLOSED).comment("fixed");
    stub.client().issues().update("SEC-31", &request).await.unwrap();
    stub.request().await.is_form("PATCH", "/issues/SEC-31", &[("statusId", "4"), ("comment", "fixed")]);
}

#[tokio::test]
async fn update_sends_every_field_in_its_own_spelling() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let request = UpdateIssue::new()
        .summary("s")
        .parent_issue(IssueId::new(1))
        .description("d")
        .status(StatusId::RESOLVED)
        .resolution(ResolutionId::FIXED)
        .start_date(date("2026-11-20"))
        .due_date(date("2026-12-01"))
        .estimated_hours(1)
        .actual_hours(Decimal::try_from(0.25).unwrap())
        .issue_type(IssueTypeId::new(2))
        .categories([CategoryId::new(3), CategoryId::new(4)])
        .versions([VersionId::new(5)])
        .milestones([VersionId::new(6)])
        .priority(PriorityId::LOW)
        .assignee(UserId::new(7))
        .notify([UserId::new(8)])
        .attachments([AttachmentId::new(9)])
        .comment("c")
        .custom_field(CustomFieldId::new(110), "orca-123");
    stub.client().issues().update(IssueId::new(900_100), &request).await.unwrap();
    stub.request().await.is_form(
        "PATCH",
        "/issues/900100",
        &[
            ("summary", "s"),
            ("parentIssueId", "1"),
            ("description", "d"),
            ("statusId", "3"),
            ("resolutionId", "0"),
            ("startDate", "2026-11-20"),
            ("dueDate", "2026-12-01"),
            ("estimatedHours", "1"),
            ("actualHours", "0.25"),
            ("issueTypeId", "2"),
            ("categoryId[]", "3"),
            ("categoryId[]", "4"),
            ("versionId[]", "5"),
            ("milestoneId[]", "6"),
            ("priorityId", "4"),
            ("assigneeId", "7"),
            ("notifiedUserId[]", "8"),
            ("attachmentId[]", "9"),
            ("comment", "c"),
            ("customField_110", "orca-123"),
        ],
    );
}

#[tokio::test]
async fn update_clears_a_field_with_the_empty_value() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let request = UpdateIssue::new()
        .clear_parent_issue()
        .clear_resolution()
        .clear_start_date()
        .clear_due_date()
        .clear_estimated_hours()
        .clear_actual_hours()
        .clear_categories()
        .clear_versions()
        .milestones([0_u64; 0])
        .clear_assignee();
    stub.client().issues().update("SEC-31", &request).await.unwrap();
    let empty = [
        "parentIssueId",
        "resolutionId",
        "startDate",
        "dueDate",
        "estimatedHours",
        "actualHours",
        "categoryId[]",
        "versionId[]",
        "milestoneId[]",
        "assigneeId",
    ];
    stub.request().await.is_form("PATCH", "/issues/SEC-31", &empty.map(|name| (name, "")));
}

/// Dangerous point: unknown keys. An update of nothing sends nothing, not empty values.
#[tokio::test]
async fn unknown_keys_are_never_sent_because_unset_fields_are_not() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    stub.client().issues().update("SEC-31", &UpdateIssue::new()).await.unwrap();
    stub.request().await.is_form("PATCH", "/issues/SEC-31", &[]);
}

#[tokio::test]
async fn delete_sends_no_body() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    assert_eq!(stub.client().issues().delete("SEC-31").await.unwrap().id, IssueId::new(900_100));
    stub.request().await.is_form("DELETE", "/issues/SEC-31", &[]);
}

#[test]
fn issues_decode_and_encode_without_loss() {
    let full: Issue = lossless(&fixture("issues/get"));
    assert_eq!(full.due_date.as_ref().unwrap().calendar_date(), Some(date("2026-12-01")));
    assert_eq!(full.actual_hours, Some(2.into()));
    assert!(!full.is_closed());

    let nulls: Issue = lossless_but_for_nulls(&fixture("issues/nulls"));
    assert_eq!((nulls.priority, nulls.assignee, nulls.categories.len()), (None, None, 0));
    let missing: Issue = lossless_but_for_nulls(&fixture("issues/missing"));
    assert_eq!((missing.priority, missing.status.color, missing.custom_fields.len()), (None, None, 0));
}

#[test]
fn unknown_values_and_members_of_issues_survive() {
    let value = fixture("issues/unknown");
    let mut issue: Issue = lossless_but_for_nulls(&with_number_id(value));
    assert_eq!(issue.status.id, StatusId::new(31415));
    assert_eq!(issue.created_user.role_type.code(), 42);
    assert_eq!(issue.updated.as_str(), "yesterday");
    assert_eq!(issue.updated.to_system_time(), None);
    assert_eq!(issue.extra.remove("score"), Some(json!(12_345_678_901_234_567_890_u64)));
    assert_eq!(issue.status.extra["phase"]["kind"], "wait");
}

#[test]
fn a_number_written_as_text_is_a_number() {
    let issue: Issue = serde_json::from_value(fixture("issues/unknown")).unwrap();
    assert_eq!(issue.id, IssueId::new(900_103));
}

fn with_number_id(mut value: Value) -> Value {
    value["id"] = json!(900_103);
    value
}

/// Dangerous point: text filter semantics. The API's filter finds more than equals, over several pages.
#[tokio::test]
async fn text_filter_semantics_find_by_custom_field_exact_reads_all_pages_and_compares() {
    let row = |id: u64, text: Value| {
        let mut issue = fixture("issues/missing");
        issue["id"] = json!(id);
        issue["customFields"] = json!([
            {"id": 109, "fieldTypeId": 1, "name": "Other", "value": "orca-12"},
            {"id": 110, "fieldTypeId": 1, "name": "Alert-Id", "value": text}
        ]);
        issue
    };
    let mut rows: Vec<Value> = (1..=150).map(|id| row(id, json!(format!("orca-12{id}")))).collect();
    rows[3] = row(4, json!("orca-12"));
    rows[120] = row(121, json!("orca-12"));
    rows[121] = row(122, json!("ORCA-12"));
    rows[122] = row(123, json!("orca-12 "));
    rows[123] = row(124, Value::Null);
    rows[124] = row(121, json!("orca-12"));
    let stub = Stub::empty().await;
    stub.by(move |request| {
        let offset =
            request.url.query_pairs().find(|(name, _)| name == "offset").map_or(0, |(_, value)| value.parse().unwrap());
        let page: Vec<_> = rows.iter().skip(offset).take(100).collect();
        ResponseTemplate::new(200).set_body_json(page)
    })
    .await;
    let client = stub.client();
    let found = client
        .issues()
        .find_by_custom_field_exact(ProjectId::new(4200), CustomFieldId::new(110), "orca-12")
        .await
        .unwrap();
    assert_eq!(found.iter().map(|issue| issue.id.get()).collect::<Vec<_>>(), [4, 121]);
    let requests = stub.requests().await;
    assert_eq!(requests.len(), 2);
    for (request, offset) in requests.iter().zip(["0", "100"]) {
        request.is_get(
            "/issues",
            &[
                ("projectId[]", "4200"),
                ("customField_110", "orca-12"),
                ("sort", "created"),
                ("order", "asc"),
                ("offset", offset),
                ("count", "100"),
            ],
        );
    }
}

/// Dangerous point: webhook loss. Polling asks from the day before, whatever zone the filter's days have.
#[tokio::test]
async fn webhook_loss_is_mended_by_polling_with_a_day_of_slack() {
    let stub = Stub::replying(200, &json!([])).await;
    for (seen, since) in [("2026-11-20T00:00:00Z", "2026-11-19"), ("2026-01-01T05:00:00+09:00", "2025-12-30")] {
        let request = ListIssues::new().updated_since_moment(&seen.parse().unwrap());
        stub.client().issues().list(&request).await.unwrap();
        stub.requests().await.pop().unwrap().is_get("/issues", &[("updatedSince", since)]);
    }
    let yesterday: Timestamp = serde_json::from_value(json!("yesterday")).unwrap();
    let error = stub.client().issues().list(&ListIssues::new().updated_since_moment(&yesterday)).await.unwrap_err();
    assert!(error.to_string().contains("invalid request: updatedSince: "), "{error}");
}

#[tokio::test]
async fn pages_go_on_from_the_requests_own_offset_order_and_count() {
    let stub = Stub::empty().await;
    stub.once(200, &json!([fixture("issues/missing"), fixture("issues/nulls")])).await;
    stub.then(200, &json!([])).await;
    let client = stub.client();
    let request = ListIssues::new().sort(IssueSort::Updated).offset(10_u64).count(2);
    let issues = client.issues().pages(&request).try_collect(10).await.unwrap();
    assert_eq!(issues.len(), 2);
    let requests = stub.requests().await;
    requests[0].is_get("/issues", &[("sort", "updated"), ("offset", "10"), ("count", "2")]);
    requests[1].is_get("/issues", &[("sort", "updated"), ("offset", "12"), ("count", "2")]);
}
