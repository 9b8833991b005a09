//! Partial batches, and a real queue.

use crate::events;
use crate::runtime_api::Outcome;
use crate::world::{World, unique};
use aws_sdk_sqs::types::DeleteMessageBatchRequestEntry;
use serde_json::json;
use std::time::Duration;
use ticket_bridge::Phase;
use ticket_bridge_sandbox::{Generation, OrcaAlert};

/// So many times the SDK sends a call that fails.
const TRIES: u32 = 3;

fn body(world: &World, bucket: &str) -> (String, String) {
    let alert = world.orca.add_alert(OrcaAlert::public_bucket(bucket));
    let event = world.orca.sqs_event(&alert, Generation::Legacy);
    (alert, events::bodies(&event).remove(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_batch_only_what_could_not_be_stored_comes_again() {
    let Some(world) = World::start().await else { return };
    let function = world.function("orca-to-backlog").await;
    let ((good, good_body), (failing, failing_body)) = (body(&world, "good"), body(&world, "failing"));
    let batch = [("m-1", &*good_body), ("m-2", "{no alert"), ("m-3", &*failing_body)];

    world.aws.breaks("PutItem", &failing, u32::MAX);
    let answer = function.invoke(&events::sqs(batch)).await.text();
    assert_eq!(answer, r#"{"batchItemFailures":[{"itemIdentifier":"m-3"}]}"#);
    assert_eq!((world.issue_of(&good).status_id, world.issues_of(&failing).len()), (1, 0));
    let dead = ticket_bridge::Ledger::list(&world.ledger, Phase::DeadLetter, None, 10).await.unwrap();
    assert_eq!(dead.len(), 1);

    // It comes again.
    world.aws.mend();
    let answer = function.invoke(&events::sqs([("m-3", &*failing_body)])).await.text();
    assert_eq!(answer, r#"{"batchItemFailures":[]}"#);
    assert_eq!((world.issue_of(&failing).status_id, world.creates().len()), (1, 2));
}

/// An answer without `batchItemFailures` would tell Lambda that all is done.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_no_flow_takes_is_not_acknowledged() {
    let Some(world) = World::start().await else { return };
    let toml = world.toml("");
    let (before, rest) = toml.split_once("[flows.alerts]").unwrap();
    let (_, findings) = rest.split_once("[flows.findings]").unwrap();
    world.configure(&format!("{before}[flows.findings]{findings}"));
    let function = world.function("orca-to-backlog").await;
    let (_, body) = body(&world, "invoices-prod");
    let kind = "Function.NoFlow".to_owned();
    let message = "the configuration has no flow with the source orca: add one".to_owned();
    assert_eq!(function.invoke(&events::sqs([("m-1", &*body)])).await, Outcome::Error { kind, message });
}

/// Lambda takes from the queue, and deletes what the answer does not name. Here the test does.
#[tokio::test(flavor = "multi_thread")]
async fn a_queue_is_empty_at_the_end() {
    let Some(world) = World::start().await else { return };
    let function = world.function("orca-to-backlog").await;
    let sqs = aws_sdk_sqs::Client::new(&world.sdk_config().await);
    let queue = sqs.create_queue().queue_name(unique("alerts")).send().await.unwrap().queue_url.unwrap();
    let alerts: Vec<(String, String)> = (0..12).map(|n| body(&world, &format!("bucket-{n}"))).collect();
    for text in alerts.iter().map(|(_, text)| &**text).chain(["no alert"]) {
        sqs.send_message().queue_url(&queue).message_body(text).send().await.unwrap();
    }
    // The ledger loses one put for good.
    world.aws.breaks("PutItem", &alerts[3].0, TRIES);

    let (mut deleted, mut named) = (0, 0);
    for _ in 0..20 {
        let received = sqs.receive_message().queue_url(&queue).max_number_of_messages(10).visibility_timeout(1);
        let messages = received.send().await.unwrap().messages.unwrap_or_default();
        if messages.is_empty() {
            if deleted == 13 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        }
        let texts = messages.iter().map(|message| (message.message_id().unwrap(), message.body().unwrap()));
        let answer = function.invoke(&events::sqs(texts)).await.json();
        let failures = answer["batchItemFailures"].as_array().unwrap();
        named += failures.len();
        let done = messages.iter().filter(|message| {
            let id = message.message_id().unwrap();
            !failures.contains(&json!({"itemIdentifier": id}))
        });
        for message in done {
            let entry =
                DeleteMessageBatchRequestEntry::builder().id("one").receipt_handle(message.receipt_handle().unwrap());
            let delete = sqs.delete_message_batch().queue_url(&queue).entries(entry.build().unwrap());
            assert!(delete.send().await.unwrap().failed.is_empty());
            deleted += 1;
        }
    }
    assert_eq!((deleted, named), (13, 1));
    for (alert, _) in &alerts {
        world.issue_of(alert);
    }
    assert_eq!(world.creates().len(), 12);
}
