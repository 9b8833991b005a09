//! What can go wrong.

/// One kind of trouble. A schedule has some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A call takes long.
    Slow,
    /// A ticket shows late: on one path just within A2, on the other whenever.
    Lag,
    /// Done, and the answer is lost.
    LostAnswer,
    /// The answer is lost, and it is done as late as A1 allows.
    LateCommit,
    /// The connection was reset, and nothing was done.
    ResetBefore,
    /// Refused for the rate limit: not sent.
    RateLimited,
    /// A server's error: done or not.
    ServerError,
    /// An observation is delivered twice.
    Duplicated,
    /// An observation is delivered late, after its successors.
    Reordered,
    /// A put is stored, and its answer is lost.
    PutLost,
    /// A put is not stored.
    PutFailed,
    /// The ledger does not answer a read.
    LedgerRead,
    /// An index of the ledger shows what was.
    StaleIndex,
    /// A read of the tracker or the source fails.
    ReadFailed,
    /// A webhook is lost.
    HookLost,
    /// A webhook is delivered late or twice.
    HookShuffled,
    /// A person edits tickets.
    Person,
    /// The person uses the bridge's own account.
    SameAccount,
    /// The source takes a close back.
    Reverted,
    /// A read of the source shows nothing.
    Absent,
    /// The destination refuses for its configuration.
    Refused,
    /// A write is refused for what it is.
    Rejected,
    /// Clocks differ.
    Skew,
    /// A worker stands still between its put and its call.
    Stall,
    /// A worker dies.
    Crash,
}

use Fault::{
    Absent, Crash, Duplicated, HookLost, HookShuffled, Lag, LateCommit, LedgerRead, LostAnswer, Person, PutFailed,
    PutLost, RateLimited, ReadFailed, Refused, Rejected, Reordered, ResetBefore, Reverted, SameAccount, ServerError,
    Skew, Slow, StaleIndex, Stall,
};

/// All kinds, each at the place of its number.
pub(crate) const FAULTS: [Fault; 25] = [
    Slow,
    Lag,
    LostAnswer,
    LateCommit,
    ResetBefore,
    RateLimited,
    ServerError,
    Duplicated,
    Reordered,
    PutLost,
    PutFailed,
    LedgerRead,
    StaleIndex,
    ReadFailed,
    HookLost,
    HookShuffled,
    Person,
    SameAccount,
    Reverted,
    Absent,
    Refused,
    Rejected,
    Skew,
    Stall,
    Crash,
];

impl Fault {
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}
