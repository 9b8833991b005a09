//! Wall time and timers behind one seam, so that tests need not wait.

use std::fmt::Debug;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// A timer that has been started. Ready when the time has passed.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Wall time and a timer. Rate-limit resets are wall-clock moments, so both come from one place.
pub trait Clock: Debug + Send + Sync {
    /// The wall-clock moment.
    fn now(&self) -> SystemTime;

    /// A timer that ends after the duration.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The system's clock and tokio's timer.
#[cfg(feature = "client")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

#[cfg(feature = "client")]
impl SystemClock {
    /// The system's clock.
    pub const fn new() -> Self {
        Self
    }
}

#[cfg(feature = "client")]
impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}
