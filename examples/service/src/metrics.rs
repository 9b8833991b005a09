//! What was done, for Prometheus. All labels are words of this program: nothing from outside becomes one.

use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder};
use ticket_bridge::{Called, Settled, TracingWatch, Watch};

/// From one that is answered from nearby to the longest that is waited for.
const SECONDS: [f64; 9] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0];

/// The counters. It looks on at the bridges, and writes what they do into the log too.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    log: TracingWatch,
    items: IntCounterVec,
    calls: HistogramVec,
    rounds: IntCounterVec,
    records: IntGaugeVec,
    messages: IntCounterVec,
    queue_failures: IntCounterVec,
    webhooks: IntCounterVec,
    ledger_failures: IntCounterVec,
}

impl Metrics {
    /// All at zero.
    pub(crate) fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let counter = |name: &str, help: &str, label: &str, words: &[&str]| {
            let counter = IntCounterVec::new(Opts::new(format!("ticket_bridge_{name}"), help), &[label])?;
            registry.register(Box::new(counter.clone()))?;
            // A counter that begins with its first event hides that event from `rate`.
            for word in words {
                counter.with_label_values(&[word]);
            }
            Ok::<_, prometheus::Error>(counter)
        };
        let items = counter("items_total", "Items, by what became of them", "disposition", &DISPOSITIONS)?;
        let messages =
            counter("queue_messages_total", "Messages of the queues", "what", &["received", "deleted", "left"])?;
        let queue_failures =
            counter("queue_failures_total", "Calls to SQS that failed", "call", &["receive", "delete"])?;
        let webhooks = counter("webhooks_total", "Webhooks, by the status of the answer", "status", &["200", "401"])?;
        let ledger_calls = ["get", "put", "due", "list", "by_ticket", "take"];
        let ledger_failures =
            counter("ledger_failures_total", "Calls to the ledger that failed", "call", &ledger_calls)?;
        let rounds = Opts::new("ticket_bridge_rounds_total", "Rounds of each flow, by how they ended");
        let rounds = IntCounterVec::new(rounds, &["round", "outcome"])?;
        registry.register(Box::new(rounds.clone()))?;
        let records = Opts::new("ticket_bridge_records", "Records that wait for something, at the last tick");
        let records = IntGaugeVec::new(records, &["phase"])?;
        registry.register(Box::new(records.clone()))?;
        let calls = HistogramOpts::new("ticket_bridge_call_seconds", "Calls to the outside, by how they ended");
        let calls = HistogramVec::new(calls.buckets(SECONDS.to_vec()), &["call", "outcome"])?;
        registry.register(Box::new(calls.clone()))?;
        let log = TracingWatch::new();
        Ok(Self { registry, log, items, calls, rounds, records, messages, queue_failures, webhooks, ledger_failures })
    }

    /// In the text format, version 0.0.4.
    pub(crate) fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }

    /// A `tick` or `reconcile` of one flow ended: `done`, `cut_short` or `failed`.
    pub(crate) fn round(&self, round: &'static str, outcome: &'static str) {
        self.rounds.with_label_values(&[round, outcome]).inc();
    }

    /// So many records are in a phase.
    pub(crate) fn records(&self, phase: &'static str, count: usize) {
        self.records.with_label_values(&[phase]).set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// Messages were `received`, `deleted`, or `left` to come again.
    pub(crate) fn messages(&self, what: &'static str, count: usize) {
        self.messages.with_label_values(&[what]).inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// A call to a queue failed: `receive` or `delete`.
    pub(crate) fn queue_failed(&self, call: &'static str) {
        self.queue_failures.with_label_values(&[call]).inc();
    }

    /// A webhook was answered.
    pub(crate) fn webhook(&self, status: u16) {
        self.webhooks.with_label_values(&[status.to_string()]).inc();
    }

    /// A call to the ledger failed.
    pub(crate) fn ledger_failed(&self, call: &'static str) {
        self.ledger_failures.with_label_values(&[call]).inc();
    }
}

const DISPOSITIONS: [&str; 7] = ["linked", "deferred", "muted", "dead_letter", "attached", "superseded", "ignored"];

impl Watch for Metrics {
    fn called(&self, called: &Called) {
        self.calls.with_label_values(&[called.call, called.outcome]).observe(called.took.as_secs_f64());
        self.log.called(called);
    }

    fn settled(&self, settled: &Settled) {
        self.items.with_label_values(&[settled.disposition]).inc();
        self.log.settled(settled);
    }
}
