//! What an automation delivers.

use serde_json::{Value, json};
use ticket_bridge_sandbox::{
    Clock, Generation, Options, Orca, OrcaAlert, OrcaBehavior, OrcaStatus, OrcaVerdict, OrcaWebhook,
};

use super::{Bench, MINUTE, good};
use crate::support::Receiver;

fn body(event: &Value, record: usize) -> Value {
    serde_json::from_str(event["Records"][record]["body"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn an_sqs_event_carries_the_alert_as_text() {
    let bench = Bench::with_alert().await;
    let event = bench.orca.sqs_event("orca-700001", Generation::Legacy);
    let record = &event["Records"][0];
    assert_eq!(event["Records"].as_array().unwrap().len(), 1);
    assert_eq!(record["eventSource"], "aws:sqs");
    assert_eq!(record["eventSourceARN"], "arn:aws:sqs:ap-northeast-1:123456789012:orca-alerts");
    assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(record["attributes"]["SentTimestamp"], "1767225600000");
    assert_eq!(record["messageAttributes"], json!({}));
    let alert = good(&bench.get("/api/alerts/orca-700001").await);
    assert_eq!(body(&event, 0), alert);
    let again = bench.orca.sqs_event("orca-700001", Generation::Legacy);
    assert_ne!(again["Records"][0]["messageId"], record["messageId"]);
}

#[tokio::test]
async fn a_batch_mixes_generations_and_alerts_with_and_without_data() {
    let bench = Bench::with_alert().await;
    let code = bench.orca.add_alert(OrcaAlert::weak_hash_in_code("src/login.rs:12"));
    let event = bench.orca.sqs_batch([
        ("orca-700001", Generation::Legacy),
        (&code, Generation::Legacy),
        ("orca-700001", Generation::ServingLayer),
    ]);
    assert_eq!(event["Records"].as_array().unwrap().len(), 3);
    assert_eq!(body(&event, 0)["data"]["title"], "S3 bucket readable by everyone");
    assert_eq!(body(&event, 1).get("data"), None);
    assert_eq!(body(&event, 1)["type_string"], "Weak hash algorithm");
    assert_eq!(body(&event, 2)["data"]["AlertId"]["value"], "orca-700001");
    assert_eq!(body(&event, 2).get("state"), None);
    assert_eq!(bench.orca.sqs_event("orca-1", Generation::Legacy), json!({"Records": []}));
}

/// The text within the text.
fn parsed(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn sns_carries_both_generations_with_and_without_data() {
    let bench = Bench::with_alert().await;
    let code = bench.orca.add_alert(OrcaAlert::weak_hash_in_code("src/login.rs:12"));
    for (id, generation) in [
        ("orca-700001", Generation::Legacy),
        ("orca-700001", Generation::ServingLayer),
        (&code, Generation::Legacy),
        (&code, Generation::ServingLayer),
    ] {
        let alert = bench.orca.alert(id, generation).unwrap();
        let posted = bench.orca.sns_notification(id, generation);
        assert_eq!((&posted["Type"], parsed(&posted["Message"])), (&json!("Notification"), alert.clone()));
        assert_eq!(posted["Timestamp"], "2026-01-01T00:00:00.000Z");
        assert!(posted["SigningCertURL"].is_string());

        // A Lambda function is told with other names.
        let event = bench.orca.sns_event(id, generation);
        let record = &event["Records"][0];
        assert_eq!((&record["EventSource"], &record["EventVersion"]), (&json!("aws:sns"), &json!("1.0")));
        assert_eq!(parsed(&record["Sns"]["Message"]), alert);
        assert!(record["Sns"]["SigningCertUrl"].is_string() && record.get("body").is_none());

        let queued = bench.orca.sqs_event_of_sns(id, generation);
        let notification = body(&queued, 0);
        assert_eq!(queued["Records"][0]["eventSource"], "aws:sqs");
        assert_eq!((&notification["TopicArn"], parsed(&notification["Message"])), (&posted["TopicArn"], alert));
    }
    let first = bench.orca.sns_notification("orca-700001", Generation::Legacy);
    let second = bench.orca.sns_notification("orca-700001", Generation::Legacy);
    assert_ne!(first["MessageId"], second["MessageId"]);
    assert_eq!(bench.orca.sns_notification("orca-1", Generation::Legacy), Value::Null);
    assert_eq!(bench.orca.sns_event("orca-1", Generation::Legacy), json!({"Records": []}));
    assert_eq!(bench.orca.sqs_event_of_sns("orca-1", Generation::Legacy), json!({"Records": []}));
}

#[tokio::test]
async fn webhooks_tell_when_an_alert_opens_changes_and_reopens() {
    let bench = Bench::start().await;
    let hook = Receiver::start().await;
    bench.orca.add_webhook(
        OrcaWebhook::new(format!("{}/orca?tenant=a", hook.url())).api_key("Bearer hook-canary").header("x-team", "sec"),
    );
    bench.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").verdict(OrcaVerdict::RiskRemains));
    good(&bench.set_status("in_progress").await);
    good(&bench.set_status("close").await);
    good(&bench.put("/api/alerts/orca-700001/comment", &json!({"comment": "no reason to deliver"})).await);
    // Nobody calls any more: the verdict is given, and delivered, by the clock alone.
    bench.clock.advance(MINUTE * 10);
    let received = hook.wait_for(4).await;
    let states: Vec<Value> = received.iter().map(|call| call.json()["state"]["status"].clone()).collect();
    assert_eq!(states, ["open", "in_progress", "closed", "open"]);
    assert!(received.iter().all(|call| call.json()["state"]["alert_id"] == "orca-700001"));
    assert_eq!(received[0].path, "/orca?tenant=a");
    assert_eq!(received[0].headers["authorization"], "Bearer hook-canary");
    assert_eq!(received[0].headers["x-team"], "sec");
    assert_eq!(received[0].headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_webhook_may_filter_states_cut_fields_and_take_the_newer_form() {
    let bench = Bench::start().await;
    let (open, rows) = (Receiver::start().await, Receiver::start().await);
    let active = [OrcaStatus::Open, OrcaStatus::InProgress];
    bench.orca.add_webhook(OrcaWebhook::new(open.url()).statuses(active).body_fields(["state", "type_string"]));
    bench.orca.add_webhook(OrcaWebhook::new(rows.url()).generation(Generation::ServingLayer));
    bench.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    good(&bench.set_status("dismiss").await);
    assert!(bench.orca.see_again("orca-700001"));
    good(&bench.set_status("open").await);
    let rows = rows.wait_for(4).await;
    assert_eq!(rows[1].json()["data"]["Status"]["value"], "dismissed");
    let open = open.wait_for(2).await;
    assert_eq!(open.len(), 2);
    let body = open[1].json();
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["state", "type_string"]);
    assert_eq!(body["state"]["status"], "open");
}

#[tokio::test]
async fn a_finding_seen_again_is_delivered_with_moved_times_and_the_same_state() {
    let bench = Bench::with_alert().await;
    bench.clock.advance(MINUTE);
    assert!(bench.orca.see_again("orca-700001"));
    assert!(!bench.orca.see_again("orca-1"));
    let alert = bench.orca.alert("orca-700001", Generation::Legacy).unwrap();
    assert_eq!(alert["state"]["last_seen"], "2026-01-01T00:01:00+00:00");
    assert_eq!(alert["state"]["status_time"], "2026-01-01T00:00:00+00:00");
    assert_eq!(bench.orca.history("orca-700001").len(), 1);
}

#[tokio::test]
async fn a_refused_change_delivers_nothing() {
    let bench = Bench::with_alert().await;
    let hook = Receiver::start().await;
    bench.orca.add_webhook(OrcaWebhook::new(hook.url()));
    assert_eq!(bench.set_status("open").await.status, 400);
    good(&bench.set_status("close").await);
    let received = hook.wait_for(1).await;
    assert_eq!((received.len(), &received[0].json()["state"]["status"]), (1, &json!("closed")));
}

#[tokio::test]
async fn webhooks_leave_this_machine_never() {
    let bench = Bench::start().await;
    bench.orca.add_webhook(OrcaWebhook::new("http://hooks.example.com/orca"));
    bench.orca.add_alert(OrcaAlert::new("Anything"));
    for _ in 0..500 {
        if let [delivery] = bench.orca.deliveries().as_slice() {
            assert!(delivery.result.is_err());
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no delivery was noted");
}

#[tokio::test]
async fn a_fast_clock_reopens_an_alert_by_itself() {
    // Ten minutes of the sandbox in a fifth of a second.
    let clock = Clock::scaled(3000.0);
    let orca = Orca::start_with(Options::default().clock(clock)).await.unwrap();
    let hook = Receiver::start().await;
    orca.behave(OrcaBehavior::new().reopens_to(OrcaStatus::InProgress));
    let id = orca.add_alert(OrcaAlert::public_bucket("invoices-prod").verdict(OrcaVerdict::RiskRemains));
    orca.add_webhook(OrcaWebhook::new(hook.url()));
    let bench = Bench { clock: orca.clock(), orca };
    good(&bench.set_status("close").await);
    let received = hook.wait_for(2).await;
    assert_eq!(received[1].json()["state"]["status"], "in_progress");
    assert_eq!(bench.orca.status(&id), Some(OrcaStatus::InProgress));
}
