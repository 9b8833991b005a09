//! The structures of a finding with their limits, as far as the documentation states them.
//!
//! Of the details of resources only `Other` is here.

mod detected;
mod evidence;
mod values;

use super::shape::Kind::{AccountId, Bool, FindingType, Number, Object, OneOf, ProductArn, SchemaVersion, Time};
use super::shape::{NO_LIMIT, Shape, TEXT, list, list_of, map, may, must, text, whole};

use detected::{DATA_CLASSIFICATION_DETAILS, DETECTION, GENERATOR_DETAILS};
use evidence::{
    ACTION, MALWARE, NETWORK, NETWORK_PATH_COMPONENT, PATCH_SUMMARY, PROCESS_DETAILS, THREAT, THREAT_INTEL_INDICATOR,
    VULNERABILITY,
};
use values::{
    CLOUD_PROVIDER_NAME, COMPLIANCE_STATUS, PARTITION, RECORD_STATE, SEVERITY_LABEL, VERIFICATION_STATE,
    WORKFLOW_STATE, WORKFLOW_STATUS,
};

pub(super) const FINDING: Shape = &[
    must("SchemaVersion", SchemaVersion),
    must("Id", text(512)),
    must("ProductArn", ProductArn),
    may("ProductName", text(128)),
    may("CompanyName", text(128)),
    may("Region", text(16)),
    must("GeneratorId", text(512)),
    must("AwsAccountId", AccountId),
    may("Types", list(0, 50, &FindingType)),
    may("FirstObservedAt", Time),
    may("LastObservedAt", Time),
    must("CreatedAt", Time),
    must("UpdatedAt", Time),
    may("Severity", Object(SEVERITY)),
    may("Confidence", whole(0, 100)),
    may("Criticality", whole(0, 100)),
    must("Title", text(256)),
    must("Description", text(1024)),
    may("Remediation", Object(REMEDIATION)),
    may("SourceUrl", TEXT),
    may("ProductFields", map(50, 128, 2048)),
    may("UserDefinedFields", map(50, 128, 1024)),
    may("Malware", list(0, 5, &Object(MALWARE))),
    may("Network", Object(NETWORK)),
    may("NetworkPath", list_of(&Object(NETWORK_PATH_COMPONENT))),
    may("Process", Object(PROCESS_DETAILS)),
    may("Threats", list(1, 32, &Object(THREAT))),
    may("ThreatIntelIndicators", list(1, 5, &Object(THREAT_INTEL_INDICATOR))),
    must("Resources", list(1, 32, &Object(RESOURCE))),
    may("Compliance", Object(COMPLIANCE)),
    may("VerificationState", OneOf(VERIFICATION_STATE)),
    may("WorkflowState", OneOf(WORKFLOW_STATE)),
    may("Workflow", Object(WORKFLOW)),
    may("RecordState", OneOf(RECORD_STATE)),
    may("RelatedFindings", list(1, 10, &Object(RELATED_FINDING))),
    may("Note", Object(NOTE)),
    may("Vulnerabilities", list_of(&Object(VULNERABILITY))),
    may("PatchSummary", Object(PATCH_SUMMARY)),
    may("Action", Object(ACTION)),
    may("FindingProviderFields", Object(FINDING_PROVIDER_FIELDS)),
    may("Sample", Bool),
    may("GeneratorDetails", Object(GENERATOR_DETAILS)),
    may("ProcessedAt", Time),
    may("AwsAccountName", text(50)),
    may("Detection", Object(DETECTION)),
];

const SEVERITY: Shape = &[
    may("Product", Number),
    may("Label", OneOf(SEVERITY_LABEL)),
    may("Normalized", whole(0, 100)),
    may("Original", text(64)),
];

const FINDING_PROVIDER_FIELDS: Shape = &[
    may("Confidence", whole(0, 100)),
    may("Criticality", whole(0, 100)),
    may("RelatedFindings", list(1, 10, &Object(RELATED_FINDING))),
    may("Severity", Object(FINDING_PROVIDER_SEVERITY)),
    may("Types", list(0, 50, &FindingType)),
];

const FINDING_PROVIDER_SEVERITY: Shape = &[
    may("Label", OneOf(SEVERITY_LABEL)),
    may("Original", text(64)),
    // On the wire and in the prose of the documentation, though not in the model.
    may("Normalized", whole(0, 100)),
    may("Product", Number),
];

const NOTE: Shape = &[must("Text", text(512)), must("UpdatedBy", TEXT), must("UpdatedAt", Time)];

const RELATED_FINDING: Shape = &[must("ProductArn", TEXT), must("Id", TEXT)];

const REMEDIATION: Shape = &[may("Recommendation", Object(RECOMMENDATION))];

const RECOMMENDATION: Shape = &[may("Text", text(512)), may("Url", TEXT)];

const WORKFLOW: Shape = &[may("Status", OneOf(WORKFLOW_STATUS))];

const COMPLIANCE: Shape = &[
    may("Status", OneOf(COMPLIANCE_STATUS)),
    may("RelatedRequirements", list(0, 32, &text(64))),
    may("StatusReasons", list_of(&Object(STATUS_REASON))),
    may("SecurityControlId", TEXT),
    may("AssociatedStandards", list(0, 20, &Object(ASSOCIATED_STANDARD))),
    may("SecurityControlParameters", list_of(&Object(SECURITY_CONTROL_PARAMETER))),
];

const STATUS_REASON: Shape = &[must("ReasonCode", TEXT), may("Description", TEXT)];

const ASSOCIATED_STANDARD: Shape = &[may("StandardsId", TEXT)];

const SECURITY_CONTROL_PARAMETER: Shape = &[may("Name", TEXT), may("Value", list_of(&TEXT))];

const RESOURCE: Shape = &[
    must("Type", text(256)),
    must("Id", TEXT),
    may("Partition", OneOf(PARTITION)),
    may("Region", text(16)),
    may("Provider", OneOf(CLOUD_PROVIDER_NAME)),
    may("Owner", Object(RESOURCE_OWNER)),
    may("ResourceRole", TEXT),
    may("Tags", map(NO_LIMIT, NO_LIMIT, 256)),
    may("DataClassification", Object(DATA_CLASSIFICATION_DETAILS)),
    may("Details", Object(RESOURCE_DETAILS)),
    may("ApplicationName", TEXT),
    may("ApplicationArn", TEXT),
];

const RESOURCE_OWNER: Shape = &[may("Account", Object(RESOURCE_OWNER_ACCOUNT)), may("Org", Object(RESOURCE_OWNER_ORG))];

const RESOURCE_OWNER_ACCOUNT: Shape = &[may("Id", TEXT)];

const RESOURCE_OWNER_ORG: Shape = &[may("Id", TEXT)];

const RESOURCE_DETAILS: Shape = &[may("Other", map(50, 127, 1023))];

/// What customers may change: the body of `BatchUpdateFindings`, without the identifiers.
pub(super) const UPDATE: Shape = &[
    may("Note", Object(NOTE_UPDATE)),
    may("Severity", Object(SEVERITY_UPDATE)),
    may("VerificationState", OneOf(VERIFICATION_STATE)),
    may("Confidence", whole(0, 100)),
    may("Criticality", whole(0, 100)),
    may("Types", list(0, 50, &FindingType)),
    may("UserDefinedFields", map(50, 128, 1024)),
    may("Workflow", Object(WORKFLOW)),
    may("RelatedFindings", list(1, 10, &Object(RELATED_FINDING))),
];

const NOTE_UPDATE: Shape = &[must("Text", text(512)), must("UpdatedBy", TEXT)];

const SEVERITY_UPDATE: Shape =
    &[may("Label", OneOf(SEVERITY_LABEL)), may("Normalized", whole(0, 100)), may("Product", Number)];

/// One finding that an update is for. The service itself has given its name: nothing more is asked of it.
pub(super) const IDENTIFIER: Shape = &[must("Id", TEXT), must("ProductArn", TEXT)];
