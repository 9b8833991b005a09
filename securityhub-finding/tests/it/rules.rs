use crate::support::{Json, fixture};
use securityhub_finding::Finding;
use securityhub_finding::model::SeverityLabel;

/// A finding that is new, active, failed and critical, with one part changed.
fn with(part: &str, value: &str) -> Finding {
    let mut json = Json::read(
        r#"{"Id": "1", "ProductArn": "p", "Severity": {"Label": "CRITICAL"}, "Compliance": {"Status": "FAILED"},
            "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE"}"#,
    );
    let Json::Object(members) = &mut json else { unreachable!() };
    members.remove(part);
    if !value.is_empty() {
        members.insert(part.to_owned(), Json::read(value));
    }
    json.write().parse().unwrap()
}

#[test]
fn what_is_not_known_to_be_over_is_active() {
    for (part, value, is_active) in [
        ("RecordState", "\"ACTIVE\"", true),
        ("RecordState", "\"ARCHIVED\"", false),
        ("RecordState", "\"LATER\"", true),
        ("RecordState", "null", true),
        ("RecordState", "", true),
        ("Workflow", r#"{"Status": "NEW"}"#, true),
        ("Workflow", r#"{"Status": "NOTIFIED"}"#, true),
        ("Workflow", r#"{"Status": "SUPPRESSED"}"#, false),
        ("Workflow", r#"{"Status": "RESOLVED"}"#, false),
        ("Workflow", r#"{"Status": "LATER"}"#, true),
        ("Workflow", "{}", true),
        ("Workflow", "", true),
        ("Compliance", r#"{"Status": "FAILED"}"#, true),
        ("Compliance", r#"{"Status": "PASSED"}"#, false),
        ("Compliance", r#"{"Status": "WARNING"}"#, true),
        ("Compliance", r#"{"Status": "NOT_AVAILABLE"}"#, true),
        ("Compliance", r#"{"Status": "LATER"}"#, true),
        ("Compliance", "", true),
    ] {
        assert_eq!(with(part, value).is_active(), is_active, "{part} {value}");
    }
}

#[test]
fn a_ticket_needs_a_new_active_failed_and_severe_finding() {
    for (part, value, passes) in [
        ("RecordState", "\"ACTIVE\"", true),
        ("RecordState", "\"ARCHIVED\"", false),
        ("RecordState", "", false),
        ("Workflow", r#"{"Status": "NEW"}"#, true),
        ("Workflow", r#"{"Status": "NOTIFIED"}"#, false),
        ("Workflow", "", false),
        ("Compliance", r#"{"Status": "PASSED"}"#, false),
        ("Compliance", r#"{"Status": "WARNING"}"#, true),
        ("Compliance", "{}", true),
        ("Compliance", "", true),
        ("Severity", r#"{"Label": "HIGH"}"#, true),
        ("Severity", r#"{"Label": "MEDIUM"}"#, false),
        ("Severity", r#"{"Normalized": 70}"#, true),
        ("Severity", r#"{"Normalized": 69}"#, false),
        ("Severity", "", false),
    ] {
        assert_eq!(with(part, value).passes_w1_filter(), passes, "{part} {value}");
    }
    assert!(fixture("findings/guardduty.json").parse::<Finding>().unwrap().passes_w1_filter());
}

#[test]
fn the_label_counts_then_the_number_then_the_product() {
    for (severity, provided, label) in [
        (r#"{"Label": "LOW", "Normalized": 90}"#, r#"{"Label": "CRITICAL"}"#, Some("LOW")),
        (r#"{"Normalized": "40.0"}"#, r#"{"Label": "CRITICAL"}"#, Some("MEDIUM")),
        (r#"{"Label": "ODD", "Normalized": 1}"#, r#"{"Label": "CRITICAL"}"#, Some("LOW")),
        (r#"{"Label": "ODD"}"#, r#"{"Label": "CRITICAL"}"#, Some("CRITICAL")),
        (r#"{"Label": "ODD", "Normalized": 101}"#, "null", Some("ODD")),
        (r#"{"Product": 8.3}"#, r#"{"Normalized": 89}"#, Some("HIGH")),
        ("null", r#"{"Label": "HIGH"}"#, Some("HIGH")),
        ("{}", "{}", None),
    ] {
        let json = format!(
            r#"{{"Id": "1", "ProductArn": "p", "Severity": {severity}, "FindingProviderFields": {{"Severity": {provided}}}}}"#
        );
        let found = json.parse::<Finding>().unwrap().severity_label();
        assert_eq!(found.as_ref().map(SeverityLabel::as_str), label, "{severity} {provided}");
    }
}

#[test]
fn labels_and_numbers_go_both_ways() {
    let mut names = Vec::new();
    for number in -1..=101 {
        let label = SeverityLabel::from_normalized(number);
        // The number that stands for a label belongs to that label.
        if let Some(filled) = label.as_ref().and_then(SeverityLabel::normalized) {
            assert_eq!(SeverityLabel::from_normalized(filled.into()), label);
            assert!(i64::from(filled) <= number);
        }
        let name = label.map(|label| label.as_str().to_owned());
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    let names: Vec<_> = names.iter().map(|name| name.as_deref().unwrap_or("-")).collect();
    assert_eq!(names, ["-", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "-"]);
    assert_eq!(SeverityLabel::from("ODD").normalized(), None);
}

#[test]
fn a_check_that_changes_nothing_keeps_the_state() {
    let before: Finding = fixture("findings/control.json").parse().unwrap();
    let mut after = before.clone();
    after.updated_at = Some("2026-11-21T00:00:00Z".parse().unwrap());
    after.last_observed_at = None;
    assert_eq!(after.state(), before.state());

    let passed = with("Compliance", r#"{"Status": "PASSED"}"#);
    assert_ne!(passed.state(), with("Compliance", r#"{"Status": "FAILED"}"#).state());
    assert_ne!(with("RecordState", "\"ARCHIVED\"").state(), with("RecordState", "\"ACTIVE\"").state());
}
