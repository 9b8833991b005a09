use crate::support::fixture;
use securityhub_finding::model::{
    CloudProvider, ComplianceStatus, Partition, RecordState, SeverityLabel, VerificationState, WorkflowState,
    WorkflowStatus,
};
use securityhub_finding::{Event, Finding, InputTransformer, RawJson};

fn read(name: &str) -> Finding {
    fixture(name).parse().unwrap()
}

#[test]
fn a_full_finding_is_typed() {
    let finding = read("findings/control.json");
    assert_eq!(finding.schema_version.as_deref(), Some("2018-10-08"));
    assert_eq!(finding.aws_account_id.as_deref(), Some("111122223333"));
    assert_eq!(
        finding.title.as_deref().unwrap(),
        "Security groups should not allow unrestricted access to ports with high risk"
    );
    assert!(finding.description.as_deref().unwrap().contains("\"open-to-all\" lets anybody in.\nCheck"));
    assert_eq!(finding.updated_at.as_ref().unwrap().as_str(), "2026-11-20T09:10:00+09:00");
    assert_eq!(finding.updated_at.as_ref().unwrap().unix_seconds(), Some(1_795_133_400));
    assert_eq!(finding.confidence.as_ref().unwrap().as_i64(), Some(99));
    assert_eq!(finding.verification_state, Some(VerificationState::TruePositive));
    assert_eq!(finding.workflow_state, Some(WorkflowState::New));
    assert_eq!(finding.record_state, Some(RecordState::Active));
    assert_eq!(finding.sample, Some(false));
    assert_eq!(finding.user_defined_fields.get("ticket"), Some("SEC-31"));

    let severity = finding.severity.unwrap();
    assert_eq!(severity.label, Some(SeverityLabel::Critical));
    assert_eq!(severity.product.unwrap().as_f64(), Some(90.0));

    let compliance = finding.compliance.unwrap();
    assert_eq!(compliance.status, Some(ComplianceStatus::Failed));
    assert_eq!(compliance.status_reasons[0].reason_code.as_deref(), Some("CONFIG_EVALUATIONS_EMPTY"));
    assert_eq!(compliance.security_control_parameters[0].value, ["80", "443"]);

    let resource = &finding.resources[0];
    assert_eq!(resource.kind.as_deref(), Some("AwsEc2SecurityGroup"));
    assert_eq!((&resource.partition, &resource.provider), (&Some(Partition::Aws), &Some(CloudProvider::Aws)));
    assert_eq!(resource.owner.as_ref().unwrap().account.as_ref().unwrap().id.as_deref(), Some("111122223333"));
    let details: serde_json::Value = resource.details.as_ref().unwrap().parse_as().unwrap();
    assert_eq!(details["AwsEc2SecurityGroup"]["GroupId"], "sg-0123456789abcdef0");

    let note = finding.note.unwrap();
    assert_eq!((note.text.as_deref(), note.updated_by.as_deref()), (Some("ticket SEC-31"), Some("bridge")));
    let recommendation = finding.remediation.unwrap().recommendation.unwrap();
    assert_eq!(recommendation.text.as_deref(), Some("See the documentation."));
    assert_eq!(finding.related_findings[0].id.as_deref(), Some("finding-2"));
    assert_eq!(finding.action.unwrap().action_type.as_deref(), Some("PORT_PROBE"));
}

#[test]
fn dirty_data_is_read_as_far_as_it_goes() {
    let finding = read("findings/dirty.json");
    assert_eq!(finding.updated_at.as_ref().unwrap().as_str(), "123578964332");
    assert_eq!(finding.updated_at.as_ref().unwrap().to_system_time(), None);
    assert_eq!(finding.confidence.as_ref().unwrap().as_i64(), Some(42));
    assert_eq!(finding.verification_state.as_ref().unwrap().as_str(), "string");
    assert_eq!(finding.workflow.as_ref().unwrap().status, Some(WorkflowStatus::from("ON_HOLD")));
    assert_eq!(finding.severity.as_ref().unwrap().normalized.as_ref().unwrap().as_i64(), Some(25));
    assert_eq!(finding.severity_label(), Some(SeverityLabel::Low));
    assert_eq!(finding.product_fields.get("vendor/name"), Some("x"));
    assert_eq!(finding.product_fields.len(), 3);
}

#[test]
fn timestamps_of_every_documented_form_are_moments() {
    for (text, seconds) in [
        ("2019-01-31T23:00:00Z", 1_548_975_600),
        ("2019-01-31T23:00:00.123456789Z", 1_548_975_600),
        ("2024-01-04T15:25:10+17:59", 1_704_317_170),
        ("2024-01-04T15:25:10-1759", 1_704_446_650),
        ("2024-01-04T15:25:10.123456789+17:59", 1_704_317_170),
        ("2024-01-04T15:25:10+17", 1_704_320_710),
    ] {
        let json = format!(r#"{{"Id":"1","ProductArn":"p","UpdatedAt":"{text}"}}"#);
        let finding: Finding = json.parse().unwrap();
        assert_eq!(finding.updated_at.unwrap().unix_seconds(), Some(seconds), "{text}");
    }
}

#[test]
fn a_finding_without_identity_is_refused_by_path() {
    for (json, error) in [
        (r#"{"ProductArn": "p"}"#, "not a finding: $.Id: missing"),
        (r#"{"Id": null, "ProductArn": "p"}"#, "not a finding: $.Id: not a text at line 1 column 8"),
        (r#"{"Id": {"secret": 1}, "ProductArn": "p"}"#, "not a finding: $.Id: not a text at line 1 column 8"),
        (r#"{"Id": "", "ProductArn": "p"}"#, "not a finding: $.Id: empty at line 1 column 8"),
        (r#"{"Id": " \n", "ProductArn": "p"}"#, "not a finding: $.Id: empty at line 1 column 8"),
        (r#"{"Id": "1"}"#, "not a finding: $.ProductArn: missing"),
        ("{}", "not a finding: $.Id: missing"),
    ] {
        let refused = json.parse::<Finding>().unwrap_err();
        assert_eq!(refused.to_string(), error);
        assert!(serde_json::from_str::<Finding>(json).unwrap_err().to_string().starts_with(error));
    }
}

#[test]
fn what_is_no_object_is_refused_with_its_position() {
    for (json, error) in [
        ("", "not a finding: $: the JSON ends early at line 1 column 0"),
        ("[]", "not a finding: $: no JSON object at line 1 column 0"),
        ("\"secret\"", "not a finding: $: no JSON object at line 1 column 8"),
        ("{\"Id\": \"secret\",\n \"Title", "not a finding: $: the JSON ends early at line 2 column 7"),
        ("{\"Id\": \"1\", secret}", "not a finding: $: no JSON at line 1 column 13"),
        ("{\"Id\": \"1\", \"ProductArn\": \"p\"} secret", "not a finding: $: no JSON at line 1 column 32"),
    ] {
        let refused = json.parse::<Finding>().unwrap_err();
        assert_eq!((refused.to_string().as_str(), refused.path()), (error, "$"), "{json}");
    }
    let broken = "{\"Id\": \"1\",\n \"Resources\": [{}, {\"Tags\": {\"a'\u{7f}b\": [1,, 2]}}]}";
    let refused = broken.parse::<Finding>().unwrap_err();
    assert_eq!(
        refused.to_string(),
        r"not a finding: $.Resources[1].Tags['a\'\u{7f}b'][1]: no JSON at line 2 column 41"
    );
    let refused = Finding::from_slice(b"{\"Id\": \"\xff\"}").unwrap_err();
    assert_eq!(refused.to_string(), "not a finding: $: no UTF-8 after 8 bytes");
}

#[test]
fn a_wrong_type_at_each_required_member_is_told_with_its_place() {
    for name in ["Id", "ProductArn"] {
        for value in ["null", "true", "7", "1e2", "[]", "[\"1\"]", "{}", "{\"a\": 1}"] {
            let other = if name == "Id" { "ProductArn" } else { "Id" };
            let json = format!("{{\n  \"{other}\": \"x\",\n  \"{name}\": {value}\n}}");
            let refused = json.parse::<Finding>().unwrap_err();
            let column = name.len() + 7;
            assert_eq!(refused.to_string(), format!("not a finding: $.{name}: not a text at line 3 column {column}"));
            assert_eq!(refused.path(), format!("$.{name}"));
        }
    }
}

#[test]
fn broken_giants_are_refused_with_a_short_error() {
    let deep = "[".repeat(10_000);
    let wide = "x".repeat(10_000_000);
    for (json, what) in [
        (format!(r#"{{"Id":"1","ProductArn":"p","Note":{deep}"#), "the JSON ends early"),
        (format!(r#"{{"Id":"1","ProductArn":"p","Note":{deep}}}"#), "no JSON"),
        (format!(r#"{{"Id":"1","ProductArn":"p","Title":"{wide}"#), "the JSON ends early"),
        (format!(r#"{{"Id":"1","ProductArn":"p","{wide}":tru}}"#), "no JSON"),
        (format!(r#"{{"Id":"1","ProductArn":"p","Note":{}"#, r#"{"Text":"#.repeat(10_000)), "the JSON ends early"),
        (deep, "no JSON object"),
        (wide, "no JSON"),
    ] {
        let refused = json.parse::<Finding>().unwrap_err().to_string();
        assert!(refused.contains(what) && refused.contains(" at line 1 column "), "{refused}");
        assert!(refused.len() < 300, "{refused}");
    }
}

#[test]
fn no_cut_makes_a_panic_or_a_finding() {
    let json = fixture("findings/dirty.json");
    let json = json.trim_end().as_bytes();
    for end in 0..json.len() {
        assert!(Finding::from_slice(&json[..end]).is_err(), "{end}");
    }
}

#[test]
fn no_changed_byte_makes_a_panic() {
    for (name, step) in [("findings/control.json", 11), ("findings/dirty.json", 2)] {
        let json = fixture(name).into_bytes();
        for at in (0..json.len()).step_by(step) {
            for byte in [b'"', b'{', b']', b'0', b'\\', 0, 0xff] {
                let mut json = json.clone();
                json[at] = byte;
                if let Ok(finding) = Finding::from_slice(&json) {
                    serde_json::to_string(&finding).unwrap();
                }
            }
        }
    }
}

#[test]
fn public_types_can_be_shared() {
    fn shared<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
    shared::<Finding>();
    shared::<Event>();
    shared::<InputTransformer>();
    shared::<RawJson>();
    shared::<securityhub_finding::InvalidEvent>();
    shared::<securityhub_finding::InvalidFinding>();
    shared::<securityhub_finding::InvalidTransformer>();
}
