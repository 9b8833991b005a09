//! What this crate ships keeps the rules.

use saas_api_core::FakeClock;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::conformance::{self, Setting};
use ticket_bridge::{FakeNotifier, FakeSource, FakeTracker, Ledger, MemoryLedger, Moment, Observation, Severity};

async fn memory() -> Arc<dyn Ledger> {
    Arc::new(MemoryLedger::new())
}

#[tokio::test]
async fn the_ledger_in_memory_keeps_every_rule() {
    let report = conformance::ledger(memory, &Setting::new()).await;
    report.assert_kept();
    assert!(report.rules().len() > 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn the_ledger_in_memory_keeps_every_rule_on_many_threads() {
    let setting = Setting::new().spawn(|task| drop(tokio::spawn(task)));
    for _ in 0..5 {
        conformance::ledger(memory, &setting).await.assert_kept();
    }
}

#[tokio::test]
async fn the_tracker_in_memory_keeps_every_rule() {
    let clock = FakeClock::new(SystemTime::now());
    let tracker = FakeTracker::new(Arc::new(clock.clone()));
    tracker.lag(Duration::from_secs(20));
    let setting = Setting::new().staleness(Duration::from_secs(30)).clock(Arc::new(clock));
    conformance::tracker(&tracker, &setting).await.assert_kept();
}

#[tokio::test]
async fn the_source_in_memory_keeps_every_rule() {
    let clock = FakeClock::new(SystemTime::now());
    let source = FakeSource::new(Arc::new(clock.clone()));
    source.set(Observation::new("fake", "known", "Public bucket", Severity::High, Moment::from_millis(1)));
    let setting = Setting::new().clock(Arc::new(clock));
    conformance::source(&source, "known", "unknown", &setting).await.assert_kept();
}

#[tokio::test]
async fn the_notifier_in_memory_keeps_every_rule() {
    conformance::notifier(&FakeNotifier::new(), &Setting::new()).await.assert_kept();
}
