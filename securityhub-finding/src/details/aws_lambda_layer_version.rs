// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsLambdaLayerVersion`.
    pub struct AwsLambdaLayerVersion {
        pub compatible_runtimes: Vec<String> = "CompatibleRuntimes",
        pub created_date: Option<String> = "CreatedDate",
        pub version: Option<NumberLiteral> = "Version",
    }
}
