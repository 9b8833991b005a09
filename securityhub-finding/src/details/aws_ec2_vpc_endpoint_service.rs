// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2VpcEndpointService`.
    pub struct AwsEc2VpcEndpointService {
        pub acceptance_required: Option<bool> = "AcceptanceRequired",
        pub availability_zones: Vec<String> = "AvailabilityZones",
        pub base_endpoint_dns_names: Vec<String> = "BaseEndpointDnsNames",
        pub gateway_load_balancer_arns: Vec<String> = "GatewayLoadBalancerArns",
        pub manages_vpc_endpoints: Option<bool> = "ManagesVpcEndpoints",
        pub network_load_balancer_arns: Vec<String> = "NetworkLoadBalancerArns",
        pub private_dns_name: Option<String> = "PrivateDnsName",
        pub service_id: Option<String> = "ServiceId",
        pub service_name: Option<String> = "ServiceName",
        pub service_state: Option<String> = "ServiceState",
        pub service_type: Vec<AwsEc2VpcEndpointServiceServiceTypeDetails> = "ServiceType",
    }
}

part! {
    /// Part of [`AwsEc2VpcEndpointService`].
    pub struct AwsEc2VpcEndpointServiceServiceTypeDetails {
        pub service_type: Option<String> = "ServiceType",
    }
}
