// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};

details! {
    /// Details of a resource of the type `AwsOpenSearchServiceDomain`.
    pub struct AwsOpenSearchServiceDomain {
        pub access_policies: Option<String> = "AccessPolicies",
        pub advanced_security_options: Option<AwsOpenSearchServiceDomainAdvancedSecurityOptionsDetails> = "AdvancedSecurityOptions",
        pub arn: Option<String> = "Arn",
        pub cluster_config: Option<AwsOpenSearchServiceDomainClusterConfigDetails> = "ClusterConfig",
        pub domain_endpoint: Option<String> = "DomainEndpoint",
        pub domain_endpoint_options: Option<AwsOpenSearchServiceDomainDomainEndpointOptionsDetails> = "DomainEndpointOptions",
        pub domain_endpoints: TextMap = "DomainEndpoints",
        pub domain_name: Option<String> = "DomainName",
        pub encryption_at_rest_options: Option<AwsOpenSearchServiceDomainEncryptionAtRestOptionsDetails> = "EncryptionAtRestOptions",
        pub engine_version: Option<String> = "EngineVersion",
        pub id: Option<String> = "Id",
        pub log_publishing_options: Option<AwsOpenSearchServiceDomainLogPublishingOptionsDetails> = "LogPublishingOptions",
        pub node_to_node_encryption_options: Option<AwsOpenSearchServiceDomainNodeToNodeEncryptionOptionsDetails> = "NodeToNodeEncryptionOptions",
        pub service_software_options: Option<AwsOpenSearchServiceDomainServiceSoftwareOptionsDetails> = "ServiceSoftwareOptions",
        pub vpc_options: Option<AwsOpenSearchServiceDomainVpcOptionsDetails> = "VpcOptions",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainAdvancedSecurityOptionsDetails {
        pub enabled: Option<bool> = "Enabled",
        pub internal_user_database_enabled: Option<bool> = "InternalUserDatabaseEnabled",
        pub master_user_options: Option<AwsOpenSearchServiceDomainMasterUserOptionsDetails> = "MasterUserOptions",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainClusterConfigDetails {
        pub dedicated_master_count: Option<NumberLiteral> = "DedicatedMasterCount",
        pub dedicated_master_enabled: Option<bool> = "DedicatedMasterEnabled",
        pub dedicated_master_type: Option<String> = "DedicatedMasterType",
        pub instance_count: Option<NumberLiteral> = "InstanceCount",
        pub instance_type: Option<String> = "InstanceType",
        pub warm_count: Option<NumberLiteral> = "WarmCount",
        pub warm_enabled: Option<bool> = "WarmEnabled",
        pub warm_type: Option<String> = "WarmType",
        pub zone_awareness_config: Option<AwsOpenSearchServiceDomainClusterConfigZoneAwarenessConfigDetails> = "ZoneAwarenessConfig",
        pub zone_awareness_enabled: Option<bool> = "ZoneAwarenessEnabled",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainClusterConfigZoneAwarenessConfigDetails {
        pub availability_zone_count: Option<NumberLiteral> = "AvailabilityZoneCount",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainDomainEndpointOptionsDetails {
        pub custom_endpoint: Option<String> = "CustomEndpoint",
        pub custom_endpoint_certificate_arn: Option<String> = "CustomEndpointCertificateArn",
        pub custom_endpoint_enabled: Option<bool> = "CustomEndpointEnabled",
        pub enforce_https: Option<bool> = "EnforceHTTPS",
        pub tls_security_policy: Option<String> = "TLSSecurityPolicy",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainEncryptionAtRestOptionsDetails {
        pub enabled: Option<bool> = "Enabled",
        pub kms_key_id: Option<String> = "KmsKeyId",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainLogPublishingOption {
        pub cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainLogPublishingOptionsDetails {
        pub audit_logs: Option<AwsOpenSearchServiceDomainLogPublishingOption> = "AuditLogs",
        pub index_slow_logs: Option<AwsOpenSearchServiceDomainLogPublishingOption> = "IndexSlowLogs",
        pub search_slow_logs: Option<AwsOpenSearchServiceDomainLogPublishingOption> = "SearchSlowLogs",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainMasterUserOptionsDetails {
        pub master_user_arn: Option<String> = "MasterUserArn",
        pub master_user_name: Option<String> = "MasterUserName",
        pub master_user_password: Option<String> = "MasterUserPassword",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainNodeToNodeEncryptionOptionsDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainServiceSoftwareOptionsDetails {
        pub automated_update_date: Option<String> = "AutomatedUpdateDate",
        pub cancellable: Option<bool> = "Cancellable",
        pub current_version: Option<String> = "CurrentVersion",
        pub description: Option<String> = "Description",
        pub new_version: Option<String> = "NewVersion",
        pub optional_deployment: Option<bool> = "OptionalDeployment",
        pub update_available: Option<bool> = "UpdateAvailable",
        pub update_status: Option<String> = "UpdateStatus",
    }
}

part! {
    /// Part of [`AwsOpenSearchServiceDomain`].
    pub struct AwsOpenSearchServiceDomainVpcOptionsDetails {
        pub security_group_ids: Vec<String> = "SecurityGroupIds",
        pub subnet_ids: Vec<String> = "SubnetIds",
    }
}
