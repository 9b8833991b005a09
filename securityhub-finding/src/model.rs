//! The structures inside a finding.
//!
//! Any member may be missing: findings come from many producers, and some are cut down on their way. What a field cannot
//! hold is in its structure's `extra`.

mod action;
mod classification;
mod compliance;
mod detection;
mod network;
mod note;
mod resource;
pub(crate) mod severity;
mod threat;
mod vulnerability;
mod workflow;

pub use action::{
    Action, ActionLocalIpDetails, ActionLocalPortDetails, ActionRemoteIpDetails, ActionRemotePortDetails,
    AwsApiCallAction, AwsApiCallActionDomainDetails, City, Country, DnsRequestAction, GeoLocation,
    IpOrganizationDetails, NetworkConnectionAction, PortProbeAction, PortProbeDetail,
};
pub use classification::{
    Cell, ClassificationResult, ClassificationStatus, CustomDataIdentifiersDetections, CustomDataIdentifiersResult,
    DataClassificationDetails, Occurrences, Page, Range, Record, SensitiveDataDetections, SensitiveDataResult,
};
pub use compliance::{AssociatedStandard, Compliance, ComplianceStatus, SecurityControlParameter, StatusReason};
pub use detection::{
    Actor, ActorSession, ActorSessionMfaStatus, ActorUser, ConnectionDirection, Detection, GeneratorDetails, Indicator,
    NetworkAutonomousSystem, NetworkConnection, NetworkEndpoint, NetworkGeoLocation, Sequence, Signal, UserAccount,
};
pub use network::{
    Network, NetworkDirection, NetworkHeader, NetworkPathComponent, NetworkPathComponentDetails, PortRange,
};
pub use note::{Note, Recommendation, RelatedFinding, Remediation};
pub use resource::{CloudProvider, Partition, Resource, ResourceOwner, ResourceOwnerAccount, ResourceOwnerOrg};
pub use severity::{FindingProviderFields, Severity, SeverityLabel};
pub use threat::{
    FilePaths, Malware, MalwareState, MalwareType, ProcessDetails, Threat, ThreatIntelIndicator,
    ThreatIntelIndicatorCategory, ThreatIntelIndicatorType,
};
pub use vulnerability::{
    Adjustment, CodeVulnerabilitiesFilePath, Cvss, PatchSummary, SoftwarePackage, Vulnerability,
    VulnerabilityCodeVulnerabilities, VulnerabilityExploitAvailable, VulnerabilityFixAvailable, VulnerabilityVendor,
};
pub use workflow::{RecordState, VerificationState, Workflow, WorkflowState, WorkflowStatus};
