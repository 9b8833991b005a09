#[cfg(test)]
mod costs;

use crate::error::OpenError;
use crate::file::LedgerFile;
use crate::tables::{self, Entry, Window};
use crate::writer::write;
use async_trait::async_trait;
use redb::{Error, ReadTransaction};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, LedgerFailed, Moment, Phase, Put, Record, Rev};
use tokio::runtime::Handle;
use tokio::task::JoinError;

/// A ledger in one file, for one process. Clones share it.
///
/// A put that won is on the disk: it survives a `kill -9`, and a power cut if the disk keeps what it says it flushed. A
/// record and its indexes change together, so no index is stale.
///
/// All work is done on Tokio's threads for blocking work, so it needs a Tokio runtime. A future that is dropped leaves
/// nothing half done: its put is stored as a whole or not at all.
///
/// # Examples
///
/// Records that are due, as a command would show them:
///
/// ```no_run
/// use std::time::SystemTime;
/// use ticket_bridge::Ledger;
/// use ticket_bridge_redb::{OpenError, RedbLedger};
///
/// # async fn show() -> Result<(), Box<dyn std::error::Error>> {
/// let ledger = match RedbLedger::open_existing("ledger.redb").await {
///     Err(OpenError::InUse { .. }) => return Err("ask the service, or stop it".into()),
///     opened => opened?,
/// };
/// for key in ledger.due(SystemTime::now().into(), 100).await? {
///     println!("{key}");
/// }
/// ledger.close().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedbLedger(Arc<LedgerFile>);

impl RedbLedger {
    /// Opens the file, or makes it; its folder must be there.
    ///
    /// Reads the whole file once, to find damage now and not later. No other process, and no other ledger of this process,
    /// can open it until this one and all its clones are dropped, or [closed](Self::close).
    ///
    /// # Errors
    /// See [`OpenError`]: each names the file and what to do.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        Self::opened(path.into(), true).await
    }

    /// Opens the file, and makes none where there is none. For commands: a slip in the path is an error there, and no new
    /// ledger.
    ///
    /// # Errors
    /// See [`OpenError`]: each names the file and what to do.
    pub async fn open_existing(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        Self::opened(path.into(), false).await
    }

    async fn opened(path: PathBuf, create: bool) -> Result<Self, OpenError> {
        let opening = path.clone();
        let file = match blocking(move || LedgerFile::open(opening, create)).await {
            Ok(file) => file?,
            Err(Stopped::Panicked) => return Err(OpenError::Damaged { path, why: "redb stopped at it".to_owned() }),
            Err(Stopped::NoRuntime(why)) => return Err(OpenError::NoRuntime { why }),
        };
        Ok(Self(Arc::new(file)))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Forgets records whose [`expires_at`](Record::expires_at) has come, and what was taken from buckets more than a day
    /// ago. At most 1000 records at once, so that puts do not wait long; gives how many. Nothing else forgets.
    ///
    /// Call it by a schedule, again while it gives 1000. Without anything to forget it costs no flush.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn forget(ledger: &ticket_bridge_redb::RedbLedger) -> Result<(), ticket_bridge::LedgerFailed> {
    /// let now = std::time::SystemTime::now().into();
    /// while ledger.forget_expired(now).await? == 1000 {}
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forget_expired(&self, now: Moment) -> Result<usize, LedgerFailed> {
        if !self.read(move |read| tables::would_forget(read, now)).await? {
            return Ok(0);
        }
        write(&self.0, move |tables| tables.forget(now)).await
    }

    /// Makes the file smaller, where records were forgotten. Gives whether it could.
    ///
    /// It needs the file for itself: it waits for what is under way, and all else waits until it is done. That takes longer
    /// the larger the file is, so do it where a pause does no harm. A crash meanwhile loses nothing.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub async fn compact(&self) -> Result<bool, LedgerFailed> {
        let file = Arc::clone(&self.0);
        blocking(move || file.compact()).await?
    }

    /// Closes the file, once what is under way is done. Clones can do nothing more with it. Closed already is done.
    ///
    /// Dropping the last clone closes it too, but says nothing of failures. After a crash, the next opening does what is
    /// left.
    ///
    /// # Errors
    /// When the last of it cannot be written. What was acknowledged is safe all the same.
    pub async fn close(&self) -> Result<(), LedgerFailed> {
        let file = Arc::clone(&self.0);
        blocking(move || file.close()).await?
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&ReadTransaction) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, LedgerFailed> {
        let file = Arc::clone(&self.0);
        blocking(move || file.read(work)).await?
    }
}

/// Blocking work that did not come to its end.
enum Stopped {
    Panicked,
    NoRuntime(String),
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stopped> {
    let runtime = Handle::try_current().map_err(|error| Stopped::NoRuntime(error.to_string()))?;
    let stopped = |error: JoinError| {
        if error.is_panic() { Stopped::Panicked } else { Stopped::NoRuntime("it is ending".to_owned()) }
    };
    runtime.spawn_blocking(work).await.map_err(stopped)
}

impl From<Stopped> for LedgerFailed {
    fn from(stopped: Stopped) -> Self {
        Self::new(match stopped {
            Stopped::Panicked => {
                "redb stopped: the file may be damaged; restart the service, which checks it".to_owned()
            }
            Stopped::NoRuntime(why) => format!("it works within a Tokio runtime: {why}"),
        })
    }
}

#[async_trait]
impl Ledger for RedbLedger {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        let pk = pk.to_owned();
        self.read(move |read| tables::get(read, &pk)).await?
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        let entry = Arc::new(Entry::new(record)?);
        let looked = (expected.clone(), Arc::clone(&entry));
        // A look costs no flush. Most puts that lose are found here.
        if !self.read(move |read| tables::would_win(read, &looked.0, looked.1.pk())).await? {
            return Ok(Put::Lost);
        }
        let rev = self.0.next_rev();
        write(&self.0, move |tables| tables.put(&expected, &entry, rev)).await?
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.read(move |read| tables::due(read, now, limit)).await
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        let after = after.map(str::to_owned);
        self.read(move |read| tables::list(read, phase, after.as_deref(), limit)).await?
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        let (destination, ticket) = (destination.to_owned(), ticket_id.to_owned());
        self.read(move |read| tables::by_ticket(read, &destination, &ticket)).await
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        let window = Arc::new(Window::of(bucket, window, now));
        let looked = Arc::clone(&window);
        if !self.read(move |read| tables::would_grant(read, &looked, most)).await? {
            return Ok(false);
        }
        write(&self.0, move |tables| tables.take(&window, most)).await
    }
}

impl fmt::Debug for RedbLedger {
    /// Which file it is. What the records say comes from outside, and can be much.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedbLedger").field("path", &self.path()).finish_non_exhaustive()
    }
}
