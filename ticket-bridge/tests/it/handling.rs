//! Triggers: SQS batches and plain bodies, whatever they hold.

use crate::support::{World, active, inactive, only};
use async_trait::async_trait;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::intake::{Answer, HttpGuard, Intake, Item, Malformed};
use ticket_bridge::*;

/// Bodies such as `{"keys": ["a", 1]}`: a text is a finding, a number is malformed, null is skipped.
#[derive(Debug)]
pub(crate) struct Keys;

impl Intake for Keys {
    fn read(&self, body: &Value) -> Vec<Item> {
        if let Some(ticket) = body["ticket"].as_str() {
            return vec![Item::Ticket(TicketRef::new(ticket, format!("SEC-{ticket}")))];
        }
        if let Some(seconds) = body["over"].as_u64() {
            return vec![Item::Finding(Box::new(inactive("k", seconds)))];
        }
        let Some(keys) = body["keys"].as_array() else {
            return vec![Item::Malformed(Malformed::new("$.keys", "is missing"))];
        };
        let read = |(index, key): (usize, &Value)| match key {
            Value::String(key) => Item::Finding(Box::new(active(key, 0))),
            Value::Null => Item::Skipped("null"),
            _ => Item::Malformed(Malformed::new(format!("$.keys[{index}]"), "is no text")),
        };
        keys.iter().enumerate().map(read).collect()
    }
}

pub(crate) fn batch(bodies: &[&str]) -> Vec<u8> {
    let record = |(index, body): (usize, &&str)| json!({"messageId": format!("m{index}"), "eventSource": "aws:sqs", "body": body});
    json!({"Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>()}).to_string().into_bytes()
}

fn dead_letters(ledger: &MemoryLedger) -> Vec<String> {
    let records = ledger.records().into_iter().filter(|record| record.phase == Phase::DeadLetter);
    records.map(|record| record.problem.unwrap()).collect()
}

#[tokio::test]
async fn every_record_of_a_batch_is_read_and_the_malformed_ones_are_kept_and_done() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bytes = batch(&[r#"{"keys": ["a", 7, null, "b"]}"#, "not json", "", r#"{"keys": ["c"]}"#, r#"{"other": 1}"#]);
    let bridge = world.bridge(&ledger);
    for _ in 0..2 {
        let answer = bridge.handle(&Keys, &bytes, Deadline::none()).await.unwrap();
        assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
    }
    assert_eq!(world.open_tickets(), 3);
    let mut problems = dead_letters(&ledger);
    problems.sort();
    assert_eq!(
        problems,
        [
            "$.keys: is missing",
            "$.keys[1]: is no text",
            "$: no JSON at line 1 column 0",
            "$: no JSON at line 1 column 2"
        ]
    );
    let kept = ledger.records().into_iter().find(|record| record.problem.as_deref() == Some("$.keys: is missing"));
    assert_eq!(*kept.unwrap().pending.unwrap().raw, json!({"other": 1}));
}

/// A ledger that fails for some keys.
#[derive(Debug)]
struct Failing(MemoryLedger);

#[async_trait]
impl Ledger for Failing {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        if pk.ends_with("bad") { Err(LedgerFailed::new("throttled")) } else { self.0.get(pk).await }
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
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

#[tokio::test]
async fn a_record_that_cannot_be_stored_is_named_and_its_neighbours_are_done() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(Failing(ledger.clone())), Arc::new(world.clone()));
    let bridge = bridge.adopted(true);
    let bodies: Vec<String> = (0..10)
        .map(|index| match index {
            3 | 6 => r#"{"keys": ["bad"]}"#.to_owned(),
            8 => "{}".to_owned(),
            _ => format!(r#"{{"keys": ["k{index}"]}}"#),
        })
        .collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let answer = bridge.handle(&Keys, &batch(&bodies), Deadline::none()).await.unwrap();
    assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"m3"},{"itemIdentifier":"m6"}]}"#);
    assert_eq!((world.open_tickets(), dead_letters(&ledger).len()), (7, 1));
    let plain = bridge.handle(&Keys, br#"{"keys": ["bad"]}"#, Deadline::none()).await;
    assert!(matches!(plain, Err(BridgeError::Ledger(_))));
}

#[tokio::test]
async fn a_message_without_an_id_fails_its_whole_batch_when_it_fails() {
    let record = |body: &str| json!({"eventSource": "aws:sqs", "body": body});
    let bytes = json!({"Records": [record(r#"{"keys": ["bad"]}"#)]}).to_string();
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(Failing(ledger)), Arc::new(world));
    let answer = bridge.handle(&Keys, bytes.as_bytes(), Deadline::none()).await.unwrap();
    assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#);
}

#[tokio::test]
async fn a_plain_body_is_answered_with_counts() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let answer = world.bridge(&ledger).handle(&Keys, br#"{"keys": ["a", 7, null]}"#, Deadline::none()).await.unwrap();
    assert_eq!(answer.to_json().unwrap(), r#"{"accepted":1,"again":0,"dead_letters":1,"skipped":1}"#);
}

#[tokio::test]
async fn bytes_that_are_no_json_are_kept() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let answer = world.bridge(&ledger).handle(&Keys, b"\xff{secret", Deadline::none()).await.unwrap();
    assert!(matches!(answer, Answer::Plain { counts, .. } if counts.dead_letters == 1));
    let record = only(&ledger);
    assert!(!record.problem.unwrap().contains("secret"));
    assert_eq!(*record.pending.unwrap().raw, json!("\u{fffd}{secret"));
}

#[tokio::test]
async fn in_a_fifo_queue_what_follows_a_failure_in_its_group_is_left_alone_and_named() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(Failing(ledger.clone())), Arc::new(world.clone()));
    let record = |id: &str, group: &str, body: &str| {
        json!({"messageId": id, "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:alerts.fifo",
            "attributes": {"MessageGroupId": group}, "body": body})
    };
    let records = [
        record("a1", "a", r#"{"keys": ["a1"]}"#),
        record("b1", "b", r#"{"keys": ["b1"]}"#),
        record("a2", "a", r#"{"keys": ["bad", "a2"]}"#),
        record("a3", "a", r#"{"keys": ["a3"]}"#),
        record("b2", "b", "no json"),
        record("a4", "a", r#"{"keys": ["a4"]}"#),
        record("b3", "b", r#"{"keys": ["b3"]}"#),
    ];
    let bytes = json!({"Records": records}).to_string();
    let answer = bridge.handle(&Keys, bytes.as_bytes(), Deadline::none()).await.unwrap();
    let named: Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
    let named: Vec<_> =
        named["batchItemFailures"].as_array().unwrap().iter().map(|f| f["itemIdentifier"].clone()).collect();
    assert_eq!(named, ["a2", "a3", "a4"]);
    let mut done: Vec<_> = world.tickets().into_iter().map(|ticket| ticket.marker).collect();
    done.sort();
    assert_eq!((done, dead_letters(&ledger).len()), (["a1", "a2", "b1", "b3"].map(String::from).to_vec(), 1));
}

/// A failed message of a standard queue holds up nobody.
#[tokio::test]
async fn what_belongs_to_one_finding_keeps_its_order_within_a_batch() {
    let bodies = [r#"{"keys": ["k"]}"#, r#"{"over": 10}"#];
    for (order, open) in [([0, 1], 0), ([1, 0], 1)] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let batch = batch(&order.map(|index: usize| bodies[index]));
        world.bridge(&ledger).handle(&Keys, &batch, Deadline::none()).await.unwrap();
        assert_eq!((world.tickets().len(), world.open_tickets()), (1, open), "{order:?}");
    }
}

#[tokio::test]
async fn a_call_over_http_passes_its_guard_and_is_answered_once_it_is_stored() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let guard = HttpGuard::path_secret("canary-path-secret-1").unwrap();
    let bridge = world.bridge(&ledger).http(guard);
    bridge.ingest(active("k", 0)).await.unwrap();
    world.person_sets(0, "Closed");
    let call = |path: &str| {
        json!({"version": "2.0", "rawPath": path, "isBase64Encoded": false, "body": r#"{"ticket": "1"}"#,
            "requestContext": {"domainName": "x.lambda-url.us-east-1.on.aws", "http": {"method": "POST", "path": path}}})
        .to_string()
    };
    for (path, status, closed) in [("/backlog/guess", 401, 0), ("/backlog/canary-path-secret-1", 200, 1)] {
        let answer = bridge.handle(&Keys, call(path).as_bytes(), Deadline::none()).await.unwrap();
        let answer: Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
        assert_eq!(
            (&answer["statusCode"], world.state.lock().unwrap().closed_findings.len()),
            (&json!(status), closed)
        );
    }
    // The ticket of a finding that is not known, and that cannot be read: the sender is asked to come again.
    world.state.lock().unwrap().outage = true;
    let unknown = call("/backlog/canary-path-secret-1").replace("\\\"1\\\"", "\\\"9\\\"");
    let answer = bridge.handle(&Keys, unknown.as_bytes(), Deadline::none()).await.unwrap();
    let answer: Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
    assert_eq!((&answer["statusCode"], &answer["headers"]["retry-after"]), (&json!(503), &json!("60")));
}

/// What a ledger could not store with a record must not keep the record from being stored.
#[tokio::test]
async fn a_raw_statement_that_is_too_large_or_too_deep_is_left_out_and_the_finding_is_kept() {
    let deep = (0..120).fold(json!(1), |inner, _| json!([inner]));
    for (raw, is_kept) in
        [(json!("x".repeat(400_000)), false), (deep, false), (json!({"a": "x".repeat(200_000)}), true)]
    {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        let mut observation = active("k", 0);
        observation.raw = raw.clone().into();
        world.bridge(&ledger).ingest(observation).await.unwrap();
        let pending = only(&ledger).pending.unwrap();
        assert_eq!((world.open_tickets(), *pending.raw == raw), (1, is_kept));
        let stored = serde_json::to_string(&only(&ledger)).unwrap();
        assert!(stored.len() < 390_000 && Record::from_json(&stored).unwrap() == only(&ledger));
    }
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let body = json!({"keys": [7], "rest": "日".repeat(400_000)}).to_string();
    world.bridge(&ledger).handle(&Keys, body.as_bytes(), Deadline::none()).await.unwrap();
    let stored = serde_json::to_string(&only(&ledger)).unwrap();
    assert!(stored.len() < 390_000 && stored.contains("is no text"));
}

/// A service handles each delivery in a task of its own: its future is `Send`.
#[tokio::test]
async fn a_delivery_can_be_handled_in_a_task() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    let task = async move { bridge.handle(&Keys, &batch(&[r#"{"keys":["a"]}"#]), Deadline::none()).await };
    let answer = tokio::spawn(task).await.unwrap().unwrap();
    assert_eq!((answer.to_json().unwrap().as_str(), world.open_tickets()), (r#"{"batchItemFailures":[]}"#, 1));
}
