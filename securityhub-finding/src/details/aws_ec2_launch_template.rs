// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2LaunchTemplate`.
    pub struct AwsEc2LaunchTemplate {
        pub default_version_number: Option<NumberLiteral> = "DefaultVersionNumber",
        pub id: Option<String> = "Id",
        pub latest_version_number: Option<NumberLiteral> = "LatestVersionNumber",
        pub launch_template_data: Option<AwsEc2LaunchTemplateDataDetails> = "LaunchTemplateData",
        pub launch_template_name: Option<String> = "LaunchTemplateName",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataBlockDeviceMappingSetDetails {
        pub device_name: Option<String> = "DeviceName",
        pub ebs: Option<AwsEc2LaunchTemplateDataBlockDeviceMappingSetEbsDetails> = "Ebs",
        pub no_device: Option<String> = "NoDevice",
        pub virtual_name: Option<String> = "VirtualName",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataBlockDeviceMappingSetEbsDetails {
        pub delete_on_termination: Option<bool> = "DeleteOnTermination",
        pub encrypted: Option<bool> = "Encrypted",
        pub iops: Option<NumberLiteral> = "Iops",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub snapshot_id: Option<String> = "SnapshotId",
        pub throughput: Option<NumberLiteral> = "Throughput",
        pub volume_size: Option<NumberLiteral> = "VolumeSize",
        pub volume_type: Option<String> = "VolumeType",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataCapacityReservationSpecificationCapacityReservationTargetDetails {
        pub capacity_reservation_id: Option<String> = "CapacityReservationId",
        pub capacity_reservation_resource_group_arn: Option<String> = "CapacityReservationResourceGroupArn",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataCapacityReservationSpecificationDetails {
        pub capacity_reservation_preference: Option<String> = "CapacityReservationPreference",
        pub capacity_reservation_target: Option<AwsEc2LaunchTemplateDataCapacityReservationSpecificationCapacityReservationTargetDetails> = "CapacityReservationTarget",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataCpuOptionsDetails {
        pub core_count: Option<NumberLiteral> = "CoreCount",
        pub threads_per_core: Option<NumberLiteral> = "ThreadsPerCore",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataCreditSpecificationDetails {
        pub cpu_credits: Option<String> = "CpuCredits",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataDetails {
        pub block_device_mapping_set: Vec<AwsEc2LaunchTemplateDataBlockDeviceMappingSetDetails> = "BlockDeviceMappingSet",
        pub capacity_reservation_specification: Option<AwsEc2LaunchTemplateDataCapacityReservationSpecificationDetails> = "CapacityReservationSpecification",
        pub cpu_options: Option<AwsEc2LaunchTemplateDataCpuOptionsDetails> = "CpuOptions",
        pub credit_specification: Option<AwsEc2LaunchTemplateDataCreditSpecificationDetails> = "CreditSpecification",
        pub disable_api_stop: Option<bool> = "DisableApiStop",
        pub disable_api_termination: Option<bool> = "DisableApiTermination",
        pub ebs_optimized: Option<bool> = "EbsOptimized",
        pub elastic_gpu_specification_set: Vec<AwsEc2LaunchTemplateDataElasticGpuSpecificationSetDetails> = "ElasticGpuSpecificationSet",
        pub elastic_inference_accelerator_set: Vec<AwsEc2LaunchTemplateDataElasticInferenceAcceleratorSetDetails> = "ElasticInferenceAcceleratorSet",
        pub enclave_options: Option<AwsEc2LaunchTemplateDataEnclaveOptionsDetails> = "EnclaveOptions",
        pub hibernation_options: Option<AwsEc2LaunchTemplateDataHibernationOptionsDetails> = "HibernationOptions",
        pub iam_instance_profile: Option<AwsEc2LaunchTemplateDataIamInstanceProfileDetails> = "IamInstanceProfile",
        pub image_id: Option<String> = "ImageId",
        pub instance_initiated_shutdown_behavior: Option<String> = "InstanceInitiatedShutdownBehavior",
        pub instance_market_options: Option<AwsEc2LaunchTemplateDataInstanceMarketOptionsDetails> = "InstanceMarketOptions",
        pub instance_requirements: Option<AwsEc2LaunchTemplateDataInstanceRequirementsDetails> = "InstanceRequirements",
        pub instance_type: Option<String> = "InstanceType",
        pub kernel_id: Option<String> = "KernelId",
        pub key_name: Option<String> = "KeyName",
        pub license_set: Vec<AwsEc2LaunchTemplateDataLicenseSetDetails> = "LicenseSet",
        pub maintenance_options: Option<AwsEc2LaunchTemplateDataMaintenanceOptionsDetails> = "MaintenanceOptions",
        pub metadata_options: Option<AwsEc2LaunchTemplateDataMetadataOptionsDetails> = "MetadataOptions",
        pub monitoring: Option<AwsEc2LaunchTemplateDataMonitoringDetails> = "Monitoring",
        pub network_interface_set: Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetDetails> = "NetworkInterfaceSet",
        pub placement: Option<AwsEc2LaunchTemplateDataPlacementDetails> = "Placement",
        pub private_dns_name_options: Option<AwsEc2LaunchTemplateDataPrivateDnsNameOptionsDetails> = "PrivateDnsNameOptions",
        pub ram_disk_id: Option<String> = "RamDiskId",
        pub security_group_id_set: Vec<String> = "SecurityGroupIdSet",
        pub security_group_set: Vec<String> = "SecurityGroupSet",
        pub user_data: Option<String> = "UserData",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataElasticGpuSpecificationSetDetails {
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataElasticInferenceAcceleratorSetDetails {
        pub count: Option<NumberLiteral> = "Count",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataEnclaveOptionsDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataHibernationOptionsDetails {
        pub configured: Option<bool> = "Configured",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataIamInstanceProfileDetails {
        pub arn: Option<String> = "Arn",
        pub name: Option<String> = "Name",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceMarketOptionsDetails {
        pub market_type: Option<String> = "MarketType",
        pub spot_options: Option<AwsEc2LaunchTemplateDataInstanceMarketOptionsSpotOptionsDetails> = "SpotOptions",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceMarketOptionsSpotOptionsDetails {
        pub block_duration_minutes: Option<NumberLiteral> = "BlockDurationMinutes",
        pub instance_interruption_behavior: Option<String> = "InstanceInterruptionBehavior",
        pub max_price: Option<String> = "MaxPrice",
        pub spot_instance_type: Option<String> = "SpotInstanceType",
        pub valid_until: Option<String> = "ValidUntil",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorCountDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorTotalMemoryMiBDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsBaselineEbsBandwidthMbpsDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsDetails {
        pub accelerator_count: Option<AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorCountDetails> = "AcceleratorCount",
        pub accelerator_manufacturers: Vec<String> = "AcceleratorManufacturers",
        pub accelerator_names: Vec<String> = "AcceleratorNames",
        pub accelerator_total_memory_mi_b: Option<AwsEc2LaunchTemplateDataInstanceRequirementsAcceleratorTotalMemoryMiBDetails> = "AcceleratorTotalMemoryMiB",
        pub accelerator_types: Vec<String> = "AcceleratorTypes",
        pub bare_metal: Option<String> = "BareMetal",
        pub baseline_ebs_bandwidth_mbps: Option<AwsEc2LaunchTemplateDataInstanceRequirementsBaselineEbsBandwidthMbpsDetails> = "BaselineEbsBandwidthMbps",
        pub burstable_performance: Option<String> = "BurstablePerformance",
        pub cpu_manufacturers: Vec<String> = "CpuManufacturers",
        pub excluded_instance_types: Vec<String> = "ExcludedInstanceTypes",
        pub instance_generations: Vec<String> = "InstanceGenerations",
        pub local_storage: Option<String> = "LocalStorage",
        pub local_storage_types: Vec<String> = "LocalStorageTypes",
        pub memory_gi_b_per_v_cpu: Option<AwsEc2LaunchTemplateDataInstanceRequirementsMemoryGiBPerVCpuDetails> = "MemoryGiBPerVCpu",
        pub memory_mi_b: Option<AwsEc2LaunchTemplateDataInstanceRequirementsMemoryMiBDetails> = "MemoryMiB",
        pub network_interface_count: Option<AwsEc2LaunchTemplateDataInstanceRequirementsNetworkInterfaceCountDetails> = "NetworkInterfaceCount",
        pub on_demand_max_price_percentage_over_lowest_price: Option<NumberLiteral> = "OnDemandMaxPricePercentageOverLowestPrice",
        pub require_hibernate_support: Option<bool> = "RequireHibernateSupport",
        pub spot_max_price_percentage_over_lowest_price: Option<NumberLiteral> = "SpotMaxPricePercentageOverLowestPrice",
        pub total_local_storage_gb: Option<AwsEc2LaunchTemplateDataInstanceRequirementsTotalLocalStorageGBDetails> = "TotalLocalStorageGB",
        pub v_cpu_count: Option<AwsEc2LaunchTemplateDataInstanceRequirementsVCpuCountDetails> = "VCpuCount",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsMemoryGiBPerVCpuDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsMemoryMiBDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsNetworkInterfaceCountDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsTotalLocalStorageGBDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataInstanceRequirementsVCpuCountDetails {
        pub max: Option<NumberLiteral> = "Max",
        pub min: Option<NumberLiteral> = "Min",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataLicenseSetDetails {
        pub license_configuration_arn: Option<String> = "LicenseConfigurationArn",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataMaintenanceOptionsDetails {
        pub auto_recovery: Option<String> = "AutoRecovery",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataMetadataOptionsDetails {
        pub http_endpoint: Option<String> = "HttpEndpoint",
        pub http_protocol_ipv6: Option<String> = "HttpProtocolIpv6",
        pub http_put_response_hop_limit: Option<NumberLiteral> = "HttpPutResponseHopLimit",
        pub http_tokens: Option<String> = "HttpTokens",
        pub instance_metadata_tags: Option<String> = "InstanceMetadataTags",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataMonitoringDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataNetworkInterfaceSetDetails {
        pub associate_carrier_ip_address: Option<bool> = "AssociateCarrierIpAddress",
        pub associate_public_ip_address: Option<bool> = "AssociatePublicIpAddress",
        pub delete_on_termination: Option<bool> = "DeleteOnTermination",
        pub description: Option<String> = "Description",
        pub device_index: Option<NumberLiteral> = "DeviceIndex",
        pub groups: Vec<String> = "Groups",
        pub interface_type: Option<String> = "InterfaceType",
        pub ipv4_prefix_count: Option<NumberLiteral> = "Ipv4PrefixCount",
        pub ipv4_prefixes: Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv4PrefixesDetails> = "Ipv4Prefixes",
        pub ipv6_address_count: Option<NumberLiteral> = "Ipv6AddressCount",
        pub ipv6_addresses: Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6AddressesDetails> = "Ipv6Addresses",
        pub ipv6_prefix_count: Option<NumberLiteral> = "Ipv6PrefixCount",
        pub ipv6_prefixes: Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6PrefixesDetails> = "Ipv6Prefixes",
        pub network_card_index: Option<NumberLiteral> = "NetworkCardIndex",
        pub network_interface_id: Option<String> = "NetworkInterfaceId",
        pub private_ip_address: Option<String> = "PrivateIpAddress",
        pub private_ip_addresses: Vec<AwsEc2LaunchTemplateDataNetworkInterfaceSetPrivateIpAddressesDetails> = "PrivateIpAddresses",
        pub secondary_private_ip_address_count: Option<NumberLiteral> = "SecondaryPrivateIpAddressCount",
        pub subnet_id: Option<String> = "SubnetId",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv4PrefixesDetails {
        pub ipv4_prefix: Option<String> = "Ipv4Prefix",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6AddressesDetails {
        pub ipv6_address: Option<String> = "Ipv6Address",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataNetworkInterfaceSetIpv6PrefixesDetails {
        pub ipv6_prefix: Option<String> = "Ipv6Prefix",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataNetworkInterfaceSetPrivateIpAddressesDetails {
        pub primary: Option<bool> = "Primary",
        pub private_ip_address: Option<String> = "PrivateIpAddress",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataPlacementDetails {
        pub affinity: Option<String> = "Affinity",
        pub availability_zone: Option<String> = "AvailabilityZone",
        pub group_name: Option<String> = "GroupName",
        pub host_id: Option<String> = "HostId",
        pub host_resource_group_arn: Option<String> = "HostResourceGroupArn",
        pub partition_number: Option<NumberLiteral> = "PartitionNumber",
        pub spread_domain: Option<String> = "SpreadDomain",
        pub tenancy: Option<String> = "Tenancy",
    }
}

part! {
    /// Part of [`AwsEc2LaunchTemplate`].
    pub struct AwsEc2LaunchTemplateDataPrivateDnsNameOptionsDetails {
        pub enable_resource_name_dns_aaaa_record: Option<bool> = "EnableResourceNameDnsAAAARecord",
        pub enable_resource_name_dns_a_record: Option<bool> = "EnableResourceNameDnsARecord",
        pub hostname_type: Option<String> = "HostnameType",
    }
}
