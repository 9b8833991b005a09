use crate::support::{fixture, lossless};
use backlog_api::model::{ActivityContent, ActivityType, IssueContent};
use backlog_api::webhook::WebhookEvent;
use backlog_api::*;
use serde_json::{Value, json};

fn event(name: &str) -> WebhookEvent {
    lossless(&fixture(&format!("webhooks/{name}")))
}

fn issue(event: &WebhookEvent) -> Box<IssueContent> {
    match event.content() {
        ActivityContent::Issue(issue) => issue,
        other => panic!("{other:?}"),
    }
}

fn names(event: &WebhookEvent) -> Vec<String> {
    event.issues().iter().map(ToString::to_string).collect()
}

#[test]
fn a_close_reads_camel_and_snake_case_keys() {
    let event = event("closed");
    assert_eq!((event.kind, event.id), (ActivityType::IssueUpdated, Some(ActivityId::new(77001))));
    assert_eq!(event.project.as_ref().unwrap().key.as_str(), "SEC");
    assert_eq!(event.created_user.as_ref().unwrap().name, "Operator");
    assert!(event.may_have_changed_status());
    assert_eq!(names(&event), ["900100"]);
    let issue = issue(&event);
    assert_eq!(issue.status.as_ref().unwrap().id, StatusId::CLOSED);
    assert_eq!(issue.issue_type.as_ref().unwrap().id, IssueTypeId::new(7001));
    assert_eq!(issue.due_date.as_ref().unwrap().calendar_date(), Some("2026-12-01".parse().unwrap()));
    assert_eq!(issue.start_date.as_ref().unwrap().calendar_date(), None);
    assert_eq!(issue.estimated_hours, Some("1.5".parse().unwrap()));
    assert_eq!(issue.categories[0].id, CategoryId::new(61));
    assert_eq!(issue.comment.as_ref().unwrap().content.as_deref(), Some("done"));
    assert_eq!((issue.changes[0].old_value.as_deref(), issue.changes[0].new_value.as_deref()), (Some("1"), Some("4")));
}

#[test]
fn other_issue_events_are_no_status_change() {
    for (name, kind) in [
        ("created", ActivityType::IssueCreated),
        ("old_update", ActivityType::IssueUpdated),
        ("commented", ActivityType::IssueCommented),
        ("deleted", ActivityType::IssueDeleted),
    ] {
        let event = event(name);
        assert_eq!((event.kind, event.may_have_changed_status()), (kind, false), "{name}");
        assert_eq!(names(&event), ["900100"], "{name}");
    }
    assert_eq!(issue(&event("commented")).comment.unwrap().id, Some(CommentId::new(55002)));
}

/// Dangerous point: bulk event values. Ids are texts, and the value is a name or an id: both lead to the same.
#[test]
fn bulk_event_values_are_never_what_decides() {
    for name in ["bulk_by_name", "bulk_by_id"] {
        let event = event(name);
        assert!(event.may_have_changed_status(), "{name}");
        assert_eq!(names(&event), ["900100", "900101"], "{name}");
    }
    let mut other = fixture("webhooks/bulk_by_name");
    other["content"]["changes"] = json!([{"field": "priority", "new_value": "4", "type": "standard"}]);
    assert!(!WebhookEvent::from_value(other).unwrap().may_have_changed_status());
}

/// Dangerous point: webhook customFields. The id decides, the name is second, and neither is a clean miss.
#[test]
fn webhook_custom_fields_are_found_by_id_then_by_name() {
    let with = |fields: Value| {
        let mut body = fixture("webhooks/closed");
        body["content"]["customFields"] = fields;
        *issue(&WebhookEvent::from_value(body).unwrap())
    };
    let find = |fields: Value| with(fields).custom_field(110, "Alert-Id").cloned();
    let value = Some(json!("orca-123"));
    assert_eq!(find(json!([{"id": 110, "field": "Renamed", "value": "orca-123"}])), value);
    assert_eq!(find(json!([{"id": "110", "field": "Renamed", "value": "orca-123"}])), value);
    assert_eq!(find(json!([{"field": "Alert-Id", "value": "orca-123"}])), value);
    assert_eq!(find(json!([{"name": "Alert-Id", "value": "orca-123"}])), value);
    // Another field took the name: its id says that it is another.
    let taken = json!([{"id": 7, "field": "Alert-Id", "value": "x"}, {"id": 110, "field": "Old", "value": "orca-123"}]);
    assert_eq!(find(taken), value);
    assert_eq!(find(json!([{"id": 7, "field": "Alert-Id", "value": "x"}])), None);
    assert_eq!(find(json!([{"id": 110, "field": "Alert-Id"}])), Some(Value::Null));
    assert_eq!(find(json!([])), None);
    assert_eq!(find(Value::Null), None);
}

#[test]
fn the_test_buttons_odd_values_parse() {
    let event = event("test_send");
    assert_eq!((event.id, event.created_user.is_some()), (None, false));
    assert!(event.may_have_changed_status());
    let issue = issue(&event);
    assert_eq!(issue.status.unwrap().id, StatusId::IN_PROGRESS);
    assert_eq!((issue.priority, issue.resolution, issue.versions.len(), issue.categories.len()), (None, None, 0, 0));
    assert_eq!(issue.issue_type.unwrap().color, "null");

    let unknown = self::event("unknown_type");
    assert_eq!((unknown.kind.code(), unknown.may_have_changed_status(), names(&unknown).len()), (9999, false, 0));
    assert_eq!(unknown.content(), ActivityContent::Other(Value::Null));
}

#[test]
fn an_issue_without_an_id_is_named_by_its_key() {
    let mut body = fixture("webhooks/closed");
    body["content"]["id"] = Value::Null;
    assert_eq!(names(&WebhookEvent::from_value(body.clone()).unwrap()), ["SEC-31"]);
    body["project"] = Value::Null;
    assert_eq!(names(&WebhookEvent::from_value(body).unwrap()), Vec::<String>::new());
}

#[test]
fn what_is_no_event_is_refused_with_the_place_and_without_its_text() {
    for (body, place) in [
        (&b"{\"secret\": "[..], "line 1 column 11"),
        (b"", "line 1 column 0"),
        (b"[]", "no JSON object"),
        (b"\"secret\"", "no JSON object"),
        (b"{\"secret\": 1}", "`type`"),
        (b"{\"type\": {\"secret\": 1}}", "`type`"),
        (b"\xff\xfe", "line 1"),
    ] {
        let error = WebhookEvent::from_slice(body).unwrap_err().to_string();
        assert!(error.contains(place) && !error.contains("secret"), "{error}");
    }
}
