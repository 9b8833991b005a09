use crate::support::fixture;
use orca_api::model::{Alert, AlertState, AlertView, RiskLevel, Severity, VerificationStatus};
use orca_api::*;
use serde::Deserialize;
use serde_json::{Value, json};

fn alert(value: &Value) -> Alert {
    Alert::deserialize(value).unwrap()
}

fn view(value: &Value) -> AlertView {
    alert(value).view()
}

fn legacy(change: impl FnOnce(&mut Value)) -> AlertView {
    let mut value = fixture("alerts/legacy");
    change(&mut value);
    view(&value)
}

#[test]
fn both_generations_give_the_same_view() {
    let (older, newer, flat) =
        (view(&fixture("alerts/legacy")), view(&fixture("alerts/row")), view(&fixture("alerts/row_flat")));
    assert_eq!(newer, flat);
    // Only the links differ: each generation has its own.
    let link = |text: &str| Some(text.to_owned());
    assert_eq!(older.links.jira_issue, link("https://example.atlassian.net/browse/SEC-12"));
    assert_eq!(newer.links.cloud_console, link("https://s3.console.aws.amazon.com/s3/buckets/invoices-prod"));
    let mut same = newer.clone();
    same.links = older.links.clone();
    assert_eq!(older, same);
}

/// The same for an alert that is over, and no member is left out of the comparison by being empty in both.
#[test]
fn both_generations_tell_every_member_of_the_view() {
    let (mut older, mut newer) = (fixture("alerts/legacy"), fixture("alerts/row"));
    for (name, legacy_name, value) in [
        ("Status", "status", "close"),
        ("ClosedTime", "closed_time", "2026-02-04T01:00:00+00:00"),
        ("ClosedReason", "closed_reason", "asset deleted"),
        // Each moment another: none stands for its neighbour.
        ("StatusTime", "status_time", "2026-02-04T01:00:01+00:00"),
        ("LastSeen", "last_seen", "2026-02-04T01:00:02+00:00"),
        ("LastUpdated", "last_updated", "2026-02-04T01:00:03+00:00"),
    ] {
        older["state"][legacy_name] = json!(value);
        newer["data"][name]["value"] = json!(value);
    }
    let told = |value: &Value| {
        let mut told = serde_json::to_value(view(value)).unwrap();
        // Each generation has its own.
        told.as_object_mut().unwrap().remove("links");
        told
    };
    let (older, newer) = (told(&older), told(&newer));
    assert_eq!(older, newer);
    let (asset, account) = (&older["asset"], &older["account"]);
    for (name, value) in [&older, asset, account].into_iter().flat_map(|members| members.as_object().unwrap()) {
        assert!(![json!(null), json!([]), json!("")].contains(value), "{name} is told by neither");
    }
}

#[test]
fn a_view_has_what_a_ticket_needs() {
    let view = view(&fixture("alerts/legacy"));
    assert_eq!((view.id.as_str(), view.state), ("orca-700123", Some(AlertState::Open)));
    assert_eq!((view.severity, view.score), (Some(RiskLevel::High), Some("7.4".parse().unwrap())));
    assert_eq!(view.title, "S3 bucket readable by everyone");
    assert_eq!(view.details.as_deref(), Some("The bucket invoices-prod can be read without credentials."));
    assert_eq!(view.recommendation.as_deref(), Some("Turn on block public access for invoices-prod."));
    assert_eq!(
        (view.rule.as_deref(), view.category.as_deref()),
        (Some("aws_s3_bucket_public_read"), Some("Data at risk"))
    );
    assert_eq!((view.asset.name.as_deref(), view.asset.kind.as_deref()), (Some("invoices-prod"), Some("AwsS3Bucket")));
    assert_eq!(view.asset.vendor_id.as_deref(), Some("arn:aws:s3:::invoices-prod"));
    assert_eq!(
        (view.account.id.as_deref(), view.account.name.as_deref()),
        (Some("123456789012"), Some("prod-account"))
    );
    assert_eq!((view.region.as_deref(), view.asset.regions.len()), (Some("ap-northeast-1"), 2));
    assert_eq!(view.last_updated.unwrap().unix_seconds(), Some(1_770_091_560));
    assert_eq!((view.closed_time, view.closed_reason), (None, None));
    assert_eq!((view.remediation_console.len(), view.remediation_cli.len()), (2, 1));
    assert_eq!((view.cves, view.compliances), (vec!["CVE-2025-1001".to_owned()], vec!["CIS AWS 2.1.4".to_owned()]));
    assert_eq!((view.rule_id.as_deref(), view.source.as_deref()), (Some("r00aa11bb22"), Some("invoices-prod")));
    assert_eq!(view.max_cvss_score, Some("7.5".parse().unwrap()));
}

/// What a document lacks is missing in the view too, and nothing is made up for it.
#[test]
fn the_least_of_both_generations_gives_the_same_view() {
    let (older, newer) = (
        view(&json!({"type_string": "Weak hash", "state": {"alert_id": "orca-700124", "status": "open"}})),
        view(&json!({"data": {"AlertId": "orca-700124", "AlertType": "Weak hash", "Status": "open"}})),
    );
    assert_eq!(older, newer);
    assert_eq!(older, view(&fixture("alerts/legacy_minimal")));
    assert!(older.remediation_console.is_empty() && older.cves.is_empty() && older.labels.is_empty());
    assert_eq!((older.severity, older.details, older.created_at), (None, None, None));
}

/// The usual script shows `data.details`: raw places in the ticket, and a crash where `data` is missing.
#[test]
fn rendered_text_is_preferred_over_templates_with_places() {
    let template = legacy(|alert| drop(alert.as_object_mut().unwrap().remove("details")));
    assert_eq!(template.details.as_deref(), Some("The bucket {AwsS3Bucket} can be read without credentials."));
    let blank = legacy(|alert| alert["recommendation"] = json!(" "));
    assert_eq!(blank.recommendation.as_deref(), Some("Turn on block public access for {AwsS3Bucket}."));
    let titled = legacy(|alert| alert["data"]["title"] = json!("{AwsS3Bucket} readable by everyone"));
    assert_eq!(titled.title, "S3 bucket readable by everyone");
}

#[test]
fn a_title_is_always_there() {
    let minimal = fixture("alerts/legacy_minimal");
    assert_eq!(view(&minimal).title, "Weak hash");
    let titles = [
        (json!({"state": {"alert_id": "orca-1"}, "description": "d", "type_string": ""}), "d"),
        (json!({"state": {"alert_id": "orca-1"}}), "orca-1"),
        (json!({"data": {"AlertId": "orca-1", "AlertType": "t", "Description": "d"}}), "t"),
        (json!({"data": {"AlertId": "orca-1"}}), "orca-1"),
    ];
    for (value, title) in titles {
        assert_eq!(view(&value).title, title);
    }
    let bare = view(&json!({"state": {"alert_id": "orca-1"}}));
    assert_eq!((bare.state, bare.severity, bare.score, bare.details), (None, None, None, None));
}

#[test]
fn an_alert_about_code_has_no_data_and_an_older_severity() {
    let view = view(&fixture("alerts/legacy_without_data"));
    assert_eq!(
        (view.title.as_str(), view.details.as_deref()),
        ("Use of a weak hash", Some("MD5 is used in src/hash.py:12."))
    );
    assert_eq!((view.state, view.severity), (Some(AlertState::InProgress), Some(RiskLevel::Medium)));
    assert_eq!((view.account.id.as_deref(), view.region.as_deref()), (Some("4711"), Some("global")));
    assert_eq!(view.created_at.unwrap().as_str(), "2026-02-05T00:00:00.250Z");
}

#[test]
fn the_severity_is_the_risk_level_else_what_the_older_word_stands_for() {
    for (risk_level, severity, expected) in [
        (json!("low"), json!("hazardous"), Some(RiskLevel::Low)),
        (json!("CRITICAL"), json!("informational"), Some(RiskLevel::Critical)),
        (json!("unheard"), json!("hazardous"), Some(RiskLevel::from("unheard"))),
        (Value::Null, json!("compromised"), Some(RiskLevel::Critical)),
        (Value::Null, json!("Imminent Compromise"), Some(RiskLevel::High)),
        (Value::Null, json!("hazardous"), Some(RiskLevel::Medium)),
        (Value::Null, json!("informational"), Some(RiskLevel::Informational)),
        (Value::Null, Value::Null, None),
    ] {
        let view = legacy(|alert| {
            alert["state"]["risk_level"] = risk_level;
            alert["state"]["severity"] = severity;
        });
        assert_eq!(view.severity, expected);
    }
}

#[test]
fn links_lead_to_the_web_only() {
    for link in ["javascript:alert(1)", "", "ftp://x.example", "//x.example", " https://x.example"] {
        let view = legacy(|alert| alert["configuration"]["jira_issue_link"] = json!(link));
        assert_eq!(view.links.jira_issue, None, "{link}");
    }
}

#[test]
fn the_older_document_reads_as_what_it_is() {
    let Alert::Legacy(alert) = alert(&fixture("alerts/legacy")) else { panic!("the older generation") };
    assert_eq!((&alert.state.severity, alert.state.score), (&Some(Severity::ImminentCompromise), Some(2)));
    // The last human choice disagrees with the state, which alone counts.
    assert_eq!(
        (&alert.configuration.user_status, &alert.state.status),
        (&Some(AlertState::Closed), &Some(AlertState::Open))
    );
    assert_eq!((alert.is_compliance, alert.state.in_verification), (Some(false), Some(false)));
    let data = alert.data.as_ref().unwrap();
    assert_eq!(data.mitre_techniques, ["Data from Cloud Storage (T1530)"]);
    assert_eq!((data.remediation_console.len(), data.remediation_cli.len()), (2, 1));
    assert_eq!((alert.cve_list.len(), alert.related_compliances.len(), alert.labels.len()), (1, 1, 2));
    assert_eq!(alert.organization_name.as_deref(), Some("Example KK"));
    assert_eq!(alert.raw()["findings"][0]["Region"], "ap-northeast-1");
}

#[test]
fn a_row_reads_as_what_it_is() {
    let Alert::Row(row) = alert(&fixture("alerts/row")) else { panic!("the newer generation") };
    assert_eq!(row.row_id.as_deref(), Some("9d3e0000-0000-4000-8000-00000000000a"));
    assert_eq!(row.last_sync.as_ref().unwrap().as_str(), "2026-02-03T04:07:10+00:00");
    assert_eq!((row.verification_status.clone(), row.comments_count), (Some(VerificationStatus::ScanFailed), Some(2)));
    assert_eq!(row.user_defined_status, Some(AlertState::Closed));
    assert_eq!(row.field("RiskFindings").unwrap()["cves"]["total_cves"], 1);
    assert_eq!((row.field("ClosedTime"), row.field("Nothing")), (None, None));
    assert_eq!(row.max_cvss_score, Some("7.5".parse().unwrap()));
}

/// Deliveries and answers write whole or fractional seconds, `Z` or an offset.
#[test]
fn moments_compare_whatever_their_spelling() {
    let at = |text: &str| legacy(|alert| alert["state"]["last_updated"] = json!(text)).last_updated.unwrap();
    let moment = at("2026-02-03T04:06:00+00:00").to_system_time();
    assert!(moment.is_some());
    for text in ["2026-02-03T04:06:00Z", "2026-02-03T04:06:00.000Z", "2026-02-03T13:06:00+09:00"] {
        assert_eq!(at(text).to_system_time(), moment);
        assert_eq!(at(text).as_str(), text);
    }
    assert_eq!(at("03.02.2026").to_system_time(), None);
    assert_eq!(Decimal::from(7), legacy(|alert| alert["state"]["orca_score"] = json!(7)).score.unwrap());
}
