use std::time::Duration;

use super::rate::Limits;
use crate::{Clock, Options};

/// How a Backlog stand-in starts.
///
/// ```
/// use std::time::Duration;
/// use ticket_bridge_sandbox::BacklogOptions;
///
/// let slow_index = BacklogOptions::default().search_lag(Duration::from_secs(30));
/// ```
#[derive(Clone, Debug)]
pub struct BacklogOptions {
    pub(super) port: u16,
    pub(super) limits: Limits,
    pub(super) settings: Settings,
}

/// What the handlers need to know.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "switches that have nothing to do with each other")]
pub(super) struct Settings {
    pub(super) activity_lag: Duration,
    pub(super) bulk_status_as_id: bool,
    pub(super) clock: Clock,
    pub(super) inclusive_bounds: bool,
    pub(super) japanese: bool,
    pub(super) keep_cleared_selections: bool,
    pub(super) lag: Duration,
}

impl BacklogOptions {
    /// The lists of activities show an event only this much later (default: at once). Webhooks do not wait.
    ///
    /// Backlog does not say that they lag, nor that they do not. A client has to work either way.
    #[must_use]
    pub fn activity_lag(mut self, lag: Duration) -> Self {
        self.settings.activity_lag = lag;
        self
    }

    /// Bulk updates name the new status by its id. Default: by its display name, as observed.
    #[must_use]
    pub fn bulk_status_as_id(mut self, yes: bool) -> Self {
        self.settings.bulk_status_as_id = yes;
        self
    }

    /// Follows this clock.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.settings.clock = clock;
        self
    }

    /// Whether `minId` and `maxId` name a row that is part of the answer (default: yes).
    ///
    /// Backlog does not say; sources disagree. A client has to work both ways.
    #[must_use]
    pub fn inclusive_bounds(mut self, yes: bool) -> Self {
        self.settings.inclusive_bounds = yes;
        self
    }

    /// Names statuses, priorities and resolutions in Japanese.
    #[must_use]
    pub fn japanese(mut self, yes: bool) -> Self {
        self.settings.japanese = yes;
        self
    }

    /// An empty value for a multiple list or check boxes changes nothing (default: it empties them).
    ///
    /// Backlog does not say. A client has to read back what it cleared.
    #[must_use]
    pub fn keep_cleared_selections(mut self, yes: bool) -> Self {
        self.settings.keep_cleared_selections = yes;
        self
    }

    /// Listens on this port of 127.0.0.1.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Calls that a user may make in each minute, by class (default: 600, 150, 150, 60).
    #[must_use]
    pub fn rate_limits(mut self, read: u32, update: u32, search: u32, icon: u32) -> Self {
        self.limits = Limits { read, update, search, icon };
        self
    }

    /// The issue list and count see a change only this much later (default: at once).
    #[must_use]
    pub fn search_lag(mut self, lag: Duration) -> Self {
        self.settings.lag = lag;
        self
    }
}

impl Default for BacklogOptions {
    fn default() -> Self {
        Options::default().into()
    }
}

impl From<Options> for BacklogOptions {
    fn from(options: Options) -> Self {
        Self {
            port: options.port,
            limits: Limits { read: 600, update: 150, search: 150, icon: 60 },
            settings: Settings {
                activity_lag: Duration::ZERO,
                bulk_status_as_id: false,
                clock: options.clock,
                inclusive_bounds: true,
                japanese: false,
                keep_cleared_selections: false,
                lag: Duration::ZERO,
            },
        }
    }
}
