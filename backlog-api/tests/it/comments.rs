use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::comments::{CreateComment, ListComments, UpdateComment};
use backlog_api::model::{Comment, CustomFieldKind};
use backlog_api::*;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

pub(crate) const WIRE: WireTests = &[
    ("list_sends_bounds_count_and_order", list_sends_bounds_count_and_order),
    ("create_sends_content_and_whom_to_tell", create_sends_content_and_whom_to_tell),
    ("count_reads_the_count", count_reads_the_count),
    ("get_names_issue_and_comment", get_names_issue_and_comment),
    ("update_sends_the_content", update_sends_the_content),
    ("delete_sends_no_body", delete_sends_no_body),
];

#[tokio::test]
async fn list_sends_bounds_count_and_order() {
    let stub = Stub::replying(200, &json!([fixture("comments/get")])).await;
    let client = stub.client();
    let request = ListComments::new().min_id(1).max_id(99).count(50).order(Order::Ascending);
    assert_eq!(client.issues().comments("SEC-31").list(&request).await.unwrap().len(), 1);
    let query = [("minId", "1"), ("maxId", "99"), ("count", "50"), ("order", "asc")];
    stub.request().await.is_get("/issues/SEC-31/comments", &query);
}

#[tokio::test]
async fn a_count_beyond_the_limit_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let error = client.issues().comments("SEC-31").list(&ListComments::new().count(101)).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /issues/{issueIdOrKey}/comments: invalid request: count: must be 1 to 100");
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn create_sends_content_and_whom_to_tell() {
    let stub = Stub::replying(201, &fixture("comments/get")).await;
    let client = stub.client();
    let request = CreateComment::new("seen again\n& again").notify([11, 12]).attachments([501]);
    assert_eq!(client.issues().comments("SEC-31").create(&request).await.unwrap().id, CommentId::new(55001));
    let form = [
        ("content", "seen again\n& again"),
        ("notifiedUserId[]", "11"),
        ("notifiedUserId[]", "12"),
        ("attachmentId[]", "501"),
    ];
    stub.request().await.is_form("POST", "/issues/SEC-31/comments", &form);
}

#[tokio::test]
async fn empty_content_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let comments = client.issues().comments("SEC-31");
    for error in [comments.create(&CreateComment::new("")).await, comments.update(1, &UpdateComment::new("")).await] {
        assert!(error.unwrap_err().to_string().ends_with("invalid request: content: must not be empty"));
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn create_on_an_unknown_issue_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No issue.")).await;
    let client = stub.client();
    let error = client.issues().comments("SEC-404").create(&CreateComment::new("x")).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /issues/{issueIdOrKey}/comments: 404 Not Found: No issue. (code 6)");
}

#[tokio::test]
async fn count_reads_the_count() {
    let stub = Stub::replying(200, &json!({"count": 3})).await;
    let client = stub.client();
    assert_eq!(client.issues().comments(IssueId::new(900_100)).count().await.unwrap(), 3);
    stub.request().await.is_get("/issues/900100/comments/count", &[]);
}

#[tokio::test]
async fn get_names_issue_and_comment() {
    let stub = Stub::replying(200, &fixture("comments/get")).await;
    let client = stub.client();
    let comment = client.issues().comments("SEC-31").get(55001).await.unwrap();
    assert_eq!(comment.content.as_deref(), Some("done"));
    stub.request().await.is_get("/issues/SEC-31/comments/55001", &[]);
}

#[tokio::test]
async fn update_sends_the_content() {
    let stub = Stub::replying(200, &fixture("comments/get")).await;
    let client = stub.client();
    client.issues().comments("SEC-31").update(55001, &UpdateComment::new("corrected")).await.unwrap();
    stub.request().await.is_form("PATCH", "/issues/SEC-31/comments/55001", &[("content", "corrected")]);
}

#[tokio::test]
async fn another_users_comment_cannot_be_changed() {
    let stub = Stub::replying(403, &error_body(5, "Not allowed.")).await;
    let client = stub.client();
    let error = client.issues().comments("SEC-31").update(55001, &UpdateComment::new("x")).await.unwrap_err();
    assert_eq!((error.kind(), ErrorCode::of(&error)), (ErrorKind::Auth, Some(ErrorCode::UnauthorizedOperationError)));
}

#[tokio::test]
async fn delete_sends_no_body() {
    let stub = Stub::replying(200, &fixture("comments/get")).await;
    let client = stub.client();
    client.issues().comments("SEC-31").delete(55001).await.unwrap();
    stub.request().await.is_form("DELETE", "/issues/SEC-31/comments/55001", &[]);
}

#[test]
fn comments_decode_and_encode_without_loss() {
    let full: Comment = lossless(&fixture("comments/get"));
    let changes = full.change_log.unwrap();
    let kinds: Vec<_> = changes
        .iter()
        .filter_map(|change| change.attribute_info.as_ref()?.type_id.as_ref())
        .map(|kind| **kind)
        .collect();
    assert_eq!(kinds, [CustomFieldKind::Text, CustomFieldKind::Numeric]);

    let nulls: Comment = lossless_but_for_nulls(&fixture("comments/nulls"));
    assert_eq!((nulls.content, nulls.change_log, nulls.stars.len()), (None, None, 0));
    let unknown: Comment = lossless(&fixture("comments/unknown"));
    assert_eq!(unknown.notifications[0].reason.code(), 99);
    assert_eq!(unknown.extra["pinned"], true);
}

/// Dangerous point: minId/maxId, which may or may not include the bound.
#[tokio::test]
async fn min_id_and_max_id_paging_gives_each_comment_once_under_both_readings() {
    for inclusive in [true, false] {
        for (order, expected) in
            [(Order::Ascending, (1..=7).collect::<Vec<u64>>()), (Order::Descending, (1..=7).rev().collect())]
        {
            let stub = Stub::empty().await;
            stub.by(move |request| comments_page(request, inclusive)).await;
            let client = stub.client();
            let request = ListComments::new().count(3).order(order);
            let comments = client.issues().comments("SEC-31").pages(&request).try_collect(100).await.unwrap();
            assert_eq!(comments.iter().map(|comment| comment.id.get()).collect::<Vec<_>>(), expected);
        }
    }
}

/// Seven comments, a page as the parameters ask.
fn comments_page(request: &Request, inclusive: bool) -> ResponseTemplate {
    let number = |name: &str| {
        let pair = request.url.query_pairs().find(|(known, _)| known == name);
        pair.map(|(_, value)| value.parse::<u64>().unwrap())
    };
    let fits = |id: u64| {
        let (low, high) = (number("minId").unwrap_or(0), number("maxId").unwrap_or(u64::MAX));
        if inclusive { (low..=high).contains(&id) } else { low < id && id < high }
    };
    let mut ids: Vec<u64> = (1..=7).filter(|id| fits(*id)).collect();
    if request.url.query().unwrap().contains("order=desc") {
        ids.reverse();
    }
    let count = usize::try_from(number("count").unwrap()).unwrap();
    let rows: Vec<Value> = ids
        .into_iter()
        .take(count)
        .map(|id| {
            let mut row = fixture("comments/nulls");
            row["id"] = json!(id);
            row
        })
        .collect();
    ResponseTemplate::new(200).set_body_json(rows)
}
