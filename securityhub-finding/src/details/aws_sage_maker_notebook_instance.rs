// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsSageMakerNotebookInstance`.
    pub struct AwsSageMakerNotebookInstance {
        pub accelerator_types: Vec<String> = "AcceleratorTypes",
        pub additional_code_repositories: Vec<String> = "AdditionalCodeRepositories",
        pub default_code_repository: Option<String> = "DefaultCodeRepository",
        pub direct_internet_access: Option<String> = "DirectInternetAccess",
        pub failure_reason: Option<String> = "FailureReason",
        pub instance_metadata_service_configuration: Option<AwsSageMakerNotebookInstanceMetadataServiceConfigurationDetails> = "InstanceMetadataServiceConfiguration",
        pub instance_type: Option<String> = "InstanceType",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub network_interface_id: Option<String> = "NetworkInterfaceId",
        pub notebook_instance_arn: Option<String> = "NotebookInstanceArn",
        pub notebook_instance_lifecycle_config_name: Option<String> = "NotebookInstanceLifecycleConfigName",
        pub notebook_instance_name: Option<String> = "NotebookInstanceName",
        pub notebook_instance_status: Option<String> = "NotebookInstanceStatus",
        pub platform_identifier: Option<String> = "PlatformIdentifier",
        pub role_arn: Option<String> = "RoleArn",
        pub root_access: Option<String> = "RootAccess",
        pub security_groups: Vec<String> = "SecurityGroups",
        pub subnet_id: Option<String> = "SubnetId",
        pub url: Option<String> = "Url",
        pub volume_size_in_gb: Option<NumberLiteral> = "VolumeSizeInGB",
    }
}

part! {
    /// Part of [`AwsSageMakerNotebookInstance`].
    pub struct AwsSageMakerNotebookInstanceMetadataServiceConfigurationDetails {
        pub minimum_instance_metadata_service_version: Option<String> = "MinimumInstanceMetadataServiceVersion",
    }
}
