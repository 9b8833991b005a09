// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsWafRegionalRuleGroup`.
    pub struct AwsWafRegionalRuleGroup {
        pub metric_name: Option<String> = "MetricName",
        pub name: Option<String> = "Name",
        pub rule_group_id: Option<String> = "RuleGroupId",
        pub rules: Vec<AwsWafRegionalRuleGroupRulesDetails> = "Rules",
    }
}

part! {
    /// Part of [`AwsWafRegionalRuleGroup`].
    pub struct AwsWafRegionalRuleGroupRulesActionDetails {
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsWafRegionalRuleGroup`].
    pub struct AwsWafRegionalRuleGroupRulesDetails {
        pub action: Option<AwsWafRegionalRuleGroupRulesActionDetails> = "Action",
        pub priority: Option<NumberLiteral> = "Priority",
        pub rule_id: Option<String> = "RuleId",
        pub kind: Option<String> = "Type",
    }
}
