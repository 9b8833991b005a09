#![doc = include_str!("../README.md")]

mod failure;
mod logs;
mod setup;
mod start;

pub use failure::Failure;
pub use start::serve;

use lambda_runtime::LambdaEvent;
use serde_json::value::RawValue;
use std::time::{Duration, SystemTime};
use ticket_bridge::intake::Answer;
use ticket_bridge::{Deadline, Moment};
use ticket_bridge_config::{Accept, Bridges};

/// In milliseconds: longer than any function may run.
const A_DAY: u64 = 24 * 60 * 60 * 1000;

/// An event, with the very text that the trigger sent.
pub type Event = LambdaEvent<Box<RawValue>>;

/// The moment at which Lambda stops the function. A context without one, as in a test, is never stopped.
pub fn deadline(event: &Event) -> Deadline {
    match event.context.deadline {
        0 => Deadline::none(),
        // `cargo lambda` tells how long, where Lambda tells until when.
        millis if millis < A_DAY => Deadline::from(SystemTime::now() + Duration::from_millis(millis)),
        millis => Deadline::at(Moment::from_millis(millis)),
    }
}

/// Gives an event to the bridges. The answer is the trigger's own.
///
/// # Errors
/// Where nothing but an error makes the trigger deliver again.
pub async fn handle(bridges: &Bridges, accept: Accept, event: &Event) -> Result<Answer, Failure> {
    if let Accept::Findings(source) = accept
        && bridges.by_source(source).next().is_none()
    {
        return Err(Failure::NoFlow(source));
    }
    let answer = bridges.handle(accept, event.payload.get().as_bytes(), deadline(event)).await?;
    if answer.failed() { Err(Failure::Again) } else { Ok(answer) }
}
