// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEcsCluster`.
    pub struct AwsEcsCluster {
        pub active_services_count: Option<NumberLiteral> = "ActiveServicesCount",
        pub capacity_providers: Vec<String> = "CapacityProviders",
        pub cluster_arn: Option<String> = "ClusterArn",
        pub cluster_name: Option<String> = "ClusterName",
        pub cluster_settings: Vec<AwsEcsClusterClusterSettingsDetails> = "ClusterSettings",
        pub configuration: Option<AwsEcsClusterConfigurationDetails> = "Configuration",
        pub default_capacity_provider_strategy: Vec<AwsEcsClusterDefaultCapacityProviderStrategyDetails> = "DefaultCapacityProviderStrategy",
        pub registered_container_instances_count: Option<NumberLiteral> = "RegisteredContainerInstancesCount",
        pub running_tasks_count: Option<NumberLiteral> = "RunningTasksCount",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsEcsCluster`].
    pub struct AwsEcsClusterClusterSettingsDetails {
        pub name: Option<String> = "Name",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsEcsCluster`].
    pub struct AwsEcsClusterConfigurationDetails {
        pub execute_command_configuration: Option<AwsEcsClusterConfigurationExecuteCommandConfigurationDetails> = "ExecuteCommandConfiguration",
    }
}

part! {
    /// Part of [`AwsEcsCluster`].
    pub struct AwsEcsClusterConfigurationExecuteCommandConfigurationDetails {
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub log_configuration: Option<AwsEcsClusterConfigurationExecuteCommandConfigurationLogConfigurationDetails> = "LogConfiguration",
        pub logging: Option<String> = "Logging",
    }
}

part! {
    /// Part of [`AwsEcsCluster`].
    pub struct AwsEcsClusterConfigurationExecuteCommandConfigurationLogConfigurationDetails {
        pub cloud_watch_encryption_enabled: Option<bool> = "CloudWatchEncryptionEnabled",
        pub cloud_watch_log_group_name: Option<String> = "CloudWatchLogGroupName",
        pub s3_bucket_name: Option<String> = "S3BucketName",
        pub s3_encryption_enabled: Option<bool> = "S3EncryptionEnabled",
        pub s3_key_prefix: Option<String> = "S3KeyPrefix",
    }
}

part! {
    /// Part of [`AwsEcsCluster`].
    pub struct AwsEcsClusterDefaultCapacityProviderStrategyDetails {
        pub base: Option<NumberLiteral> = "Base",
        pub capacity_provider: Option<String> = "CapacityProvider",
        pub weight: Option<NumberLiteral> = "Weight",
    }
}
