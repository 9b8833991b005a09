//! The ledger, and a look at how it does: the bridges tell of no ledger that fails within a batch.

use crate::health::Health;
use crate::metrics::Metrics;
use async_trait::async_trait;
use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::{Expected, Ledger, LedgerFailed, MemoryLedger, Moment, Phase, Put, Record, Rev};
use ticket_bridge_config::{Problem, Problems};
use ticket_bridge_redb::RedbLedger;

/// So many keys are counted at once.
const PAGE: usize = 1000;

/// So many records are forgotten in one call, at most.
const FORGOTTEN: usize = 1000;

/// The ledger of the service.
#[derive(Clone, Debug)]
pub(crate) struct ServiceLedger {
    watched: Arc<Watched>,
    file: Option<RedbLedger>,
}

/// A ledger, and who is told how its calls end.
#[derive(Debug)]
struct Watched {
    inner: Arc<dyn Ledger>,
    health: Arc<Health>,
    metrics: Arc<Metrics>,
}

/// Opens the file, or makes it. Without one the ledger is in memory.
pub(crate) async fn open(
    file: Option<&Path>,
    health: &Arc<Health>,
    metrics: &Arc<Metrics>,
) -> Result<ServiceLedger, Problems> {
    let (file, inner): (_, Arc<dyn Ledger>) = if let Some(path) = file {
        let opened = RedbLedger::open(path).await.map_err(|error| problem(&error))?;
        (Some(opened.clone()), Arc::new(opened))
    } else {
        tracing::warn!("the ledger is in memory: what it holds is gone when the service ends");
        (None, Arc::new(MemoryLedger::new()))
    };
    let (health, metrics) = (Arc::clone(health), Arc::clone(metrics));
    Ok(ServiceLedger { watched: Arc::new(Watched { inner, health, metrics }), file })
}

fn problem(error: &impl Display) -> Problems {
    let text = error.to_string();
    let (what, fix) = text.split_once("; ").unwrap_or((&text, "see what the system says"));
    Problem::new("ledger.file", what, fix).into()
}

impl ServiceLedger {
    pub(crate) fn shared(&self) -> Arc<dyn Ledger> {
        Arc::clone(&self.watched) as Arc<dyn Ledger>
    }

    /// How many records are in a phase.
    pub(crate) async fn count(&self, phase: Phase) -> Result<usize, LedgerFailed> {
        let (mut count, mut last) = (0_usize, None::<String>);
        loop {
            let keys = self.watched.list(phase, last.as_deref(), PAGE).await?;
            count = count.saturating_add(keys.len());
            if keys.len() < PAGE {
                return Ok(count);
            }
            last = keys.into_iter().next_back();
        }
    }

    /// Forgets what may be forgotten.
    pub(crate) async fn forget_expired(&self) -> Result<(), LedgerFailed> {
        let Some(file) = &self.file else { return Ok(()) };
        while file.forget_expired(SystemTime::now().into()).await? >= FORGOTTEN {}
        Ok(())
    }

    /// Ends what is under way, and lets the file go.
    pub(crate) async fn close(&self) -> Result<(), Problems> {
        let Some(file) = &self.file else { return Ok(()) };
        file.close().await.map_err(|error| problem(&error))
    }
}

impl Watched {
    fn told<T>(&self, call: &'static str, ended: Result<T, LedgerFailed>) -> Result<T, LedgerFailed> {
        if let Err(failed) = &ended {
            self.metrics.ledger_failed(call);
            tracing::error!(call, error = failed.message, "the ledger failed");
        }
        // A file that can be read but not written is of no use: only a put that worked ends a failure.
        if ended.is_err() || call == "put" {
            self.health.ledger(ended.is_ok());
        }
        ended
    }
}

#[async_trait]
impl Ledger for Watched {
    async fn get(&self, pk: &str) -> Result<Option<(Record, Rev)>, LedgerFailed> {
        self.told("get", self.inner.get(pk).await)
    }

    async fn put(&self, expected: Expected, record: &Record) -> Result<Put, LedgerFailed> {
        self.told("put", self.inner.put(expected, record).await)
    }

    async fn due(&self, now: Moment, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.told("due", self.inner.due(now, limit).await)
    }

    async fn list(&self, phase: Phase, after: Option<&str>, limit: usize) -> Result<Vec<String>, LedgerFailed> {
        self.told("list", self.inner.list(phase, after, limit).await)
    }

    async fn by_ticket(&self, destination: &str, ticket_id: &str) -> Result<Vec<String>, LedgerFailed> {
        self.told("by_ticket", self.inner.by_ticket(destination, ticket_id).await)
    }

    async fn take(&self, bucket: &str, most: u32, window: Duration, now: Moment) -> Result<bool, LedgerFailed> {
        self.told("take", self.inner.take(bucket, most, window, now).await)
    }
}
