//! When and how long to wait before a call is sent again.

use crate::call::Replay;
use crate::error::ErrorKind;
use http::StatusCode;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// What became of an attempt that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setback {
    /// Nothing left this process.
    NotSent,
    /// The API, or the gate before it, refused for the rate limit: nothing was done.
    LimitUsedUp,
    /// The API refused and said why: nothing was done.
    Refused,
    /// The server failed, or timed out itself, and left open what it did.
    ServerError,
    /// The server pointed elsewhere, and left open what it did.
    Redirected,
    /// No answer, or half of one, after sending began.
    Unanswered,
    /// A success that cannot be read: it was done.
    Unreadable,
}

/// What a setback means for one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    /// Sending it again is safe, and may succeed.
    pub(crate) may_repeat: bool,
    /// What the call asks for may have been done.
    pub(crate) may_have_been_applied: bool,
}

impl Setback {
    /// What an answer that is a failure says. One that the API explains, such as "not found" at 500, is a refusal.
    pub(crate) fn of_answer(status: StatusCode, kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::RateLimited => Self::LimitUsedUp,
            ErrorKind::Api if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT => Self::ServerError,
            ErrorKind::Api if status.is_redirection() => Self::Redirected,
            _ => Self::Refused,
        }
    }

    /// The one place that decides what is repeated, and what may have happened. A credential that can be renewed is another
    /// matter: the pipeline sends once more with the new one, as the first was refused.
    pub(crate) fn fate(self, replay: Replay, is_write: bool) -> Fate {
        let safe = replay == Replay::Safe;
        let (may_repeat, may_have_been_applied) = match self {
            Self::NotSent | Self::LimitUsedUp => (true, false),
            Self::Refused => (false, false),
            Self::ServerError | Self::Unanswered => (safe, is_write),
            Self::Redirected | Self::Unreadable => (false, is_write),
        };
        Fate { may_repeat, may_have_been_applied }
    }
}

/// How often and how patiently a call is repeated.
///
/// By default 3 attempts; between them a random wait between nothing and a bound that doubles from 0.5 s up to 20 s
/// ("full jitter"). What the server says wins: `Retry-After`, then the reset of its rate limit. A wait longer than 65 s
/// ends the call at once with `RateLimited`, so that a queue consumer can defer.
///
/// Repeated are: answers that refuse for the rate limit, and connections that failed before anything was sent, for every
/// call; server errors and timeouts only for calls that are safe to repeat ([`Replay::Safe`](crate::Replay)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    cap: Duration,
    max_wait: Duration,
    rate_limit_wait: Option<Duration>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            max_wait: Duration::from_secs(65),
            rate_limit_wait: None,
        }
    }
}

impl RetryPolicy {
    /// The default policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// One attempt only.
    pub fn none() -> Self {
        Self::default().attempts(1)
    }

    /// How often a call is sent at most, the first time included. At least 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The bound of the first wait without a server hint. It doubles each time.
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The largest bound of a wait without a server hint.
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// The longest wait that a server may ask for. Beyond it the call ends at once.
    #[must_use]
    pub fn max_wait(mut self, max_wait: Duration) -> Self {
        self.max_wait = max_wait;
        self
    }

    /// The wait when a rate limit is used up and the server names none. Otherwise the usual backoff.
    #[must_use]
    pub fn rate_limit_wait(mut self, wait: Duration) -> Self {
        self.rate_limit_wait = Some(wait);
        self
    }

    pub(crate) fn allows_attempt(&self, next: u32) -> bool {
        next <= self.attempts
    }

    pub(crate) fn allows_wait(&self, wait: Duration) -> bool {
        wait <= self.max_wait
    }

    /// The wait when a rate limit is used up and nobody says for how long.
    pub(crate) fn assumed_limit_wait(&self) -> Option<Duration> {
        self.rate_limit_wait
    }

    /// The wait that a hint asks for: never less, at most half a second more, so that many callers do not come back in
    /// the same instant.
    pub(crate) fn after_hint(hint: Duration) -> Duration {
        hint.saturating_add(jitter(Duration::from_millis(500)))
    }

    /// The wait after the given attempt, counted from 1.
    pub(crate) fn backoff(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        jitter(self.base.saturating_mul(doubled).min(self.cap))
    }
}

/// A random duration from nothing up to the bound.
fn jitter(bound: Duration) -> Duration {
    // The standard library seeds each RandomState freshly: enough to spread callers, and no dependency.
    let random = RandomState::new().hash_one(0_u8);
    let share = u32::try_from(random >> 32).unwrap_or(u32::MAX);
    bound.mul_f64(f64::from(share) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_have_happened_is_repeated_for_every_call() {
        use Setback::{LimitUsedUp, NotSent, Redirected, Refused, ServerError, Unanswered, Unreadable};
        for (setback, unsafe_repeat, safe_repeat, applied) in [
            (NotSent, true, true, false),
            (LimitUsedUp, true, true, false),
            (Refused, false, false, false),
            (ServerError, false, true, true),
            (Unanswered, false, true, true),
            (Redirected, false, false, true),
            (Unreadable, false, false, true),
        ] {
            for is_write in [true, false] {
                let fate = |replay| setback.fate(replay, is_write);
                let may_have_been_applied = applied && is_write;
                assert_eq!(fate(Replay::Never), Fate { may_repeat: unsafe_repeat, may_have_been_applied });
                assert_eq!(fate(Replay::Safe), Fate { may_repeat: safe_repeat, may_have_been_applied });
            }
        }
    }

    #[test]
    fn waits_stay_under_a_bound_that_doubles_up_to_the_cap() {
        let policy = RetryPolicy::default();
        for (attempt, bound) in [(1, 500), (2, 1_000), (3, 2_000), (6, 16_000), (7, 20_000), (40, 20_000)] {
            let waits: Vec<_> = (0..200).map(|_| policy.backoff(attempt)).collect();
            let bound = Duration::from_millis(bound);
            assert!(waits.iter().all(|wait| *wait <= bound));
            // Full jitter uses the whole range: 200 draws that all miss a quarter of it do not happen (1 in 10^25).
            assert!(waits.iter().any(|wait| *wait < bound / 4) && waits.iter().any(|wait| *wait > bound * 3 / 4));
        }
    }

    #[test]
    fn hints_are_never_cut_short() {
        for _ in 0..100 {
            let wait = RetryPolicy::after_hint(Duration::from_secs(7));
            assert!((Duration::from_secs(7)..=Duration::from_millis(7_500)).contains(&wait));
        }
    }
}
