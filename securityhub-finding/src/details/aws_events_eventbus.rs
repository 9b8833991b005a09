// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsEventsEventbus`.
    pub struct AwsEventsEventbus {
        pub arn: Option<String> = "Arn",
        pub name: Option<String> = "Name",
        pub policy: Option<String> = "Policy",
    }
}
