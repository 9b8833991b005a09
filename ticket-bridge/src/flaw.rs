//! Ways to get it wrong, for tests of the tests: a search or a simulation that does not catch each of them proves nothing.

/// One known mistake, built in on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flaw {
    /// Looks whether there is a ticket and creates one if not, without a claim in the ledger.
    SearchThenCreate,
    /// Forgets the claim when a create fails in any way.
    DeleteOnException,
    /// Takes an expired claim for a create that was never sent.
    LeaseExpiryToCreate,
    /// Sends a write however late it is.
    NoFence,
    /// Counts the time in which a create may show from when it was missed, not from its last moment to be sent.
    SettleFromDetection,
    /// Does not wait at all for a create to show.
    NoSettle,
    /// Does not look whether a create in doubt was done.
    NoEvidence,
    /// Takes a change for its own echo because its own account made the last one too.
    ActorNameEcho,
    /// Takes a finding that a read does not show for one that is over.
    CloseOnAbsence,
    /// Takes any ticket that names the finding for the ticket of a create in doubt.
    AdoptByKeyMarker,
}

impl Flaw {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::SearchThenCreate,
        Self::DeleteOnException,
        Self::LeaseExpiryToCreate,
        Self::NoFence,
        Self::SettleFromDetection,
        Self::NoSettle,
        Self::NoEvidence,
        Self::ActorNameEcho,
        Self::CloseOnAbsence,
        Self::AdoptByKeyMarker,
    ];
}
