//! The ledger's record: what ties a finding and its ticket.

mod create;
mod ticket;
mod write;

pub use create::{Attempt, AttemptId, Made};
pub use ticket::{TicketComment, TicketFields, TicketRef, TicketSnapshot, Wrote};
pub use write::{FindingUpdate, Op, OpId, OpKind, OpState};

use crate::moment::Moment;
use crate::observation::{FindingState, Observation, Severity};
use crate::ports::NoticeKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// The ticket was deleted.
    Orphaned,
    /// Cannot succeed as it is; kept and listed.
    DeadLetter,
    /// Not a finding: what is known of a destination.
    Place,
    /// Written by a newer version of this crate.
    #[serde(other)]
    Unknown,
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

/// A rule that holds a finding back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mute {
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
    /// An operator said so for this one finding. Otherwise a rule of the policy did, and ends with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_operator: bool,
}

/// A notice that was decided on: sent at least once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoredNotice {
    /// Its id: the same when it is sent again.
    pub id: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// More words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// When to send it, unless that is done. `None`: it is done, or was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// Where it went, once it was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
}

/// What is known of a destination. Kept in a record of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Place {
    /// When all of its tickets were in the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted_at: Option<Moment>,
    /// Nothing is written there for a while: the configuration needs a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circuit: Option<Circuit>,
    /// All changes up to this moment were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconciled_to: Option<Moment>,
}

/// An open circuit: writes to a destination wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Circuit {
    /// Until when.
    pub until: Moment,
    /// The destination's words.
    pub reason: String,
    /// How often in a row a write was refused.
    pub failures: u32,
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
    /// Creates of this recurrence whose effect is unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<AttemptId>,
    /// Creates that are settled: a ticket that names one of them is ours, and never settles another create.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Made>,
    /// Several open tickets named it: they are looked for again before a create.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub probe_first: bool,
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
    /// When it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_ticket_at: Option<Moment>,
    /// What we wrote into the ticket last.
    #[serde(default)]
    pub wrote: Wrote,
    /// The finding as it was seen last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_source: Option<SeenSource>,
    /// The newest observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Observation>,
    /// What holds it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mute: Option<Mute>,
    /// When to read the ticket: it may have changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reread_at: Option<Moment>,
    /// The ticket was closed before the source had spoken: its finding is to be closed when it does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub owes_close: bool,
    /// How often nothing new was said.
    #[serde(default)]
    pub repeats: Repeats,
    /// What people are told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<StoredNotice>,
    /// How often the source took a close back.
    #[serde(default)]
    pub reverts: u32,
    /// Deferred: when to go on. In doubt: when to look next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defer_until: Option<Moment>,
    /// When to look at the source: whether a close held, or an open finding still stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify_at: Option<Moment>,
    /// Until when a person's "won't fix" is respected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Moment>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// When a ledger may forget it. Set on finished records only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
    /// The earliest moment at which something is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Moment>,
    /// Why it cannot succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// For a destination's own record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Members that a newer version wrote. Kept as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
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
            made: Vec::new(),
            probe_first: false,
            op: None,
            ticket: None,
            previous: Vec::new(),
            strays: Vec::new(),
            seen_ticket: None,
            seen_ticket_at: None,
            wrote: Wrote::default(),
            seen_source: None,
            pending: None,
            mute: None,
            reread_at: None,
            owes_close: false,
            repeats: Repeats::default(),
            notices: Vec::new(),
            reverts: 0,
            defer_until: None,
            verify_at: None,
            held_until: None,
            closed_at: None,
            expires_at: None,
            wake_at: None,
            problem: None,
            place: None,
            extra: Map::new(),
        }
    }

    /// Reads a stored record. One that a newer version wrote in a form unknown here keeps its version, and all members
    /// in [`extra`](Self::extra): whoever reads it leaves it alone.
    ///
    /// # Errors
    /// When the text is no record of any version.
    pub fn from_json(text: &str) -> serde_json::Result<Self> {
        let known = serde_json::from_str(text);
        let Err(error) = known else { return known };
        let members: Map<String, Value> = serde_json::from_str(text)?;
        let version = members.get("v").and_then(Value::as_u64).and_then(|version| u32::try_from(version).ok());
        let (Some(version), Some(pk)) = (version, members.get("pk").and_then(Value::as_str)) else { return Err(error) };
        if version <= RECORD_VERSION {
            return Err(error);
        }
        let mut record = Self::new(pk.to_owned(), String::new(), Phase::Unknown);
        record.v = version;
        record.extra = members;
        Ok(record)
    }

    /// Whether a newer version of this crate wrote it. Such a record is not to be changed here.
    pub fn is_newer(&self) -> bool {
        self.v > RECORD_VERSION
    }

    /// The text that names the finding in its ticket.
    pub fn marker(&self) -> &str {
        self.pk.rsplit_once(':').map_or(&self.pk, |(_flow, marker)| marker)
    }

    /// Whether this attempt may have made the record's ticket.
    pub(crate) fn knows_attempt(&self, id: &AttemptId) -> bool {
        self.tried.contains(id) || self.attempt.as_ref().is_some_and(|attempt| attempt.id == *id)
    }
}

impl Mute {
    /// A rule's.
    pub fn new(until: Moment, reason: impl Into<String>) -> Self {
        Self { until, reason: reason.into(), by_operator: false }
    }
}
