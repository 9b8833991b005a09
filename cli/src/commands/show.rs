//! `show`: one record.

use crate::args::phase_word;
use crate::failure::{Ended, Failure};
use crate::output::Output;
use serde::Serialize;
use ticket_bridge::{Observation, Record, TicketRef};

pub(crate) fn run(record: &Record, output: &Output) -> Result<Ended, Failure> {
    output.json(record)?;
    output.pairs(&about_record(record))?;
    if let Some(observation) = &record.pending {
        output.line("")?;
        output.pairs(&about_finding(observation))?;
    }
    for notice in &record.notices {
        let sent = match (&notice.message_id, notice.due) {
            (Some(id), _) => format!("sent as {id}"),
            (None, Some(due)) => format!("to be sent, next at {due}"),
            (None, None) => "given up".to_owned(),
        };
        output.line(format!("notice  {}: {sent}", word(&notice.kind)))?;
    }
    Ok(Ended::Well)
}

fn about_record(record: &Record) -> Vec<(&'static str, String)> {
    let moment = |moment: Option<ticket_bridge::Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
    let tickets = |tickets: &[TicketRef]| tickets.iter().map(named).collect::<Vec<_>>().join(", ");
    let seen = record.seen_ticket.as_ref().map(|ticket| {
        let state = if ticket.closed { "closed" } else { "open" };
        format!("{state}, status {}, changed {}", ticket.status, ticket.updated_at)
    });
    let op = record.op.as_ref().map(|op| format!("{} {}: {}", word(&op.kind), word(&op.state), op.reason));
    let mute = record.mute.as_ref().map(|mute| {
        let by = if mute.by_operator { "an operator" } else { "a rule" };
        format!("until {} by {by}: {}", mute.until, mute.reason)
    });
    let place = record.place.as_ref();
    let paused = place.and_then(|place| place.circuit.as_ref());
    vec![
        ("key", record.pk.clone()),
        ("phase", phase_word(record.phase).to_owned()),
        ("problem", record.problem.clone().unwrap_or_default()),
        ("destination", record.destination.clone()),
        ("ticket", record.ticket.as_ref().map(named).unwrap_or_default()),
        ("ticket is", seen.unwrap_or_default()),
        ("earlier tickets", tickets(&record.previous)),
        ("to be closed", tickets(&record.strays)),
        ("write", op.unwrap_or_default()),
        ("muted", mute.unwrap_or_default()),
        ("wakes", moment(record.wake_at)),
        ("closed", moment(record.closed_at)),
        ("expires", moment(record.expires_at)),
        ("adopted", moment(place.and_then(|place| place.adopted_at))),
        ("reconciled to", moment(place.and_then(|place| place.reconciled_to))),
        ("paused", paused.map(|circuit| format!("until {}: {}", circuit.until, circuit.reason)).unwrap_or_default()),
        ("came back", times(u64::from(record.recurrence))),
        ("repeated", times(record.repeats.count)),
        ("close taken back", times(u64::from(record.reverts))),
    ]
}

fn about_finding(observation: &Observation) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let links = observation.links.iter().map(|link| format!("{} {}", link.label, link.url));
    vec![
        ("finding", observation.key.clone()),
        ("source", observation.source.clone()),
        ("title", observation.title.clone()),
        ("severity", observation.severity.to_string()),
        ("state", if observation.is_active() { "active" } else { "over" }.to_owned()),
        ("said at", observation.observed_at.to_string()),
        ("account", text(&observation.account)),
        ("region", text(&observation.region)),
        ("resource", text(&observation.resource)),
        ("links", links.collect::<Vec<_>>().join(", ")),
        ("details", observation.details.clone()),
    ]
}

fn named(ticket: &TicketRef) -> String {
    format!("{} (id {})", ticket.key, ticket.id)
}

fn times(count: u64) -> String {
    if count == 0 { String::new() } else { format!("{count} times") }
}

/// The word that the record itself has for it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
