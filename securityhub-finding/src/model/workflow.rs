use crate::decode::{decode_open_enum, part};
use saas_api_core::open_enum;

open_enum! {
    /// How far the work on a finding is (ワークフローのステータス).
    #[doc(alias = "ワークフローのステータス")]
    pub enum WorkflowStatus: str {
        /// Nobody has looked at it. The service returns to it when a finding comes back.
        New = "NEW",
        /// Its owner was told: a ticket is open.
        Notified = "NOTIFIED",
        /// It was looked at, and nothing is to be done.
        Suppressed = "SUPPRESSED",
        /// It is settled.
        Resolved = "RESOLVED",
    }
}

open_enum! {
    /// The retired predecessor of [`WorkflowStatus`]. Still sent, and mostly `NEW` whatever the status says.
    pub enum WorkflowState: str {
        /// New.
        New = "NEW",
        /// Assigned.
        Assigned = "ASSIGNED",
        /// In progress.
        InProgress = "IN_PROGRESS",
        /// Deferred.
        Deferred = "DEFERRED",
        /// Resolved.
        Resolved = "RESOLVED",
    }
}

open_enum! {
    /// Whether the product still reports the finding.
    pub enum RecordState: str {
        /// It does.
        Active = "ACTIVE",
        /// It does not: the resource is gone, the control is off, or the finding is old.
        Archived = "ARCHIVED",
    }
}

open_enum! {
    /// Whether somebody checked that the finding is true.
    pub enum VerificationState: str {
        /// Not checked.
        NotChecked = "UNKNOWN",
        /// It is a true one.
        TruePositive = "TRUE_POSITIVE",
        /// It is a false one.
        FalsePositive = "FALSE_POSITIVE",
        /// It is true and harmless.
        BenignPositive = "BENIGN_POSITIVE",
    }
}

decode_open_enum!(WorkflowStatus, WorkflowState, RecordState, VerificationState);

part! {
    /// How far the work on a finding is. Only customers change it, and the service when a finding comes back.
    pub struct Workflow {
        /// The status.
        pub status: Option<WorkflowStatus> = "Status",
    }
}
