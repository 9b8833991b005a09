//! What is done by the clock: `tick` for what is due, `reconcile` for what no webhook told. Never two at once.

use crate::App;
use crate::ledger::ServiceLedger;
use std::fmt::Display;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use ticket_bridge::{Deadline, LedgerFailed, Phase};

/// A tick that is cut short is continued by the next one.
pub(crate) const TICK_LIMIT: Duration = Duration::from_secs(20);

/// One that is cut short begins anew, so it gets more time.
pub(crate) const RECONCILE_LIMIT: Duration = Duration::from_secs(300);

/// Phases of records that wait for something. There should be few.
const WAITING: [(Phase, &str); 4] = [
    (Phase::Claimed, "claimed"),
    (Phase::Deferred, "deferred"),
    (Phase::InDoubt, "in_doubt"),
    (Phase::DeadLetter, "dead_letter"),
];

/// How often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    /// The pause between two ticks.
    pub(crate) tick: Duration,
    /// From one reconciliation to the next.
    pub(crate) reconcile: Duration,
}

/// After so long with a failing ledger the service ends itself: a file that could not be written takes nothing more until it
/// is opened again.
const LEDGER_PATIENCE: Duration = Duration::from_secs(30);

/// Runs until the word to stop. Both begin at the start: much may have happened while the service was not running.
pub(crate) async fn run(schedule: Schedule, ledger: ServiceLedger, app: Arc<App>) {
    let mut reconciled: Option<Instant> = None;
    while !app.stop.is_cancelled() {
        tick(&ledger, &app).await;
        if reconciled.is_none_or(|last| last.elapsed() >= schedule.reconcile) && !app.stop.is_cancelled() {
            reconciled = Some(Instant::now());
            reconcile(&ledger, &app).await;
        }
        if app.health.ledger_fails_for() >= LEDGER_PATIENCE {
            tracing::error!(
                "the ledger has failed for too long: the service ends, so that the next start opens it anew"
            );
            return;
        }
        tokio::select! {
            () = app.stop.cancelled() => {}
            () = tokio::time::sleep(schedule.tick) => {}
        }
    }
}

async fn tick(ledger: &ServiceLedger, app: &App) {
    let mut is_done = true;
    for (flow, ticked) in app.bridges.tick(within(TICK_LIMIT)).await {
        let outcome = match &ticked {
            Err(error) => failed("tick", &flow, error),
            Ok(ticked) => match ticked.failed.first() {
                Some((pk, error)) => {
                    failed("tick", &flow, &format_args!("{pk} and {} more stay due: {error}", more(&ticked.failed)))
                }
                None if ticked.is_cut_short => "cut_short",
                None => "done",
            },
        };
        app.metrics.round("tick", outcome);
        is_done &= outcome != "failed";
    }
    if let Err(error) = count(ledger, app).await {
        failed("tick", "all", &error);
        is_done = false;
    }
    app.health.turn("tick", is_done);
}

async fn reconcile(ledger: &ServiceLedger, app: &App) {
    let mut is_done = true;
    for (flow, reconciled) in app.bridges.reconcile(within(RECONCILE_LIMIT)).await {
        let outcome = match &reconciled {
            Err(error) => failed("reconcile", &flow, error),
            Ok(reconciled) if reconciled.is_complete => "done",
            Ok(_) => "cut_short",
        };
        app.metrics.round("reconcile", outcome);
        is_done &= outcome == "done";
    }
    if let Err(error) = ledger.forget_expired().await {
        failed("reconcile", "all", &error);
        is_done = false;
    }
    app.health.turn("reconcile", is_done);
}

async fn count(ledger: &ServiceLedger, app: &App) -> Result<(), LedgerFailed> {
    for (phase, name) in WAITING {
        app.metrics.records(name, ledger.count(phase).await?);
    }
    Ok(())
}

fn within(limit: Duration) -> Deadline {
    Deadline::from(SystemTime::now() + limit)
}

fn more<T>(failed: &[T]) -> usize {
    failed.len().saturating_sub(1)
}

fn failed(round: &str, flow: &str, error: &dyn Display) -> &'static str {
    tracing::error!(round, flow, error = %error, "a round failed");
    "failed"
}
