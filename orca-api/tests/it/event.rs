mod mutated;

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

/// Webhooks may be set to send some fields only (`body_fields`): any may be missing but the one that holds the id.
#[test]
fn a_limited_body_reads_while_it_has_the_id() {
    for (name, holder, id) in [("legacy", "state", "orca-700123"), ("row", "data", "orca-700123")] {
        let whole = fixture(&format!("alerts/{name}"));
        let fields = whole.as_object().unwrap();
        for other in fields.keys() {
            let mut limited = json!({});
            for field in [holder, other] {
                limited[field] = whole[field].clone();
            }
            assert_eq!(lossless::<OrcaEvent>(&limited).view().id.as_str(), id, "{name}: {other}");
        }
        let mut without = whole.clone();
        without.as_object_mut().unwrap().remove(holder);
        let without = OrcaEvent::from_value(without);
        // The name of a row is the id as well.
        assert_eq!(without.is_ok(), name == "row", "{name}");
    }
}

#[test]
fn every_record_of_a_lambda_event_is_told_apart() {
    let (legacy, row) = (fixture("alerts/legacy"), fixture("alerts/row"));
    let sqs = |id: &str, body: Value| json!({"messageId": id, "eventSource": "aws:sqs", "body": body});
    let event = json!({"Records": [
        sqs("m-1", json!(legacy.to_string())),
        sqs("m-2", json!("{\"canary\": 1}")),
        sqs("m-3", json!(notification(&json!(row.to_string())).to_string())),
        sqs("m-4", json!("no JSON")),
        sqs("m-5", json!(notification(&json!("{}")).to_string())),
        {"eventSource": "aws:sqs"},
        7,
        {"EventSource": "aws:sns", "Sns": notification(&json!(legacy.to_string()))},
        {"EventSource": "aws:sns", "Sns": notification(&json!("[]"))},
        {"EventSource": "aws:sns", "Sns": null},
        // An alert that somebody wrote as it is.
        sqs("m-6", row.clone()),
    ]});
    let records = OrcaEvent::records(event.to_string().as_bytes()).unwrap();
    let told: Vec<(&str, Result<&str, String>)> = records
        .iter()
        .map(|record| match &record.event {
            Ok(event) => (&*record.message_id, Ok(event.alert().id().as_str())),
            Err(error) => (&*record.message_id, Err(error.to_string())),
        })
        .collect();
    let bad = |text: &str| Err(format!("not an Orca alert: {text}"));
    let expected = [
        ("m-1", Ok("orca-700123")),
        ("m-2", bad("body.state.alert_id: is missing, as is `data.AlertId`")),
        ("m-3", Ok("orca-700123")),
        ("m-4", bad("body: no JSON at line 1 column 2")),
        ("m-5", bad("body.Message.state.alert_id: is missing, as is `data.AlertId`")),
        ("", bad("body: is missing, or no text")),
        ("", bad("body: is missing, or no text")),
        ("m-1", Ok("orca-700123")),
        ("m-1", bad("Sns.Message: is no JSON object")),
        ("", bad("Sns: is missing, or no text")),
        ("m-6", Ok("orca-700123")),
    ];
    assert_eq!(told, expected);
    assert_eq!(records[0].event.as_ref().unwrap().raw(), &legacy);
    let envelope = records[7].event.as_ref().unwrap().envelope();
    assert_eq!(envelope, Some(&notification(&json!(legacy.to_string()))));
    assert_eq!(OrcaEvent::records(b"{\"Records\": []}").unwrap(), []);
    for (body, told) in [
        ("{}", "Records: is missing, or no list"),
        ("[]", "Records: is missing, or no list"),
        ("{\"Records\": {}}", "Records: is missing, or no list"),
        ("{", "body: no JSON at line 1 column 1"),
    ] {
        let error = OrcaEvent::records(body.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), format!("not an Orca alert: {told}"));
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
        (
            "{\"Records\": [{\"body\": \"canary\"}]}".to_owned(),
            "Records",
            "is a batch: read it with `OrcaEvent::records`",
        ),
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
