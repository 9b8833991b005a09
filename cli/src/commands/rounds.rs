//! `adopt`, `tick`, `reconcile`: work over many records.

use crate::failure::{Ended, Failure};
use crate::output::{Output, Table};
use crate::stop::{Stop, StoppingLedger};
use serde::Serialize;
use ticket_bridge::{Adopted, Bridge, BridgeError, Deadline, Reconciled, Ticked};
use ticket_bridge_config::Flow;

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Rounds<T> {
    flows: Vec<Round<T>>,
    complete: bool,
}

#[derive(Debug, Serialize)]
struct Round<T> {
    flow: String,
    #[serde(flatten)]
    did: T,
    complete: bool,
    /// Why it ended early. Ctrl-C is no error.
    error: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct AdoptedJson {
    tickets: usize,
    linked: usize,
    ambiguous: Vec<Ambiguous>,
}

#[derive(Debug, Serialize)]
struct Ambiguous {
    key: String,
    tickets: Vec<String>,
}

#[derive(Debug, Default, Serialize)]
struct TickedJson {
    woken: usize,
    failed: Vec<Failed>,
}

#[derive(Debug, Serialize)]
struct Failed {
    key: String,
    error: String,
}

#[derive(Debug, Default, Serialize)]
struct ReconciledJson {
    tickets: usize,
    changed: usize,
}

pub(crate) async fn adopt(flows: &[&Flow], stop: &Stop, output: &Output) -> Result<Ended, Failure> {
    let rounds = rounds(flows, async |bridge| {
        let Adopted { tickets, linked, ambiguous, is_complete, .. } = bridge.adopt(Deadline::none()).await?;
        let ambiguous = ambiguous.into_iter().map(|(key, tickets)| Ambiguous { key, tickets }).collect();
        Ok((AdoptedJson { tickets, linked, ambiguous }, is_complete))
    });
    let rounds = rounds.await;
    output.json(&rounds)?;
    let mut table = Table::new(["FLOW", "TICKETS", "LINKED", "AMBIGUOUS", "COMPLETE"], &[]);
    for round in &rounds.flows {
        let AdoptedJson { tickets, linked, ambiguous } = &round.did;
        let counts = [tickets.to_string(), linked.to_string(), ambiguous.len().to_string()];
        let [tickets, linked, ambiguous] = counts;
        table.row([round.flow.clone(), tickets, linked, ambiguous, yes(round.complete)]);
    }
    output.table(&table)?;
    for Ambiguous { key, tickets } in rounds.flows.iter().flat_map(|round| &round.did.ambiguous) {
        output.line(format!(
            "{key}: several open tickets: {}. Say which it is: ticket-bridge link {key} TICKET",
            tickets.join(", ")
        ))?;
    }
    let has_ambiguous = rounds.flows.iter().any(|round| !round.did.ambiguous.is_empty());
    rounds.end("begins anew", has_ambiguous, stop, output)
}

pub(crate) async fn tick(flows: &[&Flow], stop: &Stop, output: &Output) -> Result<Ended, Failure> {
    let rounds = rounds(flows, async |bridge| {
        let Ticked { woken, failed, is_cut_short, .. } = bridge.tick(Deadline::none()).await?;
        let failed = failed.into_iter().filter(|(_, error)| !is_stop(error));
        let failed = failed.map(|(key, error)| Failed { key, error: error.to_string() }).collect();
        Ok((TickedJson { woken, failed }, !is_cut_short && !stop.is_asked()))
    });
    let rounds = rounds.await;
    output.json(&rounds)?;
    let mut table = Table::new(["FLOW", "WOKEN", "FAILED", "COMPLETE"], &[]);
    for round in &rounds.flows {
        let TickedJson { woken, failed } = &round.did;
        table.row([round.flow.clone(), woken.to_string(), failed.len().to_string(), yes(round.complete)]);
    }
    output.table(&table)?;
    for Failed { key, error } in rounds.flows.iter().flat_map(|round| &round.did.failed) {
        output.line(format!("{key} stays due: {error}"))?;
    }
    let has_failed = rounds.flows.iter().any(|round| !round.did.failed.is_empty());
    rounds.end("goes on", has_failed, stop, output)
}

pub(crate) async fn reconcile(flows: &[&Flow], stop: &Stop, output: &Output) -> Result<Ended, Failure> {
    let rounds = rounds(flows, async |bridge| {
        let Reconciled { tickets, changed, is_complete, .. } = bridge.reconcile(Deadline::none()).await?;
        Ok((ReconciledJson { tickets, changed }, is_complete))
    });
    let rounds = rounds.await;
    output.json(&rounds)?;
    let mut table = Table::new(["FLOW", "TICKETS", "CHANGED", "COMPLETE"], &[]);
    for round in &rounds.flows {
        let ReconciledJson { tickets, changed } = &round.did;
        table.row([round.flow.clone(), tickets.to_string(), changed.to_string(), yes(round.complete)]);
    }
    output.table(&table)?;
    rounds.end("begins anew", false, stop, output)
}

/// One flow after the other. One that fails does not keep the others from their turn.
async fn rounds<T: Default>(
    flows: &[&Flow],
    run: impl AsyncFn(&Bridge) -> Result<(T, bool), BridgeError>,
) -> Rounds<T> {
    let mut rounds = Rounds { flows: Vec::new(), complete: true };
    for flow in flows {
        let name = flow.name().to_owned();
        let round = match run(flow.bridge()).await {
            Ok((did, complete)) => Round { flow: name, did, complete, error: None },
            Err(error) => {
                let error = Some(error).filter(|error| !is_stop(error)).map(|error| error.to_string());
                Round { flow: name, did: T::default(), complete: false, error }
            }
        };
        rounds.complete &= round.complete;
        rounds.flows.push(round);
    }
    rounds
}

impl<T> Rounds<T> {
    fn end(&self, next: &str, needs_a_person: bool, stop: &Stop, output: &Output) -> Result<Ended, Failure> {
        for Round { flow, error, .. } in &self.flows {
            if let Some(error) = error {
                output.line(format!("{flow}: {error}"))?;
            }
        }
        if stop.is_asked() {
            output.line(format!("stopped; what was done is stored, and the next run {next}"))?;
        }
        Ok(Ended::well_if(self.complete && !needs_a_person))
    }
}

fn is_stop(error: &BridgeError) -> bool {
    matches!(error, BridgeError::Ledger(failure) if StoppingLedger::is_stop(failure))
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}
