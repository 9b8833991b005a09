//! Posts a message whose outside text cannot mention anyone. `cargo run -p examples --example post_message`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use chatwork_api::messages::CreateMessage;
use chatwork_api::notation::Message;
use examples::team::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::chatwork().await?;
    let from_outside = "[toall] Public bucket [code]";

    let message = Message::new().info("New finding", Message::new().line(from_outside).code("s3://invoices-prod"));
    let messages = setup.client.rooms().messages(setup.room);
    let id = messages.create(&CreateMessage::new(message)).await?;

    println!("posted {id}:\n{}", messages.get(&id).await?.body);
    Ok(())
}
