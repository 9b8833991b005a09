// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;
use super::AwsRdsDbProcessorFeature;

details! {
    /// Details of a resource of the type `AwsRdsDbSnapshot`.
    pub struct AwsRdsDbSnapshot {
        pub allocated_storage: Option<NumberLiteral> = "AllocatedStorage",
        pub availability_zone: Option<String> = "AvailabilityZone",
        pub db_instance_identifier: Option<String> = "DbInstanceIdentifier",
        pub db_snapshot_identifier: Option<String> = "DbSnapshotIdentifier",
        pub dbi_resource_id: Option<String> = "DbiResourceId",
        pub encrypted: Option<bool> = "Encrypted",
        pub engine: Option<String> = "Engine",
        pub engine_version: Option<String> = "EngineVersion",
        pub iam_database_authentication_enabled: Option<bool> = "IamDatabaseAuthenticationEnabled",
        pub instance_create_time: Option<String> = "InstanceCreateTime",
        pub iops: Option<NumberLiteral> = "Iops",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub license_model: Option<String> = "LicenseModel",
        pub master_username: Option<String> = "MasterUsername",
        pub option_group_name: Option<String> = "OptionGroupName",
        pub percent_progress: Option<NumberLiteral> = "PercentProgress",
        pub port: Option<NumberLiteral> = "Port",
        pub processor_features: Vec<AwsRdsDbProcessorFeature> = "ProcessorFeatures",
        pub snapshot_create_time: Option<String> = "SnapshotCreateTime",
        pub snapshot_type: Option<String> = "SnapshotType",
        pub source_db_snapshot_identifier: Option<String> = "SourceDbSnapshotIdentifier",
        pub source_region: Option<String> = "SourceRegion",
        pub status: Option<String> = "Status",
        pub storage_type: Option<String> = "StorageType",
        pub tde_credential_arn: Option<String> = "TdeCredentialArn",
        pub timezone: Option<String> = "Timezone",
        pub vpc_id: Option<String> = "VpcId",
    }
}
