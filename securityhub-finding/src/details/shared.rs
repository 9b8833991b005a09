// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::part;

part! {
    /// Part of the details of several types.
    pub struct AwsApiGatewayAccessLogSettings {
        pub destination_arn: Option<String> = "DestinationArn",
        pub format: Option<String> = "Format",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsIamAttachedManagedPolicy {
        pub policy_arn: Option<String> = "PolicyArn",
        pub policy_name: Option<String> = "PolicyName",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsIamPermissionsBoundary {
        pub permissions_boundary_arn: Option<String> = "PermissionsBoundaryArn",
        pub permissions_boundary_type: Option<String> = "PermissionsBoundaryType",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsMountPoint {
        pub container_path: Option<String> = "ContainerPath",
        pub source_volume: Option<String> = "SourceVolume",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsRdsDbDomainMembership {
        pub domain: Option<String> = "Domain",
        pub fqdn: Option<String> = "Fqdn",
        pub iam_role_name: Option<String> = "IamRoleName",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsRdsDbInstanceVpcSecurityGroup {
        pub status: Option<String> = "Status",
        pub vpc_security_group_id: Option<String> = "VpcSecurityGroupId",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsRdsDbProcessorFeature {
        pub name: Option<String> = "Name",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2ActionAllowDetails {
        pub custom_request_handling: Option<AwsWafv2CustomRequestHandlingDetails> = "CustomRequestHandling",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2ActionBlockDetails {
        pub custom_response: Option<AwsWafv2CustomResponseDetails> = "CustomResponse",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2CustomHttpHeader {
        pub name: Option<String> = "Name",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2CustomRequestHandlingDetails {
        pub insert_headers: Vec<AwsWafv2CustomHttpHeader> = "InsertHeaders",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2CustomResponseDetails {
        pub custom_response_body_key: Option<String> = "CustomResponseBodyKey",
        pub response_code: Option<NumberLiteral> = "ResponseCode",
        pub response_headers: Vec<AwsWafv2CustomHttpHeader> = "ResponseHeaders",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2RulesActionCaptchaDetails {
        pub custom_request_handling: Option<AwsWafv2CustomRequestHandlingDetails> = "CustomRequestHandling",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2RulesActionCountDetails {
        pub custom_request_handling: Option<AwsWafv2CustomRequestHandlingDetails> = "CustomRequestHandling",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2RulesActionDetails {
        pub allow: Option<AwsWafv2ActionAllowDetails> = "Allow",
        pub block: Option<AwsWafv2ActionBlockDetails> = "Block",
        pub captcha: Option<AwsWafv2RulesActionCaptchaDetails> = "Captcha",
        pub count: Option<AwsWafv2RulesActionCountDetails> = "Count",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2RulesDetails {
        pub action: Option<AwsWafv2RulesActionDetails> = "Action",
        pub name: Option<String> = "Name",
        pub override_action: Option<String> = "OverrideAction",
        pub priority: Option<NumberLiteral> = "Priority",
        pub visibility_config: Option<AwsWafv2VisibilityConfigDetails> = "VisibilityConfig",
    }
}

part! {
    /// Part of the details of several types.
    pub struct AwsWafv2VisibilityConfigDetails {
        pub cloud_watch_metrics_enabled: Option<bool> = "CloudWatchMetricsEnabled",
        pub metric_name: Option<String> = "MetricName",
        pub sampled_requests_enabled: Option<bool> = "SampledRequestsEnabled",
    }
}

part! {
    /// Part of the details of several types.
    pub struct Ipv6CidrBlockAssociation {
        pub association_id: Option<String> = "AssociationId",
        pub cidr_block_state: Option<String> = "CidrBlockState",
        pub ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
    }
}

part! {
    /// Part of the details of several types.
    pub struct StatelessCustomActionDefinition {
        pub publish_metric_action: Option<StatelessCustomPublishMetricAction> = "PublishMetricAction",
    }
}

part! {
    /// Part of the details of several types.
    pub struct StatelessCustomPublishMetricAction {
        pub dimensions: Vec<StatelessCustomPublishMetricActionDimension> = "Dimensions",
    }
}

part! {
    /// Part of the details of several types.
    pub struct StatelessCustomPublishMetricActionDimension {
        pub value: Option<String> = "Value",
    }
}
