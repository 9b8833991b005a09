// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsWafRegionalRule`.
    pub struct AwsWafRegionalRule {
        pub metric_name: Option<String> = "MetricName",
        pub name: Option<String> = "Name",
        pub predicate_list: Vec<AwsWafRegionalRulePredicateListDetails> = "PredicateList",
        pub rule_id: Option<String> = "RuleId",
    }
}

part! {
    /// Part of [`AwsWafRegionalRule`].
    pub struct AwsWafRegionalRulePredicateListDetails {
        pub data_id: Option<String> = "DataId",
        pub negated: Option<bool> = "Negated",
        pub kind: Option<String> = "Type",
    }
}
