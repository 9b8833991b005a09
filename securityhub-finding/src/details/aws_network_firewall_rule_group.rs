// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};
use super::StatelessCustomActionDefinition;

details! {
    /// Details of a resource of the type `AwsNetworkFirewallRuleGroup`.
    pub struct AwsNetworkFirewallRuleGroup {
        pub capacity: Option<NumberLiteral> = "Capacity",
        pub description: Option<String> = "Description",
        pub rule_group: Option<RuleGroupDetails> = "RuleGroup",
        pub rule_group_arn: Option<String> = "RuleGroupArn",
        pub rule_group_id: Option<String> = "RuleGroupId",
        pub rule_group_name: Option<String> = "RuleGroupName",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupDetails {
        pub rule_variables: Option<RuleGroupVariables> = "RuleVariables",
        pub rules_source: Option<RuleGroupSource> = "RulesSource",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSource {
        pub rules_source_list: Option<RuleGroupSourceListDetails> = "RulesSourceList",
        pub rules_string: Option<String> = "RulesString",
        pub stateful_rules: Vec<RuleGroupSourceStatefulRulesDetails> = "StatefulRules",
        pub stateless_rules_and_custom_actions: Option<RuleGroupSourceStatelessRulesAndCustomActionsDetails> = "StatelessRulesAndCustomActions",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceCustomActionsDetails {
        pub action_definition: Option<StatelessCustomActionDefinition> = "ActionDefinition",
        pub action_name: Option<String> = "ActionName",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceListDetails {
        pub generated_rules_type: Option<String> = "GeneratedRulesType",
        pub target_types: Vec<String> = "TargetTypes",
        pub targets: Vec<String> = "Targets",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatefulRulesDetails {
        pub action: Option<String> = "Action",
        pub header: Option<RuleGroupSourceStatefulRulesHeaderDetails> = "Header",
        pub rule_options: Vec<RuleGroupSourceStatefulRulesOptionsDetails> = "RuleOptions",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatefulRulesHeaderDetails {
        pub destination: Option<String> = "Destination",
        pub destination_port: Option<String> = "DestinationPort",
        pub direction: Option<String> = "Direction",
        pub protocol: Option<String> = "Protocol",
        pub source: Option<String> = "Source",
        pub source_port: Option<String> = "SourcePort",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatefulRulesOptionsDetails {
        pub keyword: Option<String> = "Keyword",
        pub settings: Vec<String> = "Settings",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleDefinition {
        pub actions: Vec<String> = "Actions",
        pub match_attributes: Option<RuleGroupSourceStatelessRuleMatchAttributes> = "MatchAttributes",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleMatchAttributes {
        pub destination_ports: Vec<RuleGroupSourceStatelessRuleMatchAttributesDestinationPorts> = "DestinationPorts",
        pub destinations: Vec<RuleGroupSourceStatelessRuleMatchAttributesDestinations> = "Destinations",
        pub protocols: Vec<NumberLiteral> = "Protocols",
        pub source_ports: Vec<RuleGroupSourceStatelessRuleMatchAttributesSourcePorts> = "SourcePorts",
        pub sources: Vec<RuleGroupSourceStatelessRuleMatchAttributesSources> = "Sources",
        pub tcp_flags: Vec<RuleGroupSourceStatelessRuleMatchAttributesTcpFlags> = "TcpFlags",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleMatchAttributesDestinationPorts {
        pub from_port: Option<NumberLiteral> = "FromPort",
        pub to_port: Option<NumberLiteral> = "ToPort",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleMatchAttributesDestinations {
        pub address_definition: Option<String> = "AddressDefinition",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleMatchAttributesSourcePorts {
        pub from_port: Option<NumberLiteral> = "FromPort",
        pub to_port: Option<NumberLiteral> = "ToPort",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleMatchAttributesSources {
        pub address_definition: Option<String> = "AddressDefinition",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRuleMatchAttributesTcpFlags {
        pub flags: Vec<String> = "Flags",
        pub masks: Vec<String> = "Masks",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRulesAndCustomActionsDetails {
        pub custom_actions: Vec<RuleGroupSourceCustomActionsDetails> = "CustomActions",
        pub stateless_rules: Vec<RuleGroupSourceStatelessRulesDetails> = "StatelessRules",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupSourceStatelessRulesDetails {
        pub priority: Option<NumberLiteral> = "Priority",
        pub rule_definition: Option<RuleGroupSourceStatelessRuleDefinition> = "RuleDefinition",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupVariables {
        pub ip_sets: Option<RuleGroupVariablesIpSetsDetails> = "IpSets",
        pub port_sets: Option<RuleGroupVariablesPortSetsDetails> = "PortSets",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupVariablesIpSetsDetails {
        pub definition: Vec<String> = "Definition",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallRuleGroup`].
    pub struct RuleGroupVariablesPortSetsDetails {
        pub definition: Vec<String> = "Definition",
    }
}
