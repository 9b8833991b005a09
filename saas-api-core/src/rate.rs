//! The rate gate: holds calls back before the API has to refuse them.

use crate::service::Quota;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A group of endpoints that share one limit, declared beside each endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RateClass {
    name: &'static str,
    window: Duration,
    pace: Option<Pace>,
}

/// A documented limit of each scope, which no header tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Pace {
    calls: usize,
    window: Duration,
}

/// What to do when the API said that a limit is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateGate {
    /// Waits for the reset, at most so long; beyond that the call fails with `RateLimited` at once.
    Wait {
        /// The longest wait.
        max: Duration,
    },
    /// Fails with `RateLimited` at once. The error says when to come back.
    Fail,
    /// Sends all the same.
    Off,
}

/// The last known state of one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateSnapshot {
    /// Calls per window, when the API told.
    pub limit: Option<u32>,
    /// Calls left, less those that this client has under way.
    pub remaining: u32,
    /// When the count is full again.
    pub reset: SystemTime,
}

/// Whether a call may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Go,
    Wait(Duration),
    Refused(Duration),
}

/// One limit is one class, and within it one scope (a chat room, for instance) where the API counts so.
type Key = (&'static str, Option<String>);

/// The windows of all limits that answers told of. Shared by the clones of a client; needs no background task.
#[derive(Debug, Default)]
pub(crate) struct Windows(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    windows: HashMap<Key, Window>,
    /// When the last calls of each paced scope were let through, the oldest first.
    passed: HashMap<Key, VecDeque<SystemTime>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    known: RateSnapshot,
    /// The API refused a call and said until when. Answers to calls that were sent before say nothing about it.
    refused: bool,
}

impl RateClass {
    /// A class with its window: how long until a used-up limit is full again.
    pub const fn new(name: &'static str, window: Duration) -> Self {
        Self { name, window, pace: None }
    }

    /// The same class where each scope (a chat room, for instance) has a limit of its own: so many calls in any span of
    /// this length.
    ///
    /// No header tells of such a limit, so the gate counts the calls that it lets through.
    #[must_use]
    pub const fn per_scope(mut self, calls: usize, window: Duration) -> Self {
        self.pace = Some(Pace { calls, window });
        self
    }

    /// The name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// A reset beyond twice the window is no reset of this limit: milliseconds, or a broken clock. One that has come is
    /// a late answer's.
    pub(crate) fn is_plausible(self, reset: SystemTime, now: SystemTime) -> bool {
        reset.duration_since(now).is_ok_and(|ahead| !ahead.is_zero() && ahead <= self.window.saturating_mul(2))
    }

    /// Windows follow each other at their own length: a reset that moved by less is the same, seen through rounding or
    /// put right where it was assumed.
    fn is_next_window(self, known: SystemTime, told: SystemTime) -> bool {
        let bound = known.checked_add(self.window / 2);
        bound.is_some_and(|bound| told >= bound)
    }
}

impl Pace {
    /// How long until one more call may pass, after those that did. `None`: now.
    fn wait(self, passed: &mut VecDeque<SystemTime>, now: SystemTime) -> Option<Duration> {
        // A call from the future was let through before the clock was put back: it says nothing.
        passed.retain(|then| now.duration_since(*then).is_ok_and(|age| age < self.window));
        let surplus = passed.len().checked_sub(self.calls)?;
        let free_at = passed.get(surplus)?.checked_add(self.window)?;
        free_at.duration_since(now).ok()
    }
}

impl Window {
    /// After the reset the count is full again. Those who waited must not all rush in, so they are counted too.
    fn refill(&mut self, class: RateClass, now: SystemTime) {
        if self.known.reset <= now {
            self.known.remaining = self.known.limit.unwrap_or(u32::MAX);
            self.known.reset = now.checked_add(class.window).unwrap_or(now);
            self.refused = false;
        }
    }

    fn learn(&mut self, class: RateClass, told: RateSnapshot, now: SystemTime) {
        let limit = told.limit.or(self.known.limit);
        if self.refused && self.known.reset > now {
            self.known.limit = limit;
            return;
        }
        // Within a window the lower count is right: the header does not know the calls still under way.
        let remaining = if class.is_next_window(self.known.reset, told.reset) {
            told.remaining
        } else {
            told.remaining.min(self.known.remaining)
        };
        self.known = RateSnapshot { limit, remaining, ..told };
        self.refused = false;
    }
}

impl Default for RateGate {
    /// Waits up to 65 seconds: one window of a per-minute limit, and a little more.
    fn default() -> Self {
        Self::Wait { max: Duration::from_secs(65) }
    }
}

impl Windows {
    /// Takes one call out of the limits that hold for it, or says how long there is none. Nothing known: go.
    pub(crate) fn admit(&self, gate: RateGate, class: RateClass, scope: Option<&str>, now: SystemTime) -> Admission {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { windows, passed } = &mut *known;
        let keys = [Some(key(class, None)), scope.map(|scope| key(class, Some(scope)))];
        let mut wait = None;
        for window in keys.iter().flatten() {
            if let Some(window) = windows.get_mut(window) {
                window.refill(class, now);
                if window.known.remaining == 0 {
                    wait = wait.max(window.known.reset.duration_since(now).ok());
                }
            }
        }
        let mut paced =
            class.pace.zip(scope).map(|(pace, scope)| (pace, passed.entry(key(class, Some(scope))).or_default()));
        if let Some((pace, passed)) = &mut paced {
            wait = wait.max(pace.wait(passed, now));
        }
        match (wait, gate) {
            (Some(wait), RateGate::Wait { max }) if wait <= max => Admission::Wait(wait),
            (Some(wait), RateGate::Wait { .. } | RateGate::Fail) => Admission::Refused(wait),
            (None, _) | (Some(_), RateGate::Off) => {
                for window in keys.iter().flatten() {
                    if let Some(window) = windows.get_mut(window) {
                        window.known.remaining = window.known.remaining.saturating_sub(1);
                    }
                }
                if let Some((_pace, passed)) = paced {
                    passed.push_back(now);
                }
                Admission::Go
            }
        }
    }

    /// Learns from an answer's headers.
    pub(crate) fn observe(&self, class: RateClass, scope: Option<&str>, quota: Quota, now: SystemTime) {
        let Some(remaining) = quota.remaining.filter(|_| class.is_plausible(quota.reset, now)) else {
            return;
        };
        let known = RateSnapshot { limit: quota.limit, remaining, reset: quota.reset };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.windows
            .entry(key(class, scope))
            .and_modify(|window| window.learn(class, known, now))
            .or_insert(Window { known, refused: false });
    }

    /// Learns that the API refused a call for its limit: nothing is left until then.
    pub(crate) fn exhausted(&self, class: RateClass, scope: Option<&str>, wait: Duration, now: SystemTime) {
        let Some(reset) = now.checked_add(wait) else {
            return;
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(class, scope);
        let limit = all.windows.get(&key).and_then(|window| window.known.limit);
        let known = RateSnapshot { limit, remaining: 0, reset };
        all.windows.insert(key, Window { known, refused: true });
    }

    pub(crate) fn snapshot(&self, class: RateClass, scope: Option<&str>) -> Option<RateSnapshot> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.windows.get(&key(class, scope)).map(|window| window.known)
    }
}

fn key(class: RateClass, scope: Option<&str>) -> Key {
    (class.name, scope.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPDATE: RateClass = RateClass::new("update", Duration::from_secs(60));
    const WAIT: RateGate = RateGate::Wait { max: Duration::from_secs(65) };

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_used_up_window_fills_to_its_limit_and_not_beyond() {
        let windows = Windows::default();
        windows.observe(UPDATE, None, Quota::new(Some(2), Some(0), at(60)), at(10));
        assert_eq!(windows.admit(WAIT, UPDATE, None, at(10)), Admission::Wait(Duration::from_secs(50)));
        assert_eq!(windows.admit(WAIT, UPDATE, None, at(60)), Admission::Go);
        assert_eq!(windows.admit(WAIT, UPDATE, None, at(60)), Admission::Go);
        assert_eq!(windows.admit(WAIT, UPDATE, None, at(61)), Admission::Wait(Duration::from_secs(59)));
    }

    #[test]
    fn calls_under_way_count_before_their_answers_tell() {
        let windows = Windows::default();
        windows.observe(UPDATE, None, Quota::new(Some(9), Some(2), at(60)), at(10));
        assert_eq!(windows.admit(WAIT, UPDATE, None, at(10)), Admission::Go);
        assert_eq!(windows.admit(WAIT, UPDATE, None, at(10)), Admission::Go);
        // A late answer of an earlier call says 1: two are under way, so none is left.
        windows.observe(UPDATE, None, Quota::new(Some(9), Some(1), at(60)), at(11));
        assert_eq!(windows.admit(RateGate::Fail, UPDATE, None, at(11)), Admission::Refused(Duration::from_secs(49)));
        assert_eq!(windows.admit(RateGate::Off, UPDATE, None, at(11)), Admission::Go);
    }

    #[test]
    fn resets_in_the_past_or_far_ahead_are_not_believed() {
        let windows = Windows::default();
        windows.observe(UPDATE, None, Quota::new(Some(9), Some(0), at(5)), at(10));
        windows.observe(UPDATE, None, Quota::new(Some(9), Some(0), at(1_795_000_060_000)), at(10));
        assert_eq!(windows.snapshot(UPDATE, None), None);
    }

    #[test]
    fn scopes_of_one_class_are_counted_apart() {
        let windows = Windows::default();
        windows.exhausted(UPDATE, Some("room 1"), Duration::from_secs(10), at(0));
        assert_eq!(windows.admit(WAIT, UPDATE, Some("room 1"), at(0)), Admission::Wait(Duration::from_secs(10)));
        assert_eq!(windows.admit(WAIT, UPDATE, Some("room 2"), at(0)), Admission::Go);
    }

    #[test]
    fn a_paced_scope_lets_so_many_calls_through_in_any_span() {
        let windows = Windows::default();
        let class = UPDATE.per_scope(3, Duration::from_secs(10));
        let admit = |gate, scope, seconds| windows.admit(gate, class, scope, at(seconds));
        for seconds in [0, 4, 8] {
            assert_eq!(admit(WAIT, Some("room 1"), seconds), Admission::Go);
        }
        assert_eq!(admit(WAIT, Some("room 1"), 9), Admission::Wait(Duration::from_secs(1)));
        assert_eq!(admit(RateGate::Fail, Some("room 1"), 9), Admission::Refused(Duration::from_secs(1)));
        assert_eq!(admit(WAIT, Some("room 2"), 9), Admission::Go);
        assert_eq!(admit(WAIT, None, 9), Admission::Go);
        assert_eq!(admit(WAIT, Some("room 1"), 10), Admission::Go);
        assert_eq!(admit(WAIT, Some("room 1"), 10), Admission::Wait(Duration::from_secs(4)));
        // Whoever sends all the same is counted too: the span is free once no more than two calls are in it.
        assert_eq!(admit(RateGate::Off, Some("room 1"), 10), Admission::Go);
        assert_eq!(admit(WAIT, Some("room 1"), 10), Admission::Wait(Duration::from_secs(8)));
        // A clock that was put back does not hold calls for ever.
        assert_eq!(admit(WAIT, Some("room 1"), 5), Admission::Go);
    }
}
