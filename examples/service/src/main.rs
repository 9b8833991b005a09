//! A long-running service: webhooks of Backlog and queues of findings in, issues and closed alerts out.
//!
//! ```text
//! Backlog --webhook--> web --+                      +--> Backlog
//! SQS -----------------> queue +--> bridges (ledger) +--> Orca
//! each 30 s, each hour -> rounds +                   +--> Chatwork
//! ```

mod health;
mod ledger;
mod logs;
mod metrics;
mod ops;
mod queue;
mod rounds;
mod settings;
mod setup;
mod stop;
mod web;

use crate::health::Health;
use crate::metrics::Metrics;
use crate::settings::{HELP, Settings};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge_config::{Bridges, Problem, Problems};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A delivery has so long, and then is left to a later round. Shorter than [`STOP_LIMIT`]: a stop cuts no delivery off.
const WORK_LIMIT: Duration = Duration::from_secs(20);

/// After the word to stop, what is under way has so long to end.
const STOP_LIMIT: Duration = Duration::from_secs(25);

/// What all parts share.
#[derive(Debug)]
struct App {
    bridges: Bridges,
    health: Arc<Health>,
    metrics: Arc<Metrics>,
    /// The word to stop.
    stop: CancellationToken,
    /// Deliveries under way. They go on when a caller hangs up.
    work: TaskTracker,
}

#[tokio::main]
async fn main() -> ExitCode {
    if let Some(argument) = std::env::args().nth(1) {
        return help(&argument);
    }
    logs::start();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for Problem { path, what, fix, .. } in &problems {
                tracing::error!(path, what, fix, "the service cannot run");
            }
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "help is for a person")]
fn help(argument: &str) -> ExitCode {
    println!("{HELP}");
    if argument == "--help" { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

async fn run() -> Result<(), Problems> {
    let (settings, prepared) = setup::prepare(Settings::read(|name| std::env::var(name).ok())).await?;
    let stop = stop::on_signals()?;
    let metrics = Metrics::new().map_err(|error| Problem::new("service", error.to_string(), "report it"))?;
    let (health, metrics) = (Arc::new(Health::new(&settings)), Arc::new(metrics));
    let (web, ops) = setup::listen(&settings).await?;
    tracing::info!(webhooks = shown(&web), operations = shown(&ops), "listening");
    let mut parts = JoinSet::new();
    parts.spawn(ops::serve(ops, Arc::clone(&health), Arc::clone(&metrics)));

    let ledger = ledger::open(prepared.ledger.as_deref(), &health, &metrics).await?;
    let started = async {
        let bridges = prepared.bridges(&ledger, &metrics).await?;
        let queues = queue::connect(&settings).await;
        Ok::<_, Problems>((bridges, queues))
    };
    let (bridges, queues) = tokio::select! {
        started = started => started?,
        () = stop.cancelled() => return ledger.close().await,
    };
    let app = Arc::new(App { bridges, health, metrics, stop, work: TaskTracker::new() });
    app.health.is_ready();
    parts.spawn(web::serve(web, Arc::clone(&app)));
    parts.spawn(rounds::run(settings.rounds, ledger.clone(), Arc::clone(&app)));
    for queue in queues {
        parts.spawn(queue::poll(queue, Arc::clone(&app)));
    }
    tracing::info!(flows = app.bridges.flows().len(), queues = settings.queues.len(), "started");

    let ended = until_stopped(&mut parts, &app).await;
    ledger.close().await?;
    tracing::info!("stopped");
    ended
}

fn shown(listener: &TcpListener) -> String {
    listener.local_addr().map(|address| address.to_string()).unwrap_or_default()
}

/// Until the word to stop, and what was under way has ended.
async fn until_stopped(parts: &mut JoinSet<()>, app: &App) -> Result<(), Problems> {
    let ended = tokio::select! {
        // Parts end when they are told to: that is asked first.
        biased;
        () = app.stop.cancelled() => Ok(()),
        _ = parts.join_next() => {
            app.stop.cancel();
            Err(Problem::new("service", "a part of it ended by itself", "see the lines before this one").into())
        }
    };
    tracing::info!("stopping: what is under way is brought to its end");
    app.health.is_stopping();
    app.work.close();
    let all = async {
        // The address for operations answers to the end: it is the one part that never ends.
        while parts.len() > 1 && parts.join_next().await.is_some() {}
        app.work.wait().await;
    };
    if timeout(STOP_LIMIT, all).await.is_err() {
        tracing::warn!(
            "something was cut off: the ledger and the queue know of it, and it is done after the next start"
        );
    }
    parts.shutdown().await;
    ended
}
