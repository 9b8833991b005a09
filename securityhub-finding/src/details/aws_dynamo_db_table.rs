// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsDynamoDbTable`.
    pub struct AwsDynamoDbTable {
        pub attribute_definitions: Vec<AwsDynamoDbTableAttributeDefinition> = "AttributeDefinitions",
        pub billing_mode_summary: Option<AwsDynamoDbTableBillingModeSummary> = "BillingModeSummary",
        pub creation_date_time: Option<String> = "CreationDateTime",
        pub deletion_protection_enabled: Option<bool> = "DeletionProtectionEnabled",
        pub global_secondary_indexes: Vec<AwsDynamoDbTableGlobalSecondaryIndex> = "GlobalSecondaryIndexes",
        pub global_table_version: Option<String> = "GlobalTableVersion",
        pub item_count: Option<NumberLiteral> = "ItemCount",
        pub key_schema: Vec<AwsDynamoDbTableKeySchema> = "KeySchema",
        pub latest_stream_arn: Option<String> = "LatestStreamArn",
        pub latest_stream_label: Option<String> = "LatestStreamLabel",
        pub local_secondary_indexes: Vec<AwsDynamoDbTableLocalSecondaryIndex> = "LocalSecondaryIndexes",
        pub provisioned_throughput: Option<AwsDynamoDbTableProvisionedThroughput> = "ProvisionedThroughput",
        pub replicas: Vec<AwsDynamoDbTableReplica> = "Replicas",
        pub restore_summary: Option<AwsDynamoDbTableRestoreSummary> = "RestoreSummary",
        pub sse_description: Option<AwsDynamoDbTableSseDescription> = "SseDescription",
        pub stream_specification: Option<AwsDynamoDbTableStreamSpecification> = "StreamSpecification",
        pub table_id: Option<String> = "TableId",
        pub table_name: Option<String> = "TableName",
        pub table_size_bytes: Option<NumberLiteral> = "TableSizeBytes",
        pub table_status: Option<String> = "TableStatus",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableAttributeDefinition {
        pub attribute_name: Option<String> = "AttributeName",
        pub attribute_type: Option<String> = "AttributeType",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableBillingModeSummary {
        pub billing_mode: Option<String> = "BillingMode",
        pub last_update_to_pay_per_request_date_time: Option<String> = "LastUpdateToPayPerRequestDateTime",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableGlobalSecondaryIndex {
        pub backfilling: Option<bool> = "Backfilling",
        pub index_arn: Option<String> = "IndexArn",
        pub index_name: Option<String> = "IndexName",
        pub index_size_bytes: Option<NumberLiteral> = "IndexSizeBytes",
        pub index_status: Option<String> = "IndexStatus",
        pub item_count: Option<NumberLiteral> = "ItemCount",
        pub key_schema: Vec<AwsDynamoDbTableKeySchema> = "KeySchema",
        pub projection: Option<AwsDynamoDbTableProjection> = "Projection",
        pub provisioned_throughput: Option<AwsDynamoDbTableProvisionedThroughput> = "ProvisionedThroughput",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableKeySchema {
        pub attribute_name: Option<String> = "AttributeName",
        pub key_type: Option<String> = "KeyType",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableLocalSecondaryIndex {
        pub index_arn: Option<String> = "IndexArn",
        pub index_name: Option<String> = "IndexName",
        pub key_schema: Vec<AwsDynamoDbTableKeySchema> = "KeySchema",
        pub projection: Option<AwsDynamoDbTableProjection> = "Projection",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableProjection {
        pub non_key_attributes: Vec<String> = "NonKeyAttributes",
        pub projection_type: Option<String> = "ProjectionType",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableProvisionedThroughput {
        pub last_decrease_date_time: Option<String> = "LastDecreaseDateTime",
        pub last_increase_date_time: Option<String> = "LastIncreaseDateTime",
        pub number_of_decreases_today: Option<NumberLiteral> = "NumberOfDecreasesToday",
        pub read_capacity_units: Option<NumberLiteral> = "ReadCapacityUnits",
        pub write_capacity_units: Option<NumberLiteral> = "WriteCapacityUnits",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableProvisionedThroughputOverride {
        pub read_capacity_units: Option<NumberLiteral> = "ReadCapacityUnits",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableReplica {
        pub global_secondary_indexes: Vec<AwsDynamoDbTableReplicaGlobalSecondaryIndex> = "GlobalSecondaryIndexes",
        pub kms_master_key_id: Option<String> = "KmsMasterKeyId",
        pub provisioned_throughput_override: Option<AwsDynamoDbTableProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
        pub region_name: Option<String> = "RegionName",
        pub replica_status: Option<String> = "ReplicaStatus",
        pub replica_status_description: Option<String> = "ReplicaStatusDescription",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableReplicaGlobalSecondaryIndex {
        pub index_name: Option<String> = "IndexName",
        pub provisioned_throughput_override: Option<AwsDynamoDbTableProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableRestoreSummary {
        pub restore_date_time: Option<String> = "RestoreDateTime",
        pub restore_in_progress: Option<bool> = "RestoreInProgress",
        pub source_backup_arn: Option<String> = "SourceBackupArn",
        pub source_table_arn: Option<String> = "SourceTableArn",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableSseDescription {
        pub inaccessible_encryption_date_time: Option<String> = "InaccessibleEncryptionDateTime",
        pub kms_master_key_arn: Option<String> = "KmsMasterKeyArn",
        pub sse_type: Option<String> = "SseType",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsDynamoDbTable`].
    pub struct AwsDynamoDbTableStreamSpecification {
        pub stream_enabled: Option<bool> = "StreamEnabled",
        pub stream_view_type: Option<String> = "StreamViewType",
    }
}
