// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};
use super::{AwsRdsDbDomainMembership, AwsRdsDbInstanceVpcSecurityGroup};

details! {
    /// Details of a resource of the type `AwsRdsDbCluster`.
    pub struct AwsRdsDbCluster {
        pub activity_stream_status: Option<String> = "ActivityStreamStatus",
        pub allocated_storage: Option<NumberLiteral> = "AllocatedStorage",
        pub associated_roles: Vec<AwsRdsDbClusterAssociatedRole> = "AssociatedRoles",
        pub auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
        pub availability_zones: Vec<String> = "AvailabilityZones",
        pub backup_retention_period: Option<NumberLiteral> = "BackupRetentionPeriod",
        pub cluster_create_time: Option<String> = "ClusterCreateTime",
        pub copy_tags_to_snapshot: Option<bool> = "CopyTagsToSnapshot",
        pub cross_account_clone: Option<bool> = "CrossAccountClone",
        pub custom_endpoints: Vec<String> = "CustomEndpoints",
        pub database_name: Option<String> = "DatabaseName",
        pub db_cluster_identifier: Option<String> = "DbClusterIdentifier",
        pub db_cluster_members: Vec<AwsRdsDbClusterMember> = "DbClusterMembers",
        pub db_cluster_option_group_memberships: Vec<AwsRdsDbClusterOptionGroupMembership> = "DbClusterOptionGroupMemberships",
        pub db_cluster_parameter_group: Option<String> = "DbClusterParameterGroup",
        pub db_cluster_resource_id: Option<String> = "DbClusterResourceId",
        pub db_subnet_group: Option<String> = "DbSubnetGroup",
        pub deletion_protection: Option<bool> = "DeletionProtection",
        pub domain_memberships: Vec<AwsRdsDbDomainMembership> = "DomainMemberships",
        pub enabled_cloud_watch_logs_exports: Vec<String> = "EnabledCloudWatchLogsExports",
        pub endpoint: Option<String> = "Endpoint",
        pub engine: Option<String> = "Engine",
        pub engine_mode: Option<String> = "EngineMode",
        pub engine_version: Option<String> = "EngineVersion",
        pub hosted_zone_id: Option<String> = "HostedZoneId",
        pub http_endpoint_enabled: Option<bool> = "HttpEndpointEnabled",
        pub iam_database_authentication_enabled: Option<bool> = "IamDatabaseAuthenticationEnabled",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub master_username: Option<String> = "MasterUsername",
        pub multi_az: Option<bool> = "MultiAz",
        pub port: Option<NumberLiteral> = "Port",
        pub preferred_backup_window: Option<String> = "PreferredBackupWindow",
        pub preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
        pub read_replica_identifiers: Vec<String> = "ReadReplicaIdentifiers",
        pub reader_endpoint: Option<String> = "ReaderEndpoint",
        pub status: Option<String> = "Status",
        pub storage_encrypted: Option<bool> = "StorageEncrypted",
        pub vpc_security_groups: Vec<AwsRdsDbInstanceVpcSecurityGroup> = "VpcSecurityGroups",
    }
}

part! {
    /// Part of [`AwsRdsDbCluster`].
    pub struct AwsRdsDbClusterAssociatedRole {
        pub role_arn: Option<String> = "RoleArn",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRdsDbCluster`].
    pub struct AwsRdsDbClusterMember {
        pub db_cluster_parameter_group_status: Option<String> = "DbClusterParameterGroupStatus",
        pub db_instance_identifier: Option<String> = "DbInstanceIdentifier",
        pub is_cluster_writer: Option<bool> = "IsClusterWriter",
        pub promotion_tier: Option<NumberLiteral> = "PromotionTier",
    }
}

part! {
    /// Part of [`AwsRdsDbCluster`].
    pub struct AwsRdsDbClusterOptionGroupMembership {
        pub db_cluster_option_group_name: Option<String> = "DbClusterOptionGroupName",
        pub status: Option<String> = "Status",
    }
}
