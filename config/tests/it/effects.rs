//! What the keys do that no `Policy` shows: each against the same file without it.

use crate::support::{ALERTS, HOOK, World};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::intake::Answer;
use ticket_bridge::{Deadline, MemoryLedger};
use ticket_bridge_config::{Accept, Bridges};
use ticket_bridge_sandbox::{ChatworkRole, Fault, Generation, OrcaAlert, SecurityHub};

async fn bridges(world: &World, file: &str) -> Bridges {
    let team = world.team(file).await;
    let ids = team.resolve().await.unwrap();
    team.bridges(&ids, Arc::new(MemoryLedger::new())).unwrap()
}

async fn alert(world: &World, bridges: &Bridges, name: &str) -> (String, Answer) {
    let alert = world.orca.add_alert(OrcaAlert::public_bucket(name));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
    let answer = bridges.handle(Accept::All, event.as_bytes(), Deadline::none()).await.unwrap();
    (alert, answer)
}

#[tokio::test]
async fn deferral_says_what_becomes_of_what_cannot_be_done() {
    for (line, again) in [("", 0), ("deferral = \"store\"\n", 0), ("deferral = \"redeliver\"\n", 1)] {
        let world = World::start().await;
        let bridges = bridges(&world, &world.file(&format!("{ALERTS}{line}"))).await;
        world.backlog.fault(Fault::too_many_requests().on("POST", "/api/v2/issues").always());
        let (_, answer) = alert(&world, &bridges, "a").await;
        let Answer::Sqs(answer) = answer else { panic!("no answer to SQS") };
        assert_eq!(answer.batch_item_failures.len(), again, "{line}");
    }
}

#[tokio::test]
async fn closes_findings_says_whether_a_closed_ticket_closes_its_alert() {
    for (line, closes) in [("", 1), ("closes_findings = true\n", 1), ("closes_findings = false\n", 0)] {
        let world = World::start().await;
        let bridges = bridges(&world, &world.file(&format!("{ALERTS}{line}"))).await;
        let (alert, _) = alert(&world, &bridges, "a").await;
        world.an_hour_later();
        world.backlog.close_issue(&world.backlog.issues()[0].key).unwrap();
        bridges.reconcile(Deadline::none()).await;
        assert_eq!(world.orca.closes(&alert), closes, "{line}");
    }
}

#[tokio::test]
async fn comments_are_read_where_they_are_told() {
    for (line, told) in [("", 0), ("sync = [\"comments\"]\n", 1)] {
        let world = World::start().await;
        let bridges = bridges(&world, &world.file(&format!("{ALERTS}{line}"))).await;
        let (alert, _) = alert(&world, &bridges, "a").await;
        world.an_hour_later();
        world.backlog.set_status(&world.backlog.issues()[0].key, 2, Some("on it")).unwrap();
        bridges.reconcile(Deadline::none()).await;
        assert_eq!(world.orca.comments(&alert).len(), told, "{line}");
    }
}

#[tokio::test]
async fn the_markup_is_the_templates() {
    for (line, escaped) in [("", "\\*"), ("template = { markup = \"backlog\" }\n", "＊")] {
        let world = World::start().await;
        let bridges = bridges(&world, &world.file(&format!("{ALERTS}{line}"))).await;
        let alert = world.orca.add_alert(OrcaAlert::new("a").details("* one\n* two"));
        let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
        bridges.handle(Accept::All, event.as_bytes(), Deadline::none()).await.unwrap();
        let description = &world.backlog.issues()[0].description;
        assert!(description.contains(escaped), "{line}: {description}");
    }
}

#[tokio::test]
async fn controls_only_skips_other_products() {
    for (line, issues) in [("", 1), ("controls_only = true\n", 0)] {
        let world = World::start().await;
        let flow = ALERTS.replace("source = \"orca\"", "source = \"securityhub\"");
        let bridges = bridges(&world, &world.file(&format!("{flow}{line}"))).await;
        let hub = SecurityHub::start().await.unwrap();
        let mut finding = hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "HIGH");
        finding["ProductArn"] = "arn:aws:securityhub:us-east-1::product/aws/guardduty".into();
        let body = json!({"Findings": [finding]}).to_string();
        bridges.handle(Accept::All, body.as_bytes(), Deadline::none()).await.unwrap();
        assert_eq!(world.backlog.issues().len(), issues, "{line}");
    }
}

#[tokio::test]
async fn the_key_writes_no_faster_than_the_file_says() {
    for (line, at_once) in [("", 3), ("most_writes = { most = 2, window = \"1d\" }\n", 2)] {
        let world = World::start().await;
        let file = world.file(ALERTS).replace("[backlog]\n", &format!("[backlog]\n{line}"));
        let bridges = bridges(&world, &file).await;
        for name in ["a", "b", "c"] {
            alert(&world, &bridges, name).await;
        }
        assert_eq!(world.backlog.issues().len(), at_once, "{line}");
    }
    let world = World::start().await;
    let file = world.file(ALERTS).replace("[backlog]\n", "[backlog]\nbetween_writes = \"1d\"\n");
    let bridges = bridges(&world, &file).await;
    alert(&world, &bridges, "a").await;
    // The second one's turn would be in a day: longer than a write may wait.
    tokio::time::timeout(Duration::from_secs(20), alert(&world, &bridges, "b")).await.unwrap();
    assert_eq!(world.backlog.issues().len(), 1);
}

#[tokio::test]
async fn people_are_told_in_the_room_that_is_named() {
    let world = World::start().await;
    let room = world.chatwork.add_room("Security alerts", &[(world.chatwork.me().id, ChatworkRole::Member)]);
    let file = world.file(ALERTS).replace(&format!("room = {}", world.chatwork.room()), "room = \"Security alerts\"");
    let bridges = bridges(&world, &file).await;
    alert(&world, &bridges, "a").await;
    assert_eq!((world.chatwork.messages(room).len(), world.chatwork.messages(world.chatwork.room()).len()), (1, 0));
}

#[tokio::test]
async fn the_guard_is_the_one_of_the_file() {
    let path = "path_secret = \"env:BACKLOG_WEBHOOK_SECRET\"";
    let header = "header = { name = \"x-hook\", value = \"env:BACKLOG_WEBHOOK_SECRET\" }";
    for (webhook, by_path, by_header) in [
        (format!("[webhook]\n{path}"), 200, 401),
        (format!("[webhook]\n{header}"), 401, 200),
        (String::new(), 403, 403),
    ] {
        let world = World::start().await;
        let file = world.file(ALERTS).replace(&format!("[webhook]\n{path}"), &webhook);
        let bridges = bridges(&world, &file).await;
        for (path, headers, status) in
            [(format!("/hooks/{HOOK}"), json!({}), by_path), ("/hooks".to_owned(), json!({"x-hook": HOOK}), by_header)]
        {
            let context = json!({"http": {"method": "POST"}});
            let call =
                json!({"version": "2.0", "rawPath": path, "headers": headers, "requestContext": context, "body": "{}"});
            let answer = bridges.handle(Accept::Webhooks, call.to_string().as_bytes(), Deadline::none()).await.unwrap();
            let Answer::Http(answer) = answer else { panic!("no HTTP answer") };
            assert_eq!(answer.status_code, status, "{webhook}");
        }
    }
}
