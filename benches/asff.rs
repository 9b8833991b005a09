//! Reading and writing findings, beside untyped JSON values.
//!
//! `cargo bench -p benches --bench asff`. Ratios of CPU time within interleaved rounds, over findings of our own maker.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

mod asff_findings;

use asff_findings::Maker;
use benches::{Sample, cpu_time};
use securityhub_finding::{Finding, Triage};
use serde_json::Value;
use std::error::Error;
use std::hint::black_box;

type Outcome<T> = Result<T, Box<dyn Error>>;

const FINDINGS: usize = 2_000;
const ROUNDS: usize = 25;
const SEED: u64 = 2026;

/// What each arm does with the findings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arm {
    ReadValue,
    ReadFinding,
    ReadTriage,
    ReadSonic,
    ReadSimd,
    WriteValue,
    WriteFinding,
    WriteSonic,
}

struct Row {
    arm: Arm,
    name: &'static str,
    /// The arm that it is compared with.
    beside: Arm,
    goal: Option<(f64, f64)>,
}

const ROWS: [Row; 8] = [
    Row { arm: Arm::ReadValue, name: "read serde_json::Value", beside: Arm::ReadValue, goal: None },
    Row { arm: Arm::ReadFinding, name: "read Finding", beside: Arm::ReadValue, goal: Some((1.3, 1.7)) },
    Row { arm: Arm::ReadTriage, name: "read Triage", beside: Arm::ReadValue, goal: Some((3.0, 5.0)) },
    Row { arm: Arm::ReadSonic, name: "read sonic_rs::Value", beside: Arm::ReadValue, goal: None },
    Row { arm: Arm::ReadSimd, name: "read simd_json::OwnedValue", beside: Arm::ReadValue, goal: None },
    Row { arm: Arm::WriteValue, name: "write serde_json::Value", beside: Arm::WriteValue, goal: None },
    Row { arm: Arm::WriteFinding, name: "write Finding", beside: Arm::WriteValue, goal: Some((0.9, 1.0)) },
    Row { arm: Arm::WriteSonic, name: "write sonic_rs::Value", beside: Arm::WriteValue, goal: None },
];

struct Inputs {
    texts: Vec<String>,
    values: Vec<Value>,
    findings: Vec<Finding>,
    sonic: Vec<sonic_rs::Value>,
}

fn main() -> Outcome<()> {
    let inputs = Inputs::new()?;
    let bytes: usize = inputs.texts.iter().map(String::len).sum();
    println!("{FINDINGS} findings, {bytes} bytes, {ROUNDS} interleaved rounds, CPU time of one thread");
    println!("{:>28}  {:>24}  {:>22}  bar (goal)", "", "MB/s", "ratio");
    let mut rates: [Sample; ROWS.len()] = std::array::from_fn(|_| Sample::default());
    let mut ratios: [Sample; ROWS.len()] = std::array::from_fn(|_| Sample::default());
    // The first round warms caches, and does not count.
    for round in 0..=ROUNDS {
        let mut spent = Vec::new();
        for row in &ROWS {
            spent.push((row.arm, inputs.run(row.arm)?));
        }
        if round == 0 {
            continue;
        }
        let of = |arm| spent.iter().find(|(other, _)| *other == arm).map_or(f64::NAN, |(_, seconds)| *seconds);
        for ((row, rate), ratio) in ROWS.iter().zip(&mut rates).zip(&mut ratios) {
            #[expect(clippy::cast_precision_loss, reason = "a few million bytes")]
            rate.push(bytes as f64 / 1e6 / of(row.arm));
            ratio.push(of(row.beside) / of(row.arm));
        }
    }
    let mut under = Vec::new();
    for ((row, rate), ratio) in ROWS.iter().zip(&rates).zip(&ratios) {
        let shown = |sample: &Sample, digits: usize| {
            let (low, high) = sample.range();
            format!("{:.digits$} ({low:.digits$}-{high:.digits$})", sample.median())
        };
        let goal = row.goal.map(|(bar, goal)| format!("{bar} ({goal})")).unwrap_or_default();
        println!("{:>28}  {:>24}  {:>22}  {goal}", row.name, shown(rate, 0), shown(ratio, 2));
        if row.goal.is_some_and(|(bar, _)| ratio.median() < bar) {
            under.push(row.name);
        }
    }
    if under.is_empty() { Ok(()) } else { Err(format!("UNDER the bar: {}", under.join(", ")).into()) }
}

impl Inputs {
    fn new() -> Outcome<Self> {
        let mut maker = Maker::new(SEED);
        let values: Vec<Value> = (0..FINDINGS).map(|_| maker.finding()).collect();
        let texts: Vec<String> = values.iter().map(Value::to_string).collect();
        let findings = texts.iter().map(|text| text.parse()).collect::<Result<Vec<Finding>, _>>()?;
        for (finding, value) in findings.iter().zip(&values) {
            // What is measured is right: nothing odd, nothing without a field, nothing lost.
            if !finding.leniencies().is_empty() || serde_json::to_value(finding)? != *value {
                return Err(format!("not read as it is: {value}").into());
            }
        }
        let sonic = texts.iter().map(|text| sonic_rs::from_str(text)).collect::<Result<_, _>>()?;
        Ok(Self { texts, values, findings, sonic })
    }

    /// CPU seconds for all findings. What is read is dropped within.
    fn run(&self, arm: Arm) -> Outcome<f64> {
        let mut copies = Vec::new();
        if arm == Arm::ReadSimd {
            // It writes into its input.
            copies.extend(self.texts.iter().map(|text| text.clone().into_bytes()));
        }
        let begun = cpu_time()?;
        match arm {
            Arm::ReadValue => {
                for text in &self.texts {
                    black_box(serde_json::from_str::<Value>(text)?);
                }
            }
            Arm::ReadFinding => {
                for text in &self.texts {
                    black_box(text.parse::<Finding>()?);
                }
            }
            Arm::ReadTriage => {
                for text in &self.texts {
                    black_box(Triage::read(text)?);
                }
            }
            Arm::ReadSonic => {
                for text in &self.texts {
                    black_box(sonic_rs::from_str::<sonic_rs::Value>(text)?);
                }
            }
            Arm::ReadSimd => {
                for text in &mut copies {
                    black_box(simd_json::to_owned_value(text)?);
                }
            }
            Arm::WriteValue => {
                for value in &self.values {
                    black_box(serde_json::to_string(value)?);
                }
            }
            Arm::WriteFinding => {
                for finding in &self.findings {
                    black_box(serde_json::to_string(finding)?);
                }
            }
            Arm::WriteSonic => {
                for value in &self.sonic {
                    black_box(sonic_rs::to_string(value)?);
                }
            }
        }
        Ok(cpu_time()?.saturating_sub(begun).as_secs_f64())
    }
}
