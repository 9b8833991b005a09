//! One clock for all services: real, faster than real, or moved by hand.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use tokio::sync::Notify;

use crate::server::lock;

/// The time of a sandbox. Clones share it.
///
/// Rate-limit windows, search lags, timestamps and re-checks all follow it.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    start: SystemTime,
    started: Instant,
    /// Sandbox seconds for each real second; 0 when moved by hand only.
    speed: f64,
    advanced: Mutex<Duration>,
    moved: Notify,
}

impl Clock {
    /// The system's time.
    pub fn real() -> Self {
        Self::new(SystemTime::now(), 1.0)
    }

    /// Starts now and runs `speed` times as fast as real time.
    ///
    /// A speed that is negative or not a number counts as 0: only [`advance`](Self::advance) moves such a clock.
    pub fn scaled(speed: f64) -> Self {
        Self::new(SystemTime::now(), speed)
    }

    /// Stands still at `start` until [`advance`](Self::advance) moves it.
    pub fn manual(start: SystemTime) -> Self {
        Self::new(start, 0.0)
    }

    fn new(start: SystemTime, speed: f64) -> Self {
        let speed = if speed.is_finite() && speed > 0.0 { speed } else { 0.0 };
        let advanced = Mutex::new(Duration::ZERO);
        Self(Arc::new(Inner { start, started: Instant::now(), speed, advanced, moved: Notify::new() }))
    }

    /// The sandbox's present.
    pub fn now(&self) -> SystemTime {
        let ran = Duration::try_from_secs_f64(self.0.started.elapsed().as_secs_f64() * self.0.speed);
        let passed = ran.unwrap_or_default().saturating_add(*lock(&self.0.advanced));
        // Beyond what the system can name, time stands still.
        self.0.start.checked_add(passed).unwrap_or(self.0.start)
    }

    /// Moves the clock forward at once.
    pub fn advance(&self, by: Duration) {
        let mut advanced = lock(&self.0.advanced);
        *advanced = advanced.saturating_add(by);
        drop(advanced);
        self.0.moved.notify_waiters();
    }

    /// Waits until `duration` of the sandbox's time has passed.
    pub async fn sleep(&self, duration: Duration) {
        let Some(until) = self.now().checked_add(duration) else {
            return std::future::pending().await;
        };
        loop {
            // Registered before the check, so no `advance` slips between the two.
            let moved = self.0.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            let Ok(left) = until.duration_since(self.now()) else { return };
            if left.is_zero() {
                return;
            }
            if self.0.speed == 0.0 {
                moved.await;
                continue;
            }
            let real = Duration::try_from_secs_f64(left.as_secs_f64() / self.0.speed).unwrap_or(Duration::MAX);
            // A timer may fire a hair early; one more nanosecond spares a useless round.
            let real = real.saturating_add(Duration::from_nanos(1));
            tokio::select! {
                () = moved => {}
                () = tokio::time::sleep(real) => {}
            }
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::real()
    }
}
