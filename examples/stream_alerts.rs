//! Streams new and changed alerts, and later, from the saved position, only what is new since.
//! `cargo run -p examples --example stream_alerts`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use examples::team::Outcome;
use orca_api::Client;
use orca_api::feed::FeedPosition;
use std::time::{Duration, SystemTime};
use ticket_bridge_sandbox::OrcaAlert;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::orca().await?;
    if let Some(orca) = &setup.stand_in {
        orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
        orca.add_alert(OrcaAlert::vulnerable_host("web-1", "CVE-2026-0001"));
    }
    let yesterday = SystemTime::now().checked_sub(Duration::from_secs(86_400)).ok_or("the clock is not set")?;
    println!("since yesterday:");
    let saved = stream(&setup.client, FeedPosition::start_at(yesterday)).await?;

    if let Some(orca) = &setup.stand_in {
        orca.add_alert(OrcaAlert::public_bucket("reports-prod"));
    }
    println!("since then:");
    // As another process does: the position is all that it needs.
    stream(&setup.client, serde_json::from_str(&saved)?).await?;
    Ok(())
}

/// Prints what is new, and gives the position after it.
async fn stream(orca: &Client, position: FeedPosition) -> Outcome<String> {
    let mut feed = orca.feed(position);
    let mut saved = serde_json::to_string(feed.position())?;
    while let Some(entry) = feed.next().await? {
        match entry.into_result() {
            // Text from outside: {:?} keeps control characters off the terminal.
            Ok(alert) => println!("  {:?}  {:?}", alert.id().as_str(), alert.view().title),
            Err(unreadable) => println!("  {unreadable}"),
        }
        // Saved after the alert was handled: what is cut off in between comes again.
        saved = serde_json::to_string(feed.position())?;
    }
    println!("  position: {} bytes", saved.len());
    Ok(serde_json::to_string(feed.position())?)
}
