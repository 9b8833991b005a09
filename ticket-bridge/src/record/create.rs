//! A create: claimed, in doubt, or settled.

use crate::moment::Moment;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One attempt to create a ticket. Its text stands in the ticket, so that the ticket can be told from any other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptId(String);

/// The create that a worker has claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The worker.
    pub owner: String,
    /// When it was claimed first: a client token is valid from then on.
    #[serde(default)]
    pub since: Moment,
    /// The fence: nothing is sent after this moment.
    pub send_by: Moment,
}

/// A create that is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Made {
    /// Which.
    pub id: AttemptId,
    /// It was committed by this moment, or never will be. A later ticket that names it is a person's copy.
    pub by: Moment,
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

impl Made {
    /// A create and its last moment.
    pub const fn new(id: AttemptId, by: Moment) -> Self {
        Self { id, by }
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
