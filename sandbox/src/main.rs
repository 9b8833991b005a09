//! Serves all stand-ins on this machine, with a little in each, until Ctrl-C.

use std::{
    error::Error,
    io::{Write as _, stderr, stdout},
    process::ExitCode,
    sync::Arc,
};

use ticket_bridge_sandbox::{BacklogField, Clock, Options, OrcaAlert, Page, Sandbox};

const HELP: &str = "\
Local stand-ins for Backlog, Orca, Chatwork and AWS Security Hub.

Usage: ticket-bridge-sandbox [--port-base N] [--speed X]

  --port-base N  Backlog on port N, then Orca, Chatwork, Security Hub and the page (default: free ports)
  --speed X      the clock runs X times as fast (default: 1)";

struct Arguments {
    port_base: u16,
    speed: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "ticket-bridge-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Some(Arguments { port_base, speed }) = arguments(std::env::args().skip(1))? else {
        writeln!(stdout(), "{HELP}")?;
        return Ok(());
    };
    // The page is the fifth.
    let page_port = match port_base {
        0 => 0,
        base => base.checked_add(4).ok_or("--port-base: there are no five ports left after it")?,
    };
    let options = Options::default().clock(Clock::scaled(speed)).port(port_base);
    let sandbox = Arc::new(Sandbox::start_with(options).await?);
    let page = Page::start(Arc::clone(&sandbox), page_port).await?;
    let lines = fill(&sandbox)?;
    writeln!(stdout(), "{lines}\nLook at it: {}\n\nCtrl-C stops it.", page.url())?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// `None`: help was asked for.
fn arguments(mut given: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut arguments = Arguments { port_base: 0, speed: 1.0 };
    while let Some(name) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            "--help" | "-h" => return Ok(None),
            "--port-base" => {
                let value = value()?;
                let port = value.parse().ok().filter(|port| *port > 0);
                arguments.port_base = port.ok_or_else(|| format!("--port-base: {value} is no port"))?;
            }
            "--speed" => {
                let value = value()?;
                let speed = value.parse().ok().filter(|speed: &f64| speed.is_finite() && *speed > 0.0);
                arguments.speed = speed.ok_or_else(|| format!("--speed: {value} is no positive number"))?;
            }
            other => return Err(format!("{other} is unknown; --help lists what is known")),
        }
    }
    Ok(Some(arguments))
}

/// Puts a little into each service; the answer is its address and a call to start with.
fn fill(sandbox: &Sandbox) -> Result<String, Box<dyn Error>> {
    let backlog = sandbox.backlog();
    let project = backlog.add_project("SEC")?;
    let field = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text)?;
    let orca = sandbox.orca();
    let alert = orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let issue = backlog.add_issue(project.id, "S3 bucket readable by everyone", &[(field, &alert)])?;
    let chatwork = sandbox.chatwork();
    let hub = sandbox.securityhub();
    hub.import(&hub.control_finding("EC2.19", "sg-0a", "HIGH"))?;

    Ok(format!(
        "Backlog       {backlog_url}
  curl -H 'Backlog-API-Key: {key}' {backlog_url}/api/v2/issues/{issue}
Orca          {orca_url}
  curl -H 'Authorization: Token {orca_token}' {orca_url}/api/alerts/{alert}
Chatwork      {chatwork_url}
  curl -H 'x-chatworktoken: {chatwork_token}' -d 'body=hello' {chatwork_url}/v2/rooms/{room}/messages
Security Hub  {hub_url}
  curl -H '{aws}' -d '{{}}' {hub_url}/findings
",
        backlog_url = backlog.url(),
        key = backlog.api_key(),
        orca_url = orca.url(),
        orca_token = orca.token(),
        chatwork_url = chatwork.url(),
        chatwork_token = chatwork.me().token,
        room = chatwork.room(),
        hub_url = hub.url(),
        aws = "Authorization: AWS4-HMAC-SHA256 Credential=any/20260101/ap-northeast-1/securityhub/aws4_request, \
               SignedHeaders=host, Signature=0",
    ))
}
