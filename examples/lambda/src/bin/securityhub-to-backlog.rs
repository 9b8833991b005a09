//! Findings of Security Hub, from EventBridge or a queue, become issues of Backlog.

use examples_lambda::{handle, serve};
use std::process::ExitCode;
use ticket_bridge_config::{Accept, Source};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    serve(async |bridges, event| handle(bridges, Accept::Findings(Source::SecurityHub), &event).await).await
}
