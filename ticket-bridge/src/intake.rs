//! From the bytes of a trigger to items. Total: whatever comes in, nothing panics and nothing is dropped.
//!
//! [`Trigger::read`] tells what called and gives its deliveries; an [`Intake`] reads the body of each;
//! [`Trigger::answer`] gives the answer that the caller understands. All of it is pure: nothing here waits or sends.
//!
//! | Trigger | Recognised by | Answer |
//! |---|---|---|
//! | SQS | a list `Records` with an `eventSource` of `aws:sqs` | `{"batchItemFailures":[{"itemIdentifier":".."}]}`: those that are to come again |
//! | SNS to Lambda | a list `Records` with an `EventSource` of `aws:sns` | counts; [`Answer::failed`] when it is to come again |
//! | `EventBridge` | `detail-type`, `source` and `detail` | counts; [`Answer::failed`] when it is to come again |
//! | REST proxy, payload format 1.0 | `httpMethod`, with `requestContext`, `path` or `headers` | `statusCode` 200, 503 when it is to come again, or the refusal's |
//! | HTTP API, payload format 2.0 | `requestContext` with `version` `2.0`, `rawPath` or `http` | the same |
//! | Function URL | the same, and `requestContext.domainName` contains `.lambda-url.` | the same |
//! | Plain | anything else: a source's body as it is | counts; [`Answer::failed`] when it is to come again |
//!
//! A load balancer's requests have the first HTTP form. A WebSocket's are refused.
//!
//! **Envelopes.** The body of an SQS message, and a plain body, may be an SNS notification around the real one, and either
//! may be JSON written as a JSON text: both are unwrapped. SNS's own messages about a subscription are never followed:
//! they are kept as malformed, for a person to see.
//!
//! **HTTP.** Anyone may call an address: [`HttpGuard`] says who is let in, and [`HttpGuard::none`] lets in nobody. What SNS
//! posts over HTTP is refused, whatever the guard: its signature is not checked. Let SNS deliver to SQS or to Lambda.
//!
//! **Failures.** SQS learns which messages are to come again, HTTP senders get 503. To all others only an error of the
//! whole invocation says it: return one when [`Answer::failed`] is true.
//!
//! ```
//! use ticket_bridge::intake::{Counts, Ending, HttpGuard, Trigger};
//!
//! # fn example() -> serde_json::Result<()> {
//! let bytes = br#"{"Records":[{"messageId":"m-1","body":"{\"a\":1}","eventSource":"aws:sqs"}]}"#;
//! let trigger = Trigger::read(bytes, &HttpGuard::none());
//! let answer = trigger.answer(&[Ending::Again], Counts::default());
//! assert_eq!(answer.to_json()?, r#"{"batchItemFailures":[{"itemIdentifier":"m-1"}]}"#);
//! # Ok(())
//! # }
//! # example().unwrap();
//! ```

mod answer;
mod first_of;
mod guard;
mod http;
#[cfg(any(feature = "backlog", feature = "orca", feature = "securityhub"))]
pub(crate) mod shape;
mod sns;
mod trigger;

pub use answer::{Answer, Counts, Ending, HttpAnswer, SqsAnswer, SqsFailure};
pub use first_of::{FirstOf, first_of};
pub use guard::{HttpGuard, InvalidGuard, Refusal};
pub use trigger::{Delivery, Trigger, TriggerKind};

use crate::observation::Observation;
use crate::record::TicketRef;
use serde_json::Value;
use std::fmt;

/// Reads what a source sends: one body, any number of items.
pub trait Intake: fmt::Debug + Send + Sync {
    /// The items of one body, at least one. An item that is malformed does not stop its neighbours.
    ///
    /// A body that is plainly another source's is [`Item::Skipped`]; one of a form that nobody knows is
    /// [`Item::Malformed`], so that it is kept.
    fn read(&self, body: &Value) -> Vec<Item>;
}

/// One part of a body: what it says, or why it says nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// A finding.
    Finding(Box<Observation>),
    /// A ticket may have changed: a hint to read it again, which proves nothing.
    Ticket(TicketRef),
    /// Something that cannot be read: kept, listed, and acknowledged, for it will never be readable.
    Malformed(Malformed),
    /// Something of no concern to this flow, and why.
    Skipped(&'static str),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
#[non_exhaustive]
pub struct Malformed {
    /// The place in the delivery, as a JSON path.
    pub path: String,
    /// The problem. Quotes nothing of the body.
    pub problem: String,
}

impl Item {
    /// The reason to skip a body that is plainly another source's: of several intakes, another may read it.
    pub const FOREIGN: &'static str = "of another source";
}

impl Malformed {
    /// A problem at a place.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    fn no_json(path: &str, error: &serde_json::Error) -> Self {
        Self::new(path, format!("no JSON at line {} column {}", error.line(), error.column()))
    }

    /// The same, for a value that stands at a path.
    #[cfg(feature = "securityhub")]
    pub(crate) fn under(self, path: &str) -> Self {
        Self { path: format!("{path}{}", self.path.strip_prefix('$').unwrap_or(&self.path)), ..self }
    }
}
