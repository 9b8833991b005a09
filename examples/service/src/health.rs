//! Whether the service does its work.

use crate::rounds::{RECONCILE_LIMIT, TICK_LIMIT};
use crate::settings::Settings;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After so many failures in a row a part is not well.
const FAILURES: u32 = 3;

/// A poll waits up to 20 s for messages, a batch takes up to 20 s more.
const POLL_AGE: Duration = Duration::from_secs(180);

/// What the parts told.
#[derive(Debug)]
pub(crate) struct Health(Mutex<State>);

#[derive(Debug)]
struct State {
    phase: &'static str,
    ledger_failed: Option<Instant>,
    /// Parts that work again and again.
    parts: BTreeMap<String, Part>,
}

#[derive(Debug)]
struct Part {
    last_success: Instant,
    failures: u32,
    oldest: Duration,
}

impl Health {
    pub(crate) fn new(settings: &Settings) -> Self {
        let tick = settings.rounds.tick.saturating_mul(3).saturating_add(TICK_LIMIT).saturating_add(RECONCILE_LIMIT);
        let reconcile = settings.rounds.reconcile.saturating_mul(3).saturating_add(RECONCILE_LIMIT);
        let mut parts = BTreeMap::from([part("tick", tick), part("reconcile", reconcile)]);
        parts.extend((1..=settings.queues.len()).map(|number| part(&format!("queue {number}"), POLL_AGE)));
        Self(Mutex::new(State { phase: "starting", ledger_failed: None, parts }))
    }

    /// The ledger is open, and the bridges are built.
    pub(crate) fn is_ready(&self) {
        let mut state = self.state();
        state.phase = "running";
        for part in state.parts.values_mut() {
            part.last_success = Instant::now();
        }
    }

    pub(crate) fn is_stopping(&self) {
        self.state().phase = "stopping";
    }

    /// How the ledger did.
    pub(crate) fn ledger(&self, is_well: bool) {
        let mut state = self.state();
        let since = state.ledger_failed.unwrap_or_else(Instant::now);
        state.ledger_failed = (!is_well).then_some(since);
    }

    /// For how long the ledger has failed.
    pub(crate) fn ledger_fails_for(&self) -> Duration {
        self.state().ledger_failed.map(|since| since.elapsed()).unwrap_or_default()
    }

    /// How one turn of a part ended.
    pub(crate) fn turn(&self, name: &str, is_done: bool) {
        let mut state = self.state();
        let Some(part) = state.parts.get_mut(name) else { return };
        if is_done {
            (part.failures, part.last_success) = (0, Instant::now());
        } else {
            part.failures = part.failures.saturating_add(1);
        }
    }

    /// Whether all is well, and the state of each part.
    pub(crate) fn report(&self) -> (bool, Value) {
        let state = self.state();
        let is_running = state.phase == "running";
        let is_well = is_running && state.ledger_failed.is_none() && state.parts.values().all(Part::is_well);
        let parts = state.parts.iter().map(|(name, part)| (name.clone(), part.report(is_running)));
        let ledger = if state.ledger_failed.is_some() { "failing" } else { "ok" };
        let status = if is_running { if is_well { "ok" } else { "failing" } } else { state.phase };
        (is_well, json!({ "status": status, "ledger": ledger, "parts": parts.collect::<BTreeMap<_, _>>() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn part(name: &str, oldest: Duration) -> (String, Part) {
    (name.to_owned(), Part { last_success: Instant::now(), failures: 0, oldest })
}

impl Part {
    fn is_well(&self) -> bool {
        self.failures < FAILURES && self.last_success.elapsed() <= self.oldest
    }

    fn report(&self, is_running: bool) -> Value {
        let status = match (is_running, self.is_well()) {
            (false, _) => "idle",
            (true, true) => "ok",
            (true, false) => "failing",
        };
        json!({
            "status": status,
            "failures_in_a_row": self.failures,
            "seconds_since_success": self.last_success.elapsed().as_secs(),
            "seconds_allowed": self.oldest.as_secs(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health() -> Health {
        Health::new(&Settings::read(|_| None).0)
    }

    #[test]
    fn it_is_well_once_it_is_ready_and_until_it_stops() {
        let health = health();
        assert_eq!((health.report().0, &health.report().1["status"]), (false, &json!("starting")));
        health.is_ready();
        assert_eq!((health.report().0, &health.report().1["status"]), (true, &json!("ok")));
        health.is_stopping();
        assert_eq!((health.report().0, &health.report().1["status"]), (false, &json!("stopping")));
    }

    #[test]
    fn three_failures_in_a_row_are_told_until_a_success() {
        let health = health();
        health.is_ready();
        for (is_done, is_well) in [(false, true), (false, true), (false, false), (false, false), (true, true)] {
            health.turn("tick", is_done);
            assert_eq!(health.report().0, is_well);
        }
    }

    #[test]
    fn a_part_that_hangs_is_told() {
        let health = health();
        health.is_ready();
        health.state().parts.insert("tick".to_owned(), part("tick", Duration::ZERO).1);
        std::thread::sleep(Duration::from_millis(2));
        let (is_well, report) = health.report();
        assert_eq!((is_well, &report["parts"]["tick"]["status"]), (false, &json!("failing")));
        assert_eq!(report["parts"]["reconcile"]["status"], "ok");
    }

    #[test]
    fn only_a_put_that_worked_ends_a_failure_of_the_ledger() {
        let health = health();
        health.is_ready();
        health.ledger(false);
        assert_eq!((health.report().0, &health.report().1["ledger"]), (false, &json!("failing")));
        health.ledger(true);
        assert!(health.report().0 && health.ledger_fails_for().is_zero());
    }
}
