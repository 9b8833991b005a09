//! How the status of the work moves, and how a ticket moves it.

use super::FindingState;
use crate::model::{ComplianceStatus, RecordState, VerificationState, WorkflowStatus};
use crate::{Finding, FindingUpdate};

/// Who changes the status of the work on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkflowActor {
    /// Somebody with `BatchUpdateFindings`, or in the console.
    Customer,
    /// Security Hub itself, when it takes in the finding again.
    Service,
}

impl WorkflowStatus {
    /// Whether somebody may change this status to another one.
    ///
    /// | From | The service makes it | A customer makes it |
    /// |---|---|---|
    /// | `NEW` | `RESOLVED` | any other |
    /// | `NOTIFIED` | `NEW`, `RESOLVED` | any other |
    /// | `RESOLVED` | `NEW` | any other |
    /// | `SUPPRESSED` | nothing | any other |
    ///
    /// No status becomes itself, and none becomes a status that this version does not know.
    ///
    /// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html)
    pub fn may_become(&self, next: &Self, by: WorkflowActor) -> bool {
        let is_change = self != next && is_known(self) && is_known(next);
        is_change
            && match by {
                WorkflowActor::Customer => true,
                WorkflowActor::Service => matches!(
                    (self, next),
                    (Self::New | Self::Notified, Self::Resolved) | (Self::Notified | Self::Resolved, Self::New)
                ),
            }
    }
}

fn is_known(status: &WorkflowStatus) -> bool {
    !matches!(status, WorkflowStatus::Unknown(_))
}

impl FindingState {
    /// What the service makes of the status when the finding comes in again. `None` where it stays as it is.
    ///
    /// | The finding | The status becomes |
    /// |---|---|
    /// | is of a control and passes now, not before | `RESOLVED` from `NEW` or `NOTIFIED` |
    /// | goes from `ARCHIVED` to `ACTIVE` | `NEW` from `NOTIFIED` or `RESOLVED` |
    /// | passed, and now fails, warns or is not available | `NEW` from `NOTIFIED` or `RESOLVED` |
    /// | comes in as it was | what it was: also one that is `RESOLVED` and still fails |
    ///
    /// `SUPPRESSED` stays. The documentation says so for the second row; for the others it is our reading. It also does
    /// not say what holds when a finding comes back and passes: here the pass counts.
    ///
    /// This state is the one before; a member that is missing in either is taken as unchanged. What the status of the
    /// finding that comes in says does not matter: providers cannot set it.
    ///
    /// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html)
    pub fn workflow_after_import(&self, incoming: &Finding) -> Option<WorkflowStatus> {
        let current = self.workflow.as_ref()?;
        let (before, after) = (self.compliance.as_ref(), incoming.compliance_status());
        let is_control = incoming.control_id().is_some();
        let passes_now = after == Some(&ComplianceStatus::Passed) && before != after;
        let fails_now = before == Some(&ComplianceStatus::Passed)
            && matches!(
                after,
                Some(ComplianceStatus::Failed | ComplianceStatus::Warning | ComplianceStatus::NotAvailable)
            );
        let is_back = self.record == Some(RecordState::Archived) && incoming.record_state == Some(RecordState::Active);

        let next = match (is_control && passes_now, is_back || fails_now) {
            (true, _) => WorkflowStatus::Resolved,
            (false, true) => WorkflowStatus::New,
            (false, false) => return None,
        };
        current.may_become(&next, WorkflowActor::Service).then_some(next)
    }
}

/// What happened to the ticket of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TicketChange {
    /// It was opened.
    Opened,
    /// Work on it began.
    InProgress,
    /// It was closed: the finding is settled.
    Fixed,
    /// It was closed: the finding is true, and nothing is to be done.
    Accepted,
    /// It was closed: the finding is not true.
    FalsePositive,
    /// It was opened again.
    Reopened,
}

impl TicketChange {
    /// What it means for the finding. Add a note to it as you like.
    ///
    /// | The ticket was | Status | Verification |
    /// |---|---|---|
    /// | opened, taken up, opened again | `NOTIFIED` | |
    /// | closed as fixed | `RESOLVED` | |
    /// | closed as accepted | `SUPPRESSED` | `BENIGN_POSITIVE` |
    /// | closed as false | `SUPPRESSED` | `FALSE_POSITIVE` |
    ///
    /// A ticket that is opened again does not make the finding `NEW`: every rule for new findings would act again. Where
    /// you want that, set it: `change.update().workflow(WorkflowStatus::New)`.
    ///
    /// A finding that is `RESOLVED` though its control still fails stays so until the control has passed once.
    ///
    /// ```
    /// use securityhub_finding::{FindingUpdate, TicketChange};
    /// use securityhub_finding::model::WorkflowStatus;
    ///
    /// assert_eq!(TicketChange::Fixed.update(), FindingUpdate::new().workflow(WorkflowStatus::Resolved));
    /// ```
    pub fn update(self) -> FindingUpdate {
        let update = FindingUpdate::new();
        match self {
            Self::Opened | Self::InProgress | Self::Reopened => update.workflow(WorkflowStatus::Notified),
            Self::Fixed => update.workflow(WorkflowStatus::Resolved),
            Self::Accepted => {
                update.workflow(WorkflowStatus::Suppressed).verification_state(VerificationState::BenignPositive)
            }
            Self::FalsePositive => {
                update.workflow(WorkflowStatus::Suppressed).verification_state(VerificationState::FalsePositive)
            }
        }
    }
}
