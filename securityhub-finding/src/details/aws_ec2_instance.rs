// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2Instance`.
    pub struct AwsEc2Instance {
        pub iam_instance_profile_arn: Option<String> = "IamInstanceProfileArn",
        pub image_id: Option<String> = "ImageId",
        pub ip_v4_addresses: Vec<String> = "IpV4Addresses",
        pub ip_v6_addresses: Vec<String> = "IpV6Addresses",
        pub key_name: Option<String> = "KeyName",
        pub launched_at: Option<String> = "LaunchedAt",
        pub metadata_options: Option<AwsEc2InstanceMetadataOptions> = "MetadataOptions",
        pub monitoring: Option<AwsEc2InstanceMonitoringDetails> = "Monitoring",
        pub network_interfaces: Vec<AwsEc2InstanceNetworkInterfacesDetails> = "NetworkInterfaces",
        pub subnet_id: Option<String> = "SubnetId",
        pub kind: Option<String> = "Type",
        pub virtualization_type: Option<String> = "VirtualizationType",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsEc2Instance`].
    pub struct AwsEc2InstanceMetadataOptions {
        pub http_endpoint: Option<String> = "HttpEndpoint",
        pub http_protocol_ipv6: Option<String> = "HttpProtocolIpv6",
        pub http_put_response_hop_limit: Option<NumberLiteral> = "HttpPutResponseHopLimit",
        pub http_tokens: Option<String> = "HttpTokens",
        pub instance_metadata_tags: Option<String> = "InstanceMetadataTags",
    }
}

part! {
    /// Part of [`AwsEc2Instance`].
    pub struct AwsEc2InstanceMonitoringDetails {
        pub state: Option<String> = "State",
    }
}

part! {
    /// Part of [`AwsEc2Instance`].
    pub struct AwsEc2InstanceNetworkInterfacesDetails {
        pub network_interface_id: Option<String> = "NetworkInterfaceId",
    }
}
