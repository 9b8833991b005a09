//! Webhooks of Backlog: a hint for each issue that one names.

use serde_json::{Value, json};
use ticket_bridge::TicketRef;
use ticket_bridge::adapters::backlog::webhook::BacklogWebhookIntake;
use ticket_bridge::intake::{Intake, Item};

pub(crate) fn event(kind: i64, content: &Value) -> Value {
    json!({"id": 77001, "type": kind, "created": "2026-11-20T02:00:00Z", "notifications": [],
        "project": {"id": 4200, "projectKey": "SEC", "name": "Security", "archived": false},
        "createdUser": {"id": 12, "name": "Operator", "mailAddress": null}, "content": content})
}

pub(crate) fn closed() -> Value {
    let content = json!({"id": 900_100, "key_id": 31, "summary": "Public bucket",
        "status": {"id": 4, "projectId": 4200, "name": "完了"}, "resolution": {"id": null, "name": ""}, "startDate": "",
        "customFields": [{"id": 110, "field": "Alert-Id", "value": "orca-123"}], "comment": null,
        "changes": [{"field": "status", "old_value": "1", "new_value": "4", "type": "standard"}]});
    event(2, &content)
}

fn items(body: &Value) -> Vec<Item> {
    BacklogWebhookIntake::new().read(body)
}

fn tickets(body: &Value) -> Vec<(String, String)> {
    let ticket = |item| match item {
        Item::Ticket(TicketRef { id, key, .. }) => (id, key),
        other => panic!("{other:?}"),
    };
    items(body).into_iter().map(ticket).collect()
}

fn pair(id: &str, key: &str) -> (String, String) {
    (id.to_owned(), key.to_owned())
}

fn malformed(items: &[Item]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| if let Item::Malformed(malformed) = item { Some(&*malformed.path) } else { None })
        .collect()
}

#[test]
fn each_kind_that_names_an_issue_is_a_hint_to_read_it_whatever_it_says_of_it() {
    assert_eq!(tickets(&closed()), [pair("900100", "SEC-31")]);
    for kind in [1, 2, 3, 4, 17] {
        let body = event(kind, &json!({"id": 900_100, "key_id": 31}));
        assert_eq!(tickets(&body), [pair("900100", "SEC-31")], "{kind}");
    }
}

#[test]
fn a_bulk_event_names_each_issue_and_its_values_count_for_nothing() {
    // The new value of a bulk update is a name in the space's language, and may be an id.
    for (kind, value) in [(14, "完了"), (14, "4"), (14, "処理中"), (35, ""), (47, ""), (34, "")] {
        let content = json!({"tx_id": "3301", "comment": {"content": ""}, "changes": [{"field": "status", "new_value": value}],
            "link": [{"id": "900100", "key_id": "31", "title": "Public bucket"}, {"id": 900_101, "key_id": 32}]});
        let expected = [pair("900100", "SEC-31"), pair("900101", "SEC-32")];
        assert_eq!(tickets(&event(kind, &content)), expected, "{kind} {value}");
    }
}

#[test]
fn a_link_that_names_no_issue_is_kept_and_its_neighbours_are_read() {
    let link = json!([{"id": "x"}, {"id": "900100", "key_id": "31"}, 7, null, {"id": 0}, {"id": -1}]);
    let items = items(&event(14, &json!({"link": link})));
    assert!(matches!(&items[1], Item::Ticket(ticket) if ticket.key == "SEC-31"));
    let at = |index: usize| format!("$.content.link[{index}]");
    assert_eq!(malformed(&items), [at(0), at(2), at(3), at(4), at(5)]);
}

#[test]
fn of_an_id_and_a_key_one_is_enough() {
    assert_eq!(tickets(&event(2, &json!({"id": 900_100}))), [pair("900100", "900100")]);
    assert_eq!(tickets(&event(2, &json!({"id": null, "key_id": "31"}))), [pair("SEC-31", "SEC-31")]);
    for project in [json!(null), json!({}), json!({"projectKey": "../users"}), json!({"projectKey": ""}), json!("SEC")]
    {
        let mut body = event(2, &json!({"id": 900_100, "key_id": 31}));
        body["project"] = project;
        assert_eq!(tickets(&body), [pair("900100", "900100")]);
    }
}

#[test]
fn a_pull_request_that_belongs_to_an_issue_names_it() {
    for kind in 18..=21 {
        let body = event(kind, &json!({"id": 5, "number": 3, "issue": {"id": 900_100, "key_id": 31}}));
        assert_eq!(tickets(&body), [pair("900100", "SEC-31")]);
        let without = event(kind, &json!({"id": 5, "number": 3, "issue": null}));
        assert_eq!(items(&without), [Item::Skipped("a pull request without an issue")]);
    }
}

#[test]
fn other_kinds_are_skipped_and_so_is_the_test_buttons_odd_one() {
    let why = [Item::Skipped("an event that names no issue")];
    for kind in (5..=13).chain([15, 16]).chain(22..=33).chain(36..=46).chain([48, 9999, -1]) {
        assert_eq!(items(&event(kind, &json!({"id": 1, "key_id": 1}))), why, "{kind}");
    }
    let mut odd = event(9999, &json!(null));
    odd.as_object_mut().unwrap().remove("content");
    assert_eq!(items(&odd), why);
    assert_eq!(items(&event(14, &json!({"link": []}))), why);
}

#[test]
fn an_event_of_an_issue_that_names_none_is_kept() {
    for (body, path) in [
        (event(2, &json!(null)), "$.content"),
        (event(2, &json!({"summary": "s"})), "$.content"),
        (event(14, &json!({})), "$.content.link"),
        (event(14, &json!({"link": {"id": 1}})), "$.content.link"),
        (json!({"type": "2", "content": {}}), "$.content"),
        (json!({"content": {"id": 1}}), "$.type"),
        (json!({"type": "word"}), "$.type"),
        (json!("word"), "$.type"),
        (json!(null), "$.type"),
    ] {
        assert_eq!(malformed(&items(&body)), [path], "{body}");
    }
    let list = json!([closed(), {"type": "word"}]);
    assert_eq!(malformed(&items(&list)), ["$[1].type"]);
}

#[test]
fn what_is_another_sources_is_skipped() {
    for body in [
        json!({"state": {"alert_id": "orca-1"}}),
        json!({"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}),
    ] {
        assert_eq!(items(&body), [Item::Skipped("of another source")]);
    }
}
