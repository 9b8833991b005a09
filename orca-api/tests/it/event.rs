use crate::support::{fixture, lossless};
use orca_api::event::OrcaEvent;
use orca_api::model::Alert;
use serde_json::{Value, json};

/// What SNS puts around a message.
fn notification(message: &Value) -> Value {
    json!({
        "Type": "Notification",
        "MessageId": "m-1",
        "TopicArn": "arn:aws:sns:ap-northeast-1:123456789012:orca-alerts",
        "Message": message,
        "Timestamp": "2026-02-03T04:06:01.000Z"
    })
}

#[test]
fn every_generation_arrives_through_every_channel() {
    for (name, id) in [
        ("legacy", "orca-700123"),
        ("legacy_minimal", "orca-700124"),
        ("legacy_without_data", "orca-700125"),
        ("row", "orca-700123"),
        ("row_flat", "orca-700123"),
    ] {
        let alert = fixture(&format!("alerts/{name}"));
        // A webhook's body, and the text of an SQS record.
        let direct = OrcaEvent::from_slice(alert.to_string().as_bytes()).unwrap();
        // The record's `body`, as it stands in the Lambda event.
        let record = OrcaEvent::from_value(json!(alert.to_string())).unwrap();
        // SQS subscribed to SNS, without raw delivery.
        let wrapped = notification(&json!(alert.to_string()));
        let sns = OrcaEvent::from_value(json!(wrapped.to_string())).unwrap();
        for event in [&direct, &record, &sns] {
            assert_eq!((event.alert().id().as_str(), event.raw()), (id, &alert), "{name}");
            assert_eq!(event.view(), direct.view());
        }
        assert_eq!((direct.envelope(), sns.envelope()), (None, Some(&wrapped)));
        lossless::<OrcaEvent>(&alert);
        lossless::<OrcaEvent>(&wrapped);
    }
}

/// Dangerous point: two alert generations. The shape tells them apart, whatever else is there.
#[test]
fn the_generation_is_told_by_where_the_id_stands() {
    let read = |value: Value| OrcaEvent::from_value(value).unwrap();
    let is_row = |event: &OrcaEvent| matches!(event.alert(), Alert::Row(_));
    // Rule text in `data` makes no row; a row's `data` makes no legacy document.
    assert!(!is_row(&read(
        json!({"state": {"alert_id": "orca-1"}, "data": {"title": "x"}, "type": "Alert", "name": "n"})
    )));
    assert!(is_row(&read(json!({"data": {"AlertId": {"value": "orca-1"}}}))));
    assert!(is_row(&read(json!({"data": {"AlertId": "orca-1"}, "state": {}, "status": "open"}))));
    assert!(is_row(&read(json!({"type": "Alert", "name": "orca-1"}))));
    // Members that look like a row's wrapping, or like SNS's.
    let odd = json!({"state": {"alert_id": "orca-1", "value": {}}, "value": 1, "Type": "x", "Message": "y"});
    assert!(!is_row(&lossless(&odd)));
}

#[test]
fn a_row_is_named_as_the_other_generation_names_it() {
    for (row, id) in [
        (json!({"data": {"AlertId": {"value": "orca-5"}}, "name": "orca-6"}), "orca-5"),
        (json!({"data": {"AlertId": {"value": "5"}}, "name": "orca-6"}), "orca-6"),
        (json!({"data": {"AlertId": {"value": 5}, "Name": {"value": "orca-7"}}, "name": null}), "orca-7"),
        (json!({"data": {"AlertId": {"value": null}, "Name": "orca-7"}, "type": "alert", "name": ""}), "orca-7"),
        (json!({"data": {"AlertId": "5"}}), "orca-5"),
        (json!({"data": {"AlertId": 5}}), "orca-5"),
        (json!({"data": {"AlertId": "custom-5"}, "name": "5"}), "custom-5"),
    ] {
        assert_eq!(OrcaEvent::from_value(row.clone()).unwrap().alert().id().as_str(), id, "{row}");
    }
}

/// Webhooks may be set to send some fields only, and samples have members of other types than usual.
#[test]
fn members_of_any_form_leave_the_alert_readable() {
    let legacy = fixture("alerts/legacy");
    for odd in [Value::Null, json!(7), json!("text"), json!([]), json!([1, {"a": 2}]), json!({"a": 1}), json!(true)] {
        for name in legacy.as_object().unwrap().keys().filter(|name| *name != "state") {
            let mut body = legacy.clone();
            body[name] = odd.clone();
            let event: OrcaEvent = lossless(&body);
            assert_eq!(event.view().id.as_str(), "orca-700123", "{name}: {odd}");
        }
        for name in legacy["state"].as_object().unwrap().keys().filter(|name| *name != "alert_id") {
            let mut body = legacy.clone();
            body["state"][name] = odd.clone();
            assert_eq!(lossless::<OrcaEvent>(&body).view().id.as_str(), "orca-700123", "{name}: {odd}");
        }
        let row = fixture("alerts/row");
        for name in row["data"].as_object().unwrap().keys() {
            for value in [odd.clone(), json!({"value": odd})] {
                let mut body = row.clone();
                body["data"][name] = value;
                assert!(!lossless::<OrcaEvent>(&body).view().title.is_empty(), "{name}: {odd}");
            }
        }
    }
}

#[test]
fn what_is_no_alert_is_refused_with_the_path_and_without_its_text() {
    let sns = |message: Value| notification(&message).to_string();
    for (body, path, problem) in [
        ("{\"canary\": ".to_owned(), "body", "no JSON at line 1 column 11"),
        (String::new(), "body", "no JSON at line 1 column 0"),
        ("[\"canary\"]".to_owned(), "body", "is no JSON object"),
        ("7".to_owned(), "body", "is no JSON object"),
        ("\"canary\"".to_owned(), "body", "no JSON at line 1 column 1"),
        ("{\"canary\": 1}".to_owned(), "state.alert_id", "is missing, as is `data.AlertId`"),
        ("{\"state\": {\"alert_id\": null}}".to_owned(), "state.alert_id", "is missing, as is `data.AlertId`"),
        ("{\"state\": {\"alert_id\": {\"canary\": 1}}}".to_owned(), "state.alert_id", "is no text, or empty"),
        ("{\"state\": {\"alert_id\": \" \"}}".to_owned(), "state.alert_id", "is no text, or empty"),
        ("{\"data\": {\"AlertId\": [\"canary\"]}}".to_owned(), "data.AlertId", "names no alert, nor does `name`"),
        ("{\"Records\": [{\"body\": \"canary\"}]}".to_owned(), "Records", "is a batch: read the body of each record"),
        (sns(json!("canary")), "Message", "no JSON at line 1 column 1"),
        (sns(json!("[]")), "Message", "is no JSON object"),
        (sns(json!("{}")), "Message.state.alert_id", "is missing, as is `data.AlertId`"),
        (sns(json!({"canary": 1})), "Message", "is missing, or no text"),
        (
            sns(json!("canary")).replace("Notification", "SubscriptionConfirmation"),
            "Type",
            "is no notification, but SNS's own message about the subscription",
        ),
    ] {
        let error = OrcaEvent::from_slice(body.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{body}");
        assert_eq!(error.to_string(), format!("not an Orca alert: {path}: {problem}"), "{body}");
        assert!(!format!("{error:?}").contains("canary"));
    }
    assert!(OrcaEvent::from_slice(b"\xff\xfe").is_err());
    let deep = "[".repeat(100_000);
    assert!(OrcaEvent::from_slice(deep.as_bytes()).is_err());
}
