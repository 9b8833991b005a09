//! What `plan` shows is what the same bridges then send.

use crate::support::Team;
use serde_json::{Value, json};
use std::time::Duration;
use ticket_bridge_sandbox::{Generation, LoggedRequest, OrcaAlert, OrcaRiskLevel, OrcaStatus};

/// A request: service, method, path, decoded body.
type Shown = (String, String, String, Value);

/// Plans an event, delivers it, and compares. Gives what was sent.
async fn plan_and_deliver(team: &Team, event: &Value) -> Vec<Shown> {
    let ledger_before = team.json(&["list", "--all"], 0).await;
    team.forget_requests();
    let events = team.events(event);
    let plan = team.json(&["plan", "--events", &events], 0).await;
    assert_eq!(team.writes(), [], "a plan only reads");
    assert_eq!(team.json(&["list", "--all"], 0).await, ledger_before, "a plan leaves the ledger alone");
    let issues = team.backlog.issues().len();
    team.deliver(event).await;
    let sent: Vec<Shown> = team.writes().iter().map(|(service, seen)| sent(service, seen)).collect();
    let new = team.backlog.issues().split_off(issues);
    let new: Vec<(String, String)> = new.into_iter().map(|issue| (issue.id.to_string(), issue.key)).collect();
    assert_eq!(planned(&plan, &new), sent);
    sent
}

/// The requests of a plan. In place of a ticket that did not exist yet is the one that was then made.
fn planned(plan: &Value, new: &[(String, String)]) -> Vec<Shown> {
    let items = |value: &Value, name: &str| value[name].as_array().unwrap().clone();
    let flows = items(plan, "events").into_iter().flat_map(|event| items(&event, "flows"));
    let writes = flows.flat_map(|flow| items(&flow, "writes"));
    let requests = writes.flat_map(|write| {
        assert_eq!(write["refused"], Value::Null);
        items(&write, "requests")
    });
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let named = |text: String, id: bool| {
        new.iter().enumerate().fold(text, |text, (index, (new_id, key))| {
            text.replace(&format!("<new ticket {}>", index + 1), if id { new_id } else { key })
        })
    };
    let shown = requests.map(|request| {
        let body = ["form", "json", "text"].iter().find_map(|name| request.get(*name)).cloned().unwrap_or_default();
        let body = named(body.to_string().replace("<attempt id>", ID).replace("<write id>", ID), false);
        let path = named(text(&request["path"]), true);
        let body = serde_json::from_str(&body).unwrap();
        (text(&request["service"]), text(&request["method"]), path, body)
    });
    shown.collect()
}

/// What stands for the texts that differ in each run.
const ID: &str = "<an id>";

fn sent(service: &str, seen: &LoggedRequest) -> Shown {
    let kind = seen.headers.iter().find(|(name, _)| name == "content-type").map(|(_, kind)| kind.as_str());
    let body = match kind {
        Some(kind) if kind.starts_with("application/x-www-form-urlencoded") => {
            let fields = url::form_urlencoded::parse(seen.body.as_bytes());
            fields.map(|(name, value)| json!([name, without_ids(&value)])).collect()
        }
        _ if seen.body.is_empty() => Value::Null,
        _ => serde_json::from_str(&seen.body).unwrap(),
    };
    let query: Vec<String> = seen.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let path = if query.is_empty() { seen.path.clone() } else { format!("{}?{}", seen.path, query.join("&")) };
    (service.to_owned(), seen.method.clone(), path, body)
}

/// The ids of attempts and writes have 26 letters and digits, and stand alone or at the end of a line.
fn without_ids(text: &str) -> String {
    let is_id =
        |word: &str| word.len() == 26 && word.bytes().all(|byte| b"abcdefghijklmnopqrstuvwxyz234567".contains(&byte));
    let lines = text.split('\n').map(|line| match line.rsplit_once(' ') {
        Some((before, last)) if is_id(last) => format!("{before} {ID}"),
        None if is_id(line) => ID.to_owned(),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// So that the next state of an alert is later: Orca's times are in seconds.
async fn a_second() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

fn field<'a>(shown: &'a Shown, name: &str) -> Option<&'a str> {
    shown.3.as_array()?.iter().find(|pair| pair[0] == name)?[1].as_str()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_of_an_alerts_life_is_what_is_then_sent() {
    let team = Team::ready().await;
    // W0: a new alert is one issue, and one message.
    let alert = team.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").id("orca-700123"));
    let sent = plan_and_deliver(&team, &team.orca.sqs_event(&alert, Generation::Legacy)).await;
    let [create, told] = &*sent else { panic!("{sent:?}") };
    assert_eq!((&*create.0, &*create.1, &*create.2), ("backlog", "POST", "/api/v2/issues"));
    assert_eq!(field(create, "summary"), Some("S3 bucket readable by everyone"));
    assert!(field(create, "description").unwrap().contains(ID), "the attempt stands in the description");
    assert_eq!(told.0, "chatwork");
    assert!(field(told, "body").unwrap().contains("SEC-1"));

    // Again while it is open: nothing at all.
    assert_eq!(plan_and_deliver(&team, &team.orca.sqs_event(&alert, Generation::ServingLayer)).await, []);

    // It gets worse: the title and the priority change.
    a_second().await;
    let worse = OrcaAlert::new("S3 bucket readable and writable by everyone").risk_level(OrcaRiskLevel::Critical);
    team.orca.add_alert(worse.id("orca-700123"));
    let sent = plan_and_deliver(&team, &team.orca.sqs_event(&alert, Generation::Legacy)).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].1, "PATCH");
    assert_eq!(field(&sent[0], "summary"), Some("S3 bucket readable and writable by everyone"));
    assert!(field(&sent[0], "comment").unwrap().contains(ID));

    // A person closes the issue: its webhook closes the alert. Backlog's times are in seconds, too.
    a_second().await;
    team.backlog.add_webhook(team.project.id, "http://127.0.0.1:9/hook", &[]).unwrap();
    team.backlog.close_issue("SEC-1").unwrap();
    let closed = team.webhook().await;
    let sent = plan_and_deliver(&team, &closed).await;
    assert_eq!((&*sent[0].0, &*sent[0].1), ("orca", "PUT"), "{sent:?}");
    assert_eq!(team.orca.status(&alert), Some(OrcaStatus::Closed));

    // Orca finds the risk again: the issue is reopened.
    a_second().await;
    assert!(team.orca.set_status(&alert, OrcaStatus::Open));
    let sent = plan_and_deliver(&team, &team.orca.sqs_event(&alert, Generation::Legacy)).await;
    assert_eq!((&*sent[0].1, field(&sent[0], "statusId")), ("PATCH", Some("2")), "{sent:?}");

    // And it is over: the issue is closed.
    a_second().await;
    assert!(team.orca.set_status(&alert, OrcaStatus::Closed));
    let sent = plan_and_deliver(&team, &team.orca.sqs_event(&alert, Generation::Legacy)).await;
    assert_eq!((&*sent[0].1, field(&sent[0], "statusId")), ("PATCH", Some("4")), "{sent:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_of_a_finding_is_the_template_and_is_then_sent() {
    let team = Team::ready().await;
    let finding = team.securityhub.control_finding("S3.8", "arn:aws:s3:::invoices-prod", "CRITICAL");
    team.securityhub.import(&finding).unwrap();
    let event = team.securityhub.events().pop().unwrap();
    let sent = plan_and_deliver(&team, &event).await;
    assert_eq!(sent.len(), 2, "{sent:?}");
    let title = finding["Title"].as_str().unwrap();
    assert_eq!(field(&sent[0], "description"), Some(&*format!("{title}<br />Severity: CRITICAL")));
    let fields = sent[0].3.as_array().unwrap();
    assert_eq!(fields.iter().filter(|pair| pair[1] == ID).count(), 1, "the attempt has a field of its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_one_file_build_on_each_other() {
    let team = Team::ready().await;
    let alert = team.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").id("orca-700123"));
    let open = team.orca.sqs_event(&alert, Generation::Legacy);
    a_second().await;
    assert!(team.orca.set_status(&alert, OrcaStatus::Closed));
    let over = team.orca.sqs_event(&alert, Generation::Legacy);
    let malformed = json!({"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": "no JSON"}]});
    let lines = format!("{open}\n{over}\n{malformed}\n");
    // A call over HTTP, whose secret is nobody's business here.
    let other = team.orca.add_alert(OrcaAlert::public_bucket("logs").id("orca-700124"));
    let body = team.orca.alert(&other, Generation::Legacy).unwrap().to_string();
    let context = json!({"http": {"method": "POST", "path": "/alerts/unknown"}});
    let http = json!({"version": "2.0", "rawPath": "/alerts/unknown", "requestContext": context, "body": body});
    let lines = format!("{lines}{http}\n");
    // From the standard input, too.
    let args = ["plan", "--events", "-", "--flow", "alerts", "--json"];
    let ended = team.run_with(&args, &[], &lines).await.ends(1);
    let plan: Value = serde_json::from_str(&ended.stdout).unwrap();
    let flow = |event: usize| &plan["events"][event]["flows"][0];
    let what = |event: usize| -> Vec<String> {
        flow(event)["writes"].as_array().unwrap().iter().map(|write| write["what"].to_string()).collect()
    };
    assert_eq!(what(0), ["\"create\"", "\"notice\""]);
    assert_eq!(what(1), ["\"resolve\"", "\"notice\""]);
    assert_eq!(flow(1)["writes"][0]["requests"][0]["path"], "/api/v2/issues/<new ticket 1>");
    assert_eq!(flow(2)["items"][0]["disposition"], "dead_letter");
    assert_eq!(flow(2)["writes"], json!([]));
    assert_eq!(what(3), ["\"create\"", "\"notice\""]);
    assert!(flow(3)["writes"][1].to_string().contains("<new ticket 2>"));

    let ended = team.run_with(&["plan", "--events", "-"], &[], &lines).await.ends(1);
    for part in
        ["event 1, flow alerts", "POST /api/v2/issues  [backlog]", "a person would have to decide", "6 requests"]
    {
        assert!(ended.stdout.contains(part), "{part}: {}", ended.stdout);
    }
    // What is of no concern to a flow is not shown for it.
    assert!(!ended.stdout.contains("event 1, flow findings"), "{}", ended.stdout);
    assert!(team.writes().iter().all(|(_, seen)| seen.path.contains("customFields")), "only what init made");
}
