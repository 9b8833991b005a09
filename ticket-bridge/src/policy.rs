//! What the user decides: when to open, reopen, wait and give up.

use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::record::Mute;
use std::time::Duration;

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
    /// What to do when a finding comes back after its ticket was closed.
    pub reopen: Reopen,
    /// What to do when a create stays in doubt and no ticket is found.
    pub unresolved: Unresolved,
    /// Rules that hold findings back.
    pub mutes: Vec<MuteRule>,
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
    /// How long after closing a finding to look whether its source took that back.
    pub verify_after: Duration,
    /// An active finding that its source repeats, though its ticket was closed, comes back after this time.
    pub still_active_after: Duration,
    /// After so many closes that the source took back, a person decides.
    pub max_reverts: u32,
    /// How often repeats are written down at most.
    pub flush_repeats: Duration,
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

/// What to do when a create stays in doubt and no ticket is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// Creates again, once A1 to A3 say that the first can no longer show.
    CreateAgain,
    /// Leaves it to a person.
    AskPerson,
}

/// Holds findings back for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MuteRule {
    /// The finding's key.
    pub key: String,
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
            reopen: Reopen::Always,
            unresolved: Unresolved::CreateAgain,
            mutes: Vec::new(),
            send_window: Duration::from_secs(60),
            commit_within: Duration::from_secs(2 * 60),
            shows_within: Duration::from_secs(10 * 60),
            clock_skew: Duration::from_secs(5),
            retry_evidence: Duration::from_secs(60),
            verify_after: Duration::from_secs(60 * 60),
            still_active_after: Duration::from_secs(7 * 24 * 60 * 60),
            max_reverts: 3,
            flush_repeats: Duration::from_secs(60 * 60),
        }
    }

    /// When a create that was to be sent by this moment can no longer show: F + L + S after it.
    pub(crate) fn settled_at(&self, send_by: Moment) -> Moment {
        send_by.after(self.commit_within).after(self.shows_within).after(self.clock_skew)
    }

    /// When a write that was to be sent by this moment has been committed or never will be: F + S after it.
    pub(crate) fn write_settled_at(&self, send_by: Moment) -> Moment {
        send_by.after(self.commit_within).after(self.clock_skew)
    }

    /// The rule that holds a finding back now.
    pub(crate) fn mute_of(&self, observation: &Observation, now: Moment) -> Option<&Mute> {
        let rules = self.mutes.iter().filter(|rule| rule.key == observation.key && rule.mute.until > now);
        rules.map(|rule| &rule.mute).max_by_key(|mute| mute.until)
    }

    /// Whether a finding may open a ticket. One of a severity that is not known may: it is not known to be harmless.
    pub(crate) fn opens(&self, observation: &Observation) -> bool {
        observation.severity.rank().is_none_or(|rank| self.opens_from.rank().is_none_or(|least| rank >= least))
    }
}

impl MuteRule {
    /// Holds one finding back.
    pub fn new(key: impl Into<String>, mute: Mute) -> Self {
        Self { key: key.into(), mute }
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
