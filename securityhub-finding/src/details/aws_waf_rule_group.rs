// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsWafRuleGroup`.
    pub struct AwsWafRuleGroup {
        pub metric_name: Option<String> = "MetricName",
        pub name: Option<String> = "Name",
        pub rule_group_id: Option<String> = "RuleGroupId",
        pub rules: Vec<AwsWafRuleGroupRulesDetails> = "Rules",
    }
}

part! {
    /// Part of [`AwsWafRuleGroup`].
    pub struct AwsWafRuleGroupRulesActionDetails {
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsWafRuleGroup`].
    pub struct AwsWafRuleGroupRulesDetails {
        pub action: Option<AwsWafRuleGroupRulesActionDetails> = "Action",
        pub priority: Option<NumberLiteral> = "Priority",
        pub rule_id: Option<String> = "RuleId",
        pub kind: Option<String> = "Type",
    }
}
