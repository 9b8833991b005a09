//! What a finding means for a ticket. Pure: nothing here reads a clock or calls a service.

mod workflow;

pub use workflow::{TicketChange, WorkflowActor};

use crate::Finding;
use crate::model::severity::decisive_label;
use crate::model::{ComplianceStatus, RecordState, Severity, SeverityLabel, WorkflowStatus};

/// The parts of a finding whose change asks for action.
///
/// Controls are checked again every 12 or 24 hours, and each check sends an event although nothing changed. Keep the
/// state that you acted upon, and act when another one comes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FindingState {
    /// How far the work on it is.
    pub workflow: Option<WorkflowStatus>,
    /// Whether the product still reports it.
    pub record: Option<RecordState>,
    /// The outcome of the control.
    pub compliance: Option<ComplianceStatus>,
    /// How bad it is.
    pub severity: Option<SeverityLabel>,
}

pub(crate) fn is_active(
    record: Option<&RecordState>,
    workflow: Option<&WorkflowStatus>,
    compliance: Option<&ComplianceStatus>,
) -> bool {
    let is_archived = record == Some(&RecordState::Archived);
    let is_settled = matches!(workflow, Some(WorkflowStatus::Suppressed | WorkflowStatus::Resolved));
    !(is_archived || is_settled || compliance == Some(&ComplianceStatus::Passed))
}

impl Finding {
    /// The state that decides what is to be done.
    pub fn state(&self) -> FindingState {
        FindingState {
            workflow: self.workflow_status().cloned(),
            record: self.record_state.clone(),
            compliance: self.compliance_status().cloned(),
            severity: self.severity_label(),
        }
    }

    /// Whether it stands: `ACTIVE`, `NEW` or `NOTIFIED`, and not `PASSED`.
    ///
    /// What is missing or unknown speaks for active: what is not known to be over is not over.
    pub fn is_active(&self) -> bool {
        is_active(self.record_state.as_ref(), self.workflow_status(), self.compliance_status())
    }

    /// Whether it is worth a new ticket: `NEW`, `ACTIVE`, not `PASSED`, `HIGH` or `CRITICAL`.
    ///
    /// Findings without compliance, such as those of GuardDuty, pass: the event pattern
    /// `"Compliance": {"Status": [{"anything-but": "PASSED"}]}` never lets them through. The severity is
    /// [`severity_label`](Self::severity_label). Sample findings pass too: see [`is_sample`](Self::is_sample).
    pub fn passes_w1_filter(&self) -> bool {
        self.workflow_status() == Some(&WorkflowStatus::New)
            && self.record_state == Some(RecordState::Active)
            && !self.has_passed()
            && matches!(self.severity_label(), Some(SeverityLabel::High | SeverityLabel::Critical))
    }

    /// How bad it is: the label, else the one of the normalized number, else what the product itself said.
    ///
    /// An unknown label counts only where nothing else says more.
    pub fn severity_label(&self) -> Option<SeverityLabel> {
        let provided = self.finding_provider_fields.as_ref().and_then(|fields| fields.severity.as_ref());
        decisive_label([self.severity.as_ref(), provided].into_iter().flatten().filter_map(Severity::effective_label))
    }

    /// How far the work on it is.
    pub fn workflow_status(&self) -> Option<&WorkflowStatus> {
        self.workflow.as_ref()?.status.as_ref()
    }

    /// The outcome of the control.
    pub fn compliance_status(&self) -> Option<&ComplianceStatus> {
        self.compliance.as_ref()?.status.as_ref()
    }

    /// Whether it is a made-up one, which the product sent for a try. Open no ticket for it.
    pub fn is_sample(&self) -> bool {
        self.sample == Some(true)
    }

    fn has_passed(&self) -> bool {
        self.compliance_status() == Some(&ComplianceStatus::Passed)
    }
}
