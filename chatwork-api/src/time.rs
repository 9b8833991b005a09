//! Moments as Chatwork writes them.

use saas_api_core::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::{Duration, SystemTime};

/// A moment: whole seconds since 1970-01-01T00:00:00Z. Chatwork writes "never" as 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixTime(i64);

impl UnixTime {
    /// So many seconds after 1970-01-01T00:00:00Z.
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The seconds.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The moment for the standard library; `None` when it lies outside what the system can tell.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }

    /// The moment as text, such as `2026-01-01T00:00:00Z`. It converts to `jiff`, `time` and `chrono` by feature.
    pub fn to_timestamp(self) -> Option<Timestamp> {
        Timestamp::from_system_time(self.to_system_time()?).ok()
    }

    /// `None` for 0, which stands for "never".
    pub(crate) fn unless_never(self) -> Option<Self> {
        (self.0 != 0).then_some(self)
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<SystemTime> for UnixTime {
    /// The second that has begun.
    fn from(moment: SystemTime) -> Self {
        let whole = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(match moment.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => whole(after),
            Err(before) => {
                let before = before.duration();
                let begun = i64::from(before.subsec_nanos() > 0);
                whole(before).saturating_neg().saturating_sub(begun)
            }
        })
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_round_trip_and_round_down() {
        for seconds in [0, 1, -1, 1_767_225_600, -1_767_225_600] {
            let time = UnixTime::new(seconds);
            assert_eq!(UnixTime::from(time.to_system_time().unwrap()), time);
        }
        let half = Duration::from_millis(500);
        assert_eq!(UnixTime::from(SystemTime::UNIX_EPOCH + half), UnixTime::new(0));
        assert_eq!(UnixTime::from(SystemTime::UNIX_EPOCH - half), UnixTime::new(-1));
        assert_eq!(UnixTime::new(1_767_225_600).to_timestamp().unwrap().as_str(), "2026-01-01T00:00:00Z");
        assert_eq!(UnixTime::new(i64::MAX).to_timestamp(), None);
    }
}
