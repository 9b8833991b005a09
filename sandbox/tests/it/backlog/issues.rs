use std::time::Duration;

use serde_json::json;

use super::{Bench, ids, refused};

#[tokio::test]
async fn a_created_issue_reads_back_by_key_and_by_id() {
    let bench = Bench::start().await;
    let more = [("description", "Found by scanner"), ("dueDate", "2026-12-01"), ("estimatedHours", "1.5")];
    let issue = bench.create("Public bucket", &more).await;
    assert_eq!(issue["issueKey"], "SEC-1");
    assert_eq!(issue["status"]["id"], 1);
    assert_eq!(issue["dueDate"], "2026-12-01T00:00:00Z");
    assert_eq!(issue["estimatedHours"], 1.5);
    assert_eq!(issue["created"], "2026-01-01T00:00:00Z");
    assert_eq!(bench.get("/issues/SEC-1", &[]).await, issue);
    assert_eq!(bench.get(&format!("/issues/{}", issue["id"]), &[]).await, issue);
}

#[tokio::test]
async fn an_issue_that_is_not_there_is_code_6() {
    let bench = Bench::start().await;
    refused(&bench.call("GET", "/issues/SEC-9", &[]).await, 404, 6);
    refused(&bench.call("PATCH", "/issues/999", &[("statusId", "4")]).await, 404, 6);
    refused(&bench.call("GET", "/projects/NONE/statuses", &[]).await, 404, 6);
}

#[tokio::test]
async fn a_missing_or_wrong_part_is_code_7_and_takes_no_key() {
    let bench = Bench::start().await;
    for more in
        [("priorityId", "3"), ("parentIssueId", "77"), ("assigneeId", "77"), ("dueDate", "2026-12-01T00:00:00Z")]
    {
        refused(&bench.try_create("x", &[more]).await, 400, 7);
    }
    refused(&bench.try_create(" ", &[]).await, 400, 7);
    refused(&bench.call("POST", "/issues", &[("summary", "x")]).await, 400, 7);
    assert_eq!(bench.create("first", &[]).await["issueKey"], "SEC-1");
}

#[tokio::test]
async fn an_empty_value_clears_and_an_absent_one_keeps() {
    let bench = Bench::start().await;
    let category = bench.done("POST", "/projects/SEC/categories", &[("name", "cloud")]).await["id"].to_string();
    let user = bench.backlog.user_id().to_string();
    let more = [("dueDate", "2026-12-01"), ("categoryId[]", category.as_str()), ("assigneeId", user.as_str())];
    bench.create("x", &more).await;
    let pairs = [("statusId", "4"), ("resolutionId", "0")];
    let closed = bench.done("PATCH", "/issues/SEC-1", &pairs).await;
    assert_eq!(closed["resolution"], json!({ "id": 0, "name": "Fixed" }));
    assert_eq!(closed["category"][0]["name"], "cloud");
    let clearing = [("dueDate", ""), ("categoryId[]", ""), ("assigneeId", ""), ("resolutionId", ""), ("statusId", "2")];
    let cleared = bench.done("PATCH", "/issues/SEC-1", &clearing).await;
    assert_eq!(cleared["dueDate"], json!(null));
    assert_eq!(cleared["category"], json!([]));
    assert_eq!(cleared["assignee"], json!(null));
    assert_eq!(cleared["resolution"], json!(null));
    assert_eq!(cleared["status"]["id"], 2);
}

#[tokio::test]
async fn an_update_that_changes_nothing_is_refused_unless_it_comments() {
    let bench = Bench::start().await;
    bench.create("x", &[]).await;
    bench.done("PATCH", "/issues/SEC-1", &[("statusId", "4")]).await;
    let again = bench.call("PATCH", "/issues/SEC-1", &[("statusId", "4")]).await;
    refused(&again, 400, 7);
    assert_eq!(again.json()["errors"][0]["message"], "Please change the status or post a comment.");
    bench.done("PATCH", "/issues/SEC-1", &[("statusId", "4"), ("comment", "still closed")]).await;
    assert_eq!(bench.backlog.comments("SEC-1").last().unwrap().content.as_deref(), Some("still closed"));
}

#[tokio::test]
async fn a_deleted_issue_is_gone_from_lists_too() {
    let bench = Bench::start().await;
    bench.create("x", &[]).await;
    assert_eq!(bench.done("DELETE", "/issues/SEC-1", &[]).await["issueKey"], "SEC-1");
    assert!(bench.found(&[]).await.is_empty());
    refused(&bench.call("GET", "/issues/SEC-1", &[]).await, 404, 6);
    // A key is never used again.
    assert_eq!(bench.create("y", &[]).await["issueKey"], "SEC-2");
}

#[tokio::test]
async fn filters_are_any_inside_a_parameter_and_all_between() {
    let bench = Bench::start().await;
    bench.create("open", &[]).await;
    bench.create("closed", &[("dueDate", "2026-02-02")]).await;
    bench.backlog.close_issue("SEC-2").unwrap();
    let both = [("statusId[]", "1"), ("statusId[]", "4"), ("order", "asc")];
    assert_eq!(bench.found(&both).await, ["SEC-1", "SEC-2"]);
    assert_eq!(bench.found(&[("statusId[]", "4"), ("keyword", "open")]).await, [""; 0]);
    assert_eq!(bench.found(&[("keyword", "CLOS")]).await, ["SEC-2"]);
    assert_eq!(bench.found(&[("hasDueDate", "false")]).await, ["SEC-1"]);
    refused(&bench.call("GET", "/issues", &[("hasDueDate", "true")]).await, 400, 7);
    assert_eq!(bench.found(&[("dueDateSince", "2026-02-02"), ("dueDateUntil", "2026-02-02")]).await, ["SEC-2"]);
    assert_eq!(bench.get("/issues/count", &[("statusId[]", "4")]).await, json!({ "count": 1 }));
}

#[tokio::test]
async fn pages_follow_offset_count_and_order() {
    let bench = Bench::start().await;
    for n in 1..=5 {
        bench.create(&n.to_string(), &[]).await;
        bench.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(bench.found(&[("count", "2")]).await, ["SEC-5", "SEC-4"]);
    let second = [("sort", "created"), ("order", "asc"), ("offset", "2"), ("count", "2")];
    assert_eq!(bench.found(&second).await, ["SEC-3", "SEC-4"]);
    bench.backlog.close_issue("SEC-2").unwrap();
    assert_eq!(bench.found(&[("sort", "updated"), ("count", "1")]).await, ["SEC-2"]);
    refused(&bench.call("GET", "/issues", &[("count", "101")]).await, 400, 7);
}

#[tokio::test]
async fn searches_lag_and_reading_by_id_does_not() {
    let bench = Bench::with(|options| options.search_lag(Duration::from_secs(30))).await;
    bench.create("x", &[]).await;
    assert!(bench.found(&[]).await.is_empty());
    assert_eq!(bench.get("/issues/SEC-1", &[]).await["summary"], "x");
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(bench.found(&[]).await, ["SEC-1"]);
    bench.backlog.close_issue("SEC-1").unwrap();
    assert_eq!(bench.found(&[("statusId[]", "4")]).await, [""; 0]);
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(bench.found(&[("statusId[]", "4")]).await, ["SEC-1"]);
}

#[tokio::test]
async fn activities_lag_apart_from_searches() {
    let bench = Bench::with(|options| options.activity_lag(Duration::from_secs(30))).await;
    bench.create("x", &[]).await;
    assert_eq!(bench.found(&[]).await, ["SEC-1"]);
    assert_eq!(bench.get("/projects/SEC/activities", &[]).await, serde_json::json!([]));
    bench.clock.advance(Duration::from_secs(29));
    assert_eq!(bench.get("/projects/SEC/activities", &[]).await, serde_json::json!([]));
    bench.clock.advance(Duration::from_secs(1));
    assert_eq!(bench.get("/projects/SEC/activities", &[]).await[0]["content"]["summary"], "x");
}

#[tokio::test]
async fn children_are_told_from_parents() {
    let bench = Bench::start().await;
    let parent = bench.create("parent", &[]).await["id"].to_string();
    bench.create("child", &[("parentIssueId", &parent)]).await;
    bench.create("alone", &[]).await;
    assert_eq!(bench.found(&[("parentChild", "2")]).await, ["SEC-2"]);
    assert_eq!(bench.found(&[("parentChild", "3")]).await, ["SEC-3"]);
    assert_eq!(bench.found(&[("parentChild", "4")]).await, ["SEC-1"]);
    assert_eq!(bench.found(&[("parentIssueId[]", &parent)]).await, ["SEC-2"]);
    let expanded = bench.get("/issues/SEC-1", &[("expand[]", "childIssueSummary")]).await;
    assert_eq!(expanded["childIssueSummary"], json!({ "total": 1, "closed": 0 }));
}

#[tokio::test]
async fn activities_tell_what_happened_newest_first() {
    let bench = Bench::start().await;
    let id = bench.create("x", &[("description", "d")]).await["id"].as_u64().unwrap();
    bench.done("PATCH", "/issues/SEC-1", &[("statusId", "4"), ("comment", "done")]).await;
    bench.done("POST", "/issues/SEC-1/comments", &[("content", "hello")]).await;
    bench.done("DELETE", "/issues/SEC-1", &[]).await;
    let list = bench.get("/projects/SEC/activities", &[]).await;
    let kinds: Vec<u64> = list.as_array().unwrap().iter().map(|row| row["type"].as_u64().unwrap()).collect();
    assert_eq!(kinds, [4, 3, 2, 1]);
    assert_eq!(list[0]["content"], json!({ "id": id, "key_id": 1 }));
    assert_eq!(
        list[2]["content"]["changes"][0],
        json!({ "field": "status", "old_value": "1", "new_value": "4", "type": "standard" })
    );
    assert_eq!(list[2]["content"]["comment"]["content"], "done");
    assert_eq!(list[3]["content"], json!({ "id": id, "key_id": 1, "summary": "x", "description": "d" }));
    let created = bench.get("/projects/SEC/activities", &[("activityTypeId[]", "1")]).await;
    assert_eq!(ids(&created), [ids(&list)[3]]);
}

#[tokio::test]
async fn bounds_are_inclusive_or_not_as_told() {
    for inclusive in [true, false] {
        let bench = Bench::with(|options| options.inclusive_bounds(inclusive)).await;
        for summary in ["a", "b", "c"] {
            bench.create(summary, &[]).await;
        }
        let all = ids(&bench.get("/projects/SEC/activities", &[]).await);
        let middle = all[1].to_string();
        let older = ids(&bench.get("/projects/SEC/activities", &[("maxId", &middle)]).await);
        assert_eq!(older, if inclusive { &all[1..] } else { &all[2..] });
        let newer = ids(&bench.get("/projects/SEC/activities", &[("minId", &middle)]).await);
        assert_eq!(newer, if inclusive { &all[..2] } else { &all[..1] });
    }
}
