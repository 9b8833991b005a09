use super::{FakeFault, Faults, locked, outcome};
use crate::outcome::CallOutcome;
use crate::ports::{Notice, Notifier};
use async_trait::async_trait;
use std::sync::{Arc, Mutex};

/// A notifier in memory. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct FakeNotifier(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    notices: Vec<Notice>,
    faults: Faults,
}

impl FakeNotifier {
    /// A notifier that has told nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was told, in order.
    pub fn notices(&self) -> Vec<Notice> {
        locked(&self.0).notices.clone()
    }

    /// The next notice without a fault meets this one.
    pub fn fault(&self, fault: FakeFault) {
        locked(&self.0).faults.push_back(fault);
    }
}

#[async_trait]
impl Notifier for FakeNotifier {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        let mut told = locked(&self.0);
        outcome(told.faults.pop_front(), || {
            told.notices.push(notice.clone());
            CallOutcome::Done(told.notices.len().to_string())
        })
    }
}
