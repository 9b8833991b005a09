//! Which calls of `BatchUpdateFindings` to make.

use super::{FindingIdentifier, FindingUpdate, UnprocessedFinding, UpdateAnswer};
use crate::validate::{Violations, check_identifier};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// How many findings a call may name.
const FINDINGS: usize = 100;

/// Updates of many findings in as few calls as possible.
///
/// A call of `BatchUpdateFindings` writes the same values to all findings that it names, up to 100. So the plan puts
/// findings with equal updates into one call. It names each finding once: of two updates of one finding, what the later
/// one sets counts, and the rest of the earlier one stays. An update that changes nothing is left out.
///
/// # Examples
/// ```
/// use securityhub_finding::model::WorkflowStatus;
/// use securityhub_finding::{BatchUpdate, Finding, FindingUpdate, UpdatePlan};
///
/// fn close(findings: &[Finding]) -> Result<Vec<BatchUpdate>, Box<dyn std::error::Error>> {
///     let mut plan = UpdatePlan::new();
///     for finding in findings {
///         let update = FindingUpdate::new().workflow(WorkflowStatus::Resolved).note("Closed: SEC-1", "bridge");
///         if !update.is_met_by(finding) {
///             plan.add(finding, update);
///         }
///     }
///     Ok(plan.into_calls()?)
/// }
/// # close(&[]).unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdatePlan {
    updates: Vec<(FindingIdentifier, FindingUpdate)>,
    places: HashMap<FindingIdentifier, usize>,
}

impl UpdatePlan {
    /// Plans nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Plans an update of a finding: a `&Finding`, or its identifier.
    pub fn add(&mut self, finding: impl Into<FindingIdentifier>, update: FindingUpdate) {
        let finding = finding.into();
        let planned = self.places.get(&finding).and_then(|place| self.updates.get_mut(*place));
        if let Some((_, planned)) = planned {
            *planned = std::mem::take(planned).then(update);
            return;
        }
        self.places.insert(finding.clone(), self.updates.len());
        self.updates.push((finding, update));
    }

    /// The calls to make, in the order in which their updates were planned.
    ///
    /// The service takes 10 calls a second in an account and Region, and 30 at once. What it has taken may show in the
    /// findings after minutes only. A finding is named by the product of its own Region, also where findings are
    /// aggregated.
    ///
    /// # Errors
    /// When the service would refuse an update or an identifier: all reasons. Paths count from the body of their call.
    /// To let one update hold up no others, look at [`FindingUpdate::validate`] before it is added.
    pub fn into_calls(self) -> Result<Vec<BatchUpdate>, Violations> {
        let mut groups: Vec<(FindingUpdate, Vec<FindingIdentifier>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (finding, update) in self.updates.into_iter().filter(|(_, update)| !update.is_empty()) {
            let key = serde_json::to_string(&update).unwrap_or_default();
            let place = *places.entry(key).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, findings)) => findings.push(finding),
                None => groups.push((update, vec![finding])),
            }
        }
        let mut calls = Vec::new();
        let mut violations = Vec::new();
        for (update, findings) in groups {
            violations.extend(update.validate().err().into_iter().flatten());
            for chunk in findings.chunks(FINDINGS) {
                let check = |(index, finding)| check_identifier(finding, index).err();
                violations.extend(chunk.iter().enumerate().filter_map(check).flatten());
                calls.push(BatchUpdate { finding_identifiers: chunk.to_vec(), update: update.clone() });
            }
        }
        if violations.is_empty() { Ok(calls) } else { Err(Violations::new(violations)) }
    }
}

/// One call of `BatchUpdateFindings`: `PATCH /findings/batchupdate`. Written by serde, it is the body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BatchUpdate {
    finding_identifiers: Vec<FindingIdentifier>,
    #[serde(flatten)]
    update: FindingUpdate,
}

impl BatchUpdate {
    /// The findings that it names, up to 100, each once.
    pub fn findings(&self) -> &[FindingIdentifier] {
        &self.finding_identifiers
    }

    /// What it changes in each of them.
    pub fn update(&self) -> &FindingUpdate {
        &self.update
    }

    /// The call to make again after an answer, `None` when nothing is to be repeated.
    ///
    /// It names the findings that a repetition can help, and those that the answer does not mention at all. Wait before
    /// it, longer each time. It does not name findings that were [not found](super::RetryAdvice::OnceLater).
    pub fn retry(&self, answer: &UpdateAnswer) -> Option<Self> {
        let done: HashSet<_> = answer.processed_findings.iter().collect();
        let is_final = |unprocessed: &&UnprocessedFinding| !unprocessed.is_retryable();
        let refused = answer.unprocessed_findings.iter().filter(is_final).map(|refused| &refused.finding_identifier);
        let settled: HashSet<_> = done.into_iter().chain(refused).collect();
        let open = self.finding_identifiers.iter().filter(|finding| !settled.contains(finding));
        let open: Vec<_> = open.cloned().collect();
        (!open.is_empty()).then(|| Self { finding_identifiers: open, update: self.update.clone() })
    }
}
