// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use super::AwsEcsContainer;

details! {
    /// Details of a resource of the type `AwsEcsTask`.
    pub struct AwsEcsTask {
        pub cluster_arn: Option<String> = "ClusterArn",
        pub containers: Vec<AwsEcsContainer> = "Containers",
        pub created_at: Option<String> = "CreatedAt",
        pub group: Option<String> = "Group",
        pub started_at: Option<String> = "StartedAt",
        pub started_by: Option<String> = "StartedBy",
        pub task_definition_arn: Option<String> = "TaskDefinitionArn",
        pub version: Option<String> = "Version",
        pub volumes: Vec<AwsEcsTaskVolumeDetails> = "Volumes",
    }
}

part! {
    /// Part of [`AwsEcsTask`].
    pub struct AwsEcsTaskVolumeDetails {
        pub host: Option<AwsEcsTaskVolumeHostDetails> = "Host",
        pub name: Option<String> = "Name",
    }
}

part! {
    /// Part of [`AwsEcsTask`].
    pub struct AwsEcsTaskVolumeHostDetails {
        pub source_path: Option<String> = "SourcePath",
    }
}
