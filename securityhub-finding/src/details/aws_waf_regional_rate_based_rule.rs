// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsWafRegionalRateBasedRule`.
    pub struct AwsWafRegionalRateBasedRule {
        pub match_predicates: Vec<AwsWafRegionalRateBasedRuleMatchPredicate> = "MatchPredicates",
        pub metric_name: Option<String> = "MetricName",
        pub name: Option<String> = "Name",
        pub rate_key: Option<String> = "RateKey",
        pub rate_limit: Option<NumberLiteral> = "RateLimit",
        pub rule_id: Option<String> = "RuleId",
    }
}

part! {
    /// Part of [`AwsWafRegionalRateBasedRule`].
    pub struct AwsWafRegionalRateBasedRuleMatchPredicate {
        pub data_id: Option<String> = "DataId",
        pub negated: Option<bool> = "Negated",
        pub kind: Option<String> = "Type",
    }
}
