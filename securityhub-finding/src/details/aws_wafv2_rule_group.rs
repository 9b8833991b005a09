// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;
use super::{AwsWafv2RulesDetails, AwsWafv2VisibilityConfigDetails};

details! {
    /// Details of a resource of the type `AwsWafv2RuleGroup`.
    pub struct AwsWafv2RuleGroup {
        pub arn: Option<String> = "Arn",
        pub capacity: Option<NumberLiteral> = "Capacity",
        pub description: Option<String> = "Description",
        pub id: Option<String> = "Id",
        pub name: Option<String> = "Name",
        pub rules: Vec<AwsWafv2RulesDetails> = "Rules",
        pub scope: Option<String> = "Scope",
        pub visibility_config: Option<AwsWafv2VisibilityConfigDetails> = "VisibilityConfig",
    }
}
