//! The path that most observations take: nothing new of a finding that has a ticket.
//!
//! `cargo bench -p benches --bench duplicate_path`. A bridge over the ledger in memory, in one thread of a current-thread
//! runtime, beside what stands without a bridge: get the record, compare, put it back.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

use async_trait::async_trait;
use benches::{Sample, cpu_time};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use ticket_bridge::engine::Disposition;
use ticket_bridge::{
    AttemptId, Bridge, CallOutcome, Evidence, Expected, Ledger, MemoryLedger, Moment, Observation, OpId, Policy, Probe,
    Put, ReadFailed, Severity, TicketDraft, TicketPage, TicketRef, TicketSnapshot, TicketState, TicketTracker,
    TicketWrite, record_key,
};
use tokio::runtime::Runtime;

type Outcome<T> = Result<T, Box<dyn Error>>;

const KEYS: usize = 10_000;
const ROUNDS: usize = 15;
/// Observations in a second, on one core.
const BAR: f64 = 100_000.0;
const SEEN: Moment = Moment::from_millis(1_795_000_000_000);

fn main() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let arms = Arms::new(&runtime)?;
    println!("CPU time and allocations of one observation, {ROUNDS} interleaved rounds over {KEYS} keys each");
    println!("{:>24}  {:>22}  {:>10}  {:>16}", "", "µs", "a second", "allocations each");
    let mut samples = [Sample::default(), Sample::default(), Sample::default()];
    // The first round warms caches, and does not count.
    for round in 0..=ROUNDS {
        for (arm, sample) in Arm::ALL.into_iter().zip(&mut samples) {
            let spent = arms.run(&runtime, arm)?;
            if round > 0 {
                sample.push(spent);
            }
        }
    }
    for (arm, sample) in Arm::ALL.into_iter().zip(&samples) {
        let each = arms.allocations(&runtime, arm)?;
        let (low, high) = sample.range();
        let micros = format!("{:.2} ({low:.2}-{high:.2})", sample.median());
        println!("{:>24}  {micros:>22}  {:>10.0}  {each:>16.1}", arm.name(), 1e6 / sample.median());
    }
    let [bridge, ..] = &samples;
    let per_second = 1e6 / bridge.median();
    if per_second < BAR { Err(format!("UNDER the bar of {BAR} a second").into()) } else { Ok(()) }
}

#[derive(Clone, Copy)]
enum Arm {
    Bridge,
    GetAndPut,
    Get,
}

impl Arm {
    const ALL: [Self; 3] = [Self::Bridge, Self::GetAndPut, Self::Get];

    const fn name(self) -> &'static str {
        match self {
            Self::Bridge => "Bridge::ingest",
            Self::GetAndPut => "get, compare, put",
            Self::Get => "get, compare",
        }
    }
}

struct Arms {
    bridge: Bridge,
    ledger: MemoryLedger,
    findings: Vec<Observation>,
}

impl Arms {
    /// A ledger in which each finding has a ticket.
    fn new(runtime: &Runtime) -> Outcome<Self> {
        let ledger = MemoryLedger::new();
        let tracker = Arc::new(Tickets::default());
        let bridge = Bridge::new(Policy::new("alerts", "SEC"), Arc::new(ledger.clone()), tracker).adopted(true);
        let findings: Vec<Observation> = (0..KEYS).map(finding).collect();
        for finding in &findings {
            match runtime.block_on(bridge.ingest(finding.clone()))? {
                Disposition::Linked => {}
                other => return Err(format!("a new finding became {other:?}").into()),
            }
        }
        Ok(Self { bridge, ledger, findings })
    }

    /// CPU microseconds per observation.
    fn run(&self, runtime: &Runtime, arm: Arm) -> Outcome<f64> {
        // Whoever ingests gives the observation away: making it is not measured.
        let said = self.findings.clone();
        let spent = runtime.block_on(async {
            let begun = cpu_time()?;
            self.all(arm, said).await?;
            Ok::<_, Box<dyn Error>>(cpu_time()?.saturating_sub(begun))
        })?;
        Ok(spent.as_secs_f64() * 1e6 / f64::from(u32::try_from(KEYS)?))
    }

    fn allocations(&self, runtime: &Runtime, arm: Arm) -> Outcome<f64> {
        let said = self.findings.clone();
        let mut ended = Ok(());
        let counted = allocation_counter::measure(|| ended = runtime.block_on(self.all(arm, said)));
        ended?;
        Ok(f64::from(u32::try_from(counted.count_total)?) / f64::from(u32::try_from(KEYS)?))
    }

    async fn all(&self, arm: Arm, said: Vec<Observation>) -> Outcome<()> {
        for observation in said {
            match arm {
                Arm::Bridge => self.ingest(observation).await?,
                Arm::GetAndPut => self.by_hand(&observation, true).await?,
                Arm::Get => self.by_hand(&observation, false).await?,
            }
        }
        Ok(())
    }

    async fn ingest(&self, observation: Observation) -> Outcome<()> {
        match self.bridge.ingest(observation).await? {
            Disposition::Attached => Ok(()),
            other => Err(format!("an unchanged finding became {other:?}").into()),
        }
    }

    async fn by_hand(&self, observation: &Observation, puts: bool) -> Outcome<()> {
        let stored = self.ledger.get(&record_key("alerts", &observation.key)).await?;
        let (record, rev) = stored.ok_or("the record is gone")?;
        let known = record.pending.as_ref().ok_or("no observation")?;
        if observation.is_newer_than(known.observed_at, known.state) {
            return Err("an unchanged finding is newer".into());
        }
        if puts && self.ledger.put(Expected::Rev(rev), &record).await? == Put::Lost {
            return Err("there was another worker".into());
        }
        Ok(())
    }
}

/// A finding of the usual size: about 1.5 kB as the source sends it.
fn finding(number: usize) -> Observation {
    let key = format!("orca-{number}");
    let mut finding = Observation::new("orca", key.as_str(), "S3 bucket is public", Severity::High, SEEN);
    finding.details = "The bucket can be listed by everyone. Remove the public grant from its policy.".repeat(3);
    finding.resource = Some(format!("arn:aws:s3:::example-{number}"));
    finding.account = Some("123456789012".to_owned());
    finding.region = Some("us-east-1".to_owned());
    finding.raw = serde_json::json!({
        "state": { "alert_id": key, "status": "open", "severity": "hazardous", "score": 7.5, "in_verification": false },
        "type": "aws_s3_bucket_public", "category": "Data protection", "description": finding.details,
        "asset": { "name": finding.resource, "type": "AwsS3Bucket", "tags": { "env": "prod", "team": "web", "tier": "1" } },
        "account": { "id": finding.account, "name": "example", "provider": "aws" },
        "compliance": ["cis-1.4", "iso-27001", "pci-dss-4", "soc-2"],
        "labels": ["internet-facing", "data-at-risk"],
        "created_at": "2026-11-18T00:00:00+00:00", "last_seen": "2026-11-19T00:00:00+00:00",
        "recommendation": "Block public access.", "source": "orca", "rule_id": "r12345", "cvss": null, "is_rule": true,
    })
    .into();
    finding
}

/// A tracker that makes tickets, and is asked nothing else here.
#[derive(Debug, Default)]
struct Tickets(AtomicU64);

#[async_trait]
impl TicketTracker for Tickets {
    async fn create(&self, _draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let ticket = TicketRef::new(number.to_string(), format!("SEC-{number}"));
        CallOutcome::Done(TicketSnapshot::new(ticket, "Open", false, SEEN, SEEN))
    }

    async fn write(&self, _write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        CallOutcome::InDoubt
    }

    async fn read(&self, _ticket: &TicketRef, _op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        Err(unasked())
    }

    async fn probe(&self, _marker: &str) -> Probe {
        Probe::Failed(unasked())
    }

    async fn evidence(&self, _marker: &str, _attempts: &[AttemptId], _since: Moment) -> Evidence {
        Evidence::Incomplete(unasked())
    }

    async fn page(&self, _since: Option<Moment>, _cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        Err(unasked())
    }
}

fn unasked() -> ReadFailed {
    ReadFailed::new("this benchmark reads no ticket", None)
}
