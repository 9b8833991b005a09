//! The ledger's record: what ties a finding and its ticket.

use crate::moment::Moment;
use crate::observation::{FindingState, Observation, Severity};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of the record's form that this code writes.
pub const RECORD_VERSION: u32 = 1;

/// Where a finding stands on its way to a ticket and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Phase {
    /// Accepted, to be done later.
    Deferred,
    /// A worker may be creating the ticket, until its time to send is over.
    Claimed,
    /// A create whose effect is unknown: to be looked for, never repeated blindly.
    InDoubt,
    /// There is a ticket, and it was seen.
    Linked,
    /// The ticket is closed, or there was none to open.
    Closed,
    /// Cannot succeed as it is; kept and listed.
    DeadLetter,
}

/// One attempt to create a ticket. Its text stands in the ticket, so that the ticket can be told from any other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptId(String);

/// One write to a ticket or a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpId(String);

/// A ticket in its tracker.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TicketRef {
    /// The tracker's own id, which does not change.
    pub id: String,
    /// What people call it, such as `SEC-31`.
    pub key: String,
}

/// What was last seen of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TicketSnapshot {
    /// The ticket.
    pub ticket: TicketRef,
    /// Whether it is closed. Decided by the tracker's fixed id, never by a name.
    pub closed: bool,
    /// The status, as the tracker writes it.
    pub status: String,
    /// How it was settled.
    pub resolution: Option<String>,
    /// When it was created: the oldest of several is the ticket.
    pub created_at: Moment,
    /// When it was changed last.
    pub updated_at: Moment,
}

/// What was last seen of the finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SeenSource {
    /// Whether it stood.
    pub state: FindingState,
    /// How bad it was.
    pub severity: Severity,
    /// The source's time.
    pub at: Moment,
}

/// The create that a worker has claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The worker.
    pub owner: String,
    /// The fence: nothing is sent after this moment.
    pub send_by: Moment,
}

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OpKind {
    /// Closes the ticket: the finding is over.
    Resolve,
    /// Reopens the ticket: the finding came back.
    Reopen,
    /// Closes a ticket of ours that stands beside the ticket.
    CloseStray,
    /// Closes the finding: the ticket was closed.
    CloseFinding,
    /// Reopens the finding: the ticket was reopened.
    ReopenFinding,
}

/// How far a write has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OpState {
    /// A worker may be sending it, until its time to send is over.
    Sending,
    /// It was not sent: to be sent when the record wakes.
    Waiting,
    /// Sent, and its effect is unknown.
    InDoubt,
}

/// The one write that is due or under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Op {
    /// Its id.
    pub id: OpId,
    /// What it does.
    pub kind: OpKind,
    /// Nothing is sent after this moment.
    pub send_by: Moment,
    /// How far it has come.
    pub state: OpState,
    /// Why, in words for the ticket.
    pub reason: String,
}

/// A rule that holds a finding back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mute {
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
}

/// How often nothing new was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repeats {
    /// How often, as far as it was written down: at most once an hour.
    pub count: u64,
    /// When it was written down last.
    pub since: Moment,
}

/// Everything known of one finding in one flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record {
    /// The form's version.
    pub v: u32,
    /// The ledger's key.
    pub pk: String,
    /// The project and tracker. Chosen once.
    pub destination: String,
    /// How often the finding got a new ticket after the first.
    pub recurrence: u32,
    /// Where it stands.
    pub phase: Phase,
    /// The create under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Attempt>,
    /// Creates whose effect was unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<AttemptId>,
    /// The write under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<Op>,
    /// The ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketRef>,
    /// Tickets of earlier recurrences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<TicketRef>,
    /// Tickets of ours beside the ticket: to be closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strays: Vec<TicketRef>,
    /// The ticket as it was seen or written last. What equals it is our own echo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_ticket: Option<TicketSnapshot>,
    /// The finding as it was seen last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_source: Option<SeenSource>,
    /// The newest observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Observation>,
    /// What holds it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mute: Option<Mute>,
    /// The ticket changed while a write was under way: to be read when that has ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reread: bool,
    /// How often nothing new was said.
    #[serde(default)]
    pub repeats: Repeats,
    /// How often the source took a close back.
    #[serde(default)]
    pub reverts: u32,
    /// When to look whether the close held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify_at: Option<Moment>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// The next moment at which something is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Moment>,
    /// Why it cannot succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Record {
    pub(crate) fn new(pk: String, destination: String, phase: Phase) -> Self {
        Self {
            v: RECORD_VERSION,
            pk,
            destination,
            recurrence: 0,
            phase,
            attempt: None,
            tried: Vec::new(),
            op: None,
            ticket: None,
            previous: Vec::new(),
            strays: Vec::new(),
            seen_ticket: None,
            seen_source: None,
            pending: None,
            mute: None,
            reread: false,
            repeats: Repeats::default(),
            reverts: 0,
            verify_at: None,
            closed_at: None,
            wake_at: None,
            problem: None,
        }
    }

    /// Whether this attempt may have made the record's ticket.
    pub(crate) fn knows_attempt(&self, id: &AttemptId) -> bool {
        self.tried.contains(id) || self.attempt.as_ref().is_some_and(|attempt| attempt.id == *id)
    }
}

impl AttemptId {
    /// An id from its text.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl OpId {
    /// An id from its text.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TicketRef {
    /// A ticket by its id and its key.
    pub fn new(id: impl Into<String>, key: impl Into<String>) -> Self {
        Self { id: id.into(), key: key.into() }
    }
}

impl TicketSnapshot {
    /// A ticket with the status that it had.
    pub fn new(
        ticket: TicketRef,
        status: impl Into<String>,
        closed: bool,
        created_at: Moment,
        updated_at: Moment,
    ) -> Self {
        Self { ticket, closed, status: status.into(), resolution: None, created_at, updated_at }
    }

    /// Whether nothing that we look at differs. The time of the last change alone is no difference.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.ticket.id == other.ticket.id && self.status == other.status && self.resolution == other.resolution
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
