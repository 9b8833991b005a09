use serde_json::json;

use super::{Bench, ids, refused};

#[tokio::test]
async fn a_comment_can_be_added_read_changed_and_deleted() {
    let bench = Bench::start().await;
    bench.create("x", &[]).await;
    let comment = bench.done("POST", "/issues/SEC-1/comments", &[("content", "hello")]).await;
    let path = format!("/issues/SEC-1/comments/{}", comment["id"]);
    assert_eq!(bench.get(&path, &[]).await, comment);
    assert_eq!(bench.get("/issues/SEC-1/comments/count", &[]).await, json!({ "count": 1 }));
    assert_eq!(bench.done("PATCH", &path, &[("content", "bye")]).await["content"], "bye");
    assert_eq!(bench.done("DELETE", &path, &[]).await["content"], "bye");
    refused(&bench.call("GET", &path, &[]).await, 404, 6);
    refused(&bench.call("POST", "/issues/SEC-1/comments", &[("content", "")]).await, 400, 7);
}

#[tokio::test]
async fn a_change_leaves_a_comment_with_names_in_its_change_log() {
    let bench = Bench::with(|options| options.japanese(true)).await;
    bench.create("x", &[]).await;
    bench.done("PATCH", "/issues/SEC-1", &[("statusId", "4"), ("resolutionId", "0")]).await;
    let comment = &bench.get("/issues/SEC-1/comments", &[]).await[0];
    assert_eq!(comment["content"], json!(null));
    assert_eq!(comment["changeLog"][0]["field"], "status");
    assert_eq!(comment["changeLog"][0]["newValue"], "完了");
    assert_eq!(comment["changeLog"][0]["originalValue"], "未対応");
    assert_eq!(comment["changeLog"][1]["newValue"], "対応済み");
    assert_eq!(comment["changeLog"][1]["originalValue"], json!(null));
}

#[tokio::test]
async fn comments_are_cut_by_id() {
    let bench = Bench::start().await;
    bench.create("x", &[]).await;
    for text in ["a", "b", "c"] {
        bench.done("POST", "/issues/SEC-1/comments", &[("content", text)]).await;
    }
    let all = ids(&bench.get("/issues/SEC-1/comments", &[("order", "asc")]).await);
    assert_eq!(ids(&bench.get("/issues/SEC-1/comments", &[("count", "1")]).await), [all[2]]);
    let bound = all[1].to_string();
    assert_eq!(ids(&bench.get("/issues/SEC-1/comments", &[("maxId", &bound)]).await), [all[1], all[0]]);
}

#[tokio::test]
async fn the_comment_of_another_person_cannot_be_changed() {
    let bench = Bench::start().await;
    bench.create("x", &[]).await;
    bench.backlog.set_status("SEC-1", 2, Some("mine")).unwrap();
    let id = bench.backlog.comments("SEC-1")[0].id;
    refused(&bench.call("PATCH", &format!("/issues/SEC-1/comments/{id}"), &[("content", "yours")]).await, 403, 5);
}
