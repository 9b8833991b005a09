//! `list`: the records that need a person.

use crate::args::{List, PhaseName};
use crate::failure::{Ended, Failure};
use crate::output::{Output, Table};
use crate::records::Records;
use crate::row::{Paused, Row, flow_of, minute};
use serde::Serialize;
use ticket_bridge::{Ledger, Moment, Phase, Record};

/// What `list --json` prints.
#[derive(Debug, Serialize)]
struct Listed {
    records: Vec<Row>,
    /// There are more than the limit.
    more: bool,
    paused: Vec<Paused>,
}

/// `destination`: of the flow that was asked for.
pub(crate) async fn run(
    args: &List,
    destination: Option<&str>,
    ledger: &dyn Ledger,
    now: Moment,
    output: &Output,
) -> Result<Ended, Failure> {
    let listed = listed(args, destination, ledger, now).await?;
    output.json(&listed)?;
    for paused in &listed.paused {
        let flow = paused.flow.as_deref().unwrap_or_default();
        let Paused { destination, until, reason, .. } = paused;
        output.line(format!("{flow}: nothing is written to {destination} until {}: {reason}", minute(until)))?;
    }
    let mut table = Table::new(["KEY", "PHASE", "TICKET", "SEVERITY", "WAKES", "TITLE", "PROBLEM"], &[0, 5, 6]);
    for row in &listed.records {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let wakes = row.wakes_at.as_deref().map(minute).unwrap_or_default();
        let (title, problem) = (text(&row.title), text(&row.problem));
        let phase = row.phase.to_owned();
        table.row([row.key.clone(), phase, text(&row.ticket), text(&row.severity), wakes, title, problem]);
    }
    if table.is_empty() {
        let all = args.all || !args.phase.is_empty();
        output.line(if all { "no records" } else { "nothing needs a person (--all lists all records)" })?;
    } else {
        output.table(&table)?;
    }
    if listed.more {
        output.line(format!("there are more: --limit shows more than {}", args.limit))?;
    }
    Ok(Ended::Well)
}

async fn listed(args: &List, destination: Option<&str>, ledger: &dyn Ledger, now: Moment) -> Result<Listed, Failure> {
    let phases = match &*args.phase {
        [] if args.all => PhaseName::FINDINGS.to_vec(),
        [] => PhaseName::OPEN.to_vec(),
        phases => phases.to_vec(),
    };
    let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let wanted = |record: &Record| is_of_flow(record, args.flow.flow.as_deref(), destination);
    let mut listed = Listed { records: Vec::new(), more: false, paused: Vec::new() };
    'phases: for phase in phases {
        let mut records = Records::new(ledger, [phase.phase()], None);
        while let Some(record) = records.next().await? {
            if !wanted(&record) {
                continue;
            }
            if listed.records.len() >= limit {
                listed.more = true;
                break 'phases;
            }
            listed.records.push(Row::of(&record));
        }
    }
    let mut places = Records::new(ledger, [Phase::Place], None);
    while let Some(record) = places.next().await? {
        listed.paused.extend(Paused::of(&record, now).filter(|_| wanted(&record)));
    }
    Ok(listed)
}

/// Input that could not be read names no flow: it belongs to all flows of its destination.
pub(crate) fn is_of_flow(record: &Record, flow: Option<&str>, destination: Option<&str>) -> bool {
    let Some(flow) = flow else { return true };
    match flow_of(&record.pk) {
        Some(own) => own == flow,
        None => destination.is_none_or(|destination| record.destination == destination),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Flow;
    use crate::testing::{finding, ledger, record};
    use serde_json::json;

    fn args(phase: &[PhaseName], all: bool, limit: u32) -> List {
        List { phase: phase.to_vec(), all, flow: Flow { flow: None }, limit }
    }

    #[tokio::test]
    async fn what_needs_a_person_comes_first_and_a_pause_is_told() {
        let circuit = json!({"circuit": {"until": 60_000, "reason": "the key is refused", "failures": 1}});
        let ledger = ledger(&[
            record("alerts:1", "deferred", &json!({"wake_at": 1_800_000_000_000_u64, "pending": finding("1", "t")})),
            record("alerts:2", "linked", &json!({"ticket": {"id": "1", "key": "SEC-1"}})),
            record("findings:3", "dead_letter", &json!({"problem": "several open tickets name it: SEC-2, SEC-3"})),
            record("!dead:f-4", "dead_letter", &json!({})),
            record("!dest:alerts:SEC", "place", &json!({"place": circuit})),
        ])
        .await;
        let now = Moment::from_millis(1);
        let listed = async |args: &List| listed(args, Some("SEC"), &ledger, now).await.unwrap();
        let keys = |listed: &Listed| listed.records.iter().map(|row| row.key.clone()).collect::<Vec<_>>();

        let open = listed(&args(&[], false, 200)).await;
        assert_eq!(keys(&open), ["!dead:f-4", "findings:3", "alerts:1"]);
        assert_eq!(open.records[2].wakes_at.as_deref(), Some("2027-01-15T08:00:00Z"));
        assert_eq!((open.more, open.paused.len()), (false, 1));
        assert_eq!(open.paused[0].flow.as_deref(), Some("alerts"));

        let two = listed(&args(&[], true, 2)).await;
        assert_eq!((two.records.len(), two.more), (2, true));
        assert_eq!(keys(&listed(&args(&[], true, 9)).await).len(), 4);
        assert_eq!(keys(&listed(&args(&[PhaseName::Linked], false, 9)).await), ["alerts:2"]);

        let mut of_flow = args(&[], true, 9);
        of_flow.flow.flow = Some("findings".to_owned());
        let of_flow = listed(&of_flow).await;
        assert_eq!(keys(&of_flow), ["!dead:f-4", "findings:3"]);
        assert!(of_flow.paused.is_empty());
    }
}
