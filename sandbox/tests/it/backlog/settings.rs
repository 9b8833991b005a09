use serde_json::{Value, json};

use super::{Bench, ids, refused};

#[tokio::test]
async fn a_status_of_its_own_stands_before_closed_and_leaves_a_substitute() {
    let bench = Bench::start().await;
    let path = "/projects/SEC/statuses";
    let status = bench.done("POST", path, &[("name", "Waiting"), ("color", "#ea2c00")]).await;
    let id = status["id"].to_string();
    assert_eq!(ids(&bench.get(path, &[]).await), [1, 2, 3, status["id"].as_u64().unwrap(), 4]);
    bench.create("x", &[]).await;
    bench.done("PATCH", "/issues/SEC-1", &[("statusId", &id)]).await;
    bench.done("PATCH", &format!("{path}/{id}"), &[("name", "On hold")]).await;
    assert_eq!(bench.get("/issues/SEC-1", &[]).await["status"]["name"], "On hold");
    bench.done("DELETE", &format!("{path}/{id}"), &[("substituteStatusId", "2")]).await;
    assert_eq!(bench.get("/issues/SEC-1", &[]).await["status"]["id"], 2);
    refused(&bench.call("PATCH", &format!("{path}/4"), &[("name", "Done")]).await, 400, 7);
    refused(&bench.call("POST", path, &[("name", "x"), ("color", "#000000")]).await, 400, 7);
    let order = [("statusId[]", "1"), ("statusId[]", "3"), ("statusId[]", "2"), ("statusId[]", "4")];
    refused(&bench.call("PATCH", &format!("{path}/updateDisplayOrder"), &order).await, 400, 7);
}

#[tokio::test]
async fn issue_types_categories_and_versions_can_be_changed() {
    let bench = Bench::start().await;
    for (path, made, changed) in [
        ("issueTypes", vec![("name", "Alert"), ("color", "#990000")], vec![("name", "Finding")]),
        ("categories", vec![("name", "cloud")], vec![("name", "clouds")]),
        ("versions", vec![("name", "1.0"), ("startDate", "2026-01-01")], vec![("name", "1.1"), ("archived", "true")]),
    ] {
        let path = format!("/projects/SEC/{path}");
        let before = bench.get(&path, &[]).await.as_array().unwrap().len();
        let row = bench.done("POST", &path, &made).await;
        let one = format!("{path}/{}", row["id"]);
        assert_eq!(bench.done("PATCH", &one, &changed).await["name"], changed[0].1);
        assert_eq!(bench.get(&path, &[]).await.as_array().unwrap().len(), before + 1);
        let substitute = bench.project.issue_type_id.to_string();
        let substitutes = [("substituteIssueTypeId", substitute.as_str())];
        bench.done("DELETE", &one, if path.ends_with("issueTypes") { &substitutes } else { &[] }).await;
        assert_eq!(bench.get(&path, &[]).await.as_array().unwrap().len(), before);
        refused(&bench.call("PATCH", &one, &changed).await, 404, 6);
    }
}

#[tokio::test]
async fn projects_can_be_added_changed_and_deleted() {
    let bench = Bench::start().await;
    let project = bench.done("POST", "/projects", &[("name", "Ops"), ("key", "OPS"), ("chartEnabled", "true")]).await;
    assert_eq!(project["chartEnabled"], true);
    refused(&bench.call("POST", "/projects", &[("name", "Ops"), ("key", "OPS")]).await, 400, 7);
    assert_eq!(bench.done("PATCH", "/projects/OPS", &[("archived", "true")]).await["archived"], true);
    let keys = |list: Value| list.as_array().unwrap().iter().map(|p| p["projectKey"].clone()).collect::<Vec<_>>();
    assert_eq!(keys(bench.get("/projects", &[("archived", "false")]).await), ["SEC"]);
    bench.done("DELETE", "/projects/OPS", &[]).await;
    refused(&bench.call("GET", "/projects/OPS", &[]).await, 404, 6);
}

#[tokio::test]
async fn who_is_no_member_does_not_see_the_project() {
    let bench = Bench::start().await;
    bench.create("x", &[]).await;
    let me = bench.backlog.user_id().to_string();
    bench.done("DELETE", "/projects/SEC/users", &[("userId", &me)]).await;
    refused(&bench.call("GET", "/issues/SEC-1", &[]).await, 404, 6);
    assert!(bench.found(&[]).await.is_empty());
}

#[tokio::test]
async fn constants_and_users_can_be_listed() {
    let bench = Bench::start().await;
    assert_eq!(ids(&bench.get("/priorities", &[]).await), [2, 3, 4]);
    assert_eq!(ids(&bench.get("/resolutions", &[]).await), [0, 1, 2, 3, 4]);
    let users = ids(&bench.get("/users", &[]).await);
    assert_eq!(users, [bench.backlog.user_id(), bench.backlog.operator_id()]);
    assert_eq!(ids(&bench.get("/projects/SEC/users", &[("excludeGroupMembers", "true")]).await), users);
    assert_eq!(bench.get(&format!("/users/{}", users[1]), &[]).await["name"], "operator");
    assert_eq!(bench.get("/space", &[]).await["timezone"], json!("Asia/Tokyo"));
}
