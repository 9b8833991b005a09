//! Event patterns, beside the same conditions written by hand over untyped JSON values.
//!
//! `cargo bench -p benches --bench asff_pattern`. Ratios of CPU time within interleaved rounds, over events of our own maker.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

mod asff_findings;

use asff_findings::Maker;
use benches::{Sample, cpu_time};
use securityhub_finding::EventPattern;
use serde_json::{Value, json};
use std::error::Error;
use std::hint::black_box;

type Outcome<T> = Result<T, Box<dyn Error>>;

const EVENTS: usize = 2_000;
const ROUNDS: usize = 25;
const SEED: u64 = 2026;

/// New and serious findings that did not pass: a filter for tickets.
const TICKETS: &str = r#"{
    "source": ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    "detail": {"findings": {
        "Severity": {"Label": ["HIGH", "CRITICAL"]},
        "Workflow": {"Status": ["NEW"]},
        "RecordState": ["ACTIVE"],
        "Compliance": {"Status": [{"anything-but": "PASSED"}]}
    }}
}"#;

/// New and serious findings of the service's own controls: a filter for incidents.
const INCIDENTS: &str = r#"{
    "source": ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    "detail": {"findings": {
        "Severity": {"Label": ["HIGH", "CRITICAL"]},
        "Workflow": {"Status": ["NEW"]},
        "RecordState": ["ACTIVE"],
        "ProductFields": {"aws/securityhub/ProductName": ["Security Hub"]}
    }}
}"#;

fn main() -> Outcome<()> {
    let events = events();
    let bytes: usize = events.iter().map(String::len).sum();
    println!("{EVENTS} events, {bytes} bytes, {ROUNDS} interleaved rounds, CPU time of one thread");
    println!("{:>10} {:>8}  {:>26}  {:>26}  {:>20}", "", "match", "pattern, events/s", "by hand, events/s", "ratio");
    measure(
        "tickets",
        &EventPattern::parse(TICKETS)?,
        |finding| text(finding, &["Compliance", "Status"], |it| it != "PASSED"),
        &events,
    )?;
    let is_own =
        |finding: &Value| text(finding, &["ProductFields", "aws/securityhub/ProductName"], |it| it == "Security Hub");
    measure("incidents", &EventPattern::parse(INCIDENTS)?, is_own, &events)
}

fn events() -> Vec<String> {
    let mut maker = Maker::new(SEED);
    let event = |finding: Value| {
        let resources = [finding.get("Id")];
        json!({
            "version": "0", "id": "00000000-0000-0000-0000-000000000000", "region": "us-east-1",
            "detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub",
            "account": "111122223333", "time": "2026-11-20T00:10:05Z", "resources": resources,
            "detail": {"findings": [finding]},
        })
    };
    (0..EVENTS).map(|_| event(maker.finding()).to_string()).collect()
}

fn measure(name: &str, pattern: &EventPattern, last: impl Fn(&Value) -> bool, events: &[String]) -> Outcome<()> {
    let (mut ours, mut hand, mut ratio) = (Sample::default(), Sample::default(), Sample::default());
    let mut matching = 0;
    for event in events {
        let (one, two) = (pattern.matches(event)?, by_hand(event, &last)?);
        if one != two {
            return Err(format!("pattern {one}, by hand {two}: {event}").into());
        }
        matching += usize::from(one);
    }
    // The first round warms caches, and does not count.
    for round in 0..=ROUNDS {
        let begun = cpu_time()?;
        for event in events {
            black_box(pattern.matches(event)?);
        }
        let between = cpu_time()?;
        for event in events {
            black_box(by_hand(event, &last)?);
        }
        let ended = cpu_time()?;
        if round > 0 {
            let (one, two) = (between.saturating_sub(begun).as_secs_f64(), ended.saturating_sub(between).as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
            let count = events.len() as f64;
            ours.push(count / one);
            hand.push(count / two);
            ratio.push(two / one);
        }
    }
    let show = |sample: &Sample, digits: usize| {
        let (low, high) = sample.range();
        format!("{:.digits$} ({low:.digits$}-{high:.digits$})", sample.median())
    };
    println!("{name:>10} {matching:>8}  {:>26}  {:>26}  {:>20}", show(&ours, 0), show(&hand, 0), show(&ratio, 2));
    Ok(())
}

/// What one writes without a matcher.
fn by_hand(event: &str, last: impl Fn(&Value) -> bool) -> Outcome<bool> {
    let event: Value = serde_json::from_str(event)?;
    let is_ours = text(&event, &["source"], |it| it == "aws.securityhub")
        && text(&event, &["detail-type"], |it| it == "Security Hub Findings - Imported");
    let Some(findings) = event.pointer("/detail/findings").and_then(Value::as_array) else { return Ok(false) };
    let is_wanted = |finding: &Value| {
        text(finding, &["Severity", "Label"], |it| it == "HIGH" || it == "CRITICAL")
            && text(finding, &["Workflow", "Status"], |it| it == "NEW")
            && text(finding, &["RecordState"], |it| it == "ACTIVE")
            && last(finding)
    };
    Ok(is_ours && findings.iter().any(is_wanted))
}

fn text(value: &Value, path: &[&str], test: impl Fn(&str) -> bool) -> bool {
    path.iter().try_fold(value, |value, name| value.get(name)).and_then(Value::as_str).is_some_and(test)
}
