//! A write to a ticket or to a finding.

use super::TicketFields;
use crate::moment::Moment;
use crate::policy::Priority;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One write to a ticket or a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpId(String);

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OpKind {
    /// Closes the ticket: the finding is over.
    Resolve,
    /// Reopens the ticket: the finding came back.
    Reopen,
    /// Changes fields of the ticket: the finding changed.
    Update,
    /// Closes a ticket of ours that stands beside the ticket.
    CloseStray,
    /// Closes the finding: the ticket was closed.
    CloseFinding,
    /// Reopens the finding: the ticket was reopened.
    ReopenFinding,
    /// Tells the finding what changed in the ticket.
    UpdateFinding,
}

/// What changed in a ticket, for the finding's source. `None` did not change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FindingUpdate {
    /// The ticket's status, as the tracker writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The ticket's priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// A person's comment: text from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
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
    /// When to look at it again.
    #[serde(default)]
    pub due: Moment,
    /// For [`OpKind::Update`]: what changes.
    #[serde(default)]
    pub fields: TicketFields,
    /// For [`OpKind::UpdateFinding`]: what changed.
    #[serde(default)]
    pub update: FindingUpdate,
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

impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
