use crate::support::fixture;
use securityhub_finding::model::SeverityLabel;
use securityhub_finding::{Finding, Triage};
use std::borrow::Cow;

const FINDINGS: [&str; 4] =
    ["findings/control.json", "findings/guardduty.json", "findings/dirty.json", "findings/attack.json"];

#[test]
fn it_says_what_the_finding_says() {
    for name in FINDINGS {
        let json = fixture(name);
        let finding: Finding = json.parse().unwrap();
        let triage = Triage::read(&json).unwrap();
        assert_eq!(triage, Triage::from(finding.clone()), "{name}");
        assert_eq!(triage.state(), finding.state(), "{name}");
        assert_eq!(triage.is_active(), finding.is_active(), "{name}");
        assert_eq!(triage.dedup_key(), finding.dedup_key(), "{name}");
        assert_eq!(Triage::from_slice(json.as_bytes()).unwrap(), triage, "{name}");
    }
}

#[test]
fn texts_are_borrowed() {
    let json =
        r#"[{"Id":"1","ProductArn":"p","Title":"a\u0062","Severity":{"Label":"HIGH"},"Resources":[{"Id":"r"},{}]}]"#;
    let all: Vec<Triage<'_>> = serde_json::from_str(json).unwrap();
    assert!(matches!(all[0].id, Cow::Borrowed("1")));
    assert!(matches!(all[0].title, Some(Cow::Owned(ref title)) if title == "ab"));
    assert!(matches!(all[0].resource_ids[..], [Cow::Borrowed("r")]));
    assert_eq!(all[0].severity, Some(SeverityLabel::High));
}

#[test]
fn it_refuses_what_the_finding_refuses() {
    for json in ["", "[]", "{}", r#"{"Id":"","ProductArn":"p"}"#, r#"{"Id":1,"ProductArn":"p"}"#, r#"{"Id":"1","#] {
        assert_eq!(Triage::read(json).unwrap_err(), json.parse::<Finding>().unwrap_err(), "{json}");
    }
    assert!(Triage::from_slice(b"\xff").is_err());
}
