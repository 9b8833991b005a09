// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsRdsDbClusterSnapshot`.
    pub struct AwsRdsDbClusterSnapshot {
        pub allocated_storage: Option<NumberLiteral> = "AllocatedStorage",
        pub availability_zones: Vec<String> = "AvailabilityZones",
        pub cluster_create_time: Option<String> = "ClusterCreateTime",
        pub db_cluster_identifier: Option<String> = "DbClusterIdentifier",
        pub db_cluster_snapshot_attributes: Vec<AwsRdsDbClusterSnapshotDbClusterSnapshotAttribute> = "DbClusterSnapshotAttributes",
        pub db_cluster_snapshot_identifier: Option<String> = "DbClusterSnapshotIdentifier",
        pub engine: Option<String> = "Engine",
        pub engine_version: Option<String> = "EngineVersion",
        pub iam_database_authentication_enabled: Option<bool> = "IamDatabaseAuthenticationEnabled",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub license_model: Option<String> = "LicenseModel",
        pub master_username: Option<String> = "MasterUsername",
        pub percent_progress: Option<NumberLiteral> = "PercentProgress",
        pub port: Option<NumberLiteral> = "Port",
        pub snapshot_create_time: Option<String> = "SnapshotCreateTime",
        pub snapshot_type: Option<String> = "SnapshotType",
        pub status: Option<String> = "Status",
        pub storage_encrypted: Option<bool> = "StorageEncrypted",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsRdsDbClusterSnapshot`].
    pub struct AwsRdsDbClusterSnapshotDbClusterSnapshotAttribute {
        pub attribute_name: Option<String> = "AttributeName",
        pub attribute_values: Vec<String> = "AttributeValues",
    }
}
