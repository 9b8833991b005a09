//! How a suite is run.

use super::report::{Verdict, Why};
use futures_util::future::join_all;
use saas_api_core::{Clock, SystemClock};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// Work to be run beside other work.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How a suite is run: how stale an index may be, and whether what happens at once happens on several threads.
#[derive(Clone)]
#[must_use]
pub struct Setting {
    staleness: Duration,
    clock: Arc<dyn Clock>,
    spawn: Option<Arc<dyn Fn(Task) + Send + Sync>>,
}

/// A stale index is asked so often until it must be right.
const LOOKS: u32 = 20;

impl Setting {
    /// Indexes and searches are right at once, and all runs on one thread.
    pub fn new() -> Self {
        Self { staleness: Duration::ZERO, clock: Arc::new(SystemClock::new()), spawn: None }
    }

    /// Indexes and searches are right after this time.
    pub fn staleness(mut self, staleness: Duration) -> Self {
        self.staleness = staleness;
        self
    }

    /// The clock of the port under test, if it is not the system's. It is waited by, too.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// What happens at once is handed over to a runtime, such as `|task| { tokio::spawn(task); }`.
    pub fn spawn(mut self, spawn: impl Fn(Task) + Send + Sync + 'static) -> Self {
        self.spawn = Some(Arc::new(spawn));
        self
    }

    pub(super) fn now(&self) -> crate::Moment {
        self.clock.now().into()
    }

    /// Looks until it is so, or must have been.
    pub(super) async fn eventually(&self, look: impl AsyncFn() -> Verdict) -> Verdict {
        let step = self.staleness / LOOKS;
        for _ in 0..LOOKS {
            if self.staleness.is_zero() || look().await.is_ok() {
                break;
            }
            self.clock.sleep(step).await;
        }
        look().await
    }

    /// Does all at once.
    pub(super) async fn together<T: Send + 'static>(
        &self,
        work: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
    ) -> Verdict<Vec<T>> {
        let Some(spawn) = &self.spawn else { return Ok(join_all(work).await) };
        let answers: Vec<_> = work.into_iter().map(|work| spawned(spawn.as_ref(), work)).collect();
        let answers = join_all(answers).await;
        answers.into_iter().collect::<Result<_, _>>().map_err(|error| Why(format!("a task did not end: {error}")))
    }
}

fn spawned<T: Send + 'static>(
    spawn: &(dyn Fn(Task) + Send + Sync),
    work: impl Future<Output = T> + Send + 'static,
) -> oneshot::Receiver<T> {
    let (tell, answer) = oneshot::channel();
    spawn(Box::pin(async move {
        // Nobody waits any more when the suite was given up.
        let _ = tell.send(work.await);
    }));
    answer
}

impl Default for Setting {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting")
            .field("staleness", &self.staleness)
            .field("clock", &self.clock)
            .field("spawns", &self.spawn.is_some())
            .finish()
    }
}
