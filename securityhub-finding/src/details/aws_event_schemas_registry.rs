// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsEventSchemasRegistry`.
    pub struct AwsEventSchemasRegistry {
        pub description: Option<String> = "Description",
        pub registry_arn: Option<String> = "RegistryArn",
        pub registry_name: Option<String> = "RegistryName",
    }
}
