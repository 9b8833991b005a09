// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsElbLoadBalancer`.
    pub struct AwsElbLoadBalancer {
        pub availability_zones: Vec<String> = "AvailabilityZones",
        pub backend_server_descriptions: Vec<AwsElbLoadBalancerBackendServerDescription> = "BackendServerDescriptions",
        pub canonical_hosted_zone_name: Option<String> = "CanonicalHostedZoneName",
        pub canonical_hosted_zone_name_id: Option<String> = "CanonicalHostedZoneNameID",
        pub created_time: Option<String> = "CreatedTime",
        pub dns_name: Option<String> = "DnsName",
        pub health_check: Option<AwsElbLoadBalancerHealthCheck> = "HealthCheck",
        pub instances: Vec<AwsElbLoadBalancerInstance> = "Instances",
        pub listener_descriptions: Vec<AwsElbLoadBalancerListenerDescription> = "ListenerDescriptions",
        pub load_balancer_attributes: Option<AwsElbLoadBalancerAttributes> = "LoadBalancerAttributes",
        pub load_balancer_name: Option<String> = "LoadBalancerName",
        pub policies: Option<AwsElbLoadBalancerPolicies> = "Policies",
        pub scheme: Option<String> = "Scheme",
        pub security_groups: Vec<String> = "SecurityGroups",
        pub source_security_group: Option<AwsElbLoadBalancerSourceSecurityGroup> = "SourceSecurityGroup",
        pub subnets: Vec<String> = "Subnets",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbAppCookieStickinessPolicy {
        pub cookie_name: Option<String> = "CookieName",
        pub policy_name: Option<String> = "PolicyName",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLbCookieStickinessPolicy {
        pub cookie_expiration_period: Option<NumberLiteral> = "CookieExpirationPeriod",
        pub policy_name: Option<String> = "PolicyName",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerAccessLog {
        pub emit_interval: Option<NumberLiteral> = "EmitInterval",
        pub enabled: Option<bool> = "Enabled",
        pub s3_bucket_name: Option<String> = "S3BucketName",
        pub s3_bucket_prefix: Option<String> = "S3BucketPrefix",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerAdditionalAttribute {
        pub key: Option<String> = "Key",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerAttributes {
        pub access_log: Option<AwsElbLoadBalancerAccessLog> = "AccessLog",
        pub additional_attributes: Vec<AwsElbLoadBalancerAdditionalAttribute> = "AdditionalAttributes",
        pub connection_draining: Option<AwsElbLoadBalancerConnectionDraining> = "ConnectionDraining",
        pub connection_settings: Option<AwsElbLoadBalancerConnectionSettings> = "ConnectionSettings",
        pub cross_zone_load_balancing: Option<AwsElbLoadBalancerCrossZoneLoadBalancing> = "CrossZoneLoadBalancing",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerBackendServerDescription {
        pub instance_port: Option<NumberLiteral> = "InstancePort",
        pub policy_names: Vec<String> = "PolicyNames",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerConnectionDraining {
        pub enabled: Option<bool> = "Enabled",
        pub timeout: Option<NumberLiteral> = "Timeout",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerConnectionSettings {
        pub idle_timeout: Option<NumberLiteral> = "IdleTimeout",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerCrossZoneLoadBalancing {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerHealthCheck {
        pub healthy_threshold: Option<NumberLiteral> = "HealthyThreshold",
        pub interval: Option<NumberLiteral> = "Interval",
        pub target: Option<String> = "Target",
        pub timeout: Option<NumberLiteral> = "Timeout",
        pub unhealthy_threshold: Option<NumberLiteral> = "UnhealthyThreshold",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerInstance {
        pub instance_id: Option<String> = "InstanceId",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerListener {
        pub instance_port: Option<NumberLiteral> = "InstancePort",
        pub instance_protocol: Option<String> = "InstanceProtocol",
        pub load_balancer_port: Option<NumberLiteral> = "LoadBalancerPort",
        pub protocol: Option<String> = "Protocol",
        pub ssl_certificate_id: Option<String> = "SslCertificateId",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerListenerDescription {
        pub listener: Option<AwsElbLoadBalancerListener> = "Listener",
        pub policy_names: Vec<String> = "PolicyNames",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerPolicies {
        pub app_cookie_stickiness_policies: Vec<AwsElbAppCookieStickinessPolicy> = "AppCookieStickinessPolicies",
        pub lb_cookie_stickiness_policies: Vec<AwsElbLbCookieStickinessPolicy> = "LbCookieStickinessPolicies",
        pub other_policies: Vec<String> = "OtherPolicies",
    }
}

part! {
    /// Part of [`AwsElbLoadBalancer`].
    pub struct AwsElbLoadBalancerSourceSecurityGroup {
        pub group_name: Option<String> = "GroupName",
        pub owner_alias: Option<String> = "OwnerAlias",
    }
}
