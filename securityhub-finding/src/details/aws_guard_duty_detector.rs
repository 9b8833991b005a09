// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsGuardDutyDetector`.
    pub struct AwsGuardDutyDetector {
        pub data_sources: Option<AwsGuardDutyDetectorDataSourcesDetails> = "DataSources",
        pub features: Vec<AwsGuardDutyDetectorFeaturesDetails> = "Features",
        pub finding_publishing_frequency: Option<String> = "FindingPublishingFrequency",
        pub service_role: Option<String> = "ServiceRole",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesCloudTrailDetails {
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesDetails {
        pub cloud_trail: Option<AwsGuardDutyDetectorDataSourcesCloudTrailDetails> = "CloudTrail",
        pub dns_logs: Option<AwsGuardDutyDetectorDataSourcesDnsLogsDetails> = "DnsLogs",
        pub flow_logs: Option<AwsGuardDutyDetectorDataSourcesFlowLogsDetails> = "FlowLogs",
        pub kubernetes: Option<AwsGuardDutyDetectorDataSourcesKubernetesDetails> = "Kubernetes",
        pub malware_protection: Option<AwsGuardDutyDetectorDataSourcesMalwareProtectionDetails> = "MalwareProtection",
        pub s3_logs: Option<AwsGuardDutyDetectorDataSourcesS3LogsDetails> = "S3Logs",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesDnsLogsDetails {
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesFlowLogsDetails {
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesKubernetesAuditLogsDetails {
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesKubernetesDetails {
        pub audit_logs: Option<AwsGuardDutyDetectorDataSourcesKubernetesAuditLogsDetails> = "AuditLogs",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesMalwareProtectionDetails {
        pub scan_ec2_instance_with_findings: Option<AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsDetails> = "ScanEc2InstanceWithFindings",
        pub service_role: Option<String> = "ServiceRole",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsDetails {
        pub ebs_volumes: Option<AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsEbsVolumesDetails> = "EbsVolumes",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesMalwareProtectionScanEc2InstanceWithFindingsEbsVolumesDetails {
        pub reason: Option<String> = "Reason",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorDataSourcesS3LogsDetails {
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsGuardDutyDetector`].
    pub struct AwsGuardDutyDetectorFeaturesDetails {
        pub name: Option<String> = "Name",
        pub status: Option<String> = "Status",
    }
}
