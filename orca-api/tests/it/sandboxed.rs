//! The client against an Orca with state, over real HTTP: two readings of the same sources that have to agree.

use orca_api::alerts::{Changed, Closed, ListEvents, Reopened, Verdict, WaitForVerdict};
use orca_api::event::OrcaEvent;
use orca_api::exports::WaitForExport;
use orca_api::legacy_query::{Filter, LegacyQuery};
use orca_api::model::{AlertEventKind, AlertState, AlertView};
use orca_api::remediation_texts::WriteRemediationText;
use orca_api::serving_layer::{Clause, Query};
use orca_api::*;
use serde_json::Value;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge_sandbox::{
    Clock as Time, Fault, Generation, Options, Orca, OrcaAlert, OrcaBehavior, OrcaRiskLevel, OrcaStatus, OrcaVerdict,
};

/// The service's time is the client's too.
#[derive(Debug)]
struct Shared(Time);

impl Clock for Shared {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let time = self.0.clone();
        Box::pin(async move { time.sleep(duration).await })
    }
}

/// A minute passes in each second.
async fn fast() -> (Orca, Client) {
    with(Time::scaled(60.0)).await
}

async fn still() -> (Orca, Client) {
    with(Time::manual(UNIX_EPOCH + Duration::from_secs(1_767_225_600))).await
}

async fn with(time: Time) -> (Orca, Client) {
    let orca = Orca::start_with(Options::default().clock(time.clone())).await.unwrap();
    let builder = Client::builder(orca.url(), Auth::token(orca.token())).clock(Shared(time));
    // Fast time must not end a call before its answer.
    (orca, builder.attempt_timeout(Duration::from_secs(3_600)).retry(RetryPolicy::none()).build().unwrap())
}

const MINUTES: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_close_is_confirmed_or_refuted_by_the_scan_that_follows() {
    let (orca, client) = fast().await;
    // Four seconds, so that a busy machine does not sleep over the whole scan.
    orca.behave(OrcaBehavior::new().verification_takes(MINUTES * 4));
    let wait = WaitForVerdict::within(MINUTES * 60).every(Duration::from_secs(10));
    let mut waits = tokio::task::JoinSet::new();
    for found in [OrcaVerdict::RiskGone, OrcaVerdict::RiskRemains, OrcaVerdict::ScanFailed] {
        let id = orca.add_alert(OrcaAlert::public_bucket("invoices-prod").verdict(found));
        assert!(matches!(client.alerts().close(&*id).await.unwrap(), Closed::ByThisCall(_)));
        let client = client.clone();
        waits.spawn(async move { (found, client.alerts().wait_for_verdict(&*id, &wait).await, id) });
    }
    while let Some(ended) = waits.join_next().await {
        let (found, verdict, id) = ended.unwrap();
        let verdict = verdict.unwrap();
        let (fits, state) = match found {
            OrcaVerdict::RiskGone => (matches!(verdict, Verdict::Closed(_)), OrcaStatus::Closed),
            OrcaVerdict::RiskRemains => (matches!(verdict, Verdict::StillThere(_)), OrcaStatus::Open),
            _ => (matches!(verdict, Verdict::ScanFailed(_)), OrcaStatus::Closed),
        };
        assert!(fits, "{found:?}: {verdict:?}");
        assert_eq!((orca.status(&id), orca.closes(&id)), (Some(state), 1));
    }
}

/// The same words over a scan that waits first, and ends with a word that nobody has seen yet.
#[tokio::test]
async fn an_unknown_word_after_the_scan_is_no_obstacle() {
    let (orca, client) = fast().await;
    let behavior = OrcaBehavior::new().verification_takes(MINUTES * 4).scan_starts_after(MINUTES / 2);
    orca.behave(behavior.verified_word("never_heard"));
    let id = orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    drop(client.alerts().verify(&*id).await.unwrap());
    let wait = WaitForVerdict::within(MINUTES * 30).every(Duration::from_secs(10));
    let verdict = client.alerts().wait_for_verdict(&*id, &wait).await.unwrap();
    assert!(matches!(verdict, Verdict::Closed(_)), "{verdict:?}");
}

#[tokio::test]
async fn every_change_of_an_alert_arrives_and_stands_in_its_log() {
    let (orca, client) = still().await;
    let (alerts, id) = (client.alerts(), orca.add_alert(OrcaAlert::public_bucket("invoices-prod")));
    let by_this_call = |changed: Changed| assert!(matches!(changed, Changed::ByThisCall(_)), "{changed:?}");
    by_this_call(alerts.start_progress(&*id).await.unwrap());
    assert!(matches!(alerts.start_progress(&*id).await.unwrap(), Changed::AlreadySo));
    by_this_call(alerts.snooze(&*id, 3).await.unwrap());
    by_this_call(alerts.unsnooze(&*id).await.unwrap());
    by_this_call(alerts.dismiss(&*id).await.unwrap());
    assert!(matches!(alerts.reopen(&*id).await.unwrap(), Reopened::ByThisCall(_)));
    by_this_call(alerts.set_score(&*id, 9.5).await.unwrap());
    by_this_call(alerts.set_severity(&*id, "compromised").await.unwrap());
    alerts.comment(&*id, "see SEC-12").await.unwrap();
    assert_eq!(orca.comments(&id), ["see SEC-12"]);

    let alert = alerts.get(&*id).await.unwrap();
    assert_eq!(Some(alert.raw()), orca.alert(&id, Generation::Legacy).as_ref());
    let state = alerts.state(&*id).await.unwrap().state;
    assert_eq!((state.status, state.orca_score), (Some(AlertState::Open), Some("9.5".parse().unwrap())));
    let log = alerts.event_log(&*id).pages(&ListEvents::new()).try_collect(100).await.unwrap();
    assert_eq!(log.len(), 8);
    let comments = alerts.event_log(&*id).comments().try_collect(100).await.unwrap();
    assert_eq!(comments[0].kind, Some(AlertEventKind::Comment));
    assert_eq!(comments[0].details.comment.as_deref(), Some("see SEC-12"));
}

#[tokio::test]
async fn a_lost_answer_ends_as_one_close_and_one_comment() {
    let (orca, client) = still().await;
    let id = orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    orca.fault(Fault::reset_after().on("PUT", "/api/alerts"));
    let closed = client.alerts().close(&*id).await.unwrap();
    assert!(matches!(closed, Closed::FoundClosed(_)), "{closed:?}");
    orca.fault(Fault::reset_after().on("PUT", "/api/alerts"));
    let error = client.alerts().comment(&*id, "once").await.unwrap_err();
    assert!(error.may_have_been_applied());
    assert_eq!((orca.closes(&id), orca.comments(&id)), (1, vec!["once".to_owned()]));
    assert_eq!(client.alerts().close("orca-1").await.unwrap_err().status(), Some(500));
    assert!(client.alerts().close("orca-1").await.unwrap_err().is_not_found());
}

/// The address of the file refuses any credential: see the stand-in's documentation.
#[tokio::test]
async fn a_malicious_file_is_fetched_without_the_token() {
    let (orca, client) = still().await;
    let id = orca.add_alert(OrcaAlert::new("Malware").malicious_file("an encrypted archive"));
    let file = client.alerts().malicious_file(&*id).await.unwrap();
    assert_eq!(file.content_type(), Some("application/zip"));
    assert_eq!(file.bytes(1_000).await.unwrap(), b"an encrypted archive");
    let clean = orca.add_alert(OrcaAlert::new("No file"));
    for id in [&*clean, "orca-1"] {
        assert!(client.alerts().malicious_file(id).await.unwrap_err().is_not_found(), "{id}");
    }
}

#[tokio::test]
async fn a_remediation_text_is_set_read_and_deleted() {
    let (orca, client) = still().await;
    let texts = client.remediation_texts();
    assert!(texts.get("aws_s3").await.unwrap_err().is_not_found());
    for text in ["Ask the owner.", "Close it."] {
        texts.set(&WriteRemediationText::new("aws_s3", text)).await.unwrap();
        assert_eq!(texts.get("aws_s3").await.unwrap().custom_text.as_deref(), Some(text));
    }
    let methods: Vec<String> = orca.requests().into_iter().map(|request| request.method).collect();
    assert_eq!(methods, ["GET", "PUT", "POST", "GET", "PUT", "GET"]);
    texts.delete("aws_s3").await.unwrap();
    assert!(texts.delete("aws_s3").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn what_alerts_are_filtered_by_and_sorted_into_is_listed() {
    let (_orca, client) = still().await;
    let scheme = client.alerts().scheme().await.unwrap();
    assert!(scheme.names.iter().any(|name| name == "state.risk_level"));
    let categories = client.alerts().categories().await.unwrap();
    assert!(categories.names.iter().any(|name| name == "Data at risk"));
    assert_eq!(client.whoami().await.unwrap().organization_name.as_deref(), Some("Example KK"));
}

/// Three alerts: open and high, in progress and critical, closed.
fn three(orca: &Orca) -> [String; 3] {
    [
        OrcaAlert::public_bucket("invoices-prod").account("999999999999", "test-account"),
        OrcaAlert::vulnerable_host("web-1", "CVE-2026-0001").status(OrcaStatus::InProgress),
        OrcaAlert::public_bucket("old").status(OrcaStatus::Closed).risk_level(OrcaRiskLevel::Low).orca_score(3.5),
    ]
    .map(|alert| orca.add_alert(alert))
}

#[tokio::test]
async fn each_condition_of_the_serving_layer_is_understood() {
    let (orca, client) = still().await;
    let [open, critical, closed] = three(&orca);
    let moment: Timestamp = "2025-12-31T00:00:00Z".parse().unwrap();
    let named = Clause::eq("Name", "test-account");
    let account = || Clause::has_one("CloudAccount", "CloudAccount", named.clone());
    let asset = Clause::has_many("Inventories", "Inventory", Clause::is_in("Name", ["old"]));
    let active = || Clause::is_in("Status", ["open", "in_progress"]);
    for (clause, expected) in [
        (active(), vec![&open, &critical]),
        (Clause::not_in("Status", ["open"]), vec![&critical, &closed]),
        (Clause::between("OrcaScore", 7.0..=9.0), vec![&open]),
        (Clause::flag("IsLive", false), vec![&closed]),
        (Clause::since("CreatedAt", &moment), vec![&open, &critical, &closed]),
        (Clause::any_match("CveIds", Clause::is_in("CveIds", ["CVE-2026-0001"])), vec![&critical]),
        (account(), vec![&open]),
        (account().negate(), vec![&critical, &closed]),
        (asset, vec![&closed]),
        (Clause::all([active(), account()]), vec![&open]),
        (Clause::any([account(), Clause::eq("RiskLevel", "critical")]), vec![&open, &critical]),
    ] {
        let query = Query::alerts().filter(clause).order_by(["AlertId"]).limit(1);
        let found = client.serving_layer().alerts(&query).try_collect(10).await.unwrap();
        let found: Vec<String> = found.into_iter().map(|entry| entry.read().unwrap().id().to_string()).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{}", query.json());
    }
    let older = client.serving_layer().sonar_query(&Query::alerts().filter(active())).await.unwrap();
    assert_eq!(older.rows.len(), 2);
    let flat = Query::alerts().filter(Clause::is_in("CveIds", ["CVE-2026-0001"]));
    let error = client.serving_layer().query(&flat).await.unwrap_err();
    assert_eq!(OrcaErrorKind::of(&error), Some(OrcaErrorKind::UnknownField));
}

#[tokio::test]
async fn the_older_query_reads_to_the_end_by_tokens() {
    let (orca, client) = still().await;
    three(&orca);
    for number in 0..5 {
        orca.add_alert(OrcaAlert::public_bucket(format!("bucket-{number}")));
    }
    orca.behave(OrcaBehavior::new().page_rows(2));
    let query = LegacyQuery::new().filter(Filter::includes("state.status", ["open", "in_progress"]));
    let found = client.alerts().query_pages(&query).try_collect(100).await.unwrap();
    assert_eq!(found.len(), 7);
    assert_eq!(orca.requests().len(), 4);
}

/// The address of the file refuses any credential here too.
#[tokio::test]
async fn an_export_holds_all_that_the_query_found() {
    let (orca, client) = fast().await;
    let [open, ..] = three(&orca);
    for number in 0..1_500 {
        orca.add_alert(OrcaAlert::public_bucket(format!("bucket-{number}")));
    }
    let query = LegacyQuery::new().filter(Filter::includes("state.status", ["open"]));
    let mut rows = client.exports().alerts(&query, &WaitForExport::default()).await.unwrap();
    let first = rows.next().await.unwrap().unwrap().read().unwrap();
    assert_eq!(first.id().as_str(), open);
    while let Some(row) = rows.next().await {
        assert!(row.unwrap().read().is_some());
    }
    assert_eq!(rows.rows_read(), 1_501);
}

/// What a ticket is made of.
fn told(view: &AlertView) -> Value {
    serde_json::json!([
        view.id,
        view.state,
        view.severity,
        view.score,
        view.title,
        view.details,
        view.recommendation,
        view.category,
        view.rule,
        view.labels,
        view.asset.name,
        view.asset.kind,
        view.account.id,
        view.account.name,
        view.region,
        view.created_at,
        view.last_updated
    ])
}

#[tokio::test]
async fn every_delivery_tells_the_same_of_the_alert() {
    let (orca, client) = still().await;
    for alert in [OrcaAlert::public_bucket("invoices-prod"), OrcaAlert::weak_hash_in_code("src/login.rs:12")] {
        let id = orca.add_alert(alert);
        let read = client.alerts().get(&*id).await.unwrap().view();
        for generation in [Generation::Legacy, Generation::ServingLayer] {
            let posted = orca.alert(&id, generation).unwrap();
            let notified = orca.sns_notification(&id, generation);
            let mut events = vec![posted.clone(), notified]
                .into_iter()
                .map(|body| OrcaEvent::from_slice(body.to_string().as_bytes()).unwrap())
                .collect::<Vec<_>>();
            for event in [
                orca.sqs_event(&id, generation),
                orca.sns_event(&id, generation),
                orca.sqs_event_of_sns(&id, generation),
            ] {
                let records = OrcaEvent::records(event.to_string().as_bytes()).unwrap();
                assert!(records.iter().all(|record| !record.message_id.is_empty()));
                events.extend(records.into_iter().map(|record| record.event.unwrap()));
            }
            assert_eq!(events.len(), 5);
            for event in events {
                assert_eq!(event.raw(), &posted);
                assert_eq!(told(&event.view()), told(&read));
            }
        }
    }
}
