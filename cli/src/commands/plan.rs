//! `plan`: the exact requests that some events would cause.

use crate::failure::{Ended, Failure};
use crate::output::Output;
use crate::plan::{Body, Planner, Planning, Request, Write};
use serde::Serialize;
use serde_json::Value;
use ticket_bridge_config::{Flow, Withheld};

/// What `plan --json` prints.
#[derive(Debug, Serialize)]
struct Planned {
    /// What stands for a text that differs in each run.
    placeholders: [&'static str; 3],
    events: Vec<Event>,
}

#[derive(Debug, Serialize)]
struct Event {
    /// From 1 on.
    event: usize,
    flows: Vec<Planning>,
}

const PLACEHOLDERS: [&str; 3] = ["<attempt id>", "<write id>", "<new ticket N>"];

/// All flows see each event, as the functions of a deployment do that share one queue.
pub(crate) async fn run(events: &[Value], flows: &[&Flow], kept: &Withheld, output: &Output) -> Result<Ended, Failure> {
    let mut planners: Vec<Planner<'_>> = flows.iter().map(|flow| Planner::new(flow, kept)).collect();
    let mut planned = Planned { placeholders: PLACEHOLDERS, events: Vec::new() };
    for (index, event) in events.iter().enumerate() {
        let mut flows = Vec::new();
        for planner in &mut planners {
            flows.push(planner.plan(event.to_string().as_bytes()).await);
        }
        let event = Event { event: index.saturating_add(1), flows };
        print_event(&event, output)?;
        planned.events.push(event);
    }
    output.json(&planned)?;
    let flows = || planned.events.iter().flat_map(|event| &event.flows);
    let requests: usize = flows().flat_map(|flow| &flow.writes).map(|write| write.requests.len()).sum();
    output
        .line(format!("{requests} requests would be sent; none was. {} differ in each run", PLACEHOLDERS.join(", ")))?;
    Ok(Ended::well_if(!flows().any(is_wrong)))
}

fn is_wrong(planning: &Planning) -> bool {
    planning.error.is_some()
        || planning.items.iter().any(|item| item.disposition == "dead_letter")
        || planning.writes.iter().any(|write| write.refused.is_some())
}

fn print_event(event: &Event, output: &Output) -> Result<(), Failure> {
    // An event is of no concern to most flows.
    let concerned: Vec<&Planning> = event.flows.iter().filter(|flow| !is_ignored(flow)).collect();
    let shown = if concerned.is_empty() { event.flows.iter().collect() } else { concerned };
    for flow in shown {
        output.line(format!("event {}, flow {}", event.event, flow.flow))?;
        for item in &flow.items {
            let key = if item.key.is_empty() { "a part" } else { &item.key };
            let why = item.why.map(|why| format!(" ({why})")).unwrap_or_default();
            output.line(format!("  {key}: {}{why}", told(item.disposition)))?;
        }
        if let Some(error) = &flow.error {
            output.line(format!("  failed, and would come again: {error}"))?;
        }
        for write in &flow.writes {
            print_write(write, output)?;
        }
        output.line("")?;
    }
    Ok(())
}

fn is_ignored(flow: &Planning) -> bool {
    flow.error.is_none() && flow.writes.is_empty() && flow.items.iter().all(|item| item.disposition == "ignored")
}

fn told(disposition: &str) -> &str {
    match disposition {
        "deferred" => "would wait (deferred)",
        "muted" => "would be held back (muted)",
        "dead_letter" => "a person would have to decide (dead_letter)",
        other => other,
    }
}

fn print_write(write: &Write, output: &Output) -> Result<(), Failure> {
    output.line(format!("  {} {}", write.what, write.of))?;
    if let Some(refused) = &write.refused {
        output.line(format!("    nothing would be sent: {refused}"))?;
    }
    write.requests.iter().try_for_each(|request| print_request(request, output))
}

fn print_request(request: &Request, output: &Output) -> Result<(), Failure> {
    let Request { service, method, path, body, .. } = request;
    output.line(format!("    {method} {path}  [{service}]"))?;
    match body {
        Body::Form(fields) => {
            for (name, value) in fields {
                let mut lines = value.lines();
                output.line(format!("      {name} = {}", lines.next().unwrap_or_default()))?;
                lines.try_for_each(|line| output.line(format!("      {:1$}   {line}", "", name.chars().count())))?;
            }
        }
        Body::Json(value) => output.lines(6, &format!("{value:#}"))?,
        Body::Text(text) => output.lines(6, text)?,
        Body::Empty {} => {}
    }
    Ok(())
}
