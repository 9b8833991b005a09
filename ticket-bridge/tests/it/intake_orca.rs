//! Alerts of Orca: both generations, lists, and what is none.

use serde_json::{Value, json};
use ticket_bridge::adapters::orca::OrcaIntake;
use ticket_bridge::intake::{HttpGuard, Intake, Item, Trigger};
use ticket_bridge::*;

pub(crate) fn legacy(id: &str) -> Value {
    json!({
        "type": "aws_s3_bucket_public_read", "type_string": "S3 bucket readable by everyone",
        "details": "The bucket reports-prod can be read.", "recommendation": "Block public access.",
        "data": {"title": "Bucket readable by everyone", "details": "The bucket {AwsS3Bucket} can be read."},
        "state": {"alert_id": id, "status": "open", "risk_level": "high", "last_updated": "2026-02-03T04:06:00+00:00",
            "status_time": "2026-02-03T04:05:06+00:00", "created_at": "2026-02-03T04:05:06+00:00"},
        "account_name": "prod-account", "asset_name": "reports-prod", "asset_regions": ["ap-northeast-1"],
        "findings": [{"Name": "reports-prod"}], "unknown_member": {"kept": true}
    })
}

pub(crate) fn row(id: &str) -> Value {
    json!({
        "id": "9d3e0000-0000-4000-8000-00000000000a", "type": "Alert", "name": id,
        "data": {"AlertId": {"value": id}, "Title": {"value": "Bucket readable by everyone"}, "Status": "open",
            "RiskLevel": {"value": "high"}, "LastUpdated": {"value": "2026-02-03T04:06:00+00:00"},
            "AssetData": {"value": {"asset_name": "reports-prod", "account_name": "prod-account"}}}
    })
}

fn items(body: &Value) -> Vec<Item> {
    OrcaIntake::new().read(body)
}

fn only(body: &Value) -> Observation {
    match items(body).as_slice() {
        [Item::Finding(seen)] => (**seen).clone(),
        other => panic!("{other:?}"),
    }
}

fn malformed(items: &[Item]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| if let Item::Malformed(malformed) = item { Some(&*malformed.path) } else { None })
        .collect()
}

#[test]
fn both_generations_say_the_same_of_one_alert() {
    let (old, new) = (only(&legacy("orca-7")), only(&row("orca-7")));
    assert_eq!(old.observed_at, Moment::from_millis(1_770_091_560_000));
    for seen in [&old, &new] {
        assert_eq!((seen.source.as_str(), seen.key.as_str(), seen.state), ("orca", "orca-7", FindingState::Active));
        assert_eq!((seen.title.as_str(), &seen.severity), ("Bucket readable by everyone", &Severity::High));
        assert_eq!((seen.resource.as_deref(), seen.account.as_deref()), (Some("reports-prod"), Some("prod-account")));
        assert_eq!(seen.observed_at, old.observed_at);
    }
    assert_eq!((&*old.raw, &*new.raw), (&legacy("orca-7"), &row("orca-7")));
}

#[test]
fn an_alert_needs_no_more_than_its_id() {
    let seen = only(&json!({"type_string": "Weak hash", "state": {"alert_id": "orca-8"}}));
    assert_eq!((seen.key.as_str(), seen.title.as_str(), seen.state), ("orca-8", "Weak hash", FindingState::Active));
    assert_eq!(only(&json!({"data": {"AlertId": "orca-9"}})).key, "orca-9");
}

#[test]
fn what_is_not_known_to_be_over_stands() {
    for (status, active) in [
        ("open", true),
        ("in_progress", true),
        ("some new word", true),
        ("closed", false),
        ("dismissed", false),
        ("snoozed", false),
    ] {
        let mut alert = legacy("orca-7");
        alert["state"]["status"] = json!(status);
        // What a person chose last does not count: Orca may have opened it again.
        alert["configuration"] = json!({"user_status": "closed"});
        assert_eq!(only(&alert).is_active(), active, "{status}");
        let mut alert = row("orca-7");
        alert["data"]["Status"] = json!({"value": status});
        assert_eq!(only(&alert).is_active(), active, "{status}");
    }
}

#[test]
fn a_list_is_read_one_by_one_and_the_malformed_ones_are_kept() {
    let list = json!([legacy("orca-1"), 7, {"state": {}}, row("orca-2"), {"state": {"alert_id": 3}}, null]);
    let items = items(&list);
    assert_eq!(malformed(&items), ["$[1]", "$[2].state.alert_id", "$[4].state.alert_id", "$[5]"]);
    let is = |item: &Item, id: &str| matches!(item, Item::Finding(seen) if seen.key == id);
    assert!(is(&items[0], "orca-1") && is(&items[3], "orca-2"));
}

#[test]
fn a_form_that_nobody_knows_is_kept_and_another_sources_is_skipped() {
    let unknown = [
        json!({}),
        json!("word"),
        json!({"alert": {"id": "orca-1"}}),
        // Limited to few fields by the automation: `findings` alone makes it nobody else's.
        json!({"type": "aws_s3", "findings": [{"Name": "reports-prod"}]}),
        json!({"data": {"alert_id": "orca-1", "type": "set_status"}}),
    ];
    for body in unknown {
        assert_eq!(malformed(&items(&body)).len(), 1, "{body}");
    }
    let foreign = [
        json!({"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}),
        json!({"id": 1, "type": 2, "project": {"projectKey": "SEC"}, "content": {"id": 1, "key_id": 1}}),
        json!({"Id": "f-1", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/guardduty"}),
    ];
    for body in foreign {
        assert_eq!(items(&body), [Item::Skipped("of another source")], "{body}");
        assert_eq!(items(&json!([body])), [Item::Skipped("of another source")]);
        // Among alerts nobody else will read it: it is kept.
        assert_eq!(malformed(&items(&json!([legacy("orca-1"), body]))), ["$[1]"]);
    }
    assert_eq!(items(&json!([])), [Item::Skipped("an empty list")]);
}

#[test]
fn an_alert_is_the_same_by_every_way_in() {
    let alert = legacy("orca-7").to_string();
    let notification = json!({"Type": "Notification", "MessageId": "n", "TopicArn": "t", "Message": alert});
    let http =
        json!({"version": "2.0", "rawPath": "/hook", "requestContext": {"http": {"method": "POST"}}, "body": alert});
    let sqs = |body: &str| json!({"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": body}]});
    let ways = [
        legacy("orca-7"),
        sqs(&alert),
        sqs(&notification.to_string()),
        json!({"Records": [{"EventSource": "aws:sns", "Sns": notification}]}),
        notification,
        http,
    ];
    for way in ways {
        let trigger = Trigger::read(way.to_string().as_bytes(), &HttpGuard::open());
        let body = trigger.deliveries[0].body.as_ref().unwrap();
        assert_eq!(only(body), only(&legacy("orca-7")), "{way}");
    }
}
