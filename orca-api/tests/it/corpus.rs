//! Samples of others, checked where they lie beside the workspace or where `TICKET_BRIDGE_SAMPLES` says. They are not part of
//! the project: without them these tests check nothing.

use crate::support::lossless;
use orca_api::event::OrcaEvent;
use orca_api::model::{Alert, AlertEvent, AlertEventKind, AlertState, RiskLevel};
use serde_json::Value;
use std::path::PathBuf;

fn sample(path: &str) -> Option<Value> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let folder = std::env::var_os("TICKET_BRIDGE_SAMPLES").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join(path)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn a_mocked_older_alert_reads() {
    let Some(value) = sample("corpus/orca/rapid7_get_alert.json") else { return };
    let view = lossless::<Alert>(&value).view();
    assert_eq!((view.id.as_str(), view.state), ("orca-001", Some(AlertState::Open)));
    assert_eq!(view.severity, Some(RiskLevel::Medium));
    assert!(!view.details.unwrap().contains("{AwsEc2Elb"));
    assert!(!view.recommendation.unwrap().contains("{AwsEc2Elb"));
    assert_eq!(lossless::<OrcaEvent>(&value).alert().id().as_str(), "orca-001");
}

#[test]
fn a_newer_alert_is_named_by_its_row_where_its_id_has_no_prefix() {
    let Some(value) = sample("corpus/orca/secops_serving_layer_alert.json") else { return };
    let view = lossless::<OrcaEvent>(&value).view();
    assert_eq!((view.id.as_str(), view.severity), ("orca-1263534", Some(RiskLevel::Low)));
    assert_eq!((view.account.provider.as_deref(), view.account.id.as_deref()), (Some("shiftleft"), Some("fbn")));
}

#[test]
fn a_mocked_answer_of_a_close_reads() {
    let Some(value) = sample("corpus/orca/rapid7_update_alert_status_close.json") else { return };
    let event: AlertEvent = lossless(&value["data"]);
    assert_eq!((event.kind, event.details.to.as_deref()), (Some(AlertEventKind::SetStatus), Some("closed")));
}

#[test]
fn a_record_of_a_queue_holds_the_alert_in_its_body() {
    let Some(mut value) = sample("samples/sqs-orca-event-keys.json") else { return };
    assert_eq!(OrcaEvent::from_value(value.clone()).unwrap_err().path(), "Records");
    let records = |event: &Value| OrcaEvent::records(event.to_string().as_bytes()).unwrap();
    // The author emptied the values.
    let [emptied] = &*records(&value) else { panic!("one record") };
    assert_eq!((&*emptied.message_id, emptied.event.as_ref().unwrap_err().path()), ("", "body"));
    value["Records"][0]["body"] = crate::support::fixture("alerts/legacy").to_string().into();
    let [filled] = &*records(&value) else { panic!("one record") };
    assert_eq!(filled.event.as_ref().unwrap().alert().id().as_str(), "orca-700123");
}
