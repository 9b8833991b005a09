//! The structures inside a finding.
//!
//! Any member may be missing: findings come from many producers, and some are cut down on their way. What a field cannot
//! hold is in its structure's `extra`.

mod compliance;
mod note;
mod resource;
mod severity;
mod workflow;

pub use compliance::{AssociatedStandard, Compliance, ComplianceStatus, SecurityControlParameter, StatusReason};
pub use note::{Note, Recommendation, RelatedFinding, Remediation};
pub use resource::{CloudProvider, Partition, Resource, ResourceOwner, ResourceOwnerAccount, ResourceOwnerOrg};
pub use severity::{FindingProviderFields, Severity, SeverityLabel};
pub use workflow::{RecordState, VerificationState, Workflow, WorkflowState, WorkflowStatus};
