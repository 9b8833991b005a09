// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};
use super::{AwsWafv2ActionAllowDetails, AwsWafv2ActionBlockDetails, AwsWafv2RulesDetails, AwsWafv2VisibilityConfigDetails};

details! {
    /// Details of a resource of the type `AwsWafv2WebAcl`.
    pub struct AwsWafv2WebAcl {
        pub arn: Option<String> = "Arn",
        pub capacity: Option<NumberLiteral> = "Capacity",
        pub captcha_config: Option<AwsWafv2WebAclCaptchaConfigDetails> = "CaptchaConfig",
        pub default_action: Option<AwsWafv2WebAclActionDetails> = "DefaultAction",
        pub description: Option<String> = "Description",
        pub id: Option<String> = "Id",
        pub managedby_firewall_manager: Option<bool> = "ManagedbyFirewallManager",
        pub name: Option<String> = "Name",
        pub rules: Vec<AwsWafv2RulesDetails> = "Rules",
        pub visibility_config: Option<AwsWafv2VisibilityConfigDetails> = "VisibilityConfig",
    }
}

part! {
    /// Part of [`AwsWafv2WebAcl`].
    pub struct AwsWafv2WebAclActionDetails {
        pub allow: Option<AwsWafv2ActionAllowDetails> = "Allow",
        pub block: Option<AwsWafv2ActionBlockDetails> = "Block",
    }
}

part! {
    /// Part of [`AwsWafv2WebAcl`].
    pub struct AwsWafv2WebAclCaptchaConfigDetails {
        pub immunity_time_property: Option<AwsWafv2WebAclCaptchaConfigImmunityTimePropertyDetails> = "ImmunityTimeProperty",
    }
}

part! {
    /// Part of [`AwsWafv2WebAcl`].
    pub struct AwsWafv2WebAclCaptchaConfigImmunityTimePropertyDetails {
        pub immunity_time: Option<NumberLiteral> = "ImmunityTime",
    }
}
