//! The word to stop: SIGTERM or SIGINT. A second one ends the process at once.

use ticket_bridge_config::{Problem, Problems};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

pub(crate) fn on_signals() -> Result<CancellationToken, Problems> {
    let hear = |kind| {
        signal(kind)
            .map_err(|error| Problem::new("service", format!("hears no signals: {error}"), "see the system's limits"))
    };
    let (mut terminate, mut interrupt) = (hear(SignalKind::terminate())?, hear(SignalKind::interrupt())?);
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        next(&mut terminate, &mut interrupt).await;
        told.cancel();
        next(&mut terminate, &mut interrupt).await;
        tracing::warn!("ended at once, by a second signal");
        std::process::exit(1);
    });
    Ok(stop)
}

async fn next(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
