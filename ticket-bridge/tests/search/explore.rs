//! Breadth first: each state once, shortest traces first.

use crate::canon::digest;
use crate::driver::{apply, choices};
use crate::oracle;
use crate::state::{State, Step};
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// How each state was reached first.
type Links = Vec<(u32, Option<Step>)>;

/// What a search found.
pub(crate) struct Report {
    pub(crate) states: usize,
    pub(crate) transitions: usize,
    pub(crate) depth: usize,
    pub(crate) rows: BTreeMap<&'static str, usize>,
    /// The shortest way to something wrong, readable.
    pub(crate) violation: Option<String>,
    took: Duration,
}

/// Visits all states that can be reached, or stops at the first that is wrong. `settling`: each quiet state must settle.
pub(crate) fn explore(starts: &[State], settling: bool) -> Report {
    let begun = Instant::now();
    let mut seen = HashSet::new();
    let mut links: Links = Vec::new();
    let mut report =
        Report { states: 0, transitions: 0, depth: 0, rows: BTreeMap::new(), violation: None, took: Duration::ZERO };
    let mut frontier = Vec::new();
    for (index, state) in (0..).zip(starts) {
        seen.insert(digest(state));
        links.push((index, None));
        frontier.push((index, state.clone()));
    }
    while !frontier.is_empty() && report.violation.is_none() {
        let mut further = Vec::new();
        for (index, state) in &frontier {
            for step in choices(state) {
                report.transitions += 1;
                let next = apply(state, step);
                if let Some(row) = next.row {
                    *report.rows.entry(row).or_default() += 1;
                }
                let found = next.wrong.or_else(|| oracle::wrong(&next.state));
                let is_new = found.is_some() || seen.insert(digest(&next.state));
                if !is_new {
                    continue;
                }
                let quiet = || if settling && next.state.is_idle() { oracle::settles(&next.state) } else { None };
                let found = found.or_else(quiet);
                let number = u32::try_from(links.len()).unwrap();
                links.push((*index, Some(step)));
                if let Some(wrong) = found {
                    report.violation = Some(format!("{wrong}\n{}", trace(starts, &links, number)));
                    break;
                }
                further.push((number, next.state));
            }
            if report.violation.is_some() {
                break;
            }
        }
        report.depth += 1;
        if std::env::var("SEARCH_VERBOSE").is_ok_and(|text| !text.is_empty()) {
            eprintln!("depth {} frontier {} seen {} {:?}", report.depth, further.len(), seen.len(), begun.elapsed());
        }
        frontier = further;
    }
    report.states = seen.len();
    report.took = begun.elapsed();
    report
}

fn trace(starts: &[State], links: &Links, last: u32) -> String {
    let mut steps = Vec::new();
    let mut at = last;
    while let (parent, Some(step)) = links[at as usize] {
        steps.push(step);
        at = parent;
    }
    let mut state = starts[at as usize].clone();
    let begun = state.now;
    let setting = &state.setting;
    let mut text = format!(
        "adopted: {}, the second clock ahead: {}, one process: {}\n",
        setting.adopted, setting.is_skewed, setting.is_shared
    );
    for step in steps.into_iter().rev() {
        let before = state.record.clone();
        let next = apply(&state, step);
        state = next.state;
        let minutes = (state.now - begun) / crate::state::UNIT;
        let row = next.row.map(|row| format!("row {row}")).unwrap_or_default();
        write!(text, "  {minutes:>2} {step:?} {row}").unwrap();
        if let (Some(record), true) = (&state.record, before != state.record) {
            let op = record.op.as_ref().map(|op| (op.kind, op.state));
            let wake = record.wake_at.map(|wake| (i128::from(wake.as_millis()) - i128::from(begun)) / 60_000);
            write!(text, " -> {:?} op {op:?} wake {wake:?}", record.phase).unwrap();
        }
        let open: Vec<bool> = state.tickets.iter().map(|ticket| ticket.is_open).collect();
        writeln!(text, " | tickets {open:?} flights {}", state.flights.len()).unwrap();
    }
    let last = state.record.as_ref().map(|record| serde_json::to_string(&**record).unwrap());
    writeln!(text, "{}", last.unwrap_or_default()).unwrap();
    text
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, transitions, depth, took, .. } = self;
        writeln!(f, "{states} states, {transitions} transitions, depth {depth}, {:.1} s", took.as_secs_f64())?;
        for (row, count) in &self.rows {
            write!(f, "{row}: {count}  ")?;
        }
        Ok(())
    }
}
