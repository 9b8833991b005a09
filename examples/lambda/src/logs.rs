use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// What other crates tell below this level is not ours to show: at `TRACE`, `lambda_runtime` writes whole events, and the
/// path of a webhook holds its secret.
const OTHERS: LevelFilter = LevelFilter::WARN;

/// Log events go to the standard output, one JSON line each, with the id of the request.
///
/// `AWS_LAMBDA_LOG_LEVEL`, else `RUST_LOG`, says from which level on: `INFO` without it. It is about the bridge only.
pub(crate) fn start() {
    let wanted = ["AWS_LAMBDA_LOG_LEVEL", "RUST_LOG"].iter().find_map(|name| std::env::var(name).ok());
    let own = wanted.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    // A request's span has its id, and is of this crate.
    let requests = ("lambda_runtime::layers", LevelFilter::INFO);
    let targets = Targets::new().with_default(OTHERS.min(own)).with_targets([
        ("ticket_bridge", own),
        ("examples_lambda", own),
        requests,
    ]);
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false);
    // It fails where a test has set up logs of its own. Then those are used.
    let _ = tracing_subscriber::registry().with(lines).with(targets).try_init();
}
