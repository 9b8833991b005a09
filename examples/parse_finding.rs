//! Reads a Security Hub event and says what is worth a ticket. `cargo run -p examples --example parse_finding [FILE]`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use examples::team::Outcome;
use securityhub_finding::Event;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let event = if let Some(file) = std::env::args().nth(1) {
        std::fs::read_to_string(file)?
    } else {
        let hub = ticket_bridge_sandbox::SecurityHub::start().await?;
        hub.import(&hub.control_finding("S3.8", "arn:aws:s3:::reports-prod", "HIGH"))?;
        hub.events().pop().ok_or("no event")?.to_string()
    };
    let event: Event = event.parse()?;
    for finding in event.findings() {
        let worth = if finding.passes_w1_filter() { "worth a ticket" } else { "no ticket" };
        println!("{worth}: {}", finding.title.as_deref().unwrap_or("no title"));
    }
    for malformed in event.malformed() {
        println!("malformed: {}", malformed.reason);
    }
    Ok(())
}
