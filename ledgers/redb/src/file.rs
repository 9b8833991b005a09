//! The file: opened, checked, and closed.

use crate::error::OpenError;
use crate::tables::{LAYOUT, Layout, Tables, layout};
use crate::writer::Queue;
use redb::backends::FileBackend;
use redb::{Builder, Database, DatabaseError, Error, ReadTransaction, ReadableDatabase, StorageError};
use std::fs::{self, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use ticket_bridge::LedgerFailed;

/// Memory for pages of the file. A ledger's working set is small.
const CACHE: usize = 32 * 1024 * 1024;

/// redb's header: its mark, and what it writes before the mark when it makes a file.
const HEADER: usize = 320;
const MARK: usize = 9;

/// A file that was not finished is smaller than this. redb begins with less than 100 kB; earlier versions, 1 MB.
const UNFINISHED: usize = 2 * 1024 * 1024;

/// The open file, shared by all clones of a ledger.
pub(crate) struct LedgerFile {
    /// `None` once it is closed. Held for reading by every read and write, and alone only to compact or to close.
    database: RwLock<Option<Database>>,
    path: PathBuf,
    /// Made by chance at each opening.
    seed: u128,
    puts: AtomicU64,
    pub(crate) queue: Queue,
}

impl LedgerFile {
    /// Opens it. With `create`: makes it where there is none.
    pub(crate) fn open(path: PathBuf, create: bool) -> Result<Self, OpenError> {
        let file = options(create).open(&path).map_err(|error| not_opened(&path, create, error))?;
        let metadata = file.metadata().map_err(|error| OpenError::Io { path: path.clone(), error })?;
        if !metadata.is_file() {
            return Err(OpenError::NotALedger { path, why: "it is no regular file".to_owned() });
        }
        let is_new = metadata.len() == 0
            || is_unfinished(&file, create).map_err(|error| OpenError::Io { path: path.clone(), error })?;
        if is_new && !create {
            return Err(OpenError::NotALedger { path, why: "it is empty".to_owned() });
        }
        let database = FileBackend::new(file).and_then(database).map_err(|error| refused(&path, error))?;
        let file = Self::of(database, path)?;
        if is_new {
            sync_folder(&file.path).map_err(|error| OpenError::Io { path: file.path.clone(), error })?;
        }
        Ok(file)
    }

    /// Over an open database: makes the tables, or checks that they are this crate's.
    pub(crate) fn of(database: Database, path: PathBuf) -> Result<Self, OpenError> {
        match ready(&database).map_err(|error| broken(&path, error))? {
            Layout::Ours(LAYOUT) => {}
            Layout::Ours(found) => return Err(OpenError::Newer { path, found, known: LAYOUT }),
            Layout::Foreign | Layout::Empty => {
                return Err(OpenError::NotALedger { path, why: "it is a redb file of another program".to_owned() });
            }
        }
        let chance = RandomState::new();
        let seed = (u128::from(chance.hash_one(0)) << 64) | u128::from(chance.hash_one(1));
        let database = RwLock::new(Some(database));
        Ok(Self { database, path, seed, puts: AtomicU64::new(0), queue: Queue::default() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A number that was given out by no file and at no opening before.
    pub(crate) fn next_rev(&self) -> u128 {
        self.seed.wrapping_add(u128::from(self.puts.fetch_add(1, Ordering::Relaxed)))
    }

    /// Does something with the database, beside others.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Database) -> Result<T, Error>) -> Result<T, LedgerFailed> {
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        work(database.as_ref().ok_or_else(closed)?).map_err(|error| failed(&error))
    }

    /// Reads a state that was committed as a whole. Waits for no writer.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&ReadTransaction) -> Result<T, Error>) -> Result<T, LedgerFailed> {
        self.with(|database| work(&database.begin_read()?))
    }

    /// Makes the file smaller. Waits until nobody reads or writes, and all wait for it.
    pub(crate) fn compact(&self) -> Result<bool, LedgerFailed> {
        let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
        database.as_mut().ok_or_else(closed)?.compact().map_err(|error| failed(&error.into()))
    }

    /// Closes it, once nobody reads or writes.
    pub(crate) fn close(&self) -> Result<(), LedgerFailed> {
        let database = self.database.write().unwrap_or_else(PoisonError::into_inner).take();
        database.map_or(Ok(()), |database| database.close().map_err(|error| failed(&error.into())))
    }
}

fn closed() -> LedgerFailed {
    LedgerFailed::new("its file was closed")
}

fn failed(error: &Error) -> LedgerFailed {
    let advice = match error {
        Error::Io(_) | Error::PreviousIo => "; see that the disk has space, and restart the service",
        Error::Corrupted(_) => "; stop the service, and put the last backup in the file's place",
        _ => "",
    };
    LedgerFailed::new(format!("{error}{advice}"))
}

/// Whether the file was being made when its process died: it has no mark of redb, and nothing behind the place for it. It is
/// made empty then, and begun anew. A file with anything in it is left alone, and so is one that is being made just now.
fn is_unfinished(file: &fs::File, create: bool) -> io::Result<bool> {
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if !(HEADER..=UNFINISHED).contains(&size) || file.try_lock().is_err() {
        return Ok(false);
    }
    let mut bytes = Vec::new();
    let mut reader = file;
    reader.read_to_end(&mut bytes)?;
    let (header, pages) = bytes.split_at_checked(HEADER).unwrap_or_default();
    let is_unfinished = header.iter().take(MARK).chain(pages).all(|byte| *byte == 0);
    // Who only looks changes nothing.
    if is_unfinished && create {
        file.set_len(0)?;
    }
    file.unlock()?;
    Ok(is_unfinished)
}

/// Only its owner may read a new file: it tells what is wrong in an account.
fn options(create: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(create);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The name of a new file is safe only once its folder is flushed.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn database(backend: FileBackend) -> Result<Database, DatabaseError> {
    // A file that was damaged in its sleep is found here, and not by a panic later.
    Builder::new().set_cache_size(CACHE).set_check_integrity_on_open(true).create_with_backend(backend)
}

fn ready(database: &Database) -> Result<Layout, Error> {
    let found = layout(&database.begin_read()?)?;
    if !matches!(found, Layout::Empty) {
        return Ok(found);
    }
    let write = database.begin_write()?;
    Tables::create(&write)?;
    write.commit()?;
    Ok(Layout::Ours(LAYOUT))
}

/// Why the file itself cannot be opened.
fn not_opened(path: &Path, create: bool, error: io::Error) -> OpenError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound if create => OpenError::NoFolder { path },
        ErrorKind::NotFound => OpenError::NoFile { path },
        ErrorKind::NotADirectory => OpenError::NoFolder { path },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => OpenError::NoPermission { path, error },
        ErrorKind::IsADirectory => OpenError::NotALedger { path, why: "it is a folder".to_owned() },
        _ => OpenError::Io { path, error },
    }
}

/// Why redb does not take it.
fn refused(path: &Path, error: DatabaseError) -> OpenError {
    let owned = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => OpenError::InUse { path: owned },
        DatabaseError::UpgradeRequired(version) => {
            OpenError::NotALedger { path: owned, why: format!("it is a redb file of the old format {version}") }
        }
        DatabaseError::Storage(StorageError::Io(source)) if source.kind() == ErrorKind::InvalidData => {
            OpenError::NotALedger { path: owned, why: source.to_string() }
        }
        other => broken(path, other.into()),
    }
}

/// Why what is in it cannot be read.
fn broken(path: &Path, error: Error) -> OpenError {
    let path = path.to_owned();
    match error {
        Error::Io(source) if source.kind() != ErrorKind::UnexpectedEof => OpenError::Io { path, error: source },
        other => OpenError::Damaged { path, why: other.to_string() },
    }
}
