//! The outside of a service, on this machine: a Backlog project, an Orca alert, its queue, and the configuration that names
//! them. `cargo run -p examples-service --example playground` prints the command that starts the service beside it.
#![expect(clippy::print_stdout, reason = "it is for a person to read")]

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ticket_bridge_sandbox::{
    Backlog, BacklogField, Generation, Orca, OrcaAlert, OrcaBehavior, OrcaStatus, OrcaVerdict, Page, Sandbox,
};
use tokio::net::TcpListener;

const SECRET: &str = "canary-playground-secret";
const AGAIN: Duration = Duration::from_secs(20);

/// Messages that nobody deleted yet. A stand-in of SQS for one consumer: it receives, deletes, and hides nothing.
type Queue = Arc<Mutex<Vec<(String, String)>>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Arc::new(Sandbox::start().await?);
    let page = Page::start(Arc::clone(&sandbox), 0).await?;
    let (backlog, orca) = (sandbox.backlog(), sandbox.orca());
    let project = backlog.add_project("SEC")?;
    backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text)?;
    backlog.add_webhook(project.id, &format!("http://127.0.0.1:8080/hooks/backlog/{SECRET}"), &[])?;
    orca.behave(OrcaBehavior::new().verification_takes(AGAIN));
    let alert = orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    orca.set_verdict(&alert, OrcaVerdict::RiskRemains);

    let queue = Queue::default();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let endpoint = format!("http://{}", listener.local_addr()?);
    let routes = Router::new().route("/", post(sqs)).with_state(Arc::clone(&queue));
    let folder = std::env::temp_dir().join(format!("ticket-bridge-playground-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let config = folder.join("ticket-bridge.toml");
    std::fs::write(&config, toml(&backlog.url(), &orca.url()))?;
    println!(
        "{}\n5. Look at all of it: {}\n\nCtrl-C ends the playground.",
        steps(&config, backlog, orca, &endpoint)?,
        page.url()
    );

    tokio::select! {
        served = async { axum::serve(listener, routes).await } => served?,
        () = automation(orca, &alert, &queue) => {}
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Orca's automation: a message each time the alert opens.
async fn automation(orca: &Orca, alert: &str, queue: &Queue) {
    let mut was_open = false;
    for number in 0_u32.. {
        let is_open = orca.status(alert) == Some(OrcaStatus::Open);
        if is_open && !was_open {
            let event = orca.sqs_event(alert, Generation::Legacy);
            let body = event.pointer("/Records/0/body").and_then(Value::as_str).unwrap_or_default();
            queue.lock().unwrap_or_else(PoisonError::into_inner).push((format!("m{number}"), body.to_owned()));
        }
        was_open = is_open;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn sqs(State(queue): State<Queue>, headers: HeaderMap, body: String) -> impl IntoResponse {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let answer = if target.ends_with(".DeleteMessageBatch") {
        let request: Value = serde_json::from_str(&body).unwrap_or_default();
        let entries = request.get("Entries").and_then(Value::as_array).cloned().unwrap_or_default();
        let handles: Vec<_> = entries.iter().filter_map(|entry| entry.get("ReceiptHandle")?.as_str()).collect();
        queue.lock().unwrap_or_else(PoisonError::into_inner).retain(|(id, _)| !handles.contains(&&**id));
        let done = entries.iter().map(|entry| json!({ "Id": entry.get("Id") }));
        json!({ "Successful": done.collect::<Vec<_>>(), "Failed": [] })
    } else {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let held = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let messages = held.iter().map(|(id, body)| json!({ "MessageId": id, "ReceiptHandle": id, "Body": body }));
        json!({ "Messages": messages.collect::<Vec<_>>() })
    };
    ([(CONTENT_TYPE, "application/x-amz-json-1.0")], answer.to_string())
}

fn toml(backlog: &str, orca: &str) -> String {
    format!(
        r#"[backlog]
space = "{backlog}"
api_key = "env:BACKLOG_API_KEY"

[orca]
origin = "{orca}"
token = "env:ORCA_API_TOKEN"

[webhook]
path_secret = "env:BACKLOG_WEBHOOK_SECRET"

[ledger]
file = "ledger.redb"

[flows.alerts]
source = "orca"
project = "SEC"
issue_type = "Task"
marker_field = "Alert-Id"
"#
    )
}

fn steps(config: &Path, backlog: &Backlog, orca: &Orca, endpoint: &str) -> Result<String, std::fmt::Error> {
    let (key, token, url) = (backlog.api_key(), orca.token(), backlog.url());
    let mut steps = String::new();
    writeln!(
        steps,
        "1. In a second terminal, start the service. An Orca alert is in its queue: an issue is opened.\n"
    )?;
    writeln!(steps, "env TICKET_BRIDGE_CONFIG={} TICKET_BRIDGE_TICK_SECONDS=5 \\", config.display())?;
    writeln!(steps, "  BACKLOG_API_KEY={key} ORCA_API_TOKEN={token} BACKLOG_WEBHOOK_SECRET={SECRET} \\")?;
    writeln!(
        steps,
        "  TICKET_BRIDGE_QUEUES={endpoint}/orca-alerts AWS_ENDPOINT_URL={endpoint} AWS_REGION=ap-northeast-1 \\"
    )?;
    writeln!(steps, "  AWS_ACCESS_KEY_ID=canary AWS_SECRET_ACCESS_KEY=canary cargo run -p examples-service\n")?;
    writeln!(steps, "2. In a third one, close the issue. Its webhook lets the service close the alert.\n")?;
    writeln!(steps, "curl -X PATCH -H 'Backlog-API-Key: {key}' -d statusId=4 {url}/api/v2/issues/SEC-1\n")?;
    writeln!(
        steps,
        "3. Orca looks again {} s later, and opens the alert: the issue is in progress.\n",
        AGAIN.as_secs()
    )?;
    writeln!(steps, "4. See how it does.\n\ncurl http://127.0.0.1:9090/healthz\ncurl http://127.0.0.1:9090/metrics")?;
    Ok(steps)
}
