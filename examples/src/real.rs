//! The quickstart on a project of your own: a dry run, a question, and then the writes.

use crate::setup::{self, BacklogSetup};
use crate::team::Outcome;
use serde_json::Value;
use std::io::{self, BufRead, Write};
use std::sync::Arc;
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::chatwork::ChatworkNotifier;
use ticket_bridge::adapters::orca::OrcaIntake;
use ticket_bridge::adapters::securityhub::SecurityHubIntake;
use ticket_bridge::intake::Intake;
use ticket_bridge::{Bridge, Deadline, DryRun, MemoryLedger, Phase, Planned, Policy, Record, TicketTracker};

/// The events of a file: a JSON list, or one.
///
/// # Errors
/// When the file cannot be read, or is no JSON: the line names the place.
pub fn events(file: &str) -> Outcome<Vec<Value>> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let place =
        |error: serde_json::Error| format!("{file}: no JSON at line {} column {}", error.line(), error.column());
    Ok(match serde_json::from_str(&text).map_err(place)? {
        Value::Array(events) => events,
        event => vec![event],
    })
}

/// Who reads an event: by what it looks like.
pub fn intake_of(event: &Value) -> &'static dyn Intake {
    const ORCA: OrcaIntake = OrcaIntake::new();
    const SECURITY_HUB: SecurityHubIntake = SecurityHubIntake::new();
    if event.get("detail-type").is_some() { &SECURITY_HUB } else { &ORCA }
}

/// Shows what the events would write into the project of the environment, asks, writes, and reads back.
///
/// # Errors
/// A line that says what is missing, or what is not as it should be.
#[expect(clippy::print_stdout, reason = "it talks to a person")]
pub async fn feed(file: &str, yes: bool) -> Outcome<()> {
    let (events, setup) = (events(file)?, setup::backlog().await?);
    let tracker = tracker(&setup).await?;

    let dry = DryRun::new(Arc::clone(&tracker));
    let planned = MemoryLedger::new();
    run(&events, bridge(&planned, Arc::new(dry.clone()), &setup.project)).await?;
    println!("Dry run on project {}:", setup.project);
    for planned in dry.planned() {
        match planned {
            Planned::Create(draft) => {
                println!("  create  {}  {}", draft.marker, draft.observation.title.escape_debug());
            }
            Planned::Write(write) => println!("  {:?}  {}  {}", write.kind, write.ticket.key, write.reason),
            other => println!("  {other:?}"),
        }
    }
    if dry.planned().is_empty() {
        println!("  nothing");
        dead_letters(&planned);
        return Ok(());
    }
    let room = setup::chatwork_room()?;
    if let Some((_, room)) = &room {
        println!("  and a message to Chatwork room {room} for each of them");
    }
    if !yes && !asked("Write this? [y/N] ")? {
        println!("Nothing was written.");
        return Ok(());
    }

    let ledger = MemoryLedger::new();
    let mut bridge = bridge(&ledger, tracker, &setup.project);
    if let Some((client, room)) = room {
        bridge = bridge.notifier(Arc::new(ChatworkNotifier::new(client, room)));
    }
    run(&events, bridge).await?;
    let mut problems = Vec::new();
    for record in ledger.records() {
        match (&record.ticket, record.phase) {
            (Some(ticket), Phase::Linked | Phase::Closed) => {
                let issue = setup.client.issues().get(ticket.key.as_str()).await?;
                println!("  {}  {}  {}", issue.key, issue.status.name, issue.summary.escape_debug());
            }
            (_, Phase::Place) => {}
            _ if is_unread(&record) => {}
            (_, phase) => problems.push(format!("{}: {phase:?}: {}", record.pk, record.problem.unwrap_or_default())),
        }
    }
    dead_letters(&ledger);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

async fn tracker(setup: &BacklogSetup) -> Outcome<Arc<dyn TicketTracker>> {
    let project = setup.client.projects().get(setup.project.as_str()).await?;
    let (issue_type, marker) = setup.alert_fields().await?;
    Ok(Arc::new(BacklogTracker::new(setup.client.clone(), project.id, issue_type, marker)))
}

/// Each new finding is looked for in the project first: running twice opens nothing twice.
fn bridge(ledger: &MemoryLedger, tracker: Arc<dyn TicketTracker>, project: &str) -> Bridge {
    Bridge::new(Policy::new("quickstart", project), Arc::new(ledger.clone()), tracker)
}

async fn run(events: &[Value], bridge: Bridge) -> Outcome<()> {
    for event in events {
        bridge.handle(intake_of(event), event.to_string().as_bytes(), Deadline::none()).await?;
    }
    Ok(())
}

/// Whether it keeps an event that holds no finding.
fn is_unread(record: &Record) -> bool {
    record.pk.starts_with("!dead:")
}

/// What could not be read, and why.
#[expect(clippy::print_stdout, reason = "it talks to a person")]
fn dead_letters(ledger: &MemoryLedger) {
    for record in ledger.records().into_iter().filter(is_unread) {
        println!("dead letter: {}", record.problem.unwrap_or_default());
    }
}

#[expect(clippy::print_stdout, reason = "it talks to a person")]
fn asked(question: &str) -> io::Result<bool> {
    print!("{question}");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
