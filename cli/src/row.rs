//! What is said of a record in one line.

use crate::args::phase_word;
use serde::Serialize;
use ticket_bridge::{Moment, Phase, Record};

/// A record in short.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    /// The key in the ledger.
    pub(crate) key: String,
    pub(crate) phase: &'static str,
    pub(crate) destination: String,
    /// What people call the ticket.
    pub(crate) ticket: Option<String>,
    pub(crate) severity: Option<String>,
    pub(crate) title: Option<String>,
    /// When something is due next.
    pub(crate) wakes_at: Option<String>,
    pub(crate) problem: Option<String>,
}

/// A destination to which nothing is written for a while.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Paused {
    pub(crate) flow: Option<String>,
    pub(crate) destination: String,
    pub(crate) until: String,
    pub(crate) reason: String,
}

impl Row {
    pub(crate) fn of(record: &Record) -> Self {
        let seen = record.seen_source.as_ref().map(|seen| seen.severity.to_string());
        let pending = record.pending.as_ref();
        let ticket_title = record.seen_ticket.as_ref().and_then(|ticket| ticket.title.clone());
        Self {
            key: record.pk.clone(),
            phase: phase_word(record.phase),
            destination: record.destination.clone(),
            ticket: record.ticket.as_ref().map(|ticket| ticket.key.clone()),
            severity: pending.map(|pending| pending.severity.to_string()).or(seen),
            title: pending.map(|pending| pending.title.clone()).or(ticket_title),
            wakes_at: record.wake_at.map(|wake| wake.to_string()),
            problem: problem(record),
        }
    }
}

impl Paused {
    pub(crate) fn of(record: &Record, now: Moment) -> Option<Self> {
        let circuit = record.place.as_ref()?.circuit.as_ref().filter(|circuit| circuit.until > now)?;
        Some(Self {
            flow: flow_of(&record.pk).map(str::to_owned),
            destination: record.destination.clone(),
            until: circuit.until.to_string(),
            reason: circuit.reason.clone(),
        })
    }
}

/// Why it is where it is, as far as the record says so.
fn problem(record: &Record) -> Option<String> {
    let muted = record.mute.as_ref().map(|mute| format!("muted until {}: {}", mute.until, mute.reason));
    let newer = record.is_newer().then(|| format!("written by a newer version ({})", record.v));
    let in_doubt = (record.phase == Phase::InDoubt).then(|| "the answer to a create was lost".to_owned());
    record.problem.clone().or(newer).or(muted).or(in_doubt)
}

/// The flow that a key belongs to. Input that could not be read belongs to none.
pub(crate) fn flow_of(pk: &str) -> Option<&str> {
    if pk.starts_with("!dead:") {
        return None;
    }
    if let Some(place) = pk.strip_prefix("!dest:") {
        return place.split_once(':').map(|(flow, _)| flow);
    }
    let of_finding = pk.strip_prefix("!held:").unwrap_or(pk);
    of_finding.rsplit_once(':').map(|(flow, _)| flow)
}

/// A moment to the minute: enough for a table.
pub(crate) fn minute(moment: &str) -> String {
    match moment.get(..16) {
        Some(minute) if moment.ends_with('Z') => format!("{}Z", minute.replace('T', " ")),
        _ => moment.to_owned(),
    }
}
