//! A function as a function: a test of a handler without a Runtime API, an AWS or a ledger that lasts.

use examples_lambda::{Event, handle};
use lambda_runtime::{Context, Diagnostic};
use serde_json::value::RawValue;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge::MemoryLedger;
use ticket_bridge_config::{Accept, Bridges, Config, SecretPlace, SecretsFn, Source};
use ticket_bridge_sandbox::{Backlog, BacklogField};

const ALERT: &str = r#"{"type_string": "Weak hash", "state": {"alert_id": "orca-700124", "status": "open"}}"#;
const ALERTS: Accept = Accept::Findings(Source::Orca);

async fn team() -> (Backlog, Bridges) {
    let backlog = Backlog::start().await.unwrap();
    let project = backlog.add_project("SEC").unwrap();
    backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text).unwrap();
    let (space, key) = (backlog.url(), backlog.api_key());
    let toml = format!(
        r#"
        [backlog]
        space = "{space}"
        api_key = "env:BACKLOG_API_KEY"
        [ledger]
        memory = true
        [flows.alerts]
        source = "orca"
        project = "SEC"
        issue_type = "Task"
        marker_field = "Alert-Id"
        closes_findings = false
        "#
    );
    let config = Config::parse(&toml).unwrap();
    let secrets = SecretsFn(move |_: &SecretPlace| Ok(key.clone().into()));
    let team = config.connect(&config.fetch_secrets(&secrets).await.unwrap()).unwrap();
    let bridges = team.bridges(&team.resolve().await.unwrap(), Arc::new(MemoryLedger::new())).unwrap();
    (backlog, bridges)
}

fn event(text: &str) -> Event {
    Event::new(RawValue::from_string(text.to_owned()).unwrap(), Context::default())
}

#[tokio::test]
async fn a_handler_is_called_with_an_event() {
    let (backlog, bridges) = team().await;
    let batch = crate::events::sqs([("m-1", ALERT)]);
    for _ in 0..2 {
        let answer = handle(&bridges, ALERTS, &event(&batch)).await.unwrap();
        assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
    }
    assert_eq!(backlog.issues().len(), 1);
}

#[tokio::test]
async fn a_handler_that_has_no_time_fails() {
    let (backlog, bridges) = team().await;
    let mut short = event(&crate::events::sqs([("m-1", ALERT)]));
    let end = SystemTime::now() + Duration::from_secs(1);
    short.context.deadline = end.duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap();
    let failure = handle(&bridges, ALERTS, &short).await.unwrap_err();
    assert_eq!(Diagnostic::from(failure).error_type, "Function.BridgeFailed");
    assert_eq!(backlog.issues(), []);
}
