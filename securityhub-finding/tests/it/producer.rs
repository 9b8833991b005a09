use securityhub_finding::model::{ComplianceStatus, Note, Resource, SeverityLabel};
use securityhub_finding::{Finding, FindingIdentifier, FindingProducer, NewFinding, RawJson, Timestamp};
use serde_json::{Value, json};

const PRODUCT: &str = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn begun() -> NewFinding {
    FindingProducer::new(PRODUCT, "123456789012", "scanner/rule").finding(
        "1",
        "t",
        "d",
        SeverityLabel::High,
        Resource::new("Other", "r"),
    )
}

#[test]
fn the_required_parts_are_enough() {
    let finding = begun().observed(at("2026-11-20T01:02:03Z")).build().unwrap();
    assert_eq!(
        serde_json::to_value(&finding).unwrap(),
        json!({
            "SchemaVersion": "2018-10-08", "Id": "1", "ProductArn": PRODUCT, "GeneratorId": "scanner/rule",
            "AwsAccountId": "123456789012", "CreatedAt": "2026-11-20T01:02:03Z", "UpdatedAt": "2026-11-20T01:02:03Z",
            "LastObservedAt": "2026-11-20T01:02:03Z", "Title": "t", "Description": "d",
            "Resources": [{"Type": "Other", "Id": "r"}], "RecordState": "ACTIVE",
            "FindingProviderFields": {"Severity": {"Label": "HIGH"}},
        })
    );
    assert_eq!(finding.severity_label(), Some(SeverityLabel::High));
    // The clock's own moments have forms that the service takes.
    let now = Timestamp::from_system_time(std::time::SystemTime::now()).unwrap();
    begun().observed(now).build().unwrap();
}

#[test]
fn each_setter_sets_its_member() {
    let details: RawJson = r#"{"Other":{"k":"v"}}"#.parse().unwrap();
    let finding = begun()
        .observed(at("2026-11-20T01:02:03Z"))
        .first_observed(at("2026-11-19T01:02:03Z"))
        .resource(Resource::new("Other", "s").with_region("us-east-1").with_tag("a", "b").with_details(details))
        .types(["TTPs"])
        .original_severity("bad")
        .confidence(1)
        .criticality(2)
        .related_findings([FindingIdentifier::new(PRODUCT, "2")])
        .remediation("text", "https://example.com/")
        .source_url("https://example.com/1")
        .product_field("example/scanner/k", "v")
        .compliance(ComplianceStatus::Failed)
        .archived()
        .with(|finding| finding.note = Some(Note::new("n", "me", at("2026-11-20T01:02:03Z"))))
        .build()
        .unwrap();
    let json: Value = serde_json::to_value(&finding).unwrap();
    for (pointer, expected) in [
        ("/CreatedAt", json!("2026-11-19T01:02:03Z")),
        ("/FirstObservedAt", json!("2026-11-19T01:02:03Z")),
        ("/UpdatedAt", json!("2026-11-20T01:02:03Z")),
        (
            "/Resources/1",
            json!({"Type": "Other", "Id": "s", "Region": "us-east-1", "Tags": {"a": "b"}, "Details": {"Other": {"k": "v"}}}),
        ),
        (
            "/FindingProviderFields",
            json!({
                "Severity": {"Label": "HIGH", "Original": "bad"}, "Types": ["TTPs"], "Confidence": 1, "Criticality": 2,
                "RelatedFindings": [{"ProductArn": PRODUCT, "Id": "2"}],
            }),
        ),
        ("/Remediation/Recommendation", json!({"Text": "text", "Url": "https://example.com/"})),
        ("/SourceUrl", json!("https://example.com/1")),
        ("/ProductFields", json!({"example/scanner/k": "v"})),
        ("/Compliance", json!({"Status": "FAILED"})),
        ("/RecordState", json!("ARCHIVED")),
        ("/Note", json!({"Text": "n", "UpdatedBy": "me", "UpdatedAt": "2026-11-20T01:02:03Z"})),
    ] {
        assert_eq!(json.pointer(pointer), Some(&expected), "{pointer}");
    }
    // The order of the two moments does not matter.
    let other = begun().first_observed(at("2026-11-19T01:02:03Z")).observed(at("2026-11-20T01:02:03Z"));
    assert_eq!(other.build().unwrap().created_at, finding.created_at);
    let read: Finding = json.to_string().parse().unwrap();
    assert_eq!(read, finding);
}

#[test]
fn what_would_be_refused_is_not_built() {
    let error = begun().confidence(101).types([""]).build().unwrap_err().to_string();
    assert_eq!(
        error.lines().collect::<Vec<_>>(),
        [
            "$.CreatedAt: missing, and required",
            "$.UpdatedAt: missing, and required",
            "$.FindingProviderFields.Confidence: must be from 0 to 100",
            "$.FindingProviderFields.Types[0]: must not be blank",
        ]
    );
    let producer = FindingProducer::new("p", "1", "");
    let bad = producer.finding("", "t".repeat(257), " ", SeverityLabel::from("BAD"), Resource::new("", ""));
    assert_eq!(bad.build().unwrap_err().iter().count(), 11);
}
