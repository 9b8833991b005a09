// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsElbv2LoadBalancer`.
    pub struct AwsElbv2LoadBalancer {
        pub availability_zones: Vec<AvailabilityZone> = "AvailabilityZones",
        pub canonical_hosted_zone_id: Option<String> = "CanonicalHostedZoneId",
        pub created_time: Option<String> = "CreatedTime",
        pub dns_name: Option<String> = "DNSName",
        pub ip_address_type: Option<String> = "IpAddressType",
        pub load_balancer_attributes: Vec<AwsElbv2LoadBalancerAttribute> = "LoadBalancerAttributes",
        pub scheme: Option<String> = "Scheme",
        pub security_groups: Vec<String> = "SecurityGroups",
        pub state: Option<LoadBalancerState> = "State",
        pub kind: Option<String> = "Type",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsElbv2LoadBalancer`].
    pub struct AvailabilityZone {
        pub subnet_id: Option<String> = "SubnetId",
        pub zone_name: Option<String> = "ZoneName",
    }
}

part! {
    /// Part of [`AwsElbv2LoadBalancer`].
    pub struct AwsElbv2LoadBalancerAttribute {
        pub key: Option<String> = "Key",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsElbv2LoadBalancer`].
    pub struct LoadBalancerState {
        pub code: Option<String> = "Code",
        pub reason: Option<String> = "Reason",
    }
}
