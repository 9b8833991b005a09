//! What the bridge needs of the outside: four narrow traits, each object safe.

use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::outcome::CallOutcome;
use crate::policy::Priority;
use crate::record::{AttemptId, FindingUpdate, OpId, OpKind, Phase, Record, TicketFields, TicketRef, TicketSnapshot};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// A read that failed, or was cut short. Never taken for "there is none".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct ReadFailed {
    /// The other side's words, without secrets.
    pub message: String,
    /// How long to wait, when that is known.
    pub retry_after: Option<Duration>,
}

/// A ticket to create.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TicketDraft {
    /// The text that names the finding: goes where the tracker can search for it.
    pub marker: String,
    /// The text that names this attempt: goes into the ticket's text.
    pub attempt: AttemptId,
    /// The finding.
    pub observation: Observation,
    /// How urgent the ticket is.
    pub priority: Priority,
    /// How often the finding came back after a ticket of its own.
    pub recurrence: u32,
    /// Nothing is sent after this moment, and no answer is waited for.
    pub send_by: Moment,
}

/// A write to a ticket.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TicketWrite {
    /// The ticket.
    pub ticket: TicketRef,
    /// The text that names this write: goes into its comment.
    pub op: OpId,
    /// What to do: [`OpKind::Resolve`], [`OpKind::Reopen`], [`OpKind::Update`] or [`OpKind::CloseStray`].
    pub kind: OpKind,
    /// For an update: what changes.
    pub fields: TicketFields,
    /// Why, in words for the comment.
    pub reason: String,
    /// Nothing is sent after this moment, and no answer is waited for.
    pub send_by: Moment,
}

/// A write to a finding at its source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceWrite {
    /// The finding.
    pub key: String,
    /// What to do: [`OpKind::CloseFinding`], [`OpKind::ReopenFinding`] or [`OpKind::UpdateFinding`].
    pub kind: OpKind,
    /// For an update: what changed in the ticket.
    pub update: FindingUpdate,
    /// The write.
    pub op: OpId,
    /// Nothing is sent after this moment, and no answer is waited for.
    pub send_by: Moment,
}

/// What two independent paths show of some attempts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Evidence {
    /// Tickets whose text names one of the attempts, each read again by its id.
    Found(Vec<TicketSnapshot>),
    /// Both paths were read completely, and neither has any.
    None,
    /// A path failed or was cut short.
    Incomplete(ReadFailed),
}

/// Tickets that name a finding, whoever made them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Probe {
    /// None.
    None,
    /// Exactly one is open.
    Open(TicketSnapshot),
    /// All are closed: the newest.
    Closed(TicketSnapshot),
    /// Several are open: a person decides.
    Ambiguous(Vec<TicketRef>),
    /// It could not be found out.
    Failed(ReadFailed),
}

/// A ticket as its tracker gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketRead {
    /// Its state.
    pub snapshot: TicketSnapshot,
    /// The attempt that its text names.
    pub attempt: Option<AttemptId>,
    /// The text that names its finding.
    pub marker: Option<String>,
    /// A comment names the write that was asked for.
    pub applied: bool,
}

/// What became of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TicketState {
    /// It is there.
    There(Box<TicketRead>),
    /// It was deleted: the project can be read, and says so.
    Deleted,
    /// It is not to be seen, and nothing says that it was deleted: the key may have lost its rights.
    Hidden(String),
}

/// Some tickets of a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketPage {
    /// The tickets. Those that name no finding are left out.
    pub tickets: Vec<TicketRead>,
    /// Where the next page begins. `None`: there is none.
    pub next: Option<String>,
}

/// What a tracker can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct Capabilities {
    /// A create carries the attempt's id as a client token: sent again within this time after its first sending, it makes
    /// no second ticket. `None`: the tracker knows no such token.
    pub create_token: Option<Duration>,
}

/// Where tickets are.
#[async_trait]
pub trait TicketTracker: fmt::Debug + Send + Sync {
    /// What it can do.
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    /// Creates a ticket. Sent once at most, and not after `send_by`.
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot>;

    /// Resolves, reopens or updates a ticket, or closes a stray one. Already so is done.
    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot>;

    /// Reads a ticket. With a write's id: whether a comment of the ticket names it.
    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed>;

    /// Looks for tickets that name the finding, by exact comparison.
    async fn probe(&self, marker: &str) -> Probe;

    /// Looks for tickets that some attempts made, since a moment.
    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence;

    /// A page of all tickets that name a finding; with `since`, of those that were changed since then. `cursor` is the
    /// [`next`](TicketPage::next) of the page before. Pages may shift while they are read: a ticket may come twice, and none
    /// that is there throughout is left out.
    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed>;
}

/// Where findings are.
#[async_trait]
pub trait FindingSource: fmt::Debug + Send + Sync {
    /// Closes, reopens or updates a finding. Already so is done.
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()>;

    /// Reads a finding; `None` when it is gone.
    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed>;
}

/// What people are told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// Its id: the same when it is sent again.
    pub id: String,
    /// What happened.
    pub kind: NoticeKind,
    /// The finding's title: text from outside.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// The ticket, when there is one.
    pub ticket: Option<TicketRef>,
    /// More words: may hold text from outside.
    pub detail: String,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoticeKind {
    /// A ticket was opened.
    Opened,
    /// A ticket was reopened.
    Reopened,
    /// A ticket was resolved, for the finding is over.
    Resolved,
    /// The finding was closed, for its ticket was.
    FindingClosed,
    /// A create is in doubt.
    InDoubt,
    /// Something cannot succeed as it is.
    DeadLetter,
    /// The source took a close back too often: a person decides.
    Reverted,
    /// Someone must mend the configuration.
    Configuration,
    /// There are two open tickets of ours for one finding: the one that the ledger does not name as its ticket is closed.
    Duplicate,
    /// A person deleted the ticket.
    Deleted,
    /// A ticket or a finding could not be written.
    Refused,
}

/// Who tells people.
#[async_trait]
pub trait Notifier: fmt::Debug + Send + Sync {
    /// Tells it; gives the message's id. A notice goes out at least once.
    async fn notify(&self, notice: &Notice) -> CallOutcome<String>;
}

/// The revision of a stored record: opaque, random, kept by the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rev(String);

/// What a put expects to find.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a conditional put knows no third expectation")]
pub enum Expected {
    /// No record.
    Absent,
    /// The record with this revision.
    Rev(Rev),
}

/// How a put ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a conditional put wins or loses")]
#[must_use]
pub enum Put {
    /// It is stored.
    Won(Rev),
    /// Someone else stored first: get again, decide again.
    Lost,
}

/// The ledger does not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger failed: {message}")]
#[non_exhaustive]
pub struct LedgerFailed {
    /// The ledger's words.
    pub message: String,
}

/// Where records are: the only truth about what has a ticket.
#[async_trait]
pub trait Ledger: fmt::Debug + Send + Sync {
    /// The record, read so that it shows every put that won before.
    ///
    /// # Errors
    /// When the ledger does not answer.
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed>;

    /// Stores the record, if it is still as expected. The only write.
    ///
    /// # Errors
    /// When it is not known whether it was stored.
    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed>;

    /// Keys of records whose wake time has come, the longest due first. May be stale.
    ///
    /// # Errors
    /// When the ledger does not answer.
    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed>;

    /// Keys of records in a phase, after a key. May be stale.
    ///
    /// # Errors
    /// When the ledger does not answer.
    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed>;

    /// Keys of records that name a ticket. May be stale.
    ///
    /// # Errors
    /// When the ledger does not answer.
    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed>;

    /// Takes one of `most` from a bucket that is full again in each window of time; `false` when it is empty. One
    /// conditional add: of all workers together, no more than `most` are granted in one window. The windows begin at
    /// multiples of their length since 1970.
    ///
    /// # Errors
    /// When the ledger does not answer.
    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed>;
}

impl Probe {
    /// What tickets that name one finding amount to. The newest closed one counts, if none is open.
    pub fn of(snapshots: Vec<TicketSnapshot>) -> Self {
        let (closed, mut open): (Vec<_>, Vec<_>) = snapshots.into_iter().partition(|snapshot| snapshot.closed);
        if open.len() > 1 {
            return Self::Ambiguous(open.into_iter().map(|snapshot| snapshot.ticket).collect());
        }
        let newest = closed.into_iter().max_by_key(|snapshot| (snapshot.created_at, snapshot.ticket.id.clone()));
        open.pop().map(Self::Open).or(newest.map(Self::Closed)).unwrap_or(Self::None)
    }
}

impl Rev {
    /// A revision from its text. For ledgers.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ReadFailed {
    /// A failure in words without secrets.
    pub fn new(message: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self { message: message.into(), retry_after }
    }
}

impl LedgerFailed {
    /// A failure in the ledger's words.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl Notice {
    /// A notice about a finding.
    pub fn new(id: impl Into<String>, kind: NoticeKind, observation: &Observation) -> Self {
        Self {
            id: id.into(),
            kind,
            title: observation.title.clone(),
            severity: observation.severity.clone(),
            ticket: None,
            detail: String::new(),
        }
    }
}

impl TicketRead {
    /// A ticket, the attempt that its text names, and the text that names its finding.
    pub const fn new(snapshot: TicketSnapshot, attempt: Option<AttemptId>, marker: Option<String>) -> Self {
        Self { snapshot, attempt, marker, applied: false }
    }
}

impl TicketPage {
    /// A page and where the next begins.
    pub const fn new(tickets: Vec<TicketRead>, next: Option<String>) -> Self {
        Self { tickets, next }
    }
}

impl TicketDraft {
    /// A draft from its parts. For tests of trackers.
    pub fn new(marker: String, attempt: AttemptId, observation: Observation, recurrence: u32, send_by: Moment) -> Self {
        Self { marker, attempt, observation, priority: Priority::Normal, recurrence, send_by }
    }
}

impl TicketWrite {
    /// A write from its parts. For tests of trackers.
    pub fn new(ticket: TicketRef, op: OpId, kind: OpKind, reason: impl Into<String>, send_by: Moment) -> Self {
        Self { ticket, op, kind, fields: TicketFields::default(), reason: reason.into(), send_by }
    }
}

impl SourceWrite {
    /// A write from its parts. For tests of sources.
    pub fn new(key: impl Into<String>, op: OpId, kind: OpKind, send_by: Moment) -> Self {
        Self { key: key.into(), kind, update: FindingUpdate::default(), op, send_by }
    }
}
