use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use backlog_api::activities::ListActivities;
use backlog_api::model::{Activity, ActivityContent, ActivityType};
use backlog_api::*;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

pub(crate) const WIRE: WireTests =
    &[("list_sends_types_bounds_count_and_order", list_sends_types_bounds_count_and_order)];

#[tokio::test]
async fn list_sends_types_bounds_count_and_order() {
    let stub = Stub::replying(200, &fixture("activities/list")).await;
    let request = ListActivities::new()
        .types([ActivityType::IssueCreated, ActivityType::from(31)])
        .min_id(1)
        .max_id(999)
        .count(100)
        .order(Order::Descending);
    stub.client().activities("SEC").list(&request).await.unwrap();
    let query = [
        ("activityTypeId[]", "1"),
        ("activityTypeId[]", "31"),
        ("minId", "1"),
        ("maxId", "999"),
        ("count", "100"),
        ("order", "desc"),
    ];
    stub.request().await.is_get("/projects/SEC/activities", &query);
}

#[tokio::test]
async fn bad_requests_are_refused_by_name_before_anything_is_sent() {
    let stub = Stub::empty().await;
    for (request, name) in
        [(ListActivities::new().types([0_i64; 0]), "activityTypeId[]"), (ListActivities::new().count(0), "count")]
    {
        let error = stub.client().activities("SEC").list(&request).await.unwrap_err();
        assert!(error.to_string().contains(&format!("invalid request: {name}: ")), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn an_unknown_project_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No project.")).await;
    let error = stub.client().activities("NONE").list(&ListActivities::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /projects/{projectIdOrKey}/activities: 404 Not Found: No project. (code 6)");
}

fn all() -> Vec<Activity> {
    let rows = fixture("activities/list");
    rows.as_array().unwrap().iter().map(lossless).collect()
}

/// Every type has its own typed content: none falls back to raw JSON but the one that is not known.
#[test]
fn each_type_is_typed_and_nothing_is_lost() {
    for activity in all() {
        let is_known = !matches!(activity.kind, ActivityType::Unknown(_));
        let is_typed = !matches!(activity.content(), ActivityContent::Other(_));
        assert_eq!(is_known, is_typed, "type {}", activity.kind);
    }
}

fn content(kind: i64) -> ActivityContent {
    all().into_iter().find(|activity| activity.kind.code() == kind).unwrap().content()
}

#[test]
fn issue_activities_read_snake_case_keys() {
    let ActivityContent::Issue(issue) = content(2) else { panic!() };
    assert_eq!((issue.id, issue.key_id), (Some(IssueId::new(900_100)), Some(KeyId::new(31))));
    assert_eq!(issue.comment.unwrap().content.as_deref(), Some("done"));
    let change = &issue.changes[0];
    let words = [&change.field, &change.field_text, &change.new_value, &change.old_value, &change.kind];
    assert_eq!(words.map(Option::as_deref), ["status", "状態", "4", "1", "standard"].map(Some));
    assert_eq!((issue.attachments[0].size, issue.shared_files[0].dir.as_deref()), (2048, Some("/reports/")));
    assert_eq!(all()[1].issue_key().unwrap().as_str(), "SEC-31");
    assert_eq!(all()[4].issue_key(), None);
}

#[test]
fn the_other_activities_read_their_own_keys() {
    let ActivityContent::Wiki(wiki) = content(6) else { panic!() };
    assert_eq!((wiki.version, wiki.diff.as_deref(), wiki.attachments.len()), (Some(2), Some("+1"), 1));
    let ActivityContent::SharedFile(file) = content(8) else { panic!() };
    assert_eq!((file.id, file.size), (Some(SharedFileId::new(601)), Some(4096)));
    let ActivityContent::SvnCommit(commit) = content(11) else { panic!() };
    assert_eq!(commit.rev.as_deref(), Some("42"));
    let ActivityContent::GitPush(push) = content(12) else { panic!() };
    assert_eq!((push.change_type.as_deref(), push.revision_type.as_deref()), (Some("update"), Some("commit")));
    assert_eq!(
        (push.reference.as_deref(), push.revision_count, push.revisions.len()),
        (Some("refs/heads/main"), Some(2), 2)
    );
    let ActivityContent::GitRepository(created) = content(13) else { panic!() };
    assert_eq!(created.repository.unwrap().name.as_deref(), Some("rules"));
    let ActivityContent::BulkIssues(bulk) = content(14) else { panic!() };
    assert_eq!((bulk.tx_id.as_deref(), bulk.links.len()), (Some("3301"), 2));
    assert_eq!(bulk.links[1].comment.as_ref().unwrap().content.as_deref(), Some("also this"));
    let ActivityContent::Members(members) = content(15) else { panic!() };
    assert_eq!((members.users[0].id, members.comment.as_deref()), (Some(UserId::new(12)), Some("welcome")));
    assert_eq!(members.group_project_activities[0].kind, Some(25));
    let ActivityContent::PullRequest(request) = content(18) else { panic!() };
    assert_eq!((request.number, request.base.as_deref()), (Some(7), Some("main")));
    assert_eq!(request.issue.unwrap().issue_key.as_deref(), Some("SEC-31"));
    let ActivityContent::Milestone(milestone) = content(22) else { panic!() };
    assert_eq!(milestone.reference_date.unwrap().calendar_date(), Some("2026-11-30".parse().unwrap()));
    let ActivityContent::Teams(teams) = content(25) else { panic!() };
    assert_eq!(teams.teams[0].name.as_deref(), Some("Blue team"));
    let ActivityContent::StatusDeleted(deleted) = content(34) else { panic!() };
    assert_eq!((deleted.deleted_status.unwrap().name.as_deref(), deleted.links.len()), (Some("Waiting"), 1));
    assert_eq!(deleted.change["field"], "status");
    let ActivityContent::Document(document) = content(40) else { panic!() };
    assert_eq!(document.id.as_deref(), Some("0193a1b2c3d47e8f9012345678901234"));
    let ActivityContent::Documents(documents) = content(48) else { panic!() };
    assert_eq!(documents.documents.len(), 2);
    assert_eq!(content(99), ActivityContent::Other(json!({"anything": [1, {"goes": null}]})));
}

#[test]
fn content_that_is_no_object_stays_raw() {
    let mut row = fixture("activities/list")[0].clone();
    for content in [Value::Null, json!("x"), json!([1])] {
        row["content"] = content.clone();
        let activity: Activity = lossless(&row);
        assert_eq!(activity.content(), ActivityContent::Other(content));
    }
}

#[test]
fn one_odd_member_hides_no_other() {
    let mut row = fixture("activities/list")[1].clone();
    row["content"]["id"] = json!("900100");
    row["content"]["summary"] = json!(7);
    row["content"]["comment"] = json!("not an object");
    row["content"]["changes"] = json!([{"field": "status"}, "odd", {"field": null}]);
    let activity: Activity = lossless(&row);
    let ActivityContent::Issue(issue) = activity.content() else { panic!() };
    assert_eq!((issue.id, issue.summary.as_deref()), (Some(IssueId::new(900_100)), Some("7")));
    assert_eq!((issue.comment, issue.changes.len()), (None, 2));
}

/// Rows that come and go while the pager reads, from a server that includes the bound, and one that does not.
#[tokio::test]
async fn pages_give_each_lasting_row_once_while_rows_come_and_go() {
    for inclusive in [true, false] {
        let stub = Stub::empty().await;
        let template = fixture("activities/list")[0].clone();
        stub.by(move |request| {
            let find = |name: &str| {
                request.url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
            };
            let max: u64 = find("maxId").map_or(u64::MAX, |value| value.parse().unwrap());
            // Every page sees newer rows on top, and the row at each tenth place gone once reading has begun.
            let newest = if max == u64::MAX { 50 } else { 60 };
            let gone = |id: &u64| max != u64::MAX && id.is_multiple_of(10);
            let within = |id: &u64| *id < max || (inclusive && *id == max);
            let ids = (1..=newest).rev().filter(|id| within(id) && !gone(id)).take(7);
            let rows: Vec<Value> = ids
                .map(|id| {
                    let mut row = template.clone();
                    row["id"] = json!(id);
                    row
                })
                .collect();
            ResponseTemplate::new(200).set_body_json(rows)
        })
        .await;
        let client = stub.client();
        let request = ListActivities::new().count(7);
        let mut pages = client.activities("SEC").pages(&request);
        let mut seen: Vec<u64> = pages.try_collect(20).await.unwrap().iter().map(|row| row.id.get()).collect();
        // Another process goes on from the written-down position.
        let position = serde_json::to_string(&pages.position()).unwrap();
        let mut rest =
            client.activities("SEC").pages(&request).resume(serde_json::from_str(&position).unwrap()).unwrap();
        seen.extend(rest.try_collect(1_000).await.unwrap().iter().map(|row| row.id.get()));
        let lasting: Vec<u64> = (1..=50_u64).rev().filter(|id| !id.is_multiple_of(10)).collect();
        let seen_lasting: Vec<u64> = seen.iter().copied().filter(|id| !id.is_multiple_of(10)).collect();
        assert_eq!(seen_lasting, lasting, "inclusive: {inclusive}");
    }
}
