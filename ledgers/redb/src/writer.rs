//! One writer at a time, and one flush for all that waits for it.
//!
//! A file has one write transaction at a time, and its flush takes most of the time. What is asked for while one is under
//! way waits in a queue, and goes into the next one together.

use crate::file::LedgerFile;
use crate::tables::{Change, Tables};
use redb::{Database, Error};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use ticket_bridge::LedgerFailed;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// No more go into one transaction. A bound for memory: a record may have some hundred kilobytes.
const AT_ONCE: usize = 256;

/// What waits to be written.
#[derive(Default)]
pub(crate) struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    work: Vec<Box<dyn Work>>,
    /// A task is writing: it will find what is added.
    is_running: bool,
}

/// A write that somebody waits for, or did wait for.
trait Work: Send {
    /// Does it within a transaction. Gives whether something changed.
    fn apply(&mut self, tables: &mut Tables<'_>) -> Result<bool, Error>;

    /// Tells how the transaction ended.
    fn tell(self: Box<Self>, ended: Result<(), LedgerFailed>);
}

struct Asked<F, T> {
    work: F,
    value: Option<T>,
    answer: oneshot::Sender<Result<T, LedgerFailed>>,
}

impl<F, T> Work for Asked<F, T>
where
    F: Fn(&mut Tables<'_>) -> Result<Change<T>, Error> + Send,
    T: Send,
{
    fn apply(&mut self, tables: &mut Tables<'_>) -> Result<bool, Error> {
        let change = (self.work)(tables)?;
        self.value = Some(change.value);
        Ok(change.is_changed)
    }

    fn tell(self: Box<Self>, ended: Result<(), LedgerFailed>) {
        let value = self.value;
        // Nobody waits any more when the future was dropped. What it asked for is done all the same.
        let _ = self.answer.send(ended.and_then(|()| value.ok_or_else(unanswered)));
    }
}

/// Writes, together with what else waits. Once this was polled, it is done as a whole, also when the future is dropped.
pub(crate) async fn write<T: Send + 'static>(
    file: &Arc<LedgerFile>,
    work: impl Fn(&mut Tables<'_>) -> Result<Change<T>, Error> + Send + 'static,
) -> Result<T, LedgerFailed> {
    let runtime = Handle::try_current().map_err(|error| LedgerFailed::new(error.to_string()))?;
    let (answer, told) = oneshot::channel();
    let is_first = {
        let mut waiting = file.queue.lock();
        waiting.work.push(Box::new(Asked { work, value: None, answer }));
        !std::mem::replace(&mut waiting.is_running, true)
    };
    if is_first {
        // Made here: a runtime that ends drops the task unrun, and the next write begins another.
        let running = Running { file: Arc::downgrade(file), is_over: false };
        runtime.spawn_blocking(move || running.run());
    }
    told.await.unwrap_or_else(|_dropped| Err(unanswered()))
}

fn unanswered() -> LedgerFailed {
    LedgerFailed::new("a write stopped before its end; it is not known whether it was stored")
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many wait, and whether a task is writing.
    #[cfg(test)]
    pub(crate) fn waiting(&self) -> (usize, bool) {
        let waiting = self.lock();
        (waiting.work.len(), waiting.is_running)
    }

    /// What is to be written next. `None`: nothing, and the next write begins another task.
    fn next(&self) -> Option<Vec<Box<dyn Work>>> {
        let mut waiting = self.lock();
        let count = waiting.work.len().min(AT_ONCE);
        let next: Vec<_> = waiting.work.drain(..count).collect();
        waiting.is_running = !next.is_empty();
        waiting.is_running.then_some(next)
    }
}

/// The one task that writes.
struct Running {
    /// Not held while answers are told: whoever drops the ledger after the last answer has closed the file.
    file: Weak<LedgerFile>,
    /// It left the queue empty. From then on the queue is another task's.
    is_over: bool,
}

impl Running {
    fn run(mut self) {
        let mut next = self.file.upgrade().and_then(|file| file.queue.next());
        self.is_over = next.is_none();
        while let (Some(mut work), Some(file)) = (next.take(), self.file.upgrade()) {
            let ended = file.with(|database| commit(database, &mut work));
            next = file.queue.next();
            self.is_over = next.is_none();
            drop(file);
            for work in work {
                work.tell(ended.clone());
            }
        }
    }
}

impl Drop for Running {
    /// After a panic, or when the runtime has ended: what waits is told so, and nothing waits for ever.
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        if let Some(file) = self.file.upgrade() {
            let left = std::mem::take(&mut *file.queue.lock());
            drop(left);
        }
    }
}

/// One transaction, and one flush. None when nothing changed.
fn commit(database: &Database, work: &mut [Box<dyn Work>]) -> Result<(), Error> {
    let write = database.begin_write()?;
    let mut is_changed = false;
    let mut tables = Tables::open(&write)?;
    for work in work {
        is_changed |= work.apply(&mut tables)?;
    }
    drop(tables);
    if is_changed {
        write.commit()?;
    } else {
        write.abort()?;
    }
    Ok(())
}
