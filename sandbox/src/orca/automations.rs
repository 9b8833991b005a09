//! Automations with actions that send to SQS, and what they send.

use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Arguments, Refusal, ok};
use super::clause::Clause;
use super::serving::object_set;
use super::state::State;
use super::words::Generation;
use super::{document, envelope};
use crate::http::{Reply, Request};

/// The number of the action that sends to SQS: the only one that is here.
const SQS: i64 = 33;
const MOST: u64 = 300;

/// One automation. Its place in the list is its priority.
#[derive(Clone, Debug)]
pub(super) struct Automation {
    id: String,
    /// Without what changes by itself: id, priority, times.
    members: Map<String, Value>,
    created_at: SystemTime,
    updated_at: SystemTime,
}

/// A message on its way to the queue of an integration config.
#[derive(Debug)]
pub(super) struct Queued {
    config: String,
    record: Value,
}

pub(super) fn list(state: &State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["limit", "start_at_index"])?;
    let (limit, start) = (arguments.limit(MOST, MOST)?, arguments.start()?);
    let rows: Vec<Value> = (0..state.automations.len()).map(|place| shown(state, place)).collect();
    let total = rows.len();
    let rows: Vec<Value> = rows.into_iter().skip(start).take(limit.min(state.behavior.page_rows)).collect();
    Ok(ok(&json!({"status": "success", "total_items": total, "data": rows})))
}

pub(super) fn get(state: &State, request: &Request, id: &str) -> Answer {
    Arguments::of(request, &[])?;
    Ok(one(state, place_of(state, id)?))
}

pub(super) fn create(state: &mut State, request: &Request) -> Answer {
    let apply = match request.query.as_slice() {
        [] => false,
        [(name, value)] if name == "apply_on_existing" => value == "true",
        _ => return Err(Refusal::not_modelled("these query parameters")),
    };
    let members = members(state, request)?;
    let id = format!("a1b20000-0000-4000-8000-{:012x}", state.next_object());
    let automation = Automation { id, members, created_at: request.at, updated_at: request.at };
    if apply {
        let existing: Vec<String> = state.alerts.iter().map(|alert| alert.id.clone()).collect();
        for alert in existing {
            send(state, &automation, &alert);
        }
    }
    state.automations.push(automation);
    Ok(one(state, state.automations.len() - 1))
}

/// Replaces all members. Business units cannot change.
pub(super) fn update(state: &mut State, request: &Request, id: &str) -> Answer {
    let place = place_of(state, id)?;
    let members = members(state, request)?;
    let Some(automation) = state.automations.get_mut(place) else { return Err(not_found()) };
    if automation.members.get("business_units") != members.get("business_units") {
        return Err(Refusal::bad("business_units cannot change"));
    }
    automation.members = members;
    automation.updated_at = request.at;
    Ok(one(state, place))
}

/// A number above the highest counts as the highest, without a word.
pub(super) fn set_priority(state: &mut State, request: &Request, id: &str) -> Answer {
    let from = place_of(state, id)?;
    let priority = Arguments::of(request, &["priority"])?.number("priority")?;
    let priority = priority.filter(|priority| *priority > 0).ok_or_else(|| Refusal::bad("invalid priority"))?;
    let automation = state.automations.remove(from);
    let to = usize::try_from(priority - 1).unwrap_or(usize::MAX).min(state.automations.len());
    state.automations.insert(to, automation);
    Ok(one(state, to))
}

pub(super) fn delete(state: &mut State, request: &Request, id: &str) -> Answer {
    Arguments::of(request, &[])?;
    let place = place_of(state, id)?;
    state.automations.remove(place);
    Ok(ok(&json!({"status": "success"})))
}

/// Sends the alert, as it is now, with each automation that takes it.
pub(super) fn deliver(state: &mut State, alert: &str) {
    for automation in state.automations.clone() {
        send(state, &automation, alert);
    }
}

/// Takes the messages of a queue out of it.
pub(super) fn receive(state: &mut State, config: &str) -> Vec<Value> {
    let (taken, left) =
        std::mem::take(&mut state.queued).into_iter().partition(|queued: &Queued| queued.config == config);
    state.queued = left;
    taken.into_iter().map(|queued| queued.record).collect()
}

/// Whether an action of an automation refers to the config.
pub(super) fn refer_to(state: &State, config: &str) -> bool {
    state.automations.iter().any(|automation| configs(automation).any(|name| name == config))
}

fn send(state: &mut State, automation: &Automation, alert: &str) {
    let Some(alert) = state.find(alert) else { return };
    let is_enabled = automation.members.get("status").is_some_and(|status| status == "enabled");
    let query = automation.members.get("filter").and_then(|filter| filter.get("sonar_query"));
    let with = object_set(query).ok().flatten().map(Clause::read);
    let takes = match with {
        None => true,
        Some(clause) => clause.is_ok_and(|clause| clause.matches(&document::row_data(alert, &state.behavior))),
    };
    if !is_enabled || !takes {
        return;
    }
    let (body, sent) = (document::of(alert, Generation::Legacy, &state.behavior), alert.last_updated);
    for config in configs(automation) {
        let record = envelope::sqs_record(&body, state.next_message(), sent);
        state.queued.push(Queued { config: config.to_owned(), record });
    }
}

fn configs(automation: &Automation) -> impl Iterator<Item = &str> {
    let actions = automation.members.get("actions").and_then(Value::as_array).into_iter().flatten();
    actions.filter_map(|action| action.get("external_config")?.as_str())
}

/// The members of a new or changed automation.
fn members(state: &State, request: &Request) -> Result<Map<String, Value>, Refusal> {
    const KNOWN: [&str; 6] = ["actions", "business_units", "description", "filter", "name", "status"];
    let Some(Value::Object(mut members)) = request.json() else {
        return Err(Refusal::bad("the body is not a JSON object"));
    };
    if let Some(name) = members.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Refusal::not_modelled(format!("the member {name:?}")));
    }
    if members.get("name").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(Refusal::bad("name is required"));
    }
    let filter = members.get("filter").and_then(|filter| filter.get("sonar_query"));
    object_set(filter)?.map(Clause::read).transpose()?;
    match members.get("status").and_then(Value::as_str) {
        Some("enabled" | "disabled") => {}
        _ => return Err(Refusal::bad("invalid status")),
    }
    let actions = members.get_mut("actions").and_then(Value::as_array_mut).filter(|actions| !actions.is_empty());
    let actions = actions.ok_or_else(|| Refusal::bad("actions is required"))?;
    for (number, action) in actions.iter_mut().enumerate() {
        let kind = action.get("type").and_then(Value::as_i64).ok_or_else(|| Refusal::bad("an action has no type"))?;
        if kind != SQS {
            return Err(Refusal::not_modelled(format!("an action of type {kind}")));
        }
        let config = action.get("external_config").and_then(Value::as_str).unwrap_or_default();
        if !super::integrations::has(state, config) {
            return Err(Refusal::bad("external_config does not exist"));
        }
        if let Some(action) = action.as_object_mut() {
            action.entry("id").or_insert_with(|| format!("ac010000-0000-4000-8000-{number:012x}").into());
        }
    }
    members.entry("business_units").or_insert_with(|| json!([]));
    Ok(members)
}

fn place_of(state: &State, id: &str) -> Result<usize, Refusal> {
    state.automations.iter().position(|automation| automation.id == id).ok_or_else(not_found)
}

pub(super) fn not_found() -> Refusal {
    Refusal::Refused(404, "not found".to_owned())
}

fn one(state: &State, place: usize) -> Reply {
    ok(&json!({"status": "success", "data": shown(state, place)}))
}

fn shown(state: &State, place: usize) -> Value {
    let Some(automation) = state.automations.get(place) else { return Value::Null };
    let mut members = automation.members.clone();
    for (name, value) in [
        ("id", json!(automation.id)),
        ("organization", json!(document::ORGANIZATION_ID)),
        ("priority", json!(place + 1)),
        ("created_at", json!(document::time_text(automation.created_at))),
        ("updated_at", json!(document::time_text(automation.updated_at))),
    ] {
        members.insert(name.to_owned(), value);
    }
    Value::Object(members)
}
