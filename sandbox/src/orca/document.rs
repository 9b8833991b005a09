//! An alert in both generations.

use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::alert::OrcaAlert;
use super::behavior::OrcaBehavior;
use super::state::Stored;
use super::words::{Generation, OrcaStatus};

pub(super) const USER_EMAIL: &str = "bot@example.co.jp";
pub(super) const USER_NAME: &str = "Bridge Bot";
pub(super) const ORGANIZATION_ID: &str = "5b0f1d7e-0000-4000-8000-000000000002";
pub(super) const ORGANIZATION_NAME: &str = "Example KK";

/// Whole seconds with an offset, as Orca writes them.
pub(super) fn time_text(at: SystemTime) -> String {
    let text = |time: jiff::Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    jiff::Timestamp::try_from(at).map(text).unwrap_or_default()
}

fn optional_time(at: Option<SystemTime>) -> Value {
    at.map_or(Value::Null, |at| Value::from(time_text(at)))
}

pub(super) fn asset_unique_id(spec: &OrcaAlert) -> String {
    format!("{}_{}_{:08x}", spec.asset_type, spec.account_id, hash(&spec.asset_name) & 0xffff_ffff)
}

/// FNV-1a: the same ids in every run.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn uuid(text: &str) -> String {
    format!("5b0f1d7e-0000-4000-8000-{:012x}", hash(text) & 0xffff_ffff_ffff)
}

fn regions(spec: &OrcaAlert) -> Vec<&str> {
    Some(spec.region.as_str()).filter(|region| !region.is_empty()).into_iter().collect()
}

pub(super) fn of(alert: &Stored, generation: Generation, behavior: &OrcaBehavior) -> Value {
    match generation {
        Generation::Legacy => legacy(alert),
        Generation::ServingLayer => row(alert, behavior),
    }
}

/// `state` of the legacy document.
pub(super) fn state(alert: &Stored) -> Value {
    json!({
        "alert_id": alert.id,
        "status": alert.status.as_str(),
        "status_time": time_text(alert.status_time),
        "created_at": time_text(alert.created_at),
        "last_seen": time_text(alert.last_seen),
        "last_updated": time_text(alert.last_updated),
        "severity": alert.severity.as_str(),
        "score": alert.severity.score(),
        "risk_level": alert.risk_level.as_str(),
        "orca_score": alert.orca_score,
        "rule_source": "Orca",
        "low_since": null,
        "high_since": null,
        "in_verification": alert.scanning,
        "verification_status": alert.verification_status,
        "closed_time": optional_time(alert.closed.as_ref().map(|(at, _)| *at)),
        "closed_reason": alert.closed.as_ref().map(|(_, reason)| reason),
    })
}

fn configuration(alert: &Stored) -> Map<String, Value> {
    let comments = Some(alert.comments.len()).filter(|count| *count > 0);
    let parts = [
        ("user_status", alert.user_status.map(|status| Value::from(status.as_str()))),
        ("user_score", alert.user_score.map(Value::from)),
        ("snooze_until", alert.snooze_until.map(|at| Value::from(time_text(at)))),
        ("comments_count", comments.map(Value::from)),
    ];
    parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

pub(super) fn legacy(alert: &Stored) -> Value {
    let spec = &alert.spec;
    let mut document = object(json!({
        "type": spec.rule,
        "type_string": spec.title,
        "type_key": format!("{:010x}", hash(&format!("{}{}", spec.rule, spec.asset_name)) & 0xff_ffff_ffff),
        "rule_id": format!("r{:010x}", hash(&spec.rule) & 0xff_ffff_ffff),
        "category": spec.category,
        "description": spec.title,
        "details": spec.details,
        "recommendation": spec.recommendation,
        "source": spec.asset_name,
        "alert_source": "Orca Scan",
        "alert_labels": spec.labels,
        "state": state(alert),
        "configuration": configuration(alert),
        "findings": [{"Name": spec.asset_name, "Region": spec.region}],
        "cloud_provider": spec.cloud,
        "cloud_provider_id": spec.account_id,
        "cloud_account_id": uuid(&spec.account_id),
        "account_name": spec.account_name,
        "asset_unique_id": asset_unique_id(spec),
        "asset_name": spec.asset_name,
        "asset_type": spec.asset_type,
        "asset_regions": regions(spec),
        "asset_tags_info_list": ["env|prod"],
        "organization_id": ORGANIZATION_ID,
        "organization_name": ORGANIZATION_NAME,
    }));
    if spec.with_data {
        // The texts in here are templates with their placeholders, as Orca delivers them.
        let data = json!({
            "title": spec.title,
            "details": spec.details_template,
            "recommendation": spec.recommendation,
        });
        document.insert("data".to_owned(), data);
    }
    if !spec.cves.is_empty() {
        document.insert("cve_list".to_owned(), json!(spec.cves));
    }
    overlay(&mut document, &spec.fields);
    Value::Object(document)
}

/// When the row was written: with the last change, unless a test said otherwise since.
fn last_sync(alert: &Stored) -> SystemTime {
    let synced = alert.synced.filter(|(updated, _)| *updated == alert.last_updated);
    synced.map_or(alert.last_updated, |(_, at)| at)
}

/// The fields below `data` of a row, unwrapped.
pub(super) fn row_data(alert: &Stored, behavior: &OrcaBehavior) -> Map<String, Value> {
    let spec = &alert.spec;
    let id = alert.id.as_str();
    let alert_id = if behavior.plain_row_ids { id.trim_start_matches("orca-") } else { id };
    let mut data = object(json!({
        "AlertId": alert_id,
        "AlertSource": "Orca Scan",
        "AlertType": spec.title,
        "AssetData": {
            "asset_name": spec.asset_name,
            "asset_type": spec.asset_type,
            "asset_unique_id": asset_unique_id(spec),
            "asset_regions": regions(spec),
            "cloud_provider": spec.cloud,
            "cloud_provider_id": spec.account_id,
            "account_name": spec.account_name,
        },
        "Category": spec.category,
        "ClosedReason": alert.closed.as_ref().map(|(_, reason)| reason),
        "ClosedTime": optional_time(alert.closed.as_ref().map(|(at, _)| *at)),
        "CommentsCount": alert.comments.len(),
        "CreatedAt": time_text(alert.created_at),
        "CveIds": spec.cves,
        "Description": spec.title,
        "Details": spec.details,
        "IsLive": alert.status.is_active(),
        "Labels": spec.labels,
        "LastSeen": time_text(alert.last_seen),
        "LastUpdated": time_text(alert.last_updated),
        "Name": alert.id,
        "OrcaScore": alert.orca_score,
        "PrevUserDefinedStatus": alert.previous_user_status.map(OrcaStatus::as_str),
        "Recommendation": spec.recommendation,
        "RiskLevel": alert.risk_level.as_str(),
        "RuleId": format!("r{:010x}", hash(&spec.rule) & 0xff_ffff_ffff),
        "RuleSource": "Orca",
        "RuleType": spec.rule,
        "Score": alert.severity.score(),
        "Severity": alert.severity.as_str(),
        "Source": spec.asset_name,
        "Status": alert.status.as_str(),
        "StatusTime": time_text(alert.status_time),
        "Title": spec.title,
        "UserDefinedStatus": alert.user_status.map(OrcaStatus::as_str),
        "VerificationStatus": alert.verification_status,
        "last_sync": time_text(last_sync(alert)),
    }));
    overlay(&mut data, &spec.row_fields);
    data
}

pub(super) fn row(alert: &Stored, behavior: &OrcaBehavior) -> Value {
    row_of(alert, row_data(alert, behavior), behavior)
}

/// A row with these fields alone.
pub(super) fn row_of(alert: &Stored, data: Map<String, Value>, behavior: &OrcaBehavior) -> Value {
    let wrap = |value: Value| if behavior.unwrapped_rows { value } else { json!({ "value": value }) };
    let data: Map<String, Value> = data.into_iter().map(|(name, value)| (name, wrap(value))).collect();
    json!({
        "id": format!("9d3e0000-0000-4000-8000-{:012x}", alert.number),
        "type": "Alert",
        "name": alert.id,
        "asset_unique_id": asset_unique_id(&alert.spec),
        "group_unique_id": asset_unique_id(&alert.spec),
        "cluster_unique_id": asset_unique_id(&alert.spec),
        "last_seen": time_text(alert.last_seen),
        "data": data,
    })
}

fn overlay(target: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, value) in changes {
        if value.is_null() {
            target.remove(name);
        } else {
            target.insert(name.clone(), value.clone());
        }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
