// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsDmsReplicationTask`.
    pub struct AwsDmsReplicationTask {
        pub cdc_start_position: Option<String> = "CdcStartPosition",
        pub cdc_start_time: Option<String> = "CdcStartTime",
        pub cdc_stop_position: Option<String> = "CdcStopPosition",
        pub id: Option<String> = "Id",
        pub migration_type: Option<String> = "MigrationType",
        pub replication_instance_arn: Option<String> = "ReplicationInstanceArn",
        pub replication_task_identifier: Option<String> = "ReplicationTaskIdentifier",
        pub replication_task_settings: Option<String> = "ReplicationTaskSettings",
        pub resource_identifier: Option<String> = "ResourceIdentifier",
        pub source_endpoint_arn: Option<String> = "SourceEndpointArn",
        pub table_mappings: Option<String> = "TableMappings",
        pub target_endpoint_arn: Option<String> = "TargetEndpointArn",
        pub task_data: Option<String> = "TaskData",
    }
}
