//! CPU time and its statistics.

use std::io;
use std::time::Duration;

/// The CPU time of the calling thread so far, from the kernel's scheduler. Linux only.
///
/// # Errors
/// When the kernel does not tell.
pub fn cpu_time() -> io::Result<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text.split(' ').next().and_then(|field| field.parse().ok());
    nanos.map(Duration::from_nanos).ok_or_else(|| io::Error::other("/proc/thread-self/schedstat is unreadable"))
}

/// Measured values of several rounds.
#[derive(Clone, Debug, Default)]
pub struct Sample(Vec<f64>);

impl Sample {
    /// Adds a round's value.
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// The middle value.
    pub fn median(&self) -> f64 {
        let middle = |index: usize| self.0.get(index).copied().unwrap_or(f64::NAN);
        let half = self.0.len() / 2;
        if self.0.len() % 2 == 1 { middle(half) } else { f64::midpoint(middle(half.saturating_sub(1)), middle(half)) }
    }

    /// The smallest and the largest value.
    pub fn range(&self) -> (f64, f64) {
        (self.0.first().copied().unwrap_or(f64::NAN), self.0.last().copied().unwrap_or(f64::NAN))
    }
}
