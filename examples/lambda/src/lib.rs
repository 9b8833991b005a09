#![doc = include_str!("../README.md")]

mod failure;
mod logs;
mod setup;
mod start;

pub use failure::Failure;
pub use start::serve;

use lambda_runtime::LambdaEvent;
use serde_json::value::RawValue;
use ticket_bridge::Deadline;
use ticket_bridge::intake::Answer;
use ticket_bridge_config::{Accept, Bridges};

/// An event, with the very text that the trigger sent.
pub type Event = LambdaEvent<Box<RawValue>>;

/// The moment at which Lambda stops the function.
pub fn deadline(event: &Event) -> Deadline {
    Deadline::from(event.context.deadline())
}

/// Gives an event to the bridges. The answer is the trigger's own.
///
/// # Errors
/// Where nothing but an error makes the trigger deliver again.
pub async fn handle(bridges: &Bridges, accept: Accept, event: &Event) -> Result<Answer, Failure> {
    let answer = bridges.handle(accept, event.payload.get().as_bytes(), deadline(event)).await?;
    if answer.failed() { Err(Failure::Again) } else { Ok(answer) }
}
