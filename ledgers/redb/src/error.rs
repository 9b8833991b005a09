use std::io;
use std::path::PathBuf;

/// Why a ledger cannot be opened, with what to do about it.
///
/// Paths are shown quoted and escaped, so a message can go to a terminal or a log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Someone has it open: the service, a command, or this process itself.
    #[error(
        "another process has this ledger open: {path:?}: the service or a command; stop it, or ask the service instead. \
         (One process opens a ledger once, and clones it)"
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The folder of the file is not there. It is not made: a folder that is not mounted, or a slip in the path, would
    /// otherwise begin an empty ledger.
    #[error("there is no folder for the ledger {path:?}; make it, mount it, or correct the path")]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// There is no file, and none was to be made.
    #[error("there is no ledger {path:?}; correct the path, or start the service once, which makes it")]
    NoFile {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be read and written by this user.
    #[error("no permission to read and write the ledger {path:?}: {error}; run this as the user of the service")]
    NoPermission {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is something else.
    #[error("{path:?} is no ledger: {why}; correct the path")]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// A newer version of this crate wrote it, in a layout that is unknown here. It was not changed.
    #[error(
        "the ledger {path:?} has the layout {found}, and this version knows {known}; use the version that wrote it"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: u64,
        /// The newest layout that this version knows.
        known: u64,
    },
    /// It was changed from outside, or the disk lost some of it.
    #[error(
        "the ledger {path:?} is damaged: {why}; keep the file, put the last backup in its place, then run adopt and \
         reconcile. Without a backup, begin with an empty one and adopt: the tickets name their findings"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// The system does not let it be opened for another reason.
    #[error("the ledger {path:?} cannot be opened: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is opened outside a Tokio runtime, or in one that is ending.
    #[error("a ledger is opened within a Tokio runtime: {why}")]
    NoRuntime {
        /// What Tokio says.
        why: String,
    },
}
