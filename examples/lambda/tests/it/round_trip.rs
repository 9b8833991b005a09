//! W0: an alert becomes an issue, and its closing comes back.

use crate::world::{HOOK, World, until};
use crate::{events, gateway};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge_sandbox::{Generation, OrcaAlert, OrcaStatus};

const NOTHING_FAILED: &str = r#"{"batchItemFailures":[]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_becomes_an_issue_and_its_closing_comes_back() {
    let Some(world) = World::start().await else { return };
    let (orca, hook) = (world.function("orca-to-backlog").await, Arc::new(world.function("backlog-webhook").await));
    let url = gateway::before(Arc::clone(&hook)).await;
    let address = format!("http://{}/backlog/{HOOK}", url.address);
    world.backlog.add_webhook(world.project.id, &address, &[]).unwrap();
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();

    assert_eq!(orca.invoke(&event).await.text(), NOTHING_FAILED);
    let issue = world.issue_of(&alert);
    assert_eq!(world.told().len(), 1);

    // The same once more.
    world.backlog.clear_requests();
    assert_eq!(orca.invoke(&event).await.text(), NOTHING_FAILED);
    assert_eq!((world.creates().len(), world.told().len()), (0, 1));

    // A person closes the issue: Backlog itself calls the function.
    world.person_closes(&issue.key).await;
    until("the alert is closed", async || world.orca.status(&alert) == Some(OrcaStatus::Closed)).await;
    until("both webhooks are answered", async || world.backlog.deliveries().len() == 2).await;
    let mut deliveries = world.backlog.deliveries();
    assert!(deliveries.iter().all(|delivery| delivery.result == Ok(200)));
    // The same again, by each gateway.
    let closing = deliveries.remove(1).body;
    let path = format!("/backlog/{HOOK}");
    for event in [
        events::function_url(&path, &closing),
        events::gateway_v1(&path, &closing),
        events::gateway_v2(&path, &closing),
    ] {
        assert_eq!(hook.invoke(&event).await.json()["statusCode"], 200);
    }
    assert_eq!(world.orca.closes(&alert), 1);
    assert_eq!(world.told().len(), 2);

    // Orca sees the risk again, a while later: its times are whole seconds.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(world.orca.set_status(&alert, OrcaStatus::Open));
    let event = world.orca.sqs_event(&alert, Generation::ServingLayer).to_string();
    assert_eq!(orca.invoke(&event).await.text(), NOTHING_FAILED);
    let again = world.issue_of(&alert);
    assert_eq!((again.key, again.status_id, again.resolution_id), (issue.key, 2, None));
    assert_eq!(world.told().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_without_the_secret_is_refused_and_read_by_nobody() {
    let Some(world) = World::start().await else { return };
    let hook = world.function("backlog-webhook").await;
    world.backlog.clear_requests();
    let body = r#"{"type": 3, "project": {"projectKey": "SEC"}, "content": {"id": 1, "key_id": 1}}"#;
    for path in ["/backlog/canary-of-somebody-else-012345", "/backlog/", "/"] {
        for event in [events::function_url(path, body), events::gateway_v1(path, body), events::gateway_v2(path, body)]
        {
            assert_eq!(hook.invoke(&event).await.json()["statusCode"], 401);
        }
    }
    assert_eq!(world.backlog.requests(), []);
}
