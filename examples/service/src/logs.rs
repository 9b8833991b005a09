//! Logs as JSON lines on the standard output.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// `TICKET_BRIDGE_LOG` says from which level on. Other crates are shown from `WARN` on, whatever it says: below that,
/// libraries may write what they send and receive.
pub(crate) fn start() {
    let level = std::env::var("TICKET_BRIDGE_LOG").ok().and_then(|level| level.parse().ok());
    let own = level.unwrap_or(LevelFilter::INFO);
    let targets = Targets::new()
        .with_default(LevelFilter::WARN.min(own))
        .with_targets([("ticket_bridge", own), ("examples_service", own)]);
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false);
    // It fails where logs are set up already: then those are used.
    let _ = tracing_subscriber::registry().with(lines).with(targets).try_init();
}
