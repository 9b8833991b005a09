use crate::support::shared_text;
use securityhub_finding::model::{ComplianceStatus, RecordState, SeverityLabel, WorkflowStatus};
use securityhub_finding::{
    Comparison, Filter, FindingFilters, FindingIdentifier, FindingsPage, GetFindings, SortOrder,
};
use serde_json::{Value, json};

fn body(filters: FindingFilters) -> Value {
    let call = GetFindings::new(filters);
    call.validate().unwrap();
    serde_json::to_value(&call).unwrap()["Filters"].clone()
}

fn reasons(filters: &FindingFilters) -> Vec<String> {
    filters.validate().err().map_or_else(Vec::new, |error| error.reasons().map(str::to_owned).collect())
}

#[test]
fn a_close_loop_and_a_dedup_find_their_findings() {
    let is = |text: &str| json!({"Value": text, "Comparison": "EQUALS"});
    let filters = FindingFilters::new()
        .aws_account_id(["123456789012"])
        .workflow_status([WorkflowStatus::New, WorkflowStatus::Notified])
        .record_state([RecordState::Active])
        .severity_label([SeverityLabel::High])
        .compliance_status([ComplianceStatus::Failed])
        .control_id(["EC2.8"])
        .resource_id(["r"])
        .user_defined_field("ticket", "SEC-1");
    assert_eq!(
        body(filters),
        json!({
            "AwsAccountId": [is("123456789012")], "WorkflowStatus": [is("NEW"), is("NOTIFIED")],
            "RecordState": [is("ACTIVE")], "SeverityLabel": [is("HIGH")], "ComplianceStatus": [is("FAILED")],
            "ComplianceSecurityControlId": [is("EC2.8")], "ResourceId": [is("r")],
            "UserDefinedFields": [{"Key": "ticket", "Value": "SEC-1", "Comparison": "EQUALS"}],
        })
    );
    let ids = [("p", "1"), ("p", "2"), ("q", "1")].map(|(product, id)| FindingIdentifier::new(product, id));
    let by_id = FindingFilters::new().identifiers(&ids);
    assert_eq!(body(by_id.clone()), json!({"Id": [is("1"), is("2")], "ProductArn": [is("p"), is("q")]}));
    assert_eq!(by_id, FindingFilters::new().id(["1", "2"]).product_arn(["p", "q"]));
    assert_eq!(body(FindingFilters::new()), json!({}));
}

#[test]
fn each_filter_has_the_form_of_the_service() {
    for (attribute, filter, expected) in [
        ("Title", Filter::prefix("a"), json!({"Value": "a", "Comparison": "PREFIX"})),
        ("Title", Filter::not_equals("a"), json!({"Value": "a", "Comparison": "NOT_EQUALS"})),
        ("Title", Filter::not_prefix("a"), json!({"Value": "a", "Comparison": "PREFIX_NOT_EQUALS"})),
        ("ResourceTags", Filter::not_entry("k", "v"), json!({"Key": "k", "Value": "v", "Comparison": "NOT_EQUALS"})),
        ("Confidence", Filter::number(1.0), json!({"Eq": 1.0})),
        ("Confidence", Filter::at_least(1.0), json!({"Gte": 1.0})),
        ("Confidence", Filter::at_most(1.0), json!({"Lte": 1.0})),
        ("Confidence", Filter::above(1.0), json!({"Gt": 1.0})),
        ("Confidence", Filter::below(1.0), json!({"Lt": 1.0})),
        ("Confidence", Filter::between_numbers(1.0, 2.0), json!({"Gte": 1.0, "Lte": 2.0})),
        (
            "UpdatedAt",
            Filter::within_days(7),
            json!({"DateRange": {"Value": 7, "Unit": "DAYS", "Comparison": "WITHIN"}}),
        ),
        (
            "UpdatedAt",
            Filter::older_than_days(7),
            json!({"DateRange": {"Value": 7, "Unit": "DAYS", "Comparison": "OLDER_THAN"}}),
        ),
        (
            "UpdatedAt",
            Filter::between("2026-11-20T01:02:03Z", "2026-11-21T01:02:03Z"),
            json!({"Start": "2026-11-20T01:02:03Z", "End": "2026-11-21T01:02:03Z"}),
        ),
        ("NetworkSourceIpV4", Filter::cidr("10.0.0.0/8"), json!({"Cidr": "10.0.0.0/8"})),
        ("Sample", Filter::is(false), json!({"Value": false})),
    ] {
        assert_eq!(body(FindingFilters::new().with(attribute, [filter])), json!({attribute: [expected]}));
    }
    let raw = FindingFilters::new().raw("Keyword", r#"[{"Value":"x"}]"#.parse().unwrap());
    assert_eq!(body(raw), json!({"Keyword": [{"Value": "x"}]}));
    assert_eq!(Filter::prefix("a").comparison(), Some(Comparison::Prefix));
    assert_eq!(Filter::is(true).comparison(), None);
}

#[test]
fn what_the_service_refuses_is_found_before() {
    let title = |filters: Vec<Filter>| FindingFilters::new().with("Title", filters);
    let exclusion = ["Title: equality excludes filters that say what it is not"];
    for (filters, expected) in [
        (title(vec![Filter::equals("a"); 20]), [].as_slice()),
        (title(vec![Filter::equals("a"); 21]), &["Title: 1 to 20 filters, not 21"]),
        (title(vec![]), &["Title: 1 to 20 filters, not 0"]),
        (title(vec![Filter::equals("a"), Filter::not_equals("b")]), &exclusion),
        (title(vec![Filter::equals("a"), Filter::not_prefix("b")]), &exclusion),
        (title(vec![Filter::equals("a"), Filter::prefix("b")]), &[]),
        (title(vec![Filter::prefix("a"), Filter::not_equals("b"), Filter::not_prefix("c")]), &[]),
        (title(vec![Filter::equals(" ")]), &["Title: a text of a filter must not be blank"]),
        (title(vec![Filter::is(true)]), &["Title: it is compared as a text, not as true or false"]),
        (
            FindingFilters::new().with("Wrong\u{1b}", [Filter::is(true)]),
            &[r"Wrong\u{1b}: no attribute that this version knows"],
        ),
        (
            FindingFilters::new().with("UpdatedAt", [Filter::between("2026-11-20T01:02:03Z", "now")]),
            &["UpdatedAt: a time must be one such as 2026-11-20T01:02:03.456Z"],
        ),
        (
            FindingFilters::new().with("Confidence", [Filter::number(f64::NAN)]),
            &["Confidence: a number must be finite"],
        ),
    ] {
        assert_eq!(reasons(&filters), expected);
    }
    let names = [
        "Id",
        "Title",
        "Region",
        "Type",
        "ProductArn",
        "Description",
        "ResourceId",
        "RecordState",
        "NoteText",
        "SourceUrl",
    ];
    let ten = names.iter().fold(FindingFilters::new(), |filters, name| filters.with(*name, [Filter::equals("a")]));
    assert_eq!(reasons(&ten), [""; 0]);
    assert_eq!(reasons(&ten.with("GeneratorId", [Filter::equals("a")])), ["at most 10 attributes, not 11"]);

    let call = |max| GetFindings::new(FindingFilters::new()).max_results(max);
    assert!(call(1).validate().is_ok() && call(100).validate().is_ok());
    for max in [0, 101] {
        let error = call(max).validate().unwrap_err().to_string();
        assert_eq!(error, format!("the service refuses the filters: MaxResults: from 1 to 100, not {max}"));
    }
    assert!(call(1).sort_by(" ", SortOrder::Ascending).validate().is_err());
}

#[test]
fn pages_lead_to_the_last_one() {
    let filters = FindingFilters::new().id(["1"]);
    let first = GetFindings::new(filters).max_results(2).sort_by("UpdatedAt", SortOrder::Descending);
    assert_eq!(
        serde_json::to_value(&first).unwrap(),
        json!({
            "Filters": {"Id": [{"Value": "1", "Comparison": "EQUALS"}]}, "MaxResults": 2,
            "SortCriteria": [{"Field": "UpdatedAt", "SortOrder": "desc"}],
        })
    );
    let page = |json: Value| FindingsPage::from_slice(json.to_string().as_bytes()).unwrap();
    let finding = |id: &str| json!({"Id": id, "ProductArn": "p"});
    // An empty page is not the last one.
    let second = first.next(&page(json!({"Findings": [], "NextToken": "t1"}))).unwrap();
    assert_eq!(second, first.clone().after("t1"));
    assert_eq!(serde_json::to_value(&second).unwrap()["NextToken"], "t1");

    let answer = page(json!({"Findings": [finding("1"), 7, finding("2")], "NextToken": "t1"}));
    assert_eq!(answer.findings().map(|finding| &*finding.id).collect::<Vec<_>>(), ["1", "2"]);
    let reasons: Vec<_> = answer.malformed().map(|malformed| malformed.reason.path()).collect();
    assert_eq!(reasons, ["$.Findings[1]"]);
    assert_eq!(second.next(&answer), None, "the same token again leads nowhere");
    assert_eq!(answer.into_findings().len(), 3);
    for last in
        [json!({"Findings": []}), json!({"Findings": [], "NextToken": null}), json!({"Findings": [], "NextToken": ""})]
    {
        assert_eq!(second.next(&page(last)), None);
    }
    for bad in ["", "[]", "{}", r#"{"Findings":{}}"#, r#"{"Findings":[],"NextToken":1}"#, r#"{"Message":"canary"}"#] {
        let error = FindingsPage::from_slice(bad.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("not an answer") && !error.contains("canary"), "{bad}: {error}");
    }
}

#[test]
fn all_attributes_of_the_service_are_known() {
    let Some(text) = shared_text("reference/asff-shapes.json") else { return };
    let shapes: Value = serde_json::from_str(&text).unwrap();
    let attributes = shapes["structures"]["AwsSecurityFindingFilters"]["members"].as_object().unwrap();
    for (name, spec) in attributes.iter().filter(|(name, _)| *name != "Keyword") {
        let filter = match spec["of"]["ref"].as_str().unwrap() {
            "StringFilter" => Filter::equals("a"),
            "MapFilter" => Filter::entry("a", "b"),
            "NumberFilter" => Filter::number(1.0),
            "DateFilter" => Filter::within_days(1),
            "IpFilter" => Filter::cidr("10.0.0.0/8"),
            "BooleanFilter" => Filter::is(true),
            other => panic!("{other}"),
        };
        assert_eq!(reasons(&FindingFilters::new().with(name, [filter])), [""; 0], "{name}");
    }
}
