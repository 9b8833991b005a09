//! The calls on one alert.

use serde_json::{Value, json};

use super::answer::{Answer, Arguments, Refusal, ok};
use super::document::{self, ORGANIZATION_ID, ORGANIZATION_NAME};
use super::state::{State, Stored};
use super::words::{OrcaActor, OrcaRiskLevel, OrcaSeverity, OrcaStatus};
use crate::http::Request;

const SAME: &str = "requested to set same configuration";

pub(super) fn user_action(request: &Request) -> Answer {
    Arguments::of(request, &[])?;
    let data = json!({"organization_id": ORGANIZATION_ID, "organization_name": ORGANIZATION_NAME});
    Ok(ok(&json!({"status": "success", "data": data})))
}

pub(super) fn get(state: &State, request: &Request, id: &str) -> Answer {
    Arguments::of(request, &[])?;
    Ok(ok(&document::legacy(find(state, id)?)))
}

pub(super) fn get_state(state: &State, request: &Request, id: &str) -> Answer {
    Arguments::of(request, &[])?;
    Ok(ok(&document::state(find(state, id)?)))
}

pub(super) fn event_log(state: &State, request: &Request, id: &str) -> Answer {
    let arguments = Arguments::of(request, &["limit", "start_at_index", "type"])?;
    let (limit, start) = (arguments.limit(20, 1000)?, arguments.start()?);
    let kind = arguments.text("type");
    let wanted = |event: &&Value| kind.is_none_or(|kind| event.get("type").is_some_and(|found| found == kind));
    // The order is not recorded; a log that people read starts with the newest.
    let events: Vec<&Value> = find(state, id)?.events.iter().rev().filter(wanted).collect();
    let total = events.len();
    let events: Vec<&Value> = events.into_iter().skip(start).take(limit).collect();
    Ok(ok(&json!({"event_log": events, "total_count": total})))
}

pub(super) fn set_status(state: &mut State, request: &Request, id: &str, word: &str) -> Answer {
    let behavior = state.behavior.clone();
    let Some(to) = OrcaStatus::from_path(word) else {
        return Err(Refusal::bad(format!("invalid status {word}")));
    };
    no_arguments(request)?;
    let alert = state.find(id).ok_or_else(|| Refusal::unknown_alert(id, behavior.unknown_on_status))?;
    if alert.status == to {
        return Err(Refusal::Refused(behavior.same_configuration, SAME.to_owned()));
    }
    let by = OrcaActor::Caller;
    let mut event = state.change_status(id, to, by, "user moved to done", request.at).unwrap_or_default();
    if to == OrcaStatus::Closed && behavior.recheck_after_close {
        state.start_verification(id, OrcaActor::Orca, request.at);
    }
    if let Some(event) = event.as_object_mut() {
        // The answer carries this text where the log has a number.
        event.insert("unique_id".to_owned(), "None".into());
    }
    if behavior.status_key {
        Ok(ok(&json!({"status": "success", "data": event})))
    } else {
        Ok(ok(&json!({"data": event})))
    }
}

pub(super) fn set_severity(state: &mut State, request: &Request, id: &str) -> Answer {
    let arguments = Arguments::of(request, &["orca_score", "severity"])?;
    let same = state.behavior.same_configuration;
    let same = || Refusal::Refused(same, SAME.to_owned());
    let alert = find_mut(state, id)?;
    let details = match (arguments.decimal("orca_score")?, arguments.text("severity")) {
        (Some(score), None) if !(1.0..=10.0).contains(&score) => {
            return Err(Refusal::bad(format!("invalid orca_score {score}")));
        }
        (Some(score), None) if is_same(alert.orca_score, score) => return Err(same()),
        (Some(score), None) => {
            let from = std::mem::replace(&mut alert.orca_score, score);
            alert.risk_level = OrcaRiskLevel::of_score(score);
            json!({
                "description": "Alert score changed",
                "from": from.to_string(),
                "to": score.to_string(),
                "severity": alert.risk_level.as_str(),
            })
        }
        (None, Some(word)) => {
            let to = OrcaSeverity::from_word(word).ok_or_else(|| Refusal::bad(format!("invalid severity {word}")))?;
            if to == alert.severity {
                return Err(same());
            }
            let from = std::mem::replace(&mut alert.severity, to);
            alert.user_score = Some(to.score());
            json!({
                "description": "Alert severity changed",
                "from": from.as_str(),
                "to": to.as_str(),
                "severity": to.as_str(),
            })
        }
        _ => return Err(Refusal::bad("one of orca_score and severity is required")),
    };
    Ok(ok(&state.rescored(id, &details, request.at).unwrap_or_default()))
}

pub(super) fn snooze(state: &mut State, request: &Request, id: &str) -> Answer {
    let arguments = Arguments::of(request, &["days"])?;
    find(state, id)?;
    let days = arguments.number("days")?.ok_or_else(|| Refusal::bad("days is required"))?;
    if !(1..=365).contains(&days) {
        return Err(Refusal::bad(format!("invalid days {days}")));
    }
    Ok(ok(&state.snooze(id, days, request.at).unwrap_or_default()))
}

pub(super) fn verify(state: &mut State, request: &Request, id: &str) -> Answer {
    no_arguments(request)?;
    find(state, id)?;
    state.start_verification(id, OrcaActor::Caller, request.at);
    Ok(ok(&json!({"status": "scanning"})))
}

pub(super) fn comment(state: &mut State, request: &Request, id: &str) -> Answer {
    let arguments = Arguments::of(request, &["comment"])?;
    find(state, id)?;
    let text = arguments.text("comment").filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| Refusal::bad("comment is required"))?;
    Ok(ok(&state.comment(id, text, request.at).unwrap_or_default()))
}

/// No body, or `{}`. Whether Orca takes a reason here is not known.
fn no_arguments(request: &Request) -> Result<(), Refusal> {
    let empty = request.body.is_empty() || request.json().is_some_and(|body| body == json!({}));
    if empty { Ok(()) } else { Err(Refusal::not_modelled("a body")) }
}

/// Scores have one decimal, so a difference below half a step is none.
fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.05
}

fn find<'s>(state: &'s State, id: &str) -> Result<&'s Stored, Refusal> {
    state.find(id).ok_or_else(|| Refusal::unknown_alert(id, state.behavior.unknown_elsewhere))
}

fn find_mut<'s>(state: &'s mut State, id: &str) -> Result<&'s mut Stored, Refusal> {
    let status = state.behavior.unknown_elsewhere;
    state.find_mut(id).ok_or_else(|| Refusal::unknown_alert(id, status))
}
