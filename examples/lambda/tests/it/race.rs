//! Two instances at once, and one that is killed at the worst moment.

use crate::events;
use crate::world::{SHORT_TIMES, World, until};
use std::time::Duration;
use ticket_bridge::Phase;
use ticket_bridge_sandbox::{Fault, Generation, OrcaAlert};

const ROUNDS: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_with_the_same_messages_make_one_issue_each() {
    let Some(world) = World::start().await else { return };
    let (one, other) = tokio::join!(world.function("orca-to-backlog"), world.function("orca-to-backlog"));
    let tick = world.function("tick").await;
    let mut alerts = Vec::new();
    for round in 0..ROUNDS {
        let alert = world.orca.add_alert(OrcaAlert::public_bucket(format!("bucket-{round}")));
        let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
        let (first, second) = tokio::join!(one.invoke(&event), other.invoke(&event));
        for outcome in [first, second] {
            assert_eq!(outcome.text(), r#"{"batchItemFailures":[]}"#);
        }
        alerts.push(alert);
    }
    for alert in &alerts {
        until("it is linked", async || {
            tick.invoke(&events::schedule()).await.text();
            world.record("alerts", alert).await.is_some_and(|record| record.phase == Phase::Linked)
        })
        .await;
        assert_eq!(world.record("alerts", alert).await.unwrap().ticket.unwrap().key, world.issue_of(alert).key);
    }
    assert_eq!(world.creates().len(), ROUNDS);
}

/// The issue is there, and who made it never heard of it.
#[tokio::test(flavor = "multi_thread")]
async fn an_instance_killed_between_create_and_record_leaves_one_issue() {
    let Some(world) = World::start().await else { return };
    world.configure(&world.toml(SHORT_TIMES));
    let mut killed = world.function("orca-to-backlog").await;
    let (other, tick) = tokio::join!(world.function("orca-to-backlog"), world.function("tick"));
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();

    world.backlog.fault(Fault::delay(Duration::from_secs(60)).on_path("POST", "/api/v2/issues"));
    let unanswered = killed.send(&event, Duration::from_secs(60));
    until("the issue is there", async || world.creates().iter().any(|request| request.committed)).await;
    killed.kill().await;
    drop(unanswered);
    assert_eq!(world.record("alerts", &alert).await.unwrap().phase, Phase::Claimed);

    // SQS delivers again, to another instance.
    assert_eq!(other.invoke(&event).await.text(), r#"{"batchItemFailures":[]}"#);
    until("it is settled", async || {
        tick.invoke(&events::schedule()).await.text();
        world.record("alerts", &alert).await.unwrap().phase == Phase::Linked
    })
    .await;
    assert_eq!(world.record("alerts", &alert).await.unwrap().ticket.unwrap().key, world.issue_of(&alert).key);
    assert_eq!(world.creates().len(), 1);
}
