// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};
use super::StatelessCustomActionDefinition;

details! {
    /// Details of a resource of the type `AwsNetworkFirewallFirewallPolicy`.
    pub struct AwsNetworkFirewallFirewallPolicy {
        pub description: Option<String> = "Description",
        pub firewall_policy: Option<FirewallPolicyDetails> = "FirewallPolicy",
        pub firewall_policy_arn: Option<String> = "FirewallPolicyArn",
        pub firewall_policy_id: Option<String> = "FirewallPolicyId",
        pub firewall_policy_name: Option<String> = "FirewallPolicyName",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallFirewallPolicy`].
    pub struct FirewallPolicyDetails {
        pub stateful_rule_group_references: Vec<FirewallPolicyStatefulRuleGroupReferencesDetails> = "StatefulRuleGroupReferences",
        pub stateless_custom_actions: Vec<FirewallPolicyStatelessCustomActionsDetails> = "StatelessCustomActions",
        pub stateless_default_actions: Vec<String> = "StatelessDefaultActions",
        pub stateless_fragment_default_actions: Vec<String> = "StatelessFragmentDefaultActions",
        pub stateless_rule_group_references: Vec<FirewallPolicyStatelessRuleGroupReferencesDetails> = "StatelessRuleGroupReferences",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallFirewallPolicy`].
    pub struct FirewallPolicyStatefulRuleGroupReferencesDetails {
        pub resource_arn: Option<String> = "ResourceArn",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallFirewallPolicy`].
    pub struct FirewallPolicyStatelessCustomActionsDetails {
        pub action_definition: Option<StatelessCustomActionDefinition> = "ActionDefinition",
        pub action_name: Option<String> = "ActionName",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallFirewallPolicy`].
    pub struct FirewallPolicyStatelessRuleGroupReferencesDetails {
        pub priority: Option<NumberLiteral> = "Priority",
        pub resource_arn: Option<String> = "ResourceArn",
    }
}
