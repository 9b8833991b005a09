// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsWafWebAcl`.
    pub struct AwsWafWebAcl {
        pub default_action: Option<String> = "DefaultAction",
        pub name: Option<String> = "Name",
        pub rules: Vec<AwsWafWebAclRule> = "Rules",
        pub web_acl_id: Option<String> = "WebAclId",
    }
}

part! {
    /// Part of [`AwsWafWebAcl`].
    pub struct AwsWafWebAclRule {
        pub action: Option<WafAction> = "Action",
        pub excluded_rules: Vec<WafExcludedRule> = "ExcludedRules",
        pub override_action: Option<WafOverrideAction> = "OverrideAction",
        pub priority: Option<NumberLiteral> = "Priority",
        pub rule_id: Option<String> = "RuleId",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsWafWebAcl`].
    pub struct WafAction {
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsWafWebAcl`].
    pub struct WafExcludedRule {
        pub rule_id: Option<String> = "RuleId",
    }
}

part! {
    /// Part of [`AwsWafWebAcl`].
    pub struct WafOverrideAction {
        pub kind: Option<String> = "Type",
    }
}
