// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsRedshiftCluster`.
    pub struct AwsRedshiftCluster {
        pub allow_version_upgrade: Option<bool> = "AllowVersionUpgrade",
        pub automated_snapshot_retention_period: Option<NumberLiteral> = "AutomatedSnapshotRetentionPeriod",
        pub availability_zone: Option<String> = "AvailabilityZone",
        pub cluster_availability_status: Option<String> = "ClusterAvailabilityStatus",
        pub cluster_create_time: Option<String> = "ClusterCreateTime",
        pub cluster_identifier: Option<String> = "ClusterIdentifier",
        pub cluster_nodes: Vec<AwsRedshiftClusterClusterNode> = "ClusterNodes",
        pub cluster_parameter_groups: Vec<AwsRedshiftClusterClusterParameterGroup> = "ClusterParameterGroups",
        pub cluster_public_key: Option<String> = "ClusterPublicKey",
        pub cluster_revision_number: Option<String> = "ClusterRevisionNumber",
        pub cluster_security_groups: Vec<AwsRedshiftClusterClusterSecurityGroup> = "ClusterSecurityGroups",
        pub cluster_snapshot_copy_status: Option<AwsRedshiftClusterClusterSnapshotCopyStatus> = "ClusterSnapshotCopyStatus",
        pub cluster_status: Option<String> = "ClusterStatus",
        pub cluster_subnet_group_name: Option<String> = "ClusterSubnetGroupName",
        pub cluster_version: Option<String> = "ClusterVersion",
        pub db_name: Option<String> = "DBName",
        pub deferred_maintenance_windows: Vec<AwsRedshiftClusterDeferredMaintenanceWindow> = "DeferredMaintenanceWindows",
        pub elastic_ip_status: Option<AwsRedshiftClusterElasticIpStatus> = "ElasticIpStatus",
        pub elastic_resize_number_of_node_options: Option<String> = "ElasticResizeNumberOfNodeOptions",
        pub encrypted: Option<bool> = "Encrypted",
        pub endpoint: Option<AwsRedshiftClusterEndpoint> = "Endpoint",
        pub enhanced_vpc_routing: Option<bool> = "EnhancedVpcRouting",
        pub expected_next_snapshot_schedule_time: Option<String> = "ExpectedNextSnapshotScheduleTime",
        pub expected_next_snapshot_schedule_time_status: Option<String> = "ExpectedNextSnapshotScheduleTimeStatus",
        pub hsm_status: Option<AwsRedshiftClusterHsmStatus> = "HsmStatus",
        pub iam_roles: Vec<AwsRedshiftClusterIamRole> = "IamRoles",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub logging_status: Option<AwsRedshiftClusterLoggingStatus> = "LoggingStatus",
        pub maintenance_track_name: Option<String> = "MaintenanceTrackName",
        pub manual_snapshot_retention_period: Option<NumberLiteral> = "ManualSnapshotRetentionPeriod",
        pub master_username: Option<String> = "MasterUsername",
        pub next_maintenance_window_start_time: Option<String> = "NextMaintenanceWindowStartTime",
        pub node_type: Option<String> = "NodeType",
        pub number_of_nodes: Option<NumberLiteral> = "NumberOfNodes",
        pub pending_actions: Vec<String> = "PendingActions",
        pub pending_modified_values: Option<AwsRedshiftClusterPendingModifiedValues> = "PendingModifiedValues",
        pub preferred_maintenance_window: Option<String> = "PreferredMaintenanceWindow",
        pub publicly_accessible: Option<bool> = "PubliclyAccessible",
        pub resize_info: Option<AwsRedshiftClusterResizeInfo> = "ResizeInfo",
        pub restore_status: Option<AwsRedshiftClusterRestoreStatus> = "RestoreStatus",
        pub snapshot_schedule_identifier: Option<String> = "SnapshotScheduleIdentifier",
        pub snapshot_schedule_state: Option<String> = "SnapshotScheduleState",
        pub vpc_id: Option<String> = "VpcId",
        pub vpc_security_groups: Vec<AwsRedshiftClusterVpcSecurityGroup> = "VpcSecurityGroups",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterClusterNode {
        pub node_role: Option<String> = "NodeRole",
        pub private_ip_address: Option<String> = "PrivateIpAddress",
        pub public_ip_address: Option<String> = "PublicIpAddress",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterClusterParameterGroup {
        pub cluster_parameter_status_list: Vec<AwsRedshiftClusterClusterParameterStatus> = "ClusterParameterStatusList",
        pub parameter_apply_status: Option<String> = "ParameterApplyStatus",
        pub parameter_group_name: Option<String> = "ParameterGroupName",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterClusterParameterStatus {
        pub parameter_apply_error_description: Option<String> = "ParameterApplyErrorDescription",
        pub parameter_apply_status: Option<String> = "ParameterApplyStatus",
        pub parameter_name: Option<String> = "ParameterName",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterClusterSecurityGroup {
        pub cluster_security_group_name: Option<String> = "ClusterSecurityGroupName",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterClusterSnapshotCopyStatus {
        pub destination_region: Option<String> = "DestinationRegion",
        pub manual_snapshot_retention_period: Option<NumberLiteral> = "ManualSnapshotRetentionPeriod",
        pub retention_period: Option<NumberLiteral> = "RetentionPeriod",
        pub snapshot_copy_grant_name: Option<String> = "SnapshotCopyGrantName",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterDeferredMaintenanceWindow {
        pub defer_maintenance_end_time: Option<String> = "DeferMaintenanceEndTime",
        pub defer_maintenance_identifier: Option<String> = "DeferMaintenanceIdentifier",
        pub defer_maintenance_start_time: Option<String> = "DeferMaintenanceStartTime",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterElasticIpStatus {
        pub elastic_ip: Option<String> = "ElasticIp",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterEndpoint {
        pub address: Option<String> = "Address",
        pub port: Option<NumberLiteral> = "Port",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterHsmStatus {
        pub hsm_client_certificate_identifier: Option<String> = "HsmClientCertificateIdentifier",
        pub hsm_configuration_identifier: Option<String> = "HsmConfigurationIdentifier",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterIamRole {
        pub apply_status: Option<String> = "ApplyStatus",
        pub iam_role_arn: Option<String> = "IamRoleArn",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterLoggingStatus {
        pub bucket_name: Option<String> = "BucketName",
        pub last_failure_message: Option<String> = "LastFailureMessage",
        pub last_failure_time: Option<String> = "LastFailureTime",
        pub last_successful_delivery_time: Option<String> = "LastSuccessfulDeliveryTime",
        pub logging_enabled: Option<bool> = "LoggingEnabled",
        pub s3_key_prefix: Option<String> = "S3KeyPrefix",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterPendingModifiedValues {
        pub automated_snapshot_retention_period: Option<NumberLiteral> = "AutomatedSnapshotRetentionPeriod",
        pub cluster_identifier: Option<String> = "ClusterIdentifier",
        pub cluster_type: Option<String> = "ClusterType",
        pub cluster_version: Option<String> = "ClusterVersion",
        pub encryption_type: Option<String> = "EncryptionType",
        pub enhanced_vpc_routing: Option<bool> = "EnhancedVpcRouting",
        pub maintenance_track_name: Option<String> = "MaintenanceTrackName",
        pub master_user_password: Option<String> = "MasterUserPassword",
        pub node_type: Option<String> = "NodeType",
        pub number_of_nodes: Option<NumberLiteral> = "NumberOfNodes",
        pub publicly_accessible: Option<bool> = "PubliclyAccessible",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterResizeInfo {
        pub allow_cancel_resize: Option<bool> = "AllowCancelResize",
        pub resize_type: Option<String> = "ResizeType",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterRestoreStatus {
        pub current_restore_rate_in_mega_bytes_per_second: Option<NumberLiteral> = "CurrentRestoreRateInMegaBytesPerSecond",
        pub elapsed_time_in_seconds: Option<NumberLiteral> = "ElapsedTimeInSeconds",
        pub estimated_time_to_completion_in_seconds: Option<NumberLiteral> = "EstimatedTimeToCompletionInSeconds",
        pub progress_in_mega_bytes: Option<NumberLiteral> = "ProgressInMegaBytes",
        pub snapshot_size_in_mega_bytes: Option<NumberLiteral> = "SnapshotSizeInMegaBytes",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRedshiftCluster`].
    pub struct AwsRedshiftClusterVpcSecurityGroup {
        pub status: Option<String> = "Status",
        pub vpc_security_group_id: Option<String> = "VpcSecurityGroupId",
    }
}
