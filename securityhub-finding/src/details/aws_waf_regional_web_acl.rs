// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsWafRegionalWebAcl`.
    pub struct AwsWafRegionalWebAcl {
        pub default_action: Option<String> = "DefaultAction",
        pub metric_name: Option<String> = "MetricName",
        pub name: Option<String> = "Name",
        pub rules_list: Vec<AwsWafRegionalWebAclRulesListDetails> = "RulesList",
        pub web_acl_id: Option<String> = "WebAclId",
    }
}

part! {
    /// Part of [`AwsWafRegionalWebAcl`].
    pub struct AwsWafRegionalWebAclRulesListActionDetails {
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsWafRegionalWebAcl`].
    pub struct AwsWafRegionalWebAclRulesListDetails {
        pub action: Option<AwsWafRegionalWebAclRulesListActionDetails> = "Action",
        pub override_action: Option<AwsWafRegionalWebAclRulesListOverrideActionDetails> = "OverrideAction",
        pub priority: Option<NumberLiteral> = "Priority",
        pub rule_id: Option<String> = "RuleId",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsWafRegionalWebAcl`].
    pub struct AwsWafRegionalWebAclRulesListOverrideActionDetails {
        pub kind: Option<String> = "Type",
    }
}
