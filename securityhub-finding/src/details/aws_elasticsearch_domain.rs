// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};

details! {
    /// Details of a resource of the type `AwsElasticsearchDomain`.
    pub struct AwsElasticsearchDomain {
        pub access_policies: Option<String> = "AccessPolicies",
        pub domain_endpoint_options: Option<AwsElasticsearchDomainDomainEndpointOptions> = "DomainEndpointOptions",
        pub domain_id: Option<String> = "DomainId",
        pub domain_name: Option<String> = "DomainName",
        pub elasticsearch_cluster_config: Option<AwsElasticsearchDomainElasticsearchClusterConfigDetails> = "ElasticsearchClusterConfig",
        pub elasticsearch_version: Option<String> = "ElasticsearchVersion",
        pub encryption_at_rest_options: Option<AwsElasticsearchDomainEncryptionAtRestOptions> = "EncryptionAtRestOptions",
        pub endpoint: Option<String> = "Endpoint",
        pub endpoints: TextMap = "Endpoints",
        pub log_publishing_options: Option<AwsElasticsearchDomainLogPublishingOptions> = "LogPublishingOptions",
        pub node_to_node_encryption_options: Option<AwsElasticsearchDomainNodeToNodeEncryptionOptions> = "NodeToNodeEncryptionOptions",
        pub service_software_options: Option<AwsElasticsearchDomainServiceSoftwareOptions> = "ServiceSoftwareOptions",
        pub vpc_options: Option<AwsElasticsearchDomainVPCOptions> = "VPCOptions",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainDomainEndpointOptions {
        pub enforce_https: Option<bool> = "EnforceHTTPS",
        pub tls_security_policy: Option<String> = "TLSSecurityPolicy",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainElasticsearchClusterConfigDetails {
        pub dedicated_master_count: Option<NumberLiteral> = "DedicatedMasterCount",
        pub dedicated_master_enabled: Option<bool> = "DedicatedMasterEnabled",
        pub dedicated_master_type: Option<String> = "DedicatedMasterType",
        pub instance_count: Option<NumberLiteral> = "InstanceCount",
        pub instance_type: Option<String> = "InstanceType",
        pub zone_awareness_config: Option<AwsElasticsearchDomainElasticsearchClusterConfigZoneAwarenessConfigDetails> = "ZoneAwarenessConfig",
        pub zone_awareness_enabled: Option<bool> = "ZoneAwarenessEnabled",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainElasticsearchClusterConfigZoneAwarenessConfigDetails {
        pub availability_zone_count: Option<NumberLiteral> = "AvailabilityZoneCount",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainEncryptionAtRestOptions {
        pub enabled: Option<bool> = "Enabled",
        pub kms_key_id: Option<String> = "KmsKeyId",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainLogPublishingOptions {
        pub audit_logs: Option<AwsElasticsearchDomainLogPublishingOptionsLogConfig> = "AuditLogs",
        pub index_slow_logs: Option<AwsElasticsearchDomainLogPublishingOptionsLogConfig> = "IndexSlowLogs",
        pub search_slow_logs: Option<AwsElasticsearchDomainLogPublishingOptionsLogConfig> = "SearchSlowLogs",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainLogPublishingOptionsLogConfig {
        pub cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainNodeToNodeEncryptionOptions {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainServiceSoftwareOptions {
        pub automated_update_date: Option<String> = "AutomatedUpdateDate",
        pub cancellable: Option<bool> = "Cancellable",
        pub current_version: Option<String> = "CurrentVersion",
        pub description: Option<String> = "Description",
        pub new_version: Option<String> = "NewVersion",
        pub update_available: Option<bool> = "UpdateAvailable",
        pub update_status: Option<String> = "UpdateStatus",
    }
}

part! {
    /// Part of [`AwsElasticsearchDomain`].
    pub struct AwsElasticsearchDomainVPCOptions {
        pub availability_zones: Vec<String> = "AvailabilityZones",
        pub security_group_ids: Vec<String> = "SecurityGroupIds",
        pub subnet_ids: Vec<String> = "SubnetIds",
        pub vpc_id: Option<String> = "VPCId",
    }
}
