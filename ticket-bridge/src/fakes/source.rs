use super::{FakeFault, Faults, locked, outcome};
use crate::moment::Moment;
use crate::observation::{FindingState, Observation};
use crate::outcome::{CallOutcome, Rejection};
use crate::ports::{FindingSource, ReadFailed, SourceWrite};
use crate::record::OpKind;
use async_trait::async_trait;
use saas_api_core::Clock;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A source of findings in memory. Clones share it.
#[derive(Clone, Debug)]
pub struct FakeSource {
    clock: Arc<dyn Clock>,
    state: Arc<Mutex<Findings>>,
}

#[derive(Debug, Default)]
struct Findings {
    known: BTreeMap<String, Observation>,
    writes: Vec<SourceWrite>,
    faults: Faults,
    unreadable: u32,
}

impl FakeSource {
    /// A source without findings.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, state: Arc::default() }
    }

    /// The source knows this finding, as it is here.
    pub fn set(&self, finding: Observation) {
        locked(&self.state).known.insert(finding.key.clone(), finding);
    }

    /// The source no longer shows a finding.
    pub fn remove(&self, key: &str) {
        locked(&self.state).known.remove(key);
    }

    /// The next write without a fault meets this one.
    pub fn fault(&self, fault: FakeFault) {
        locked(&self.state).faults.push_back(fault);
    }

    /// So many reads fail from now on.
    pub fn unreadable(&self, reads: u32) {
        locked(&self.state).unreadable = reads;
    }

    /// The writes that were done, in order.
    pub fn writes(&self) -> Vec<SourceWrite> {
        locked(&self.state).writes.clone()
    }
}

impl Findings {
    fn write(&mut self, write: &SourceWrite, now: Moment) -> CallOutcome<()> {
        let Some(finding) = self.known.get_mut(&write.key) else {
            return CallOutcome::Rejected(Rejection::item("no such finding"));
        };
        let state = match write.kind {
            OpKind::CloseFinding => FindingState::Inactive,
            OpKind::ReopenFinding => FindingState::Active,
            _ => finding.state,
        };
        if finding.state != state {
            finding.state = state;
            finding.observed_at = now;
        }
        self.writes.push(write.clone());
        CallOutcome::Done(())
    }
}

#[async_trait]
impl FindingSource for FakeSource {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        let now = Moment::from(self.clock.now());
        if now > write.send_by {
            return CallOutcome::NotSent { retry_after: None };
        }
        let mut state = locked(&self.state);
        let fault = state.faults.pop_front();
        outcome(fault, || state.write(write, now))
    }

    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed> {
        let mut state = locked(&self.state);
        if state.unreadable > 0 {
            state.unreadable = state.unreadable.saturating_sub(1);
            return Err(ReadFailed::new("the finding could not be read", None));
        }
        Ok(state.known.get(key).cloned())
    }
}
