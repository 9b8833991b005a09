//! Tells a room of a finding in an info box, and edits the notice once it is resolved.
//! `cargo run -p examples --example notify_room`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use chatwork_api::messages::{CreateMessage, UpdateMessage};
use chatwork_api::notation::Message;
use examples::team::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::chatwork().await?;
    let (me, messages) = (setup.client.me().await?.account_id, setup.client.rooms().messages(setup.room));
    let from_outside = "invoices-prod [/info][toall] is public";

    let details = Message::new().line(from_outside).code("aws s3api get-bucket-acl").url("https://example.com/?id=1");
    let notice = Message::new().to(me).line(" On duty").info("CRITICAL S3.8", details);
    let id = messages.create(&CreateMessage::new(notice)).await?;
    println!("posted:\n{}", messages.get(&id).await?.body);

    messages.update(&id, &UpdateMessage::new(Message::new().info("Resolved S3.8", from_outside))).await?;
    println!("edited:\n{}", messages.get(&id).await?.body);
    Ok(())
}
