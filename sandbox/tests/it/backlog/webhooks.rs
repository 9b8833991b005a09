use serde_json::{Value, json};
use ticket_bridge_sandbox::BacklogField;

use super::{Bench, refused};
use crate::support::Receiver;

#[tokio::test]
async fn a_webhook_can_be_added_read_changed_and_deleted() {
    let bench = Bench::start().await;
    let path = "/projects/SEC/webhooks";
    let made =
        [("name", "n"), ("hookUrl", "http://127.0.0.1:9/"), ("activityTypeIds[]", "2"), ("activityTypeIds[]", "14")];
    let hook = bench.done("POST", path, &made).await;
    assert_eq!(hook["activityTypeIds"], json!([2, 14]));
    let one = format!("{path}/{}", hook["id"]);
    assert_eq!(bench.get(&one, &[]).await, hook);
    assert_eq!(bench.get(path, &[]).await, json!([hook]));
    let all = bench.done("PATCH", &one, &[("allEvent", "true")]).await;
    assert_eq!(all["activityTypeIds"], json!([]));
    bench.done("DELETE", &one, &[]).await;
    refused(&bench.call("GET", &one, &[]).await, 404, 6);
}

#[tokio::test]
async fn closing_an_issue_is_delivered_in_the_webhooks_own_shape() {
    let bench = Bench::start().await;
    let hooks = Receiver::start().await;
    let field = bench.backlog.add_custom_field(bench.project.id, "Alert-Id", BacklogField::Text).unwrap();
    bench.backlog.add_webhook(bench.project.id, &format!("{}/hook?t=canary", hooks.url()), &[2]).unwrap();
    bench.create("Public bucket", &[(&format!("customField_{field}"), "orca-123"), ("dueDate", "2026-12-01")]).await;
    bench.backlog.set_status("SEC-1", 4, Some("done")).unwrap();
    let call = hooks.wait_for(1).await.remove(0);
    assert_eq!(call.path, "/hook?t=canary");
    assert_eq!(call.headers["content-type"], "application/json; charset=UTF-8");
    assert_eq!(call.headers["user-agent"], "Backlog Webhook");
    let event = call.json();
    let content = &event["content"];
    assert_eq!(event["type"], 2);
    assert_eq!(event["project"]["projectKey"], "SEC");
    assert_eq!(event["createdUser"]["id"], bench.backlog.operator_id());
    assert_eq!(content["key_id"], 1);
    assert_eq!(content["status"]["id"], 4);
    assert_eq!(content["customFields"], json!([{ "id": field, "field": "Alert-Id", "value": "orca-123" }]));
    assert_eq!((&content["startDate"], &content["dueDate"]), (&json!(""), &json!("2026-12-01")));
    assert_eq!(content["comment"]["content"], "done");
    assert_eq!(
        content["changes"],
        json!([{ "field": "status", "old_value": "1", "new_value": "4", "type": "standard" }])
    );
}

#[tokio::test]
async fn every_event_of_an_issues_life_is_delivered_in_order() {
    let bench = Bench::start().await;
    let hooks = Receiver::start().await;
    bench.backlog.add_webhook(bench.project.id, &hooks.url(), &[]).unwrap();
    bench.create("x", &[]).await;
    bench.done("POST", "/issues/SEC-1/comments", &[("content", "hello")]).await;
    bench.backlog.close_issue("SEC-1").unwrap();
    bench.backlog.delete_issue("SEC-1").unwrap();
    let events: Vec<Value> = hooks.wait_for(4).await.iter().map(crate::support::Received::json).collect();
    let kinds: Vec<&Value> = events.iter().map(|event| &event["type"]).collect();
    assert_eq!(kinds, [1, 3, 2, 4]);
    assert!(events[1]["content"].get("customFields").is_none());
    assert!(events[3]["content"].get("status").is_none());
}

#[tokio::test]
async fn a_bulk_update_has_text_ids_and_a_display_name() {
    for (as_id, value) in [(false, "完了"), (true, "4")] {
        let bench = Bench::with(|options| options.japanese(true).bulk_status_as_id(as_id)).await;
        let hooks = Receiver::start().await;
        bench.backlog.add_webhook(bench.project.id, &hooks.url(), &[14]).unwrap();
        let id = bench.create("a", &[]).await["id"].to_string();
        bench.create("b", &[]).await;
        bench.backlog.bulk_set_status(&["SEC-1", "SEC-2"], 4).unwrap();
        let event = hooks.wait_for(1).await[0].json();
        assert_eq!(event["type"], 14);
        assert_eq!(event["content"]["link"][0], json!({ "id": id, "key_id": "1", "title": "a" }));
        assert_eq!(event["content"]["changes"], json!([{ "field": "status", "new_value": value, "type": "standard" }]));
        assert!(event["content"]["tx_id"].is_string());
        assert_eq!(bench.backlog.issue("SEC-2").unwrap().status_id, 4);
        let activities = bench.get("/projects/SEC/activities", &[("count", "1")]).await;
        assert_eq!(activities[0]["type"], 14);
    }
}

#[tokio::test]
async fn a_test_send_has_odd_values() {
    let bench = Bench::start().await;
    let hooks = Receiver::start().await;
    let hook = bench.backlog.add_webhook(bench.project.id, &hooks.url(), &[2]).unwrap();
    bench.backlog.send_test_webhook(hook, 2).unwrap();
    bench.backlog.send_test_webhook(hook, 9999).unwrap();
    let calls = hooks.wait_for(2).await;
    assert_eq!(calls[0].json()["content"]["priority"], json!({ "id": null, "name": "" }));
    assert_eq!(calls[0].json()["content"]["versions"][0]["archived"], "false");
    assert!(calls[1].json().get("content").is_none());
}

#[tokio::test]
async fn addresses_outside_this_machine_are_never_called() {
    let bench = Bench::start().await;
    bench.backlog.add_webhook(bench.project.id, "http://example.com/hook", &[]).unwrap();
    bench.create("x", &[]).await;
    while bench.backlog.deliveries().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(bench.backlog.deliveries()[0].result.is_err());
}
