//! What people do in Backlog comes back to Orca: a closed issue closes its alert.

use examples_lambda::{handle, serve};
use std::process::ExitCode;
use ticket_bridge_config::Accept;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    serve(async |bridges, event| handle(bridges, Accept::Webhooks, &event).await).await
}
