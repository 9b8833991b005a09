use crate::support::{Json, fixture, shared};
use securityhub_finding::Event;
use securityhub_finding::event_detail::{
    CloudTrailRecord, FindingsDetail, GuardDutyFinding, ImportedV2Detail, InsightDetail, InspectorFinding,
};
use securityhub_finding::model::SeverityLabel;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The envelope of `aws_lambda_events`: the same members, the same bounds.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound(deserialize = "T1: DeserializeOwned"), rename_all = "kebab-case")]
struct EventBridgeEvent<T1: Serialize + DeserializeOwned = Value> {
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    id: Option<String>,
    detail_type: String,
    source: String,
    #[serde(default)]
    account: Option<String>,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    resources: Option<Vec<String>>,
    #[serde(bound = "")]
    detail: T1,
}

/// Reads the detail in both envelopes, and makes sure that nothing of it is lost.
fn detail<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(name: &str) -> T {
    let text = fixture(name);
    let event: Event = text.parse().unwrap();
    let alone: T = event.detail().unwrap();
    let enveloped: EventBridgeEvent<T> = serde_json::from_str(&text).unwrap();
    assert_eq!(enveloped.detail, alone);
    let untyped: EventBridgeEvent<Box<serde_json::value::RawValue>> = EventBridgeEvent {
        version: None,
        id: None,
        detail_type: String::new(),
        source: String::new(),
        account: None,
        region: None,
        resources: None,
        detail: event.detail().unwrap(),
    };
    assert_eq!(Json::read(&serde_json::to_string(&alone).unwrap()), Json::read(untyped.detail.get()), "{name}");
    alone
}

#[test]
fn findings_come_with_their_action() {
    let imported: FindingsDetail = detail("events/imported.json");
    assert_eq!((imported.action.is_none(), imported.findings().count(), imported.malformed().count()), (true, 1, 0));
    let sent: FindingsDetail = detail("events/custom_action.json");
    assert_eq!(sent.action.as_ref().unwrap().name, "ticket");
    assert_eq!(sent.findings().count(), 2);
    assert_eq!(sent.malformed().next().unwrap().reason.path(), "$.findings[1].Id");
    assert_eq!(sent.into_findings().len(), 6);
    let without: FindingsDetail = serde_json::from_str("{}").unwrap();
    assert_eq!(without.malformed().next().unwrap().reason.path(), "$.findings");
    assert!(serde_json::from_str::<FindingsDetail>("[]").is_err());
}

#[test]
fn insight_results_come_with_their_action() {
    let detail: InsightDetail = detail("events/insight_results.json");
    assert_eq!(detail.action.unwrap().name, "ticket");
    assert_eq!(detail.insight.results.len(), 2);
}

#[test]
fn guardduty_findings_are_read() {
    let finding: GuardDutyFinding = detail("events/guardduty.json");
    assert_eq!(finding.id.as_deref(), Some("60baffd3f9042e38640f2300d5c5a631"));
    assert_eq!(finding.kind.as_deref(), Some("UnauthorizedAccess:EC2/SSHBruteForce"));
    assert_eq!(finding.severity_label(), Some(SeverityLabel::High));
    assert_eq!(finding.confidence.as_ref().unwrap().as_str(), "1e1");
    let resource = finding.resource.as_ref().unwrap();
    assert_eq!(resource.resource_type.as_deref(), Some("Instance"));
    assert!(resource.extra.get("lambdaDetails").is_some());
    assert_eq!(finding.service.as_ref().unwrap().count.as_ref().unwrap().as_i64(), Some(17));

    for (severity, label) in [
        ("0.5", None),
        ("1.0", Some(SeverityLabel::Low)),
        ("3.9", Some(SeverityLabel::Low)),
        ("4", Some(SeverityLabel::Medium)),
        ("6.95", Some(SeverityLabel::Medium)),
        ("7.0", Some(SeverityLabel::High)),
        ("9", Some(SeverityLabel::Critical)),
        ("\"8\"", Some(SeverityLabel::High)),
        ("null", None),
    ] {
        let finding: GuardDutyFinding = serde_json::from_str(&format!("{{\"severity\": {severity}}}")).unwrap();
        assert_eq!(finding.severity_label(), label, "{severity}");
    }
}

#[test]
fn inspector_findings_are_read() {
    let finding: InspectorFinding = detail("events/inspector.json");
    assert_eq!(finding.severity.as_deref(), Some("UNTRIAGED"));
    assert_eq!(finding.inspector_score.as_ref().unwrap().as_str(), "7.50");
    assert_eq!(finding.updated_at.as_ref().unwrap().as_str(), "Nov 20, 2026, 12:09:30 AM");
    assert_eq!(finding.updated_at.as_ref().unwrap().to_system_time(), None);
    assert_eq!(finding.resources[0].tags.get("Name"), Some("example"));
    let vulnerability = finding.package_vulnerability_details.as_ref().unwrap();
    assert_eq!(vulnerability.vulnerability_id.as_deref(), Some("CVE-2026-0001"));
}

#[test]
fn api_calls_are_read() {
    let call: CloudTrailRecord = detail("events/api_call.json");
    assert_eq!(call.event_name.as_deref(), Some("AuthorizeSecurityGroupIngress"));
    assert_eq!((call.failed(), call.security_group_id().as_deref()), (false, Some("sg-1")));
    let session = call.user_identity.as_ref().unwrap().session_context.as_ref().unwrap();
    assert_eq!(session.attributes.as_ref().unwrap().mfa_authenticated.as_deref(), Some("false"));
    assert_eq!(session.session_issuer.as_ref().unwrap().user_name.as_deref(), Some("example"));
    assert_eq!(call.read_only, Some(false));

    for (record, group) in [
        (r#"{"requestParameters": {"groupName": "x"}, "responseElements": {"groupId": "sg-2"}}"#, Some("sg-2")),
        (r#"{"requestParameters": {"ModifySecurityGroupRulesRequest": {"GroupId": "sg-3"}}}"#, Some("sg-3")),
        (r#"{"requestParameters": null, "responseElements": null}"#, None),
        (r#"{"requestParameters": "text", "responseElements": []}"#, None),
        (r#"{"errorCode": "Client.UnauthorizedOperation"}"#, None),
    ] {
        let call: CloudTrailRecord = serde_json::from_str(record).unwrap();
        assert_eq!(call.security_group_id().as_deref(), group, "{record}");
        assert_eq!(call.failed(), record.contains("errorCode"));
    }
}

#[test]
fn the_new_format_is_read() {
    let detail: ImportedV2Detail = detail("events/imported_v2.json");
    assert_eq!(detail.findings[0].severity.as_deref(), Some("High"));
}

/// Members that are absent, null or of another form refuse nothing.
#[test]
fn any_object_will_do() {
    for json in ["{}", r#"{"severity": [], "resources": {}, "id": 5, "resource": "x", "userIdentity": 1, "x": [1e2]}"#]
    {
        fn check<T: DeserializeOwned + Serialize>(json: &str) {
            let read: T = serde_json::from_str(json).unwrap();
            assert_eq!(Json::read(&serde_json::to_string(&read).unwrap()), Json::read(json));
            assert!(serde_json::from_str::<T>("[1]").is_err());
        }
        check::<GuardDutyFinding>(json);
        check::<InspectorFinding>(json);
        check::<CloudTrailRecord>(json);
        check::<ImportedV2Detail>(json);
        check::<FindingsDetail>(json);
        check::<InsightDetail>(json);
    }
}

#[test]
fn recorded_events_lose_nothing() {
    for (folder, has_id) in [
        (
            "guardduty",
            (|json| serde_json::from_str::<GuardDutyFinding>(json).unwrap().id.is_some()) as fn(&str) -> bool,
        ),
        ("cloudtrail", |json| serde_json::from_str::<CloudTrailRecord>(json).unwrap().event_name.is_some()),
    ] {
        let Some(folder) = shared(&format!("corpus/events/{folder}")) else { return };
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            // Some are whole events, some the detail alone.
            let text = match text.parse::<Event>() {
                Ok(event) => event.detail::<Box<serde_json::value::RawValue>>().unwrap().get().to_owned(),
                Err(_) => text,
            };
            assert!(has_id(&text), "{}", path.display());
            let written = if path.to_string_lossy().contains("guardduty") {
                serde_json::to_string(&serde_json::from_str::<GuardDutyFinding>(&text).unwrap())
            } else {
                serde_json::to_string(&serde_json::from_str::<CloudTrailRecord>(&text).unwrap())
            };
            assert_eq!(Json::read(&written.unwrap()), Json::read(&text), "{}", path.display());
            count += 1;
        }
        assert!(count > 3, "only {count} events");
    }
}
