// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};
use super::{AwsRdsDbDomainMembership, AwsRdsDbInstanceVpcSecurityGroup, AwsRdsDbProcessorFeature};

details! {
    /// Details of a resource of the type `AwsRdsDbInstance`.
    pub struct AwsRdsDbInstance {
        pub allocated_storage: Option<NumberLiteral> = "AllocatedStorage",
        pub associated_roles: Vec<AwsRdsDbInstanceAssociatedRole> = "AssociatedRoles",
        pub auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
        pub availability_zone: Option<String> = "AvailabilityZone",
        pub backup_retention_period: Option<NumberLiteral> = "BackupRetentionPeriod",
        pub ca_certificate_identifier: Option<String> = "CACertificateIdentifier",
        pub character_set_name: Option<String> = "CharacterSetName",
        pub copy_tags_to_snapshot: Option<bool> = "CopyTagsToSnapshot",
        pub db_cluster_identifier: Option<String> = "DBClusterIdentifier",
        pub db_instance_class: Option<String> = "DBInstanceClass",
        pub db_instance_identifier: Option<String> = "DBInstanceIdentifier",
        pub db_name: Option<String> = "DBName",
        pub db_instance_port: Option<NumberLiteral> = "DbInstancePort",
        pub db_instance_status: Option<String> = "DbInstanceStatus",
        pub db_parameter_groups: Vec<AwsRdsDbParameterGroup> = "DbParameterGroups",
        pub db_security_groups: Vec<String> = "DbSecurityGroups",
        pub db_subnet_group: Option<AwsRdsDbSubnetGroup> = "DbSubnetGroup",
        pub dbi_resource_id: Option<String> = "DbiResourceId",
        pub deletion_protection: Option<bool> = "DeletionProtection",
        pub domain_memberships: Vec<AwsRdsDbDomainMembership> = "DomainMemberships",
        pub enabled_cloud_watch_logs_exports: Vec<String> = "EnabledCloudWatchLogsExports",
        pub endpoint: Option<AwsRdsDbInstanceEndpoint> = "Endpoint",
        pub engine: Option<String> = "Engine",
        pub engine_version: Option<String> = "EngineVersion",
        pub enhanced_monitoring_resource_arn: Option<String> = "EnhancedMonitoringResourceArn",
        pub iam_database_authentication_enabled: Option<bool> = "IAMDatabaseAuthenticationEnabled",
        pub instance_create_time: Option<String> = "InstanceCreateTime",
        pub iops: Option<NumberLiteral> = "Iops",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub latest_restorable_time: Option<String> = "LatestRestorableTime",
        pub license_model: Option<String> = "LicenseModel",
        pub listener_endpoint: Option<AwsRdsDbInstanceEndpoint> = "ListenerEndpoint",
        pub master_username: Option<String> = "MasterUsername",
        pub max_allocated_storage: Option<NumberLiteral> = "MaxAllocatedStorage",
        pub monitoring_interval: Option<NumberLiteral> = "MonitoringInterval",
        pub monitoring_role_arn: Option<String> = "MonitoringRoleArn",
        pub multi_az: Option<bool> = "MultiAz",
        pub option_group_memberships: Vec<AwsRdsDbOptionGroupMembership> = "OptionGroupMemberships",
        pub pending_modified_values: Option<AwsRdsDbPendingModifiedValues> = "PendingModifiedValues",
        pub performance_insights_enabled: Option<bool> = "PerformanceInsightsEnabled",
        pub performance_insights_kms_key_id: Option<String> = "PerformanceInsightsKmsKeyId",
        pub performance_insights_retention_period: Option<NumberLiteral> = "PerformanceInsightsRetentionPeriod",
        pub preferred_backup_window: Option<String> = "PreferredBackupWindow",
        pub preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
        pub processor_features: Vec<AwsRdsDbProcessorFeature> = "ProcessorFeatures",
        pub promotion_tier: Option<NumberLiteral> = "PromotionTier",
        pub publicly_accessible: Option<bool> = "PubliclyAccessible",
        pub read_replica_db_cluster_identifiers: Vec<String> = "ReadReplicaDBClusterIdentifiers",
        pub read_replica_db_instance_identifiers: Vec<String> = "ReadReplicaDBInstanceIdentifiers",
        pub read_replica_source_db_instance_identifier: Option<String> = "ReadReplicaSourceDBInstanceIdentifier",
        pub secondary_availability_zone: Option<String> = "SecondaryAvailabilityZone",
        pub status_infos: Vec<AwsRdsDbStatusInfo> = "StatusInfos",
        pub storage_encrypted: Option<bool> = "StorageEncrypted",
        pub storage_type: Option<String> = "StorageType",
        pub tde_credential_arn: Option<String> = "TdeCredentialArn",
        pub timezone: Option<String> = "Timezone",
        pub vpc_security_groups: Vec<AwsRdsDbInstanceVpcSecurityGroup> = "VpcSecurityGroups",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbInstanceAssociatedRole {
        pub feature_name: Option<String> = "FeatureName",
        pub role_arn: Option<String> = "RoleArn",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbInstanceEndpoint {
        pub address: Option<String> = "Address",
        pub hosted_zone_id: Option<String> = "HostedZoneId",
        pub port: Option<NumberLiteral> = "Port",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbOptionGroupMembership {
        pub option_group_name: Option<String> = "OptionGroupName",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbParameterGroup {
        pub db_parameter_group_name: Option<String> = "DbParameterGroupName",
        pub parameter_apply_status: Option<String> = "ParameterApplyStatus",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbPendingModifiedValues {
        pub allocated_storage: Option<NumberLiteral> = "AllocatedStorage",
        pub backup_retention_period: Option<NumberLiteral> = "BackupRetentionPeriod",
        pub ca_certificate_identifier: Option<String> = "CaCertificateIdentifier",
        pub db_instance_class: Option<String> = "DbInstanceClass",
        pub db_instance_identifier: Option<String> = "DbInstanceIdentifier",
        pub db_subnet_group_name: Option<String> = "DbSubnetGroupName",
        pub engine_version: Option<String> = "EngineVersion",
        pub iops: Option<NumberLiteral> = "Iops",
        pub license_model: Option<String> = "LicenseModel",
        pub master_user_password: Option<String> = "MasterUserPassword",
        pub multi_az: Option<bool> = "MultiAZ",
        pub pending_cloud_watch_logs_exports: Option<AwsRdsPendingCloudWatchLogsExports> = "PendingCloudWatchLogsExports",
        pub port: Option<NumberLiteral> = "Port",
        pub processor_features: Vec<AwsRdsDbProcessorFeature> = "ProcessorFeatures",
        pub storage_type: Option<String> = "StorageType",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbStatusInfo {
        pub message: Option<String> = "Message",
        pub normal: Option<bool> = "Normal",
        pub status: Option<String> = "Status",
        pub status_type: Option<String> = "StatusType",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbSubnetGroup {
        pub db_subnet_group_arn: Option<String> = "DbSubnetGroupArn",
        pub db_subnet_group_description: Option<String> = "DbSubnetGroupDescription",
        pub db_subnet_group_name: Option<String> = "DbSubnetGroupName",
        pub subnet_group_status: Option<String> = "SubnetGroupStatus",
        pub subnets: Vec<AwsRdsDbSubnetGroupSubnet> = "Subnets",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbSubnetGroupSubnet {
        pub subnet_availability_zone: Option<AwsRdsDbSubnetGroupSubnetAvailabilityZone> = "SubnetAvailabilityZone",
        pub subnet_identifier: Option<String> = "SubnetIdentifier",
        pub subnet_status: Option<String> = "SubnetStatus",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsDbSubnetGroupSubnetAvailabilityZone {
        pub name: Option<String> = "Name",
    }
}

part! {
    /// Part of [`AwsRdsDbInstance`].
    pub struct AwsRdsPendingCloudWatchLogsExports {
        pub log_types_to_disable: Vec<String> = "LogTypesToDisable",
        pub log_types_to_enable: Vec<String> = "LogTypesToEnable",
    }
}
