//! Ports in memory, with faults: for tests of flows and of what is built on them.

mod notifier;
mod source;
mod tracker;

pub use notifier::FakeNotifier;
pub use source::FakeSource;
pub use tracker::{FakeTicket, FakeTracker};

use crate::outcome::{CallOutcome, Rejection};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What becomes of one write to a port in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FakeFault {
    /// It is done, and the answer is lost.
    LostAnswer,
    /// It is not done, and nobody knows.
    LostRequest,
    /// It is not sent; the wait that is asked for.
    NotSent(Option<Duration>),
    /// It is refused.
    Rejected(Rejection),
}

/// The faults of the next writes, in order.
type Faults = VecDeque<FakeFault>;

/// How a write ends that would meet this fault.
fn outcome<T>(fault: Option<FakeFault>, act: impl FnOnce() -> CallOutcome<T>) -> CallOutcome<T> {
    match fault {
        None => act(),
        Some(FakeFault::LostAnswer) => match act() {
            CallOutcome::Done(_) => CallOutcome::InDoubt,
            ended => ended,
        },
        Some(FakeFault::LostRequest) => CallOutcome::InDoubt,
        Some(FakeFault::NotSent(retry_after)) => CallOutcome::NotSent { retry_after },
        Some(FakeFault::Rejected(rejection)) => CallOutcome::Rejected(rejection),
    }
}

fn locked<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
