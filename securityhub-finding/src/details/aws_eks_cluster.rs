// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEksCluster`.
    pub struct AwsEksCluster {
        pub arn: Option<String> = "Arn",
        pub certificate_authority_data: Option<String> = "CertificateAuthorityData",
        pub cluster_status: Option<String> = "ClusterStatus",
        pub endpoint: Option<String> = "Endpoint",
        pub logging: Option<AwsEksClusterLoggingDetails> = "Logging",
        pub name: Option<String> = "Name",
        pub resources_vpc_config: Option<AwsEksClusterResourcesVpcConfigDetails> = "ResourcesVpcConfig",
        pub role_arn: Option<String> = "RoleArn",
        pub version: Option<String> = "Version",
    }
}

part! {
    /// Part of [`AwsEksCluster`].
    pub struct AwsEksClusterLoggingClusterLoggingDetails {
        pub enabled: Option<bool> = "Enabled",
        pub types: Vec<String> = "Types",
    }
}

part! {
    /// Part of [`AwsEksCluster`].
    pub struct AwsEksClusterLoggingDetails {
        pub cluster_logging: Vec<AwsEksClusterLoggingClusterLoggingDetails> = "ClusterLogging",
    }
}

part! {
    /// Part of [`AwsEksCluster`].
    pub struct AwsEksClusterResourcesVpcConfigDetails {
        pub endpoint_public_access: Option<bool> = "EndpointPublicAccess",
        pub security_group_ids: Vec<String> = "SecurityGroupIds",
        pub subnet_ids: Vec<String> = "SubnetIds",
    }
}
