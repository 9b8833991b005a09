//! `bridge-simulator --seeds N --seed-start S --flaw NAME --trace SEED`
#![expect(clippy::print_stdout, reason = "what this program is for")]

use bridge_simulator::{Flaw, Summary, run, run_all};
use std::process::ExitCode;
use std::time::Instant;

/// From so many schedules on, each cell of the table is to be hit.
const ENOUGH: u64 = 100_000;

#[derive(Debug)]
struct Asked {
    seeds: u64,
    start: u64,
    flaw: Option<Flaw>,
    trace: Option<u64>,
}

fn asked() -> Result<Asked, String> {
    let mut asked = Asked { seeds: 10_000, start: 0, flaw: None, trace: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse().map_err(|error| format!("{word} {value}: {error}"));
        match word.as_str() {
            "--seeds" => asked.seeds = number()?,
            "--seed-start" => asked.start = number()?,
            "--trace" => asked.trace = Some(number()?),
            "--flaw" => {
                let known = Flaw::ALL.into_iter().find(|flaw| format!("{flaw:?}") == value);
                asked.flaw = Some(known.ok_or_else(|| format!("no flaw {value}; there are {:?}", Flaw::ALL))?);
            }
            _ => return Err(format!("unknown: {word}; known: --seeds, --seed-start, --flaw, --trace")),
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    let asked = match asked() {
        Ok(asked) => asked,
        Err(problem) => {
            println!("{problem}");
            return ExitCode::from(2);
        }
    };
    if let Some(seed) = asked.trace {
        return trace(seed, asked.flaw);
    }
    let begun = Instant::now();
    let summary = run_all(asked.start, asked.seeds, asked.flaw, 10);
    let took = begun.elapsed().as_secs_f64();
    report(&asked, &summary, took)
}

fn trace(seed: u64, flaw: Option<Flaw>) -> ExitCode {
    let outcome = run(seed, flaw, true);
    for line in &outcome.trace {
        println!("{line}");
    }
    println!("seed {seed}: {} steps, {}", outcome.steps, outcome.violation.as_deref().unwrap_or("no violation"));
    ExitCode::from(u8::from(outcome.violation.is_some()))
}

fn report(asked: &Asked, summary: &Summary, took: f64) -> ExitCode {
    println!("{}", summary.hits.table());
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let rate = summary.schedules as f64 / took.max(0.001);
    println!(
        "seeds {} to {}: {} schedules in {took:.1} s ({rate:.0}/s), {} steps, {} violations",
        asked.start,
        asked.start.saturating_add(asked.seeds).saturating_sub(1),
        summary.schedules,
        summary.steps,
        summary.violations.len()
    );
    let flaw = asked.flaw.map(|flaw| format!(" --flaw {flaw:?}")).unwrap_or_default();
    for (seed, violation) in &summary.violations {
        println!("seed {seed}: {violation}");
        println!("  cargo run --release -p bridge-simulator -- --trace {seed}{flaw}");
    }
    let missing = if summary.schedules >= ENOUGH { summary.hits.missing() } else { Vec::new() };
    for cell in &missing {
        println!("never hit: {cell}");
    }
    ExitCode::from(u8::from(!summary.violations.is_empty() || !missing.is_empty()))
}
