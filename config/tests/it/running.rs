//! From a file to issues and back, on the stand-ins.

use crate::support::{ALERTS, HOOK, World};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::intake::Answer;
use ticket_bridge::{Bridge, Called, Deadline, MemoryLedger, Settled, Watch};
use ticket_bridge_config::{Accept, Bridges, Source};
use ticket_bridge_sandbox::{BacklogField, Generation, OrcaAlert, OrcaRiskLevel, OrcaStatus, SecurityHub};

async fn bridges(world: &World, flows: &str) -> Bridges {
    let team = world.team(&world.file(flows)).await;
    let ids = team.ids().await.unwrap_or_else(|problems| panic!("{problems}"));
    team.bridges(&ids, Arc::new(MemoryLedger::new())).unwrap()
}

/// The newest webhook as API Gateway hands it over, to an address that ends so.
async fn webhook(world: &World, known: usize, secret: &str) -> Value {
    for _ in 0..500 {
        if let Some(delivery) = world.backlog.deliveries().get(known) {
            let context = json!({"http": {"method": "POST"}});
            let path = format!("/hooks/{secret}");
            return json!({"version": "2.0", "rawPath": path, "headers": {}, "requestContext": context, "body": delivery.body});
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("Backlog sent no webhook within 5 s");
}

async fn give(bridges: &Bridges, accept: Accept, event: &Value) -> Answer {
    bridges.handle(accept, event.to_string().as_bytes(), Deadline::none()).await.unwrap()
}

/// W0: alert, issue, closed by a person, alert closed, alert back, issue back.
#[tokio::test]
async fn an_alert_and_its_issue_go_round() {
    let world = World::start().await;
    world.backlog.add_webhook(world.project.id, "http://127.0.0.1:9/hooks", &[]).unwrap();
    let bridges = bridges(&world, &format!("{ALERTS}attempt_field = \"Bridge-Attempt\"\n")).await;
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let message = world.orca.sqs_event(&alert, Generation::Legacy);
    for _ in 0..2 {
        let answer = give(&bridges, Accept::All, &message).await;
        assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
    }
    let issue = world.backlog.issues().remove(0);
    assert_eq!(world.backlog.issues().len(), 1);
    assert_eq!(issue.custom_fields.get("Alert-Id"), Some(&alert));
    assert!(issue.custom_fields.contains_key("Bridge-Attempt"));

    // After the one that tells of the new issue.
    let known = 1;
    world.an_hour_later();
    world.backlog.close_issue(&issue.key).unwrap();
    let Answer::Http(refused) = give(&bridges, Accept::Webhooks, &webhook(&world, known, "wrong").await).await else {
        panic!("no HTTP answer")
    };
    assert_eq!((refused.status_code, world.orca.closes(&alert)), (401, 0));
    let Answer::Http(taken) = give(&bridges, Accept::Webhooks, &webhook(&world, known, HOOK).await).await else {
        panic!("no HTTP answer")
    };
    assert_eq!((taken.status_code, world.orca.closes(&alert)), (200, 1));

    world.an_hour_later();
    world.orca.set_status(&alert, OrcaStatus::Open);
    give(&bridges, Accept::Findings(Source::Orca), &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    let issue = world.backlog.issue(&issue.key).unwrap();
    assert_eq!((issue.status_id, world.backlog.issues().len()), (2, 1));
    let heard: Vec<String> =
        world.chatwork.messages(world.chatwork.room()).into_iter().map(|message| message.body).collect();
    assert_eq!(heard.len(), 3, "{heard:#?}");
}

/// W1: the description is what EventBridge posts, to the byte.
#[tokio::test]
async fn a_template_of_the_file_gives_the_posts_description() {
    let world = World::start().await;
    let hub = SecurityHub::start().await.unwrap();
    hub.import(&hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "HIGH")).unwrap();
    let event = hub.events().remove(0);
    let flow = r#"
[flows.findings]
source = "securityhub"
project = "SEC"
issue_type = "Task"
marker_field = "Alert-Id"
attempt_field = "Bridge-Attempt"
opens_from = "high"
controls_only = true
[flows.findings.template]
text = '{ "summary": <Title>, "description": "Found:<br /><Title><br /><br />On: <Resource>" }'
[flows.findings.template.paths]
Title = "$.detail.findings[0].Title"
Resource = "$.detail.findings[0].Resources[0].Id"
"#;
    let bridges = bridges(&world, flow).await;
    for _ in 0..2 {
        assert!(!give(&bridges, Accept::All, &event).await.failed());
    }
    let paths = [("Title", "$.detail.findings[0].Title"), ("Resource", "$.detail.findings[0].Resources[0].Id")];
    let text = r#"{ "summary": <Title>, "description": "Found:<br /><Title><br /><br />On: <Resource>" }"#;
    let transformer = securityhub_finding::InputTransformer::new(paths, text).unwrap();
    let posted = transformer.render_verbatim(&event.to_string().parse().unwrap());
    let posted: Value = serde_json::from_str(&posted).unwrap();
    let issues = world.backlog.issues();
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0].description, posted["description"].as_str().unwrap());
}

/// What the tracker is told of names: statuses that count as closed, resolutions that keep a finding closed.
#[tokio::test]
async fn statuses_and_resolutions_are_found_by_their_names() {
    let world = World::start().await;
    let verified = world.backlog.add_status(world.project.id, "Verified").unwrap();
    let lines = "closed_statuses = [\"Verified\"]\nwont_fix_resolutions = [\"Invalid\"]\n";
    let file = world.file(&format!("{ALERTS}{lines}"));
    let team = world.team(&file).await;
    let ids = team.resolve().await.unwrap();
    assert_eq!(ids.projects["SEC"].statuses["Verified"], verified);
    assert_eq!(ids.resolutions.keys().collect::<Vec<_>>(), ["Invalid"]);
    let bridges = team.bridges(&ids, Arc::new(MemoryLedger::new())).unwrap();
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    give(&bridges, Accept::All, &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    let issue = world.backlog.issues().remove(0);
    world.an_hour_later();
    world.backlog.set_status(&issue.key, verified, None).unwrap();
    for (flow, reconciled) in bridges.reconcile(Deadline::none()).await {
        assert_eq!((flow.as_str(), reconciled.unwrap().changed), ("alerts", 1));
    }
    assert_eq!(world.orca.closes(&alert), 1);
    // The resolution that the file names counts, and the one with id 1 does not any more.
    let (tracker, ticket) =
        (bridges.flow("alerts").unwrap().tracker(), ticket_bridge::TicketRef::new(issue.key.as_str(), ""));
    for (resolution, is_wont_fix) in [(ids.resolutions["Invalid"], true), (1, false)] {
        let request = backlog_api::issues::UpdateIssue::new().resolution(backlog_api::ResolutionId::new(resolution));
        team.backlog().issues().update(issue.key.as_str(), &request).await.unwrap();
        let ticket_bridge::TicketState::There(read) = tracker.read(&ticket, None).await.unwrap() else {
            panic!("the issue is there")
        };
        assert_eq!(read.snapshot.wont_fix, is_wont_fix, "{resolution}");
    }
}

/// Two flows into one project, one source each: a finding goes to its own, a webhook to both.
#[tokio::test]
async fn each_flow_takes_its_own_findings() {
    let world = World::start().await;
    world.backlog.add_custom_field(world.project.id, "Finding-Id", BacklogField::Text).unwrap();
    let hub = SecurityHub::start().await.unwrap();
    hub.import(&hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "HIGH")).unwrap();
    let second = "[flows.findings]\nsource = \"securityhub\"\nproject = \"SEC\"\nissue_type = \"Task\"\nmarker_field = \"Finding-Id\"\n";
    let bridges = bridges(&world, &format!("{ALERTS}{second}")).await;
    assert_eq!(bridges.flows().len(), 2);
    let names = |source| bridges.by_source(source).map(|flow| flow.name().to_owned()).collect::<Vec<_>>();
    assert_eq!(
        (names(Source::Orca), names(Source::SecurityHub)),
        (vec!["alerts".to_owned()], vec!["findings".to_owned()])
    );
    let alerts = bridges.flow("alerts").unwrap();
    assert_eq!((alerts.source(), alerts.destination()), (Source::Orca, "SEC"));
    assert!(alerts.finding_source().is_some() && alerts.notifier().is_some());
    assert!(bridges.flow("findings").unwrap().finding_source().is_none());

    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    // Of another source: none takes it, and it is acknowledged.
    give(&bridges, Accept::Findings(Source::SecurityHub), &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    give(&bridges, Accept::Webhooks, &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    assert!(world.backlog.issues().is_empty());
    give(&bridges, Accept::All, &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    give(&bridges, Accept::All, &hub.events()[0]).await;
    let fields: Vec<Vec<String>> =
        world.backlog.issues().iter().map(|issue| issue.custom_fields.keys().cloned().collect()).collect();
    assert_eq!(fields, [["Alert-Id"], ["Finding-Id"]]);
    let ticked = bridges.tick(Deadline::none()).await;
    assert!(ticked.iter().all(|(_, ticked)| ticked.as_ref().is_ok_and(|ticked| ticked.failed.is_empty())));
    for (_, adopted) in bridges.adopt(Deadline::none()).await {
        assert_eq!(adopted.map(|adopted| (adopted.tickets, adopted.is_complete)), Ok((1, true)));
    }
}

#[tokio::test]
async fn the_rules_of_the_file_rule() {
    let world = World::start().await;
    let rules = "opens_from = \"high\"\n[[flows.alerts.mutes]]\ntitle_prefix = \"Muted\"\nuntil = 2099-01-01T00:00:00Z\nreason = \"a test\"\n";
    let bridges = bridges(&world, &format!("{ALERTS}{rules}")).await;
    let alerts =
        [OrcaAlert::public_bucket("invoices-prod").risk_level(OrcaRiskLevel::Medium), OrcaAlert::new("Muted for now")];
    for alert in alerts {
        let alert = world.orca.add_alert(alert);
        give(&bridges, Accept::All, &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    }
    assert!(world.backlog.issues().is_empty());
}

#[derive(Debug, Default)]
struct Seen(std::sync::Mutex<Vec<String>>);

impl Watch for Seen {
    fn settled(&self, settled: &Settled) {
        self.0.lock().unwrap().push(settled.pk.clone());
    }

    fn called(&self, _called: &Called) {}
}

#[tokio::test]
async fn each_bridge_can_be_changed_before_it_is_used() {
    let world = World::start().await;
    let seen = Arc::new(Seen::default());
    let mut names = Vec::new();
    let bridges = bridges(&world, ALERTS).await.customize(|flow, bridge: Bridge| {
        names.push(flow.to_owned());
        bridge.watch(Arc::clone(&seen) as Arc<dyn Watch>).adopted(true)
    });
    assert_eq!(names, ["alerts"]);
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    world.clear_requests();
    give(&bridges, Accept::All, &world.orca.sqs_event(&alert, Generation::Legacy)).await;
    assert_eq!(*seen.0.lock().unwrap(), [format!("alerts:{alert}")]);
    // Adopted: the one call is the create.
    assert_eq!(world.backlog.requests().len(), 1);
}

#[tokio::test]
async fn a_start_with_ids_in_the_file_costs_no_call() {
    let world = World::start().await;
    let file = world.file(&format!("{ALERTS}attempt_field = \"Bridge-Attempt\"\n"));
    let ids = world.team(&file).await.resolve().await.unwrap();
    world.only_read();
    world.clear_requests();
    let team = world.team(&format!("{file}\n{}", ids.to_toml())).await;
    let kept = team.ids().await.unwrap();
    let bridges = team.bridges(&kept, Arc::new(MemoryLedger::new())).unwrap();
    assert_eq!((bridges.flows().len(), kept), (1, ids));
    assert!(world.requests().is_empty());
}
