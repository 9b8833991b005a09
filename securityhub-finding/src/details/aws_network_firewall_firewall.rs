// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsNetworkFirewallFirewall`.
    pub struct AwsNetworkFirewallFirewall {
        pub delete_protection: Option<bool> = "DeleteProtection",
        pub description: Option<String> = "Description",
        pub firewall_arn: Option<String> = "FirewallArn",
        pub firewall_id: Option<String> = "FirewallId",
        pub firewall_name: Option<String> = "FirewallName",
        pub firewall_policy_arn: Option<String> = "FirewallPolicyArn",
        pub firewall_policy_change_protection: Option<bool> = "FirewallPolicyChangeProtection",
        pub subnet_change_protection: Option<bool> = "SubnetChangeProtection",
        pub subnet_mappings: Vec<AwsNetworkFirewallFirewallSubnetMappingsDetails> = "SubnetMappings",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsNetworkFirewallFirewall`].
    pub struct AwsNetworkFirewallFirewallSubnetMappingsDetails {
        pub subnet_id: Option<String> = "SubnetId",
    }
}
