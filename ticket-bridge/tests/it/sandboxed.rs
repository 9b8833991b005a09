//! The shipped adapters against the stand-ins, over real HTTP.

use securityhub_finding::InputTransformer;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::chatwork::ChatworkNotifier;
use ticket_bridge::adapters::orca::{OrcaIntake, OrcaSource};
use ticket_bridge::adapters::securityhub::SecurityHubIntake;
use ticket_bridge::*;
use ticket_bridge_sandbox::{
    Backlog, BacklogField, Chatwork, Fault, Generation, Orca, OrcaAlert, OrcaStatus, SecurityHub,
};

/// The text of a published sample, where it is present beside the workspace.
fn sample(name: &str) -> Option<String> {
    std::fs::read_to_string(format!("{}/../../shared/samples/{name}", env!("CARGO_MANIFEST_DIR"))).ok()
}

/// A tracker that writes the template's text and nothing of ours.
fn by_template(backlog: &Backlog, transformer: InputTransformer) -> BacklogTracker {
    let project = backlog.add_project("HUB").unwrap();
    let marker = backlog.add_custom_field(project.id, "Finding", BacklogField::Text).unwrap();
    let attempt = backlog.add_custom_field(project.id, "Attempt", BacklogField::Text).unwrap();
    let client = backlog_api::Client::builder(backlog.url(), backlog_api::Auth::api_key(backlog.api_key()));
    let tracker = BacklogTracker::new(client.build().unwrap(), project.id, project.issue_type_id, marker);
    tracker.template(Template::eventbridge(transformer)).attempt_field(attempt)
}

/// W1: what the rule posts today and what the bridge writes are the same text.
#[tokio::test]
async fn an_eventbridge_template_gives_the_posts_description_byte_for_byte() {
    let own_paths = r#"{"Title": "$.detail.findings[0].Title", "Resource": "$.detail.findings[0].Resources[0].Id"}"#;
    let own_template = r#"{ "summary": <Title>, "description": "Found:<br /><Title><br /><br />On:<br /><Resource>" }"#;
    let hub = SecurityHub::start().await.unwrap();
    hub.import(&hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "CRITICAL")).unwrap();
    let own_event = hub.events().remove(0).to_string();
    let mut cases = vec![(own_event, own_paths.to_owned(), own_template.to_owned())];
    let published = [
        sample("securityhub-imported-event.json"),
        sample("input-transformer-paths-w1.json"),
        sample("input-transformer-template-w1.txt"),
    ];
    match published {
        [Some(event), Some(paths), Some(template)] => cases.push((event, paths, template)),
        _ => println!("skipped: the published samples are not here"),
    }
    for (event, paths, template) in cases {
        let paths: std::collections::BTreeMap<String, String> = serde_json::from_str(&paths).unwrap();
        let transformer = InputTransformer::new(paths, template).unwrap();
        let posted = transformer.render_verbatim(&event.parse().unwrap());
        let posted: serde_json::Value = serde_json::from_str(&posted).unwrap();
        let backlog = Backlog::start().await.unwrap();
        let tracker = by_template(&backlog, transformer);
        let bridge = Bridge::new(Policy::new("findings", "HUB"), Arc::new(MemoryLedger::new()), Arc::new(tracker));
        for _ in 0..2 {
            bridge.handle(&SecurityHubIntake::new(), event.as_bytes(), Deadline::none()).await.unwrap();
        }
        let issues = backlog.issues();
        assert_eq!(issues.len(), 1);
        assert_eq!(issues[0].description, posted["description"].as_str().unwrap());
    }
}

/// A quote in a title breaks the rule's post. Here it is a quote in a description.
#[tokio::test]
async fn a_quote_in_a_title_breaks_nothing() {
    let (hub, backlog) = (SecurityHub::start().await.unwrap(), Backlog::start().await.unwrap());
    let mut finding = hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "HIGH");
    finding["Title"] = "The \"default\" group\nis open \\o/".into();
    hub.import(&finding).unwrap();
    let paths = [("Title", "$.detail.findings[0].Title")];
    let transformer = InputTransformer::new(paths, r#"{"description": "Found: <Title>"}"#).unwrap();
    let tracker = by_template(&backlog, transformer);
    let bridge = Bridge::new(Policy::new("findings", "HUB"), Arc::new(MemoryLedger::new()), Arc::new(tracker));
    bridge.handle(&SecurityHubIntake::new(), hub.events()[0].to_string().as_bytes(), Deadline::none()).await.unwrap();
    assert_eq!(backlog.issues()[0].description, "Found: The \"default\" group\nis open \\o/");
}

/// The attempt stands in a field of its own: activities do not tell it, and it is found all the same.
#[tokio::test]
async fn an_attempt_in_a_field_of_its_own_is_found_after_a_lost_answer() {
    let (hub, backlog) = (SecurityHub::start().await.unwrap(), Backlog::start().await.unwrap());
    hub.import(&hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "HIGH")).unwrap();
    let transformer =
        InputTransformer::new([("T", "$.detail.findings[0].Title")], r#"{"description": "<T>"}"#).unwrap();
    let tracker = by_template(&backlog, transformer);
    let mut policy = Policy::new("findings", "HUB");
    policy.retry_evidence = Duration::ZERO;
    let ledger = MemoryLedger::new();
    let bridge = Bridge::new(policy, Arc::new(ledger.clone()), Arc::new(tracker)).adopted(true);
    backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
    bridge.handle(&SecurityHubIntake::new(), hub.events()[0].to_string().as_bytes(), Deadline::none()).await.unwrap();
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((backlog.issues().len(), crate::support::only(&ledger).phase), (1, Phase::Linked));
}

/// One team: its tracker, its source, its room, and the bridge between them.
struct Team {
    backlog: Backlog,
    orca: Orca,
    chatwork: Chatwork,
    ledger: MemoryLedger,
    bridge: Bridge,
    alert: String,
}

impl Team {
    async fn new(policy: Policy) -> Self {
        let (backlog, orca) = (Backlog::start().await.unwrap(), Orca::start().await.unwrap());
        let chatwork = Chatwork::start().await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        let field = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text).unwrap();
        let client = backlog_api::Client::builder(backlog.url(), backlog_api::Auth::api_key(backlog.api_key()));
        let tracker = BacklogTracker::new(client.build().unwrap(), project.id, project.issue_type_id, field);
        let client = orca_api::Client::builder(orca.url(), orca_api::Auth::token(orca.token()));
        let source = OrcaSource::new(client.build().unwrap());
        let token = chatwork_api::Auth::api_token(chatwork.me().token);
        let client = chatwork_api::Client::builder(chatwork.url(), token);
        let notifier = ChatworkNotifier::new(client.build().unwrap(), chatwork.room());
        let ledger = MemoryLedger::new();
        let bridge = Bridge::new(policy, Arc::new(ledger.clone()), Arc::new(tracker));
        let bridge = bridge.source(Arc::new(source)).notifier(Arc::new(notifier));
        let alert = orca.add_alert(OrcaAlert::new("Public bucket [toall]"));
        Self { backlog, orca, chatwork, ledger, bridge, alert }
    }

    async fn deliver(&self, generation: Generation) {
        let event = self.orca.sqs_event(&self.alert, generation).to_string();
        let answer = self.bridge.handle(&OrcaIntake::new(), event.as_bytes(), Deadline::none()).await.unwrap();
        assert_eq!(answer.to_json().unwrap(), r#"{"batchItemFailures":[]}"#);
    }

    fn record(&self) -> Record {
        crate::support::only(&self.ledger)
    }

    fn ticket(&self) -> TicketRef {
        self.record().ticket.unwrap()
    }

    fn writes(&self) -> usize {
        let requests = self.backlog.requests();
        requests.iter().filter(|request| request.method != "GET").count()
    }
}

#[tokio::test]
async fn an_alert_becomes_one_issue_with_one_write_whatever_its_generation() {
    let team = Team::new(Policy::new("alerts", "SEC")).await;
    team.deliver(Generation::Legacy).await;
    team.deliver(Generation::Legacy).await;
    team.deliver(Generation::ServingLayer).await;
    let issues = team.backlog.issues();
    assert_eq!((issues.len(), team.writes()), (1, 1));
    assert_eq!(issues[0].summary, "Public bucket [toall]");
    let room = team.chatwork.room();
    let messages = team.chatwork.messages(room);
    assert_eq!(messages.len(), 1);
    assert!(messages[0].body.contains("Public bucket ［toall］"), "{}", messages[0].body);
}

#[tokio::test]
async fn the_loop_closes_and_opens_again() {
    let team = Team::new(Policy::new("alerts", "SEC")).await;
    team.deliver(Generation::Legacy).await;
    // Backlog tells whole seconds, and a person takes one.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    team.backlog.close_issue(&team.ticket().key).unwrap();
    for _ in 0..3 {
        team.bridge.ticket_changed(&team.ticket()).await.unwrap();
    }
    assert_eq!((team.orca.closes(&team.alert), team.record().phase), (1, Phase::Closed));
    // The scanner finds the risk again: the alert opens, and so does the same issue.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(team.orca.set_status(&team.alert, OrcaStatus::Open));
    team.deliver(Generation::Legacy).await;
    let issue = team.backlog.issue(&team.ticket().key).unwrap();
    assert_eq!((issue.status_id, team.backlog.issues().len()), (2, 1));
    assert_eq!(team.record().phase, Phase::Linked);
    assert!(
        team.backlog.comments(&team.ticket().key).iter().any(|comment| {
            comment.content.as_deref().is_some_and(|content| content.contains("took the close back"))
        })
    );
}

#[tokio::test]
async fn a_create_that_was_committed_and_never_answered_leaves_one_issue() {
    let mut policy = Policy::new("alerts", "SEC");
    // Spans of a stand-in that shows everything at once.
    policy.retry_evidence = Duration::ZERO;
    let team = Team::new(policy).await;
    team.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
    team.deliver(Generation::Legacy).await;
    team.bridge.tick(Deadline::none()).await.unwrap();
    team.deliver(Generation::Legacy).await;
    assert_eq!((team.backlog.issues().len(), team.record().phase), (1, Phase::Linked));
    assert_eq!(team.record().ticket.unwrap().key, team.backlog.issues()[0].key);
}

#[tokio::test]
async fn a_refused_key_waits_for_a_person_and_loses_nothing() {
    let team = Team::new(Policy::new("alerts", "SEC")).await;
    team.backlog.fault(Fault::status(401).always());
    team.deliver(Generation::Legacy).await;
    assert_eq!((team.record().phase, team.backlog.issues().len()), (Phase::Deferred, 0));
    team.backlog.clear_faults();
}
