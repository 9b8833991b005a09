//! The rules of one flow.

#[cfg(feature = "test-util")]
use crate::flaw::Flaw;
use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::record::Mute;
use saas_api_core::open_enum;
use std::time::Duration;

open_enum! {
    /// How urgent a ticket is, from the least to the most. A tracker's adapter turns it into the tracker's own.
    pub enum Priority: str {
        /// Low.
        Low = "low",
        /// Normal.
        Normal = "normal",
        /// High.
        High = "high",
    }
}

/// The rules of one flow: one source into one destination.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Policy {
    /// The flow's name. Part of the ledger's key: do not change it.
    pub flow: String,
    /// The project and tracker that tickets go to.
    pub destination: String,
    /// The least severity that opens a ticket. It gates creation only: what has a ticket keeps it.
    pub opens_from: Severity,
    /// The priority of each severity's ticket. It is raised when the finding gets worse, and never lowered.
    pub priorities: Vec<(Severity, Priority)>,
    /// Changes the ticket's title when the finding's changes, unless a person edited it.
    pub update_title: bool,
    /// What to do when a finding comes back after its ticket was closed.
    pub reopen: Reopen,
    /// How long a ticket that a person settled as not to be fixed stays closed. Zero: not longer than any other.
    pub wont_fix_for: Duration,
    /// What to do about an active finding whose ticket was deleted.
    pub deleted: Deleted,
    /// What to do when a create stays in doubt and no ticket is found.
    pub unresolved: Unresolved,
    /// Rules that hold findings back.
    pub mutes: Vec<MuteRule>,
    /// What the source is told of an open ticket. Closing and reopening are told always.
    pub sync: SyncBack,
    /// How long a worker may take from its claim to sending: the fence.
    pub send_window: Duration,
    /// Within this time after the fence a create is committed, or never (A1).
    pub commit_within: Duration,
    /// Within this time a committed ticket shows on at least one path (A2).
    pub shows_within: Duration,
    /// Clocks differ by this at most (A3).
    pub clock_skew: Duration,
    /// When to look again, when looking failed.
    pub retry_evidence: Duration,
    /// How long one write may take at most, with its answer.
    pub attempt_timeout: Duration,
    /// How long after closing a finding to look whether its source took that back.
    pub verify_after: Duration,
    /// Looks at the source of a finding that has an open ticket so often: an end that was never told is seen then.
    pub recheck_source: Option<Duration>,
    /// Reads a ticket before a repeated finding is taken as known, if it was not seen for so long.
    pub freshness: Option<Duration>,
    /// An active finding that its source repeats, though its ticket was closed, comes back after this time.
    pub still_active_after: Duration,
    /// After so many closes that the source took back, a person decides.
    pub max_reverts: u32,
    /// How often repeats are written down at most.
    pub flush_repeats: Duration,
    /// How long a circuit stays open after the first refusal that is the configuration's. Twice as long each time after,
    /// up to an hour.
    pub circuit_pause: Duration,
    /// How long the record of a closed ticket is kept at least.
    pub keep_closed: Duration,
    /// At most so many new tickets in a time, over all workers. What is beyond waits.
    pub storm: Option<Budget>,
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    pub flaw: Option<Flaw>,
}

/// What to do when a finding comes back after its ticket was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reopen {
    /// Reopens the ticket.
    Always,
    /// Reopens a ticket that was closed within this time; makes a new one after that.
    Within(Duration),
    /// Makes a new ticket.
    NewAlways,
    /// Does nothing: a closed ticket stays closed.
    Never,
}

/// What to do about an active finding whose ticket was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deleted {
    /// Makes a new ticket when the source says the next time that it is active.
    NewTicket,
    /// Does nothing: a deleted ticket stays deleted.
    StaysDeleted,
}

/// What to do when a create stays in doubt and no ticket is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// Creates again, once A1 to A3 say that the first can no longer show.
    CreateAgain,
    /// Leaves it to a person.
    AskPerson,
}

/// What the source is told of an open ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct SyncBack {
    /// Its status.
    pub status: bool,
    /// Its priority.
    pub priority: bool,
    /// A person's comments.
    pub comments: bool,
}

/// So many in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budget {
    /// How many.
    pub most: u32,
    /// In what time.
    pub window: Duration,
}

/// Holds findings back for a while: those that fit each part that is given. A rule without parts fits all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct MuteRule {
    /// The finding's key.
    pub key: Option<String>,
    /// The cloud account.
    pub account: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The resource.
    pub resource: Option<String>,
    /// What the title begins with.
    pub title_prefix: Option<String>,
    /// Until when, and why.
    pub mute: Mute,
}

impl Policy {
    /// The usual rules for a flow into a destination: everything opens a ticket, and a returning finding reopens its own.
    pub fn new(flow: impl Into<String>, destination: impl Into<String>) -> Self {
        Self {
            flow: flow.into(),
            destination: destination.into(),
            opens_from: Severity::Informational,
            priorities: vec![
                (Severity::Informational, Priority::Low),
                (Severity::Low, Priority::Low),
                (Severity::Medium, Priority::Normal),
                (Severity::High, Priority::High),
                (Severity::Critical, Priority::High),
            ],
            update_title: false,
            reopen: Reopen::Always,
            wont_fix_for: Duration::from_secs(90 * 24 * 60 * 60),
            deleted: Deleted::NewTicket,
            unresolved: Unresolved::CreateAgain,
            mutes: Vec::new(),
            sync: SyncBack::default(),
            send_window: Duration::from_secs(60),
            commit_within: Duration::from_secs(2 * 60),
            shows_within: Duration::from_secs(10 * 60),
            clock_skew: Duration::from_secs(5),
            retry_evidence: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            verify_after: Duration::from_secs(60 * 60),
            recheck_source: None,
            freshness: None,
            still_active_after: Duration::from_secs(7 * 24 * 60 * 60),
            max_reverts: 3,
            flush_repeats: Duration::from_secs(60 * 60),
            circuit_pause: Duration::from_secs(60),
            keep_closed: Duration::from_secs(365 * 24 * 60 * 60),
            storm: None,
            #[cfg(feature = "test-util")]
            flaw: None,
        }
    }

    /// When a create that was to be sent by this moment can no longer show: F + L + S after it.
    pub(crate) fn settled_at(&self, send_by: Moment) -> Moment {
        send_by.after(self.commit_within).after(self.shows_within).after(self.clock_skew)
    }

    /// When a write that was to be sent by this moment has been committed or never will be: later than F + S after it,
    /// for it may be committed at that very moment.
    pub(crate) fn write_settled_at(&self, send_by: Moment) -> Moment {
        send_by.after(self.commit_within).after(self.clock_skew).after(Duration::from_millis(1))
    }

    /// The rule that holds a finding back now.
    pub(crate) fn mute_of(&self, observation: &Observation, now: Moment) -> Option<&Mute> {
        let rules = self.mutes.iter().filter(|rule| rule.mute.until > now && rule.fits(observation));
        rules.map(|rule| &rule.mute).max_by_key(|mute| mute.until)
    }

    /// Whether a finding may open a ticket. One of a severity that is not known may: it is not known to be harmless.
    pub(crate) fn opens(&self, observation: &Observation) -> bool {
        observation.severity.rank().is_none_or(|rank| self.opens_from.rank().is_none_or(|least| rank >= least))
    }

    /// The priority of a ticket. Normal for a severity that has none.
    pub(crate) fn priority_of(&self, severity: &Severity) -> Priority {
        let known = self.priorities.iter().find(|(known, _)| known == severity);
        known.map_or(Priority::Normal, |(_, priority)| priority.clone())
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }
}

impl MuteRule {
    /// Holds all findings back. The parts narrow it.
    pub const fn new(mute: Mute) -> Self {
        Self { key: None, account: None, region: None, resource: None, title_prefix: None, mute }
    }

    /// One finding only.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// One account only.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// One region only.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// One resource only.
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// Findings whose title begins so.
    pub fn title_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.title_prefix = Some(prefix.into());
        self
    }

    fn fits(&self, observation: &Observation) -> bool {
        let same = |rule: &Option<String>, said: &Option<String>| rule.is_none() || rule == said;
        self.key.as_ref().is_none_or(|key| *key == observation.key)
            && same(&self.account, &observation.account)
            && same(&self.region, &observation.region)
            && same(&self.resource, &observation.resource)
            && self.title_prefix.as_ref().is_none_or(|prefix| observation.title.starts_with(prefix))
    }
}

impl SyncBack {
    /// Tells the source all that it can be told.
    pub const fn all() -> Self {
        Self { status: true, priority: true, comments: true }
    }
}

impl Budget {
    /// So many in a time.
    pub const fn new(most: u32, window: Duration) -> Self {
        Self { most, window }
    }
}

impl Priority {
    /// Whether it is more urgent than another. What is not known is not compared.
    pub(crate) fn is_above(&self, other: &Self) -> bool {
        matches!((self.rank(), other.rank()), (Some(own), Some(other)) if own > other)
    }

    fn rank(&self) -> Option<u8> {
        match self {
            Self::Low => Some(0),
            Self::Normal => Some(1),
            Self::High => Some(2),
            Self::Unknown(_) => None,
        }
    }
}

impl Severity {
    fn rank(&self) -> Option<u8> {
        match self {
            Self::Informational => Some(0),
            Self::Low => Some(1),
            Self::Medium => Some(2),
            Self::High => Some(3),
            Self::Critical => Some(4),
            Self::Unknown(_) => None,
        }
    }
}
