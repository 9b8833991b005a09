//! Records of a ledger, page by page.

use std::collections::VecDeque;
use ticket_bridge::{Ledger, LedgerFailed, Phase, Record};

/// So many keys are asked for at once.
const PAGE: usize = 100;

/// The records in some phases, in the order of their keys.
///
/// A ledger is no snapshot: a record that changes its phase meanwhile may be left out. None comes twice.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    ledger: &'a dyn Ledger,
    lanes: Vec<Lane>,
    last: Option<String>,
}

/// The keys of one phase.
#[derive(Debug)]
struct Lane {
    phase: Phase,
    keys: VecDeque<String>,
    after: Option<String>,
    is_read: bool,
}

impl<'a> Records<'a> {
    /// Those in these phases, after a key.
    pub(crate) fn new(ledger: &'a dyn Ledger, phases: impl IntoIterator<Item = Phase>, after: Option<&str>) -> Self {
        let lane = |phase| Lane { phase, keys: VecDeque::new(), after: after.map(str::to_owned), is_read: false };
        Self { ledger, lanes: phases.into_iter().map(lane).collect(), last: None }
    }

    /// The next one.
    pub(crate) async fn next(&mut self) -> Result<Option<Record>, LedgerFailed> {
        while let Some(pk) = self.next_key().await? {
            let stored = self.ledger.get(&pk).await?;
            // What a ledger lists may be stale.
            let wanted = stored.filter(|(record, _)| self.lanes.iter().any(|lane| lane.phase == record.phase));
            if let Some((record, _)) = wanted {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    async fn next_key(&mut self) -> Result<Option<String>, LedgerFailed> {
        for lane in &mut self.lanes {
            lane.fill(self.ledger, self.last.as_deref()).await?;
        }
        let Some(least) = self.lanes.iter().filter_map(|lane| lane.keys.front()).min().cloned() else {
            return Ok(None);
        };
        for lane in &mut self.lanes {
            if lane.keys.front() == Some(&least) {
                lane.keys.pop_front();
            }
        }
        self.last = Some(least.clone());
        Ok(Some(least))
    }
}

impl Lane {
    /// `last` was given already: a record that changed its phase since would come twice.
    async fn fill(&mut self, ledger: &dyn Ledger, last: Option<&str>) -> Result<(), LedgerFailed> {
        while !self.is_read && self.keys.is_empty() {
            let keys = ledger.list(self.phase, self.after.as_deref(), PAGE).await?;
            match keys.last() {
                Some(last) => self.after = Some(last.clone()),
                None => self.is_read = true,
            }
            self.keys = keys.into_iter().filter(|key| last.is_none_or(|last| key.as_str() > last)).collect();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ledger, record};
    use serde_json::json;
    use ticket_bridge::{Expected, Put};

    #[tokio::test]
    async fn records_of_all_phases_come_in_the_order_of_their_keys() {
        let phases = ["linked", "closed", "dead_letter"];
        let key = |number: usize| format!("alerts:orca-{number:04}");
        let stored: Vec<Record> = (0..350).map(|number| record(&key(number), phases[number % 3], &json!({}))).collect();
        let ledger = ledger(&stored).await;
        let all = [Phase::DeadLetter, Phase::Linked, Phase::Closed];
        let read = async |phases: &[Phase], after: Option<&str>| {
            let mut records = Records::new(&ledger, phases.iter().copied(), after);
            let mut keys = Vec::new();
            while let Some(record) = records.next().await.unwrap() {
                keys.push(record.pk);
            }
            keys
        };
        assert_eq!(read(&all, None).await, (0..350).map(key).collect::<Vec<_>>());
        assert_eq!(read(&all, Some(&key(347))).await, [key(348), key(349)]);
        assert_eq!(read(&[Phase::Linked], Some(&key(340))).await, [key(342), key(345), key(348)]);
    }

    #[tokio::test]
    async fn a_record_that_changes_its_phase_meanwhile_does_not_come_twice() {
        let ledger = ledger(&[record("a:1", "deferred", &json!({})), record("a:2", "deferred", &json!({}))]).await;
        let mut records = Records::new(&ledger, [Phase::Deferred, Phase::Linked], None);
        assert_eq!(records.next().await.unwrap().unwrap().pk, "a:1");
        let (mut moved, rev) = ledger.get("a:1").await.unwrap().unwrap();
        moved.phase = Phase::Linked;
        assert!(matches!(ledger.put(Expected::Rev(rev), &moved).await.unwrap(), Put::Won(_)));
        assert_eq!(records.next().await.unwrap().unwrap().pk, "a:2");
        assert_eq!(records.next().await.unwrap(), None);
    }
}
