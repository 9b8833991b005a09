use crate::support::{Json, fixture, shared};
use securityhub_finding::model::{ComplianceStatus, RecordState, SeverityLabel, WorkflowStatus};
use securityhub_finding::ocsf::OcsfFinding;
use securityhub_finding::{Event, Finding};

fn finding() -> OcsfFinding {
    let event: Event = fixture("events/imported_v2.json").parse().unwrap();
    let mut findings = event.ocsf_findings();
    assert_eq!(findings.len(), 1);
    findings.remove(0)
}

#[test]
fn the_fields_of_a_ticket_come_over() {
    let ocsf = finding();
    let finding = ocsf.to_finding().unwrap();
    assert_eq!(finding.id, "arn:aws:securityhub:ap-northeast-1:111122223333:security-control/EC2.19/finding/1");
    assert_eq!(finding.product_arn, "arn:aws:securityhub:ap-northeast-1::product/aws/securityhub");
    assert_eq!(finding.product().unwrap().to_string(), "aws/securityhub");
    assert_eq!(finding.aws_account_id.as_deref(), Some("111122223333"));
    assert_eq!(finding.region.as_deref(), Some("ap-northeast-1"));
    assert_eq!(finding.title.as_deref(), Some("A group is \"open\""));
    assert_eq!(finding.description.as_deref(), Some("It is open."));
    assert_eq!(finding.severity_label(), Some(SeverityLabel::High));
    assert_eq!(finding.workflow.as_ref().unwrap().status, Some(WorkflowStatus::New));
    assert_eq!(finding.record_state, Some(RecordState::Active));
    let compliance = finding.compliance.as_ref().unwrap();
    assert_eq!(compliance.status, Some(ComplianceStatus::Failed));
    assert_eq!(compliance.security_control_id.as_deref(), Some("EC2.19"));
    let advice = finding.remediation.as_ref().unwrap().recommendation.as_ref().unwrap();
    assert_eq!(
        (advice.text.as_deref(), advice.url.as_deref()),
        (Some("Close it."), Some("https://example.com/EC2.19"))
    );
    assert_eq!(finding.resources[0].id.as_deref(), Some("sg-1"));
    assert_eq!(finding.note.as_ref().unwrap().text.as_deref(), Some("looked at"));
    assert_eq!(finding.updated_at.as_ref().unwrap().as_str(), "2026-11-20T00:09:30.500Z");
    // Milliseconds alone are a moment, too.
    assert_eq!(finding.first_observed_at.as_ref().unwrap().unix_seconds(), Some(1_795_132_800));
    assert_eq!(finding.last_observed_at, None);
    assert!(finding.passes_w1_filter());

    let identity = ocsf.identity().unwrap();
    assert_eq!((identity.account, identity.finding), ("111122223333", finding.id.as_str()));
    assert_eq!(identity.product, "arn:aws:securityhub:ap-northeast-1::productv2/aws/securityhub");
}

#[test]
fn states_map_one_to_one() {
    for (severity, label) in [
        ("0", None),
        ("1", Some(SeverityLabel::Informational)),
        ("2", Some(SeverityLabel::Low)),
        ("3", Some(SeverityLabel::Medium)),
        ("4", Some(SeverityLabel::High)),
        ("5", Some(SeverityLabel::Critical)),
        ("6", Some(SeverityLabel::Critical)),
        ("99", None),
    ] {
        let json =
            fixture("events/imported_v2.json").replace("\"severity_id\": 4", &format!("\"severity_id\": {severity}"));
        let finding = json.parse::<Event>().unwrap().ocsf_findings()[0].to_finding().unwrap();
        assert_eq!(finding.severity_label(), label, "{severity}");
    }
    for (status, activity, workflow, record) in [
        (0, 1, None, RecordState::Active),
        (1, 2, Some(WorkflowStatus::New), RecordState::Active),
        (2, 2, Some(WorkflowStatus::Notified), RecordState::Active),
        (3, 2, Some(WorkflowStatus::Suppressed), RecordState::Active),
        (4, 2, Some(WorkflowStatus::Resolved), RecordState::Active),
        (5, 2, None, RecordState::Archived),
        (1, 3, Some(WorkflowStatus::New), RecordState::Archived),
        (99, 99, None, RecordState::Active),
    ] {
        let json = fixture("events/imported_v2.json")
            .replace("\"status_id\": 1", &format!("\"status_id\": {status}"))
            .replace(
                "\"activity_id\": 2,\n        \"activity_name\": \"Update\"",
                &format!("\"activity_id\": {activity}"),
            );
        let ocsf = json.parse::<Event>().unwrap().ocsf_findings().remove(0);
        let finding = ocsf.to_finding().unwrap();
        assert_eq!(finding.workflow.and_then(|workflow| workflow.status), workflow, "{status}");
        assert_eq!(finding.record_state, Some(record), "{status} {activity}");
        assert_eq!(ocsf.is_closed(), activity == 3);
    }
}

/// What the mapping names survives the way there and back.
#[test]
fn there_and_back_is_the_same() {
    let once = finding().to_finding().unwrap();
    let back = OcsfFinding::from_finding(&once);
    assert_eq!(back.to_finding().unwrap(), once);
    for (name, number) in [
        ("class_uid", "2003"),
        ("type_uid", "200302"),
        ("severity_id", "4"),
        ("status_id", "1"),
        ("time", "1795133370500"),
    ] {
        let json = serde_json::to_value(&back).unwrap();
        assert_eq!(json[name].to_string(), number, "{name}");
    }

    for name in ["findings/control.json", "findings/guardduty.json"] {
        let original: Finding = fixture(name).parse().unwrap();
        let back = OcsfFinding::from_finding(&original).to_finding().unwrap();
        assert_eq!(back.dedup_key(), original.dedup_key(), "{name}");
        assert_eq!((&back.title, &back.description), (&original.title, &original.description));
        assert_eq!(back.severity_label(), original.severity_label());
        assert_eq!(back.state().workflow, original.state().workflow);
        assert_eq!((back.is_active(), back.passes_w1_filter()), (original.is_active(), original.passes_w1_filter()));
        assert_eq!(back.updated_at, original.updated_at);
        let ids = |finding: &Finding| finding.resources.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&back), ids(&original));
    }
}

#[test]
fn without_an_id_or_a_product_there_is_no_finding() {
    for json in [
        "{}",
        r#"{"finding_info": {"uid": "1"}}"#,
        r#"{"metadata": {"product": {"uid": "arn"}}}"#,
        r#"{"finding_info": {"uid": ""}, "metadata": {"product": {"uid": "arn"}}}"#,
        r#"{"finding_info": [], "metadata": 5, "resources": "x"}"#,
    ] {
        let ocsf: OcsfFinding = serde_json::from_str(json).unwrap();
        assert_eq!(ocsf.to_finding(), None, "{json}");
        assert_eq!(Json::read(&serde_json::to_string(&ocsf).unwrap()), Json::read(json));
    }
    let odd =
        r#"{"detail-type": "Findings Imported V2", "source": "aws.securityhub", "detail": {"findings": [5, {}]}}"#;
    assert_eq!(odd.parse::<Event>().unwrap().ocsf_findings().len(), 1);
    let none = odd.replace("[5, {}]", "5");
    assert!(none.parse::<Event>().unwrap().ocsf_findings().is_empty());
}

#[test]
fn recorded_findings_lose_nothing_and_map() {
    let Some(path) = shared("corpus/events/securityhub-v2-ocsf/crux-samples.json") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let findings: Vec<OcsfFinding> = serde_json::from_str(&text).unwrap();
    assert!(!findings.is_empty());
    assert_eq!(Json::read(&serde_json::to_string(&findings).unwrap()), Json::read(&text));
    for ocsf in &findings {
        let finding = ocsf.to_finding().unwrap();
        assert!(finding.product().is_some() && finding.severity_label().is_some() && finding.title.is_some());
        assert!(ocsf.identity().is_some());
    }
}
