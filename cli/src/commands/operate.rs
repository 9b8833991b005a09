//! `replay`, `link`, `mute`, `unmute`: what operators say of single records.

use crate::failure::{Ended, Failure};
use crate::output::{Output, Table};
use crate::progress::Progress;
use crate::row::flow_of;
use crate::stop::Stop;
use serde::Serialize;
use std::sync::Arc;
use ticket_bridge::engine::Disposition;
use ticket_bridge::intake::Item;
use ticket_bridge::{BridgeError, Mute, Phase, Record, TicketRef};
use ticket_bridge_config::Flow;

/// What `--json` prints of them.
#[derive(Debug, Serialize)]
struct Operated {
    records: Vec<Done>,
}

/// What became of one record.
#[derive(Debug, Serialize)]
struct Done {
    key: String,
    disposition: Option<&'static str>,
    /// Why nothing was done.
    why: Option<&'static str>,
    error: Option<String>,
}

pub(crate) async fn replay(
    records: Vec<Record>,
    flows: &[&Flow],
    stop: &Stop,
    output: &Output,
) -> Result<Ended, Failure> {
    let mut operated = Operated { records: Vec::new() };
    let all = records.len();
    {
        let progress = Progress::new("records replayed");
        for record in records {
            if stop.is_asked() {
                break;
            }
            operated.records.push(replayed(record, flows).await);
            progress.step();
        }
    }
    let left = all.saturating_sub(operated.records.len());
    let ended = print(&operated, output)?;
    if left > 0 {
        output.line(format!("stopped; {left} records were not replayed"))?;
    }
    Ok(if left > 0 { Ended::Left } else { ended })
}

pub(crate) async fn link(record: &Record, ticket: &str, flows: &[&Flow], output: &Output) -> Result<Ended, Failure> {
    // The ticket is read by its key, which gives its id.
    let ended = flow_for(record, flows)?.bridge().link(&record.pk, &TicketRef::new(ticket, ticket)).await;
    print(&Operated { records: vec![Done::of(record.pk.clone(), ended)] }, output)
}

pub(crate) async fn mute(record: &Record, mute: Mute, flows: &[&Flow], output: &Output) -> Result<Ended, Failure> {
    let ended = flow_for(record, flows)?.bridge().mute(source_key(record)?, mute).await;
    print(&Operated { records: vec![Done::of(record.pk.clone(), ended)] }, output)
}

pub(crate) async fn unmute(record: &Record, flows: &[&Flow], output: &Output) -> Result<Ended, Failure> {
    let ended = flow_for(record, flows)?.bridge().unmute(source_key(record)?).await;
    print(&Operated { records: vec![Done::of(record.pk.clone(), ended)] }, output)
}

/// An adoption found several tickets, and no source has spoken of the finding.
fn is_unheard(record: &Record) -> bool {
    record.phase == Phase::DeadLetter && record.pending.is_none() && record.tried.is_empty()
}

const UNHEARD: &str = "its source has not spoken of it yet: say which ticket it is with `ticket-bridge link`";

async fn replayed(record: Record, flows: &[&Flow]) -> Done {
    let flow = match flow_of(&record.pk) {
        // It would be taken for over, and its open tickets would be nobody's.
        Some(_) if is_unheard(&record) => Err(Failure::wrong(UNHEARD)),
        Some(_) => flow_for(&record, flows),
        None => reader_of(&record, flows),
    };
    match flow {
        Ok(flow) => {
            let ended = flow.bridge().replay(&record.pk, &*flow.intake()).await;
            Done::of(record.pk, ended)
        }
        Err(failure) => Done { key: record.pk, disposition: None, why: None, error: Some(failure.lines().join("; ")) },
    }
}

/// The flow whose record it is.
fn flow_for<'a>(record: &Record, flows: &[&'a Flow]) -> Result<&'a Flow, Failure> {
    let name = flow_of(&record.pk);
    let own = flows.iter().find(|flow| Some(flow.name()) == name);
    let none = || Failure::wrong(format!("{}: it is of none of the flows", record.pk));
    own.copied().ok_or_else(none)
}

/// The flow that reads a finding in input that could not be read before. In another flow it would be of no concern, and
/// forgotten.
fn reader_of<'a>(record: &Record, flows: &[&'a Flow]) -> Result<&'a Flow, Failure> {
    let raw = record.pending.as_ref().map(|pending| Arc::clone(&pending.raw)).unwrap_or_default();
    let reads = |flow: &&&Flow| {
        let items = flow.intake().read(&raw);
        let is_good = |item: &Item| !matches!(item, Item::Malformed(_));
        items.iter().all(is_good) && items.iter().any(|item| matches!(item, Item::Finding(_)))
    };
    let of_destination = flows.iter().filter(|flow| flow.destination() == record.destination);
    let readers: Vec<&Flow> = of_destination.filter(reads).copied().collect();
    match *readers {
        [flow] => Ok(flow),
        [] => Err(Failure::wrong("no flow can read it yet")),
        _ => {
            let names = readers.iter().map(|flow| flow.name()).collect::<Vec<_>>().join(", ");
            Err(Failure::wrong(format!("several flows read it: choose one with --flow: {names}")))
        }
    }
}

/// The finding's key at its source. A record of a ticket whose finding was not heard of holds only the marker.
fn source_key(record: &Record) -> Result<&str, Failure> {
    let known = record.pending.as_ref().map(|pending| pending.key.as_str());
    let marker = Some(record.marker()).filter(|marker| ticket_bridge::ticket_marker(marker) == *marker);
    let none = || Failure::wrong(format!("{}: its finding was not heard of yet, and cannot be muted", record.pk));
    known.or(marker).ok_or_else(none)
}

fn print(operated: &Operated, output: &Output) -> Result<Ended, Failure> {
    output.json(operated)?;
    let mut table = Table::new(["KEY", "NOW", "WHY"], &[]);
    for Done { key, disposition, why, error } in &operated.records {
        let why = error.clone().or_else(|| why.map(str::to_owned)).unwrap_or_default();
        table.row([key.clone(), disposition.unwrap_or("failed").to_owned(), why]);
    }
    if table.is_empty() {
        output.line("no such records")?;
    } else {
        output.table(&table)?;
    }
    let is_well = |done: &Done| done.error.is_none() && done.why.is_none() && done.disposition != Some("dead_letter");
    Ok(Ended::well_if(operated.records.iter().all(is_well)))
}

impl Done {
    fn of(key: String, ended: Result<Disposition, BridgeError>) -> Self {
        match ended {
            Ok(disposition) => {
                let why = if let Disposition::Ignored(why) = disposition { Some(why) } else { None };
                Self { key, disposition: Some(disposition.as_str()), why, error: None }
            }
            Err(error) => Self { key, disposition: None, why: None, error: Some(error.to_string()) },
        }
    }
}
