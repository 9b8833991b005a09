// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsAutoScalingLaunchConfiguration`.
    pub struct AwsAutoScalingLaunchConfiguration {
        pub associate_public_ip_address: Option<bool> = "AssociatePublicIpAddress",
        pub block_device_mappings: Vec<AwsAutoScalingLaunchConfigurationBlockDeviceMappingsDetails> = "BlockDeviceMappings",
        pub classic_link_vpc_id: Option<String> = "ClassicLinkVpcId",
        pub classic_link_vpc_security_groups: Vec<String> = "ClassicLinkVpcSecurityGroups",
        pub created_time: Option<String> = "CreatedTime",
        pub ebs_optimized: Option<bool> = "EbsOptimized",
        pub iam_instance_profile: Option<String> = "IamInstanceProfile",
        pub image_id: Option<String> = "ImageId",
        pub instance_monitoring: Option<AwsAutoScalingLaunchConfigurationInstanceMonitoringDetails> = "InstanceMonitoring",
        pub instance_type: Option<String> = "InstanceType",
        pub kernel_id: Option<String> = "KernelId",
        pub key_name: Option<String> = "KeyName",
        pub launch_configuration_name: Option<String> = "LaunchConfigurationName",
        pub metadata_options: Option<AwsAutoScalingLaunchConfigurationMetadataOptions> = "MetadataOptions",
        pub placement_tenancy: Option<String> = "PlacementTenancy",
        pub ramdisk_id: Option<String> = "RamdiskId",
        pub security_groups: Vec<String> = "SecurityGroups",
        pub spot_price: Option<String> = "SpotPrice",
        pub user_data: Option<String> = "UserData",
    }
}

part! {
    /// Part of [`AwsAutoScalingLaunchConfiguration`].
    pub struct AwsAutoScalingLaunchConfigurationBlockDeviceMappingsDetails {
        pub device_name: Option<String> = "DeviceName",
        pub ebs: Option<AwsAutoScalingLaunchConfigurationBlockDeviceMappingsEbsDetails> = "Ebs",
        pub no_device: Option<bool> = "NoDevice",
        pub virtual_name: Option<String> = "VirtualName",
    }
}

part! {
    /// Part of [`AwsAutoScalingLaunchConfiguration`].
    pub struct AwsAutoScalingLaunchConfigurationBlockDeviceMappingsEbsDetails {
        pub delete_on_termination: Option<bool> = "DeleteOnTermination",
        pub encrypted: Option<bool> = "Encrypted",
        pub iops: Option<NumberLiteral> = "Iops",
        pub snapshot_id: Option<String> = "SnapshotId",
        pub volume_size: Option<NumberLiteral> = "VolumeSize",
        pub volume_type: Option<String> = "VolumeType",
    }
}

part! {
    /// Part of [`AwsAutoScalingLaunchConfiguration`].
    pub struct AwsAutoScalingLaunchConfigurationInstanceMonitoringDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsAutoScalingLaunchConfiguration`].
    pub struct AwsAutoScalingLaunchConfigurationMetadataOptions {
        pub http_endpoint: Option<String> = "HttpEndpoint",
        pub http_put_response_hop_limit: Option<NumberLiteral> = "HttpPutResponseHopLimit",
        pub http_tokens: Option<String> = "HttpTokens",
    }
}
