//! What waits is done by a later tick, and what no webhook told by a reconcile.

use crate::events;
use crate::runtime_api::Outcome;
use crate::world::{SHORT_TIMES, World, until};
use std::time::Duration;
use ticket_bridge::Phase;
use ticket_bridge_sandbox::{Fault, Generation, OrcaAlert, OrcaStatus};

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_the_tracker_did_not_answer_is_done_by_a_later_tick() {
    let Some(world) = World::start().await else { return };
    world.configure(&world.toml(SHORT_TIMES));
    let (orca, tick) = tokio::join!(world.function("orca-to-backlog"), world.function("tick"));
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    world.backlog.fault(Fault::status(503).on_path("POST", "/api/v2/issues"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();

    assert_eq!(orca.invoke(&event).await.text(), r#"{"batchItemFailures":[]}"#);
    assert_eq!(world.record("alerts", &alert).await.unwrap().phase, Phase::InDoubt);
    assert_eq!(world.issues_of(&alert).len(), 0);
    until("it is linked", async || {
        tick.invoke(&events::schedule()).await.text();
        world.record("alerts", &alert).await.unwrap().phase == Phase::Linked
    })
    .await;
    assert_eq!((world.issue_of(&alert).status_id, world.creates().len()), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reconcile_sees_what_no_webhook_told() {
    let Some(world) = World::start().await else { return };
    let (orca, tick) = tokio::join!(world.function("orca-to-backlog"), world.function("tick"));
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    orca.invoke(&world.orca.sqs_event(&alert, Generation::Legacy).to_string()).await.text();
    world.person_closes(&world.issue_of(&alert).key).await;

    tick.invoke(r#"{"task": "tick"}"#).await.text();
    assert_eq!(world.orca.status(&alert), Some(OrcaStatus::Open));
    tick.invoke(r#"{"task": "reconcile"}"#).await.text();
    assert_eq!((world.orca.status(&alert), world.orca.closes(&alert)), (Some(OrcaStatus::Closed), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_task_and_a_short_timeout_are_errors() {
    let Some(world) = World::start().await else { return };
    let (orca, tick) = tokio::join!(world.function("orca-to-backlog"), world.function("tick"));
    let error = |kind: &str, message: &str| Outcome::Error { kind: kind.to_owned(), message: message.to_owned() };
    let told = tick.invoke(r#"{"task": "tock"}"#).await;
    assert_eq!(told, error("Function.UnknownTask", "\"tock\" is no task: `tick` and `reconcile` are"));

    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
    let told = orca.invoke_within(&event, Duration::from_secs(3)).await;
    let message = "less than 5 s are left for the whole invocation: raise the function timeout";
    assert_eq!(told, error("Function.BridgeFailed", message));
    assert_eq!((world.writes(), world.record("alerts", &alert).await), (0, None));
}
