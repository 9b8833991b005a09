//! The whole loop in one command, on local stand-ins: `cargo run -p examples --example quickstart`.
//!
//! An Orca alert becomes one Backlog issue; a Security Hub finding becomes another, by an EventBridge template; a closed
//! issue closes its alert; an alert that comes back reopens its issue; a Chatwork room hears of it all. `--events FILE` feeds
//! your own events instead: a JSON list of SQS, EventBridge or Orca bodies. The end state is read back, and decides the
//! exit code. With `BACKLOG_SPACE` set it works on your own project, after a dry run and a question: see `--help`.
#![expect(clippy::print_stdout, reason = "the timeline is what it is for")]

use examples::team::{Outcome, Team, say};
use std::process::ExitCode;
use std::time::Duration;
use ticket_bridge::adapters::orca::OrcaIntake;
use ticket_bridge::adapters::securityhub::SecurityHubIntake;
use ticket_bridge_sandbox::{Generation, OrcaAlert, OrcaVerdict};

const HELP: &str = "\
usage: quickstart                        the whole loop, on local stand-ins; no account is needed
       quickstart --events FILE          your own events, on local stand-ins
       quickstart --events FILE [--yes]  your own events, into your own project, with these variables set:

  BACKLOG_SPACE     the space's host, such as example.backlog.jp, or a base URL such as http://127.0.0.1:8080
  BACKLOG_API_KEY   an API key; it is sent in a header
  BACKLOG_PROJECT   the project's key; it needs a text custom field named Alert-Id

  CHATWORK_API_TOKEN, CHATWORK_ROOM   optional: a room that is told of each change
  CHATWORK_URL                        optional: a stand-in's address, such as http://127.0.0.1:8082

A dry run is shown first, and nothing is written before you answer y. --yes answers for you.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let is_real = std::env::var_os("BACKLOG_SPACE").is_some();
    let ended = match (&*arguments, is_real) {
        ([], false) => play().await,
        (["--events", file], false) => feed(file).await,
        (["--events", file], true) => examples::real::feed(file, false).await,
        (["--events", file, "--yes"], true) => examples::real::feed(file, true).await,
        (["--help"], _) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            println!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("\nFAILED: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn play() -> Outcome<()> {
    let mut team = Team::start().await?;
    let alert = team.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    team.orca.set_verdict(&alert, OrcaVerdict::RiskRemains);

    let message = team.orca.sqs_event(&alert, Generation::Legacy);
    team.deliver(&OrcaIntake::new(), &message).await?;
    let issue = team.issue_of("invoices-prod")?;
    say(&team, &format!("Orca alert {alert} came through SQS: issue {issue} was opened"));

    team.deliver(&OrcaIntake::new(), &message).await?;
    say(&team, &format!("the same message came again: nothing was opened, {} tracker calls", team.calls_of_last()));

    let bucket = "arn:aws:s3:::reports-prod";
    let finding = team.securityhub.control_finding("S3.8", bucket, "HIGH");
    team.securityhub.import(&finding)?;
    let event = team.securityhub.events().pop().ok_or("Security Hub sent no event")?;
    team.deliver(&SecurityHubIntake::new(), &event).await?;
    let other = team.issue_of(bucket)?;
    say(&team, &format!("Security Hub finding came through EventBridge: issue {other} was opened by the template"));

    team.pass(Duration::from_secs(3600));
    team.backlog.close_issue(&issue)?;
    say(&team, &format!("someone closed {issue} in Backlog"));
    team.receive_webhook().await?;
    say(&team, &format!("its webhook arrived, the issue was read again: alert {alert} was closed"));

    team.pass(Duration::from_secs(15 * 60));
    team.verified(&alert).await?;
    say(&team, &format!("Orca checked the bucket again: alert {alert} is open"));
    let message = team.orca.sqs_event(&alert, Generation::ServingLayer);
    team.deliver(&OrcaIntake::new(), &message).await?;
    say(&team, &format!("its event came, in the newer form: issue {issue} is in progress again, with a comment"));

    println!("\nChatwork heard:");
    for message in team.chatwork.messages(team.chatwork.room()) {
        println!("  {}", message.body.replace('\n', " "));
    }
    team.table();
    team.expect("issues", team.backlog.issues().len(), 2)?;
    team.expect("status of the first issue", team.status(&issue)?, 2)?;
    team.expect("status of the second issue", team.status(&other)?, 1)?;
    team.expect("times the alert was closed", team.orca.closes(&alert), 1)?;
    team.expect("messages", team.chatwork.messages(team.chatwork.room()).len(), 4)?;
    team.expect("tracker calls for an unchanged duplicate", team.calls_of(1), 0)?;
    println!("\nAll as it should be.");
    Ok(())
}

/// Feeds a file of events: each is taken as what it looks like.
async fn feed(file: &str) -> Outcome<()> {
    let events = examples::real::events(file)?;
    let mut team = Team::start().await?;
    for (index, event) in events.iter().enumerate() {
        let answer = team.deliver(examples::real::intake_of(event), event).await?;
        println!("event {index}: {answer}");
    }
    for issue in team.backlog.issues() {
        println!("issue {}: {}", issue.key, issue.summary);
    }
    for problem in team.dead_letters() {
        println!("dead letter: {problem}");
    }
    team.table();
    Ok(())
}
