use crate::queue::Queue;
use crate::service::{count, until};
use crate::world::{SECRET, World};
use std::time::Duration;
use ticket_bridge_sandbox::{OrcaBehavior, OrcaStatus, OrcaVerdict};

/// Alerts become issues, a closed issue closes its alert once, and an alert that is back reopens its issue. The counters
/// say so too.
#[tokio::test(flavor = "multi_thread")]
async fn alerts_go_round() {
    let Some(queue) = Queue::start().await else { return };
    let world = World::start().await;
    // Times are whole seconds: what comes back in the second of its close is told apart only later.
    world.orca.behave(OrcaBehavior::new().verification_takes(Duration::from_millis(2_500)));
    let service = world.service(&queue).await;
    world.hook(&service);

    let (alert, message) = world.alert("invoices-prod");
    let (_, other) = world.alert("reports-prod");
    for message in [&message, &other, &message] {
        queue.send(message).await;
    }
    queue.send("no alert at all").await;
    until("all messages are done", async || queue.held().await == 0).await;
    assert_eq!(world.backlog.issues().len(), 2);
    let issue = world.backlog.issues().into_iter().find(|issue| issue.custom_fields["Alert-Id"] == alert).unwrap().key;

    world.orca.set_verdict(&alert, OrcaVerdict::RiskRemains);
    world.backlog.close_issue(&issue).unwrap();
    until("the alert is closed", async || world.orca.closes(&alert) == 1).await;
    until("Orca reopens it", async || world.orca.status(&alert) == Some(OrcaStatus::Open)).await;
    let delivered = world.backlog.deliveries();
    assert!(!delivered.is_empty() && delivered.iter().all(|delivery| delivery.result == Ok(200)), "{delivered:?}");

    queue.send(&world.message(&alert)).await;
    until("the issue is in progress", async || world.backlog.issue(&issue).unwrap().status_id == 2).await;
    until("all messages are done", async || queue.held().await == 0).await;
    assert_eq!((world.backlog.issues().len(), world.orca.closes(&alert), world.creates().len()), (2, 1, 2));

    until("the dead letter is counted", async || service.metric(r#"records{phase="dead_letter"}"#).await >= 1).await;
    let metrics = service.metrics().await;
    let value = |series: &str| count(&metrics, series);
    assert_eq!(value(r#"queue_messages_total{what="received"}"#), 5);
    assert_eq!(value(r#"queue_messages_total{what="deleted"}"#), 5);
    assert_eq!(value(r#"queue_messages_total{what="left"}"#), 0);
    assert_eq!(value(r#"items_total{disposition="dead_letter"}"#), 1);
    assert_eq!(value(r#"call_seconds_count{call="create",outcome="done"}"#), 2);
    assert_eq!(value(r#"call_seconds_count{call="source.write",outcome="done"}"#), 1);
    let settled = service.log().iter().filter(|line| line.contains(r#""message":"item""#)).count();
    let words = ["linked", "deferred", "muted", "dead_letter", "attached", "superseded", "ignored"];
    let items: u64 = words.iter().map(|word| value(&format!("items_total{{disposition=\"{word}\"}}"))).sum();
    assert!(items > 0 && u64::try_from(settled) == Ok(items), "{items} items, {settled} lines");
    let webhooks = u64::try_from(world.backlog.deliveries().len()).unwrap();
    assert_eq!(value(r#"webhooks_total{status="200"}"#), webhooks);

    let (status, health) = service.health().await;
    assert_eq!((status, &health["status"]), (200, &"ok".into()), "{health}");
    let text = service.metrics_text().await;
    let log = service.log().join("\n");
    for secret in [SECRET, &*world.backlog.api_key(), world.orca.token()] {
        assert!(!text.contains(secret) && !log.contains(secret) && !health.to_string().contains(secret));
    }
    assert!(!text.contains(&alert) && !text.contains("prod"), "a label came from outside");
    service.stop().await;
}
