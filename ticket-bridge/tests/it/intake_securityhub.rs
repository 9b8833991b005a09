//! Findings of Security Hub: events of each kind, bare findings, and what is none.

use serde_json::{Value, json};
use ticket_bridge::adapters::securityhub::SecurityHubIntake;
use ticket_bridge::intake::{Intake, Item};
use ticket_bridge::*;

const PRODUCT: &str = "arn:aws:securityhub:us-east-1::product/aws/securityhub";

pub(crate) fn finding(id: &str) -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": id, "ProductArn": PRODUCT, "ProductName": "Security Hub CSPM",
        "AwsAccountId": "123456789012", "Region": "us-east-1", "Title": "Port open", "Description": "It is open.",
        "CreatedAt": "2026-02-03T04:05:06Z", "UpdatedAt": "2026-02-03T04:06:00.000Z",
        "Severity": {"Label": "HIGH"}, "Resources": [{"Type": "AwsEc2SecurityGroup", "Id": "arn:aws:ec2:::sg/1"}],
        "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE", "Compliance": {"Status": "FAILED"}
    })
}

pub(crate) fn event(detail_type: &str, detail: &Value) -> Value {
    json!({"version": "0", "id": "e-1", "detail-type": detail_type, "source": "aws.securityhub", "account": "123456789012",
        "time": "2026-02-03T04:06:01Z", "region": "us-east-1", "resources": [], "detail": detail})
}

fn imported(findings: &Value) -> Value {
    event("Security Hub Findings - Imported", &json!({"findings": findings}))
}

fn items(body: &Value) -> Vec<Item> {
    SecurityHubIntake::new().read(body)
}

fn keys(items: &[Item]) -> Vec<&str> {
    items.iter().map(key).collect()
}

/// The finding's id, the place of what is malformed, or why it is skipped.
fn key(item: &Item) -> &str {
    match item {
        Item::Finding(seen) => seen.key.rsplit('/').next().unwrap(),
        Item::Malformed(malformed) => &malformed.path,
        Item::Skipped(why) => why,
        other => panic!("{other:?}"),
    }
}

fn only(body: &Value) -> Observation {
    match items(body).as_slice() {
        [Item::Finding(seen)] => (**seen).clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_imported_finding_is_an_item_and_keeps_its_event() {
    let body = imported(&json!([finding("f-1")]));
    let seen = only(&body);
    assert_eq!((seen.source.as_str(), seen.key), ("securityhub", format!("{PRODUCT}/f-1")));
    assert_eq!((seen.title.as_str(), &seen.severity, seen.state), ("Port open", &Severity::High, FindingState::Active));
    assert_eq!((seen.account.as_deref(), seen.region.as_deref()), (Some("123456789012"), Some("us-east-1")));
    assert_eq!(seen.observed_at, Moment::from_millis(1_770_091_561_000));
    // `BatchUpdateFindings` does not move the finding's time: of two such events the later one counts.
    let mut later = body.clone();
    later["time"] = json!("2026-03-01T00:00:00Z");
    assert_eq!(only(&later).observed_at, Moment::from_millis(1_772_323_200_000));
    assert_eq!(*seen.raw, body);
}

#[test]
fn all_findings_of_a_custom_action_are_read_and_the_malformed_ones_kept_at_their_place() {
    let mut nameless = finding("f-2");
    nameless.as_object_mut().unwrap().remove("ProductArn");
    let findings = json!([finding("f-1"), nameless, 7, finding("f-3")]);
    let body = event(
        "Security Hub Findings - Custom Action",
        &json!({"actionName": "a", "actionDescription": "b", "findings": findings}),
    );
    let items = items(&body);
    assert_eq!(keys(&items), ["f-1", "$.detail.findings[1].ProductArn", "$.detail.findings[2]", "f-3"]);
    let Item::Finding(last) = &items[3] else { panic!() };
    assert_eq!(last.raw["detail"]["findings"], json!([finding("f-3")]));
    assert_eq!(last.raw["detail"]["actionName"], json!("a"));
}

#[test]
fn an_event_whose_findings_are_missing_is_malformed_and_one_without_any_is_skipped() {
    for detail in [json!({}), json!({"findings": null}), json!({"findings": "f"})] {
        assert_eq!(keys(&items(&event("Security Hub Findings - Imported", &detail))), ["$.detail.findings"]);
    }
    assert_eq!(keys(&items(&imported(&json!([])))), ["an event that names no finding"]);
    assert_eq!(keys(&items(&event("A new kind", &json!({})))), ["an event that names no finding"]);
}

#[test]
fn each_result_of_an_insight_is_skipped_for_it_names_no_finding() {
    let results = json!([{"alice": 2}, {"bob": 1}, "odd"]);
    let detail = json!({"actionName": "a", "insightArn": "arn", "insightName": "n", "resultType": "ResourceAwsIamAccessKeyUserName",
        "number of results": 3, "insightResults": results});
    let why = "a value of an insight, not a finding";
    assert_eq!(keys(&items(&event("Security Hub Insight Results", &detail))), [why; 3]);
    assert_eq!(keys(&items(&event("Security Hub Insight Results", &json!({})))), [why]);
}

#[test]
fn findings_in_ocsf_are_skipped_one_by_one() {
    let detail = json!({"findings": [{"finding_info": {"uid": "1"}}, {}]});
    assert_eq!(keys(&items(&event("Findings Imported V2", &detail))), ["a finding of the new Security Hub"; 2]);
}

#[test]
fn bare_findings_are_read_in_each_form_and_a_template_finds_its_paths() {
    let (one, two) = (finding("f-1"), finding("f-2"));
    let odd = json!({"Id": "f-3", "ProductArn": ""});
    assert_eq!(keys(&items(&one)), ["f-1"]);
    assert_eq!(keys(&items(&json!([one, odd, two, 7]))), ["f-1", "$[1].ProductArn", "f-2", "$[3]"]);
    for name in ["Findings", "findings"] {
        let malformed = format!("$.{name}[1].ProductArn");
        assert_eq!(keys(&items(&json!({name: [one, odd, two]}))), ["f-1", &malformed, "f-2"]);
        assert_eq!(keys(&items(&json!({name: []}))), ["an empty list"]);
    }
    assert_eq!(keys(&items(&json!([]))), ["an empty list"]);
    let raw = only(&one).raw;
    assert_eq!(raw.pointer("/detail/findings/0"), Some(&one));
    assert!(raw.to_string().parse::<securityhub_finding::Event>().is_ok());
    // A list may hold events, too.
    let nested = json!([imported(&json!([one, 7])), imported(&json!([two]))]);
    assert_eq!(keys(&items(&nested)), ["f-1", "$[0].detail.findings[1]", "f-2"]);
}

#[test]
fn a_finding_stands_unless_it_is_known_to_be_over() {
    let state = |pointer: &str, value: Value| {
        let mut finding = finding("f-1");
        *finding.pointer_mut(pointer).unwrap() = value;
        only(&imported(&json!([finding]))).is_active()
    };
    for (pointer, standing, over) in [
        ("/Workflow/Status", &["NEW", "NOTIFIED", "SOMETHING_NEW"][..], &["RESOLVED", "SUPPRESSED"][..]),
        ("/RecordState", &["ACTIVE", "SOMETHING_NEW"], &["ARCHIVED"]),
        ("/Compliance/Status", &["FAILED", "WARNING", "NOT_AVAILABLE", "SOMETHING_NEW"], &["PASSED"]),
    ] {
        for word in standing {
            assert!(state(pointer, json!(word)), "{pointer} {word}");
        }
        for word in over {
            assert!(!state(pointer, json!(word)), "{pointer} {word}");
        }
        assert!(state(pointer, Value::Null), "{pointer}");
    }
    let bare = json!({"Id": "f-1", "ProductArn": PRODUCT});
    assert!(only(&imported(&json!([bare]))).is_active());
}

#[test]
fn security_hubs_own_findings_are_told_by_the_arn_and_not_by_a_name() {
    let intake = SecurityHubIntake::new().controls_only(true);
    let of = |arn: &str, name: &str| {
        let mut finding = finding("f-1");
        (finding["ProductArn"], finding["ProductName"]) = (json!(arn), json!(name));
        finding["ProductFields"] = json!({"aws/securityhub/ProductName": name});
        intake.read(&imported(&json!([finding])))
    };
    for name in ["Security Hub", "Security Hub CSPM", "anything"] {
        assert!(matches!(of(PRODUCT, name)[..], [Item::Finding(_)]));
    }
    assert!(matches!(of("arn:aws-cn:securityhub:cn-north-1::product/aws/securityhub", "")[..], [Item::Finding(_)]));
    for arn in [
        "arn:aws:securityhub:us-east-1::product/aws/guardduty",
        "arn:aws:securityhub:us-east-1:123456789012:product/x/product/aws/securityhub",
    ] {
        assert_eq!(of(arn, "Security Hub"), [Item::Skipped("a finding of another product")]);
    }
}

#[test]
fn events_of_others_are_skipped_unless_they_hold_findings_of_this_format() {
    let other = |source: &str, detail: Value| {
        let mut event = event("Scheduled Event", &detail);
        event["source"] = json!(source);
        keys(&items(&event)).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let why = "an event that is not of Security Hub";
    assert_eq!(other("aws.events", json!({})), [why]);
    assert_eq!(other("aws.ec2", json!("text")), [why]);
    assert_eq!(other("aws.guardduty", json!({"findings": [{"id": "1"}]})), [why]);
    assert_eq!(other("com.example.tool", json!({"findings": [finding("f-1"), 7]})), ["f-1", "$.detail.findings[1]"]);
    let foreign = [json!({"state": {"alert_id": "orca-1"}, "findings": []}), json!({"type": 2, "content": {}})];
    for body in foreign {
        assert_eq!(keys(&items(&body)), ["of another source"]);
    }
}

#[test]
fn a_form_that_nobody_knows_is_kept_with_its_place() {
    for (body, path) in [
        (json!({}), "$.detail-type"),
        (json!({"detail-type": "Security Hub Findings - Imported"}), "$.source"),
        (json!({"detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub"}), "$.detail"),
        (event("Security Hub Findings - Imported", &json!("text")), "$.detail"),
        (json!({"Id": "f-1"}), "$.ProductArn"),
        (json!(7), "$"),
        (json!("text"), "$"),
    ] {
        assert_eq!(keys(&items(&body)), [path], "{body}");
    }
}
