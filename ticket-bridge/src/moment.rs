//! Moments as the record keeps them.

use saas_api_core::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment in milliseconds since 1970-01-01T00:00:00Z. Small, exact, and the same on every machine that reads a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(u64);

impl Moment {
    /// The moment so many milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The moment so much later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis(duration)))
    }

    /// The moment so much earlier.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(millis(duration)))
    }

    /// How long from this moment until a later one. Nothing when it has passed.
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(later.0.saturating_sub(self.0))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl From<SystemTime> for Moment {
    /// Moments before 1970 become 1970.
    fn from(time: SystemTime) -> Self {
        Self(millis(time.duration_since(UNIX_EPOCH).unwrap_or_default()))
    }
}

impl From<Moment> for SystemTime {
    fn from(moment: Moment) -> Self {
        UNIX_EPOCH.checked_add(Duration::from_millis(moment.0)).unwrap_or(UNIX_EPOCH)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_system_time((*self).into()) {
            Ok(text) => write!(f, "{text}"),
            Err(_beyond_the_calendar) => write!(f, "{} ms", self.0),
        }
    }
}

/// Until when an invocation may work.
///
/// Below five seconds nothing is sent any more: what is due is stored and done by a later tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Deadline(Option<Moment>);

/// Less time than this is not enough for a call and its answer.
pub(crate) const FLOOR: Duration = Duration::from_secs(5);

/// What is left for the ledger after a call.
const RESERVE: Duration = Duration::from_secs(1);

impl Deadline {
    /// For a process that nobody stops.
    pub const fn none() -> Self {
        Self(None)
    }

    /// The moment at which the process is stopped, such as a Lambda function's.
    pub const fn at(moment: Moment) -> Self {
        Self(Some(moment))
    }

    /// Whether there is time for a call.
    pub(crate) fn has_time(self, now: Moment) -> bool {
        self.0.is_none_or(|end| now.until(end) >= FLOOR)
    }

    /// The last moment at which there is time for a call, if this comes before another.
    pub(crate) fn last_start(self, other: Moment) -> Moment {
        self.0.map_or(other, |end| other.min(end.before(FLOOR)))
    }

    /// How long an answer can be waited for. `None`: for ever.
    pub(crate) fn time_left(self, now: Moment) -> Option<Duration> {
        self.0.map(|end| now.until(end.before(RESERVE)))
    }

    /// The last moment at which a call may still be answered.
    pub(crate) fn answer_by(self, now: Moment, timeout: Duration) -> Moment {
        let own = now.after(timeout);
        self.0.map_or(own, |end| own.min(end.before(RESERVE)))
    }
}

impl From<SystemTime> for Deadline {
    fn from(time: SystemTime) -> Self {
        Self::at(time.into())
    }
}
