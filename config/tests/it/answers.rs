//! One answer of several flows: what any of them did not take comes again.

use crate::support::{ALERTS, HOOK, World};
use async_trait::async_trait;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::intake::Answer;
use ticket_bridge::{
    BridgeError, Deadline, Expected, Ledger, LedgerFailed, MemoryLedger, Moment, Phase, Put, Record, Rev,
};
use ticket_bridge_config::{Accept, Bridges, Source};
use ticket_bridge_sandbox::{BacklogField, Generation, OrcaAlert};

/// A ledger that fails for the records whose keys begin so.
#[derive(Debug)]
struct Failing(MemoryLedger, &'static str);

impl Failing {
    fn check(&self, pk: &str) -> Result<(), LedgerFailed> {
        if pk.starts_with(self.1) { Err(LedgerFailed::new("it is down")) } else { Ok(()) }
    }
}

#[async_trait]
impl Ledger for Failing {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.check(pk)?;
        self.0.get(pk).await
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        self.check(&record.pk)?;
        self.0.put(expected, record).await
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.0.due(now, limit).await
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.0.list(phase, after, limit).await
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.0.by_ticket(destination, ticket_id).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.0.take(bucket, most, window, now).await
    }
}

/// Two flows of one source, into two fields; the ledger fails for the second.
async fn two(world: &World, failing: &'static str) -> Bridges {
    world.backlog.add_custom_field(world.project.id, "Other-Id", BacklogField::Text).unwrap();
    let other = ALERTS.replace("flows.alerts", "flows.others").replace("Alert-Id", "Other-Id");
    let team = world.team(&world.file(&format!("{ALERTS}{other}"))).await;
    let ids = team.resolve().await.unwrap();
    team.bridges(&ids, Arc::new(Failing(MemoryLedger::new(), failing))).unwrap()
}

async fn give(bridges: &Bridges, event: &Value) -> Result<Answer, BridgeError> {
    bridges.handle(Accept::All, event.to_string().as_bytes(), Deadline::none()).await
}

#[tokio::test]
async fn sqs_is_named_each_message_that_any_flow_wants_again() {
    for (failing, again) in [("others:", true), ("alerts:", true), ("none", false)] {
        let world = World::start().await;
        let bridges = two(&world, failing).await;
        let alerts = ["a", "b"].map(|name| world.orca.add_alert(OrcaAlert::public_bucket(name)));
        let batch =
            world.orca.sqs_batch([(alerts[0].as_str(), Generation::Legacy), (alerts[1].as_str(), Generation::Legacy)]);
        let Answer::Sqs(answer) = give(&bridges, &batch).await.unwrap() else { panic!("no answer to SQS") };
        let named: Vec<_> = answer.batch_item_failures.iter().map(|failure| failure.item_identifier.as_str()).collect();
        let messages: Vec<_> =
            batch["Records"].as_array().unwrap().iter().map(|record| record["messageId"].as_str().unwrap()).collect();
        assert_eq!(named, if again { messages } else { Vec::new() }, "{failing}");
        // The flow that is well has done its part.
        assert_eq!(world.backlog.issues().len(), if again { 2 } else { 4 });
    }
}

#[tokio::test]
async fn over_http_the_worst_status_is_told() {
    for (failing, status, accepted, again) in [("others:", 503, 1, 1), ("alerts:", 503, 1, 1), ("none", 200, 2, 0)] {
        let world = World::start().await;
        let bridges = two(&world, failing).await;
        let alert = world.orca.add_alert(OrcaAlert::public_bucket("a"));
        let body = world.orca.alert(&alert, Generation::Legacy).unwrap().to_string();
        let context = json!({"http": {"method": "POST"}});
        let call = |secret: &str| {
            let path = format!("/hooks/{secret}");
            json!({"version": "2.0", "rawPath": path, "headers": {}, "requestContext": context, "body": body})
        };
        let Answer::Http(answer) = give(&bridges, &call(HOOK)).await.unwrap() else { panic!("no HTTP answer") };
        let counts: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(
            (answer.status_code, &counts["accepted"], &counts["again"]),
            (status, &json!(accepted), &json!(again))
        );
        assert_eq!(answer.headers.contains_key("retry-after"), status == 503);
        let Answer::Http(answer) = give(&bridges, &call("wrong")).await.unwrap() else { panic!("no HTTP answer") };
        assert_eq!(answer.status_code, 401);
    }
}

#[tokio::test]
async fn others_are_told_by_an_error() {
    for failing in ["others:", "alerts:"] {
        let world = World::start().await;
        let bridges = two(&world, failing).await;
        let alert = world.orca.add_alert(OrcaAlert::public_bucket("a"));
        let body = world.orca.alert(&alert, Generation::Legacy).unwrap();
        assert!(matches!(give(&bridges, &body).await, Err(BridgeError::Ledger(_))));
    }
    let world = World::start().await;
    let bridges = two(&world, "none").await;
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("a"));
    let answer = give(&bridges, &world.orca.alert(&alert, Generation::Legacy).unwrap()).await.unwrap();
    let Answer::Plain { counts, failed, .. } = answer else { panic!("no plain answer") };
    assert_eq!((counts.accepted, failed), (2, false));
}

#[tokio::test]
async fn what_no_flow_takes_comes_again() {
    let world = World::start().await;
    let team = world.team(&world.file(ALERTS)).await;
    let bridges = team.bridges(&team.resolve().await.unwrap(), Arc::new(MemoryLedger::new())).unwrap();
    let accept = Accept::Findings(Source::SecurityHub);
    let batch = json!({"Records": [{"messageId": "m-1", "body": "{}", "eventSource": "aws:sqs"}]});
    let answer = bridges.handle(accept, batch.to_string().as_bytes(), Deadline::none()).await.unwrap();
    assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"m-1"}]}"#);
    assert!(bridges.handle(accept, b"{}", Deadline::none()).await.unwrap().failed());
}

/// It came the wrong way, or its flow is missing: it is kept, once, and its neighbours are done.
#[tokio::test]
async fn what_is_of_no_flows_source_is_kept_as_a_dead_letter() {
    let world = World::start().await;
    let team = world.team(&world.file(ALERTS)).await;
    let ids = team.resolve().await.unwrap();
    let finding = json!({
        "detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub",
        "detail": {"findings": [{"Id": "f-1", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/guardduty"}]},
    });
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("a"));
    let mut batch = world.orca.sqs_batch([(alert.as_str(), Generation::Legacy), (alert.as_str(), Generation::Legacy)]);
    batch["Records"][0]["body"] = finding.to_string().into();
    for accept in [Accept::All, Accept::Findings(Source::Orca)] {
        let ledger = MemoryLedger::new();
        let bridges = team.bridges(&ids, Arc::new(ledger.clone())).unwrap();
        let answer = bridges.handle(accept, batch.to_string().as_bytes(), Deadline::none()).await.unwrap();
        assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
        let dead = ledger.list(Phase::DeadLetter, None, 10).await.unwrap();
        assert_eq!(dead.len(), 1);
        let (record, _) = ledger.get(&dead[0]).await.unwrap().unwrap();
        assert_eq!(record.problem.as_deref(), Some("$: is of a source that no flow takes"));
        assert_eq!(*record.pending.unwrap().raw, finding);
        assert_eq!(ledger.list(Phase::Linked, None, 10).await.unwrap().len(), 1);
    }
    // Of two flows the one of its source takes it, wherever it stands in the file.
    let other = ALERTS.replace("flows.alerts", "flows.findings").replace("Alert-Id", "Bridge-Attempt");
    let other = other.replace("\"orca\"", "\"securityhub\"");
    let team = world.team(&world.file(&format!("{ALERTS}{other}"))).await;
    let (ids, ledger) = (team.resolve().await.unwrap(), MemoryLedger::new());
    let bridges = team.bridges(&ids, Arc::new(ledger.clone())).unwrap();
    let _ = bridges.handle(Accept::All, batch.to_string().as_bytes(), Deadline::none()).await.unwrap();
    assert_eq!(ledger.list(Phase::DeadLetter, None, 10).await.unwrap(), Vec::<String>::new());
    assert_eq!(ledger.list(Phase::Linked, None, 10).await.unwrap().len(), 2);
}
