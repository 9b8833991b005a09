//! The attributes that findings can be filtered by. `Keyword` is missing: it is retired.

use super::filter::Form;

/// What kind of filters an attribute takes.
pub(super) fn kind_of(attribute: &str) -> Option<Form> {
    let kinds: [(&[&str], Form); 6] = [
        (TEXTS, Form::Text),
        (MAPS, Form::Entry),
        (NUMBERS, Form::Number),
        (TIMES, Form::Time),
        (ADDRESSES, Form::Address),
        (BOOLEANS, Form::Boolean),
    ];
    kinds.into_iter().find_map(|(names, kind)| names.contains(&attribute).then_some(kind))
}

const TEXTS: &[&str] = &[
    "AwsAccountId",
    "AwsAccountName",
    "CompanyName",
    "ComplianceAssociatedStandardsId",
    "ComplianceSecurityControlId",
    "ComplianceSecurityControlParametersName",
    "ComplianceSecurityControlParametersValue",
    "ComplianceStatus",
    "Description",
    "FindingProviderFieldsRelatedFindingsId",
    "FindingProviderFieldsRelatedFindingsProductArn",
    "FindingProviderFieldsSeverityLabel",
    "FindingProviderFieldsSeverityOriginal",
    "FindingProviderFieldsTypes",
    "GeneratorId",
    "Id",
    "MalwareName",
    "MalwarePath",
    "MalwareState",
    "MalwareType",
    "NetworkDestinationDomain",
    "NetworkDirection",
    "NetworkProtocol",
    "NetworkSourceDomain",
    "NetworkSourceMac",
    "NoteText",
    "NoteUpdatedBy",
    "ProcessName",
    "ProcessPath",
    "ProductArn",
    "ProductName",
    "RecommendationText",
    "RecordState",
    "Region",
    "RelatedFindingsId",
    "RelatedFindingsProductArn",
    "ResourceApplicationArn",
    "ResourceApplicationName",
    "ResourceAwsEc2InstanceIamInstanceProfileArn",
    "ResourceAwsEc2InstanceImageId",
    "ResourceAwsEc2InstanceKeyName",
    "ResourceAwsEc2InstanceSubnetId",
    "ResourceAwsEc2InstanceType",
    "ResourceAwsEc2InstanceVpcId",
    "ResourceAwsIamAccessKeyPrincipalName",
    "ResourceAwsIamAccessKeyStatus",
    "ResourceAwsIamAccessKeyUserName",
    "ResourceAwsIamUserUserName",
    "ResourceAwsS3BucketOwnerId",
    "ResourceAwsS3BucketOwnerName",
    "ResourceContainerImageId",
    "ResourceContainerImageName",
    "ResourceContainerName",
    "ResourceId",
    "ResourceOwnerAccountId",
    "ResourceOwnerOrgId",
    "ResourcePartition",
    "ResourceProvider",
    "ResourceRegion",
    "ResourceType",
    "SeverityLabel",
    "SourceUrl",
    "ThreatIntelIndicatorCategory",
    "ThreatIntelIndicatorSource",
    "ThreatIntelIndicatorSourceUrl",
    "ThreatIntelIndicatorType",
    "ThreatIntelIndicatorValue",
    "Title",
    "Type",
    "VerificationState",
    "VulnerabilitiesExploitAvailable",
    "VulnerabilitiesFixAvailable",
    "WorkflowState",
    "WorkflowStatus",
];

const MAPS: &[&str] = &["ProductFields", "ResourceDetailsOther", "ResourceTags", "UserDefinedFields"];

const NUMBERS: &[&str] = &[
    "Confidence",
    "Criticality",
    "FindingProviderFieldsConfidence",
    "FindingProviderFieldsCriticality",
    "NetworkDestinationPort",
    "NetworkSourcePort",
    "ProcessParentPid",
    "ProcessPid",
    "SeverityNormalized",
    "SeverityProduct",
];

const TIMES: &[&str] = &[
    "CreatedAt",
    "FirstObservedAt",
    "LastObservedAt",
    "NoteUpdatedAt",
    "ProcessLaunchedAt",
    "ProcessTerminatedAt",
    "ResourceAwsEc2InstanceLaunchedAt",
    "ResourceAwsIamAccessKeyCreatedAt",
    "ResourceContainerLaunchedAt",
    "ThreatIntelIndicatorLastObservedAt",
    "UpdatedAt",
];

const ADDRESSES: &[&str] = &[
    "NetworkDestinationIpV4",
    "NetworkDestinationIpV6",
    "NetworkSourceIpV4",
    "NetworkSourceIpV6",
    "ResourceAwsEc2InstanceIpV4Addresses",
    "ResourceAwsEc2InstanceIpV6Addresses",
];

const BOOLEANS: &[&str] = &["Sample"];
