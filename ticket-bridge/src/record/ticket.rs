//! A ticket, as the record knows it.

use crate::moment::Moment;
use crate::policy::Priority;
use serde::{Deserialize, Serialize};

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
    /// How it was settled, as the tracker writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<String>,
    /// It was settled as not to be fixed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wont_fix: bool,
    /// The title, as the tracker gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The newest comment of a person, where the tracker is asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<TicketComment>,
    /// Who changed it last. It only explains: teams share one person's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// When it was created: the oldest of several is the ticket.
    pub created_at: Moment,
    /// When it was changed last.
    pub updated_at: Moment,
}

/// A person's words in a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TicketComment {
    /// Its id.
    pub id: String,
    /// The text: from outside.
    pub text: String,
}

/// Fields of a ticket that a write changes. `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TicketFields {
    /// The finding's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

/// What we wrote into a ticket last: a field that says something else now was edited by a person, and is theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Wrote {
    /// The finding's title that the ticket's was made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_title: Option<String>,
    /// The ticket's title as it was read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

impl TicketComment {
    /// A comment.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into() }
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
        Self {
            ticket,
            closed,
            status: status.into(),
            resolution: None,
            wont_fix: false,
            title: None,
            priority: None,
            comment: None,
            updated_by: None,
            created_at,
            updated_at,
        }
    }

    /// Whether nothing that we look at differs. The time of the last change alone is no difference.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.ticket.id == other.ticket.id
            && self.closed == other.closed
            && self.status == other.status
            && self.resolution == other.resolution
            && self.title == other.title
            && self.priority == other.priority
            && (other.comment.is_none() || self.comment == other.comment)
    }
}
