//! Receives a mention, checks where it comes from, and reads what it asks for. Always from a stand-in:
//! `cargo run -p examples --example receive_webhook`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use chatwork_api::notation::Parsed;
use chatwork_api::webhook::{Verifier, WebhookContent, WebhookEvent};
use examples::team::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    // In a web server: the body as it came, and the header that `webhook::SIGNATURE_HEADER` names.
    let mention = examples::setup::mention("close SEC-12 [qt]close SEC-99[/qt]").await?;

    let verifier = Verifier::new([mention.token])?;
    if !verifier.verify(&mention.body, &mention.signature) {
        return Err("not from Chatwork".into());
    }
    let event = WebhookEvent::from_slice(&mention.body)?;
    println!("seen before? {:?}", event.replay_key());
    let WebhookContent::Mention(mention) = event.content() else { return Err("no mention".into()) };
    // Nothing that is quoted counts. What is from outside is printed with its control characters escaped.
    println!("{} asks: {:?}", mention.from_account_id, Parsed::read(&mention.body)?.text.trim());
    Ok(())
}
