use crate::support::{fixture, shared_text};
use securityhub_finding::{DetailType, Event};

fn read(name: &str) -> Event {
    Event::from_slice(fixture(name).as_bytes()).unwrap()
}

#[test]
fn an_imported_event_holds_its_finding() {
    let event = read("events/imported.json");
    assert_eq!(event.detail_type, DetailType::FindingsImported);
    assert_eq!(event.source, "aws.securityhub");
    assert_eq!(event.account.as_deref(), Some("111122223333"));
    assert_eq!(event.region.as_deref(), Some("ap-northeast-1"));
    assert_eq!(event.time.as_ref().unwrap().as_str(), "2026-11-20T00:10:05Z");
    assert_eq!(event.resources, ["arn:aws:securityhub:ap-northeast-1::product/aws/securityhub/finding-1"]);
    assert_eq!(event.action, None);
    assert_eq!(event.insight, None);
    assert_eq!(event.malformed().count(), 0);

    let finding = event.findings().next().unwrap();
    assert_eq!(finding.id, "finding-1");
    assert_eq!(finding.dedup_key().to_string(), event.resources[0]);
}

#[test]
fn a_malformed_finding_does_not_stop_its_neighbours() {
    let event = read("events/custom_action.json");
    assert_eq!(event.detail_type, DetailType::CustomAction);
    let action = event.action.as_ref().unwrap();
    assert_eq!((action.name.as_str(), action.description.as_deref()), ("ticket", Some("Open a ticket")));

    assert_eq!(event.findings().map(|finding| finding.id.as_str()).collect::<Vec<_>>(), ["finding-1", "finding-6"]);
    let malformed: Vec<_> = event.malformed().map(|it| (it.reason.path(), it.reason.to_string())).collect();
    assert_eq!(
        malformed,
        [
            ("$.detail.findings[1].Id", "not a finding: $.detail.findings[1].Id: missing".to_owned()),
            (
                "$.detail.findings[2].Id",
                "not a finding: $.detail.findings[2].Id: not a text at line 1 column 8".to_owned()
            ),
            (
                "$.detail.findings[3].ProductArn",
                "not a finding: $.detail.findings[3].ProductArn: empty at line 1 column 35".to_owned()
            ),
            (
                "$.detail.findings[4]",
                "not a finding: $.detail.findings[4]: no JSON object at line 1 column 11".to_owned()
            ),
        ]
    );
    let raw = event.malformed().next().unwrap().raw.as_str();
    assert!(raw.ends_with(r#""Title": "no id", "Confidence": 1e2}"#), "{raw}");
    assert_eq!(
        event.into_findings().iter().map(Result::is_ok).collect::<Vec<_>>(),
        [true, false, false, false, false, true]
    );
}

#[test]
fn an_event_about_findings_without_a_list_of_them_is_malformed() {
    for (detail, path, raw) in [
        ("{}", "not a finding: $.detail.findings: missing", "{}"),
        (r#"{"findings": null}"#, "not a finding: $.detail.findings: missing", r#"{"findings": null}"#),
        (r#"{"findings": {"Id": "1"}}"#, "not a finding: $.detail.findings: not a list", r#"{"Id": "1"}"#),
    ] {
        let json = format!(
            r#"{{"detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub", "detail": {detail}}}"#
        );
        let event: Event = json.parse().unwrap();
        let malformed: Vec<_> = event.malformed().map(|it| (it.reason.to_string(), it.raw.as_str())).collect();
        assert_eq!(malformed, [(path.to_owned(), raw)]);
        assert_eq!(event.findings().count(), 0);
    }
}

#[test]
fn insight_results_are_values_with_counts() {
    let event = read("events/insight_results.json");
    assert_eq!(event.detail_type, DetailType::InsightResults);
    assert_eq!(event.action.as_ref().unwrap().name, "ticket");
    assert_eq!((event.findings().count(), event.malformed().count()), (0, 0));
    let insight = event.insight.unwrap();
    assert_eq!(insight.name.as_deref(), Some("Buckets with most findings"));
    assert_eq!(insight.result_type.as_deref(), Some("ResourceId"));
    assert_eq!(insight.number_of_results.unwrap().as_i64(), Some(2));
    let results: Vec<_> = insight.results.iter().map(|it| (it.value.as_str(), it.count.as_i64())).collect();
    assert_eq!(results, [("arn:aws:s3:::example-a", Some(12)), ("arn:aws:s3:::example-b", Some(7))]);
}

#[test]
fn other_events_read_too() {
    let json =
        r#"{"detail-type": "GuardDuty Finding", "source": "aws.guardduty", "detail": {"id": "1"}, "account": 5}"#;
    let event: Event = json.parse().unwrap();
    assert_eq!(event.detail_type.as_str(), "GuardDuty Finding");
    assert_eq!((event.account.as_deref(), event.findings().count(), event.malformed().count()), (None, 0, 0));
    assert_eq!(event.raw().as_str(), json);

    let json = r#"{"detail-type": "Findings Imported V2", "source": "aws.securityhub", "detail": {"findings": [{"class_uid": 2004}]}}"#;
    let event: Event = json.parse().unwrap();
    assert_eq!(event.detail_type, DetailType::FindingsImportedV2);
    assert_eq!((event.findings().count(), event.malformed().count()), (0, 0));
}

#[test]
fn what_is_no_event_is_refused_by_path() {
    for (json, error) in [
        ("", "not an EventBridge event: $: the JSON ends early at line 1 column 0"),
        ("[]", "not an EventBridge event: $: no JSON object at line 1 column 0"),
        ("{\"source\":\n secret", "not an EventBridge event: $.source: no JSON at line 2 column 2"),
        (r#"{"source": "s", "detail": {}}"#, "not an EventBridge event: $.detail-type: missing or no text"),
        (
            r#"{"detail-type": "t", "source": 1, "detail": {}}"#,
            "not an EventBridge event: $.source: missing or no text",
        ),
        (r#"{"detail-type": "t", "source": "s"}"#, "not an EventBridge event: $.detail: missing"),
        (r#"{"detail-type": "t", "source": "s", "detail": null}"#, "not an EventBridge event: $.detail: missing"),
        (
            r#"{"detail-type": "t", "source": "s", "detail": "{}"}"#,
            "not an EventBridge event: $.detail: no JSON object",
        ),
    ] {
        assert_eq!(json.parse::<Event>().unwrap_err().to_string(), error);
    }
    assert_eq!(Event::from_slice(b"\xff").unwrap_err().path(), "$");
}

#[test]
fn the_published_samples_read() {
    if let Some(json) = shared_text("samples/securityhub-imported-event.json") {
        let event: Event = json.parse().unwrap();
        let finding = event.findings().next().unwrap();
        assert!(finding.passes_w1_filter());
        assert_eq!(finding.control_id(), Some("EC2.19"));
        assert_eq!(event.malformed().count(), 0);
    }
    if let Some(json) = shared_text("samples/sns-custom-action-envelope.json") {
        let envelope: serde_json::Value = serde_json::from_str(&json).unwrap();
        let event: Event = envelope["Message"].as_str().unwrap().parse().unwrap();
        assert_eq!(event.action.as_ref().unwrap().name, "custom-action-name");
        let finding = event.findings().next().unwrap();
        assert_eq!(finding.updated_at.as_ref().unwrap().as_str(), "123578964332");
        assert!(!finding.is_active());
        assert!(finding.product().unwrap().is_custom());
    }
}
