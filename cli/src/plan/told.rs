//! What a dry run tells while it goes.

use async_trait::async_trait;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use ticket_bridge::{CallOutcome, DryRun, Notice, Notifier, Settled, Watch};

/// What becomes of one part of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// The record's key; empty for a part of no concern.
    pub(crate) key: String,
    pub(crate) disposition: &'static str,
    /// Why it is ignored.
    pub(crate) why: Option<&'static str>,
}

/// The decision records of an event.
#[derive(Debug, Default)]
pub(super) struct Told(Mutex<Vec<Item>>);

/// The notices of an event, each with the number of writes that were planned before it.
#[derive(Debug)]
pub(super) struct Notices {
    plan: DryRun,
    told: Mutex<Vec<(usize, Notice)>>,
}

impl Told {
    pub(super) fn take(&self) -> Vec<Item> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Watch for Told {
    fn settled(&self, settled: &Settled) {
        let Settled { pk, disposition, why, .. } = settled;
        let item = Item { key: pk.clone(), disposition, why: *why };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(item);
    }
}

impl Notices {
    pub(super) fn new(plan: DryRun) -> Self {
        Self { plan, told: Mutex::default() }
    }

    pub(super) fn take(&self) -> Vec<(usize, Notice)> {
        std::mem::take(&mut *self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Notifier for Notices {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        let after = self.plan.planned().len();
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push((after, notice.clone()));
        CallOutcome::Done("dry-run".to_owned())
    }
}
