// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsEc2Eip`.
    pub struct AwsEc2Eip {
        pub allocation_id: Option<String> = "AllocationId",
        pub association_id: Option<String> = "AssociationId",
        pub domain: Option<String> = "Domain",
        pub instance_id: Option<String> = "InstanceId",
        pub network_border_group: Option<String> = "NetworkBorderGroup",
        pub network_interface_id: Option<String> = "NetworkInterfaceId",
        pub network_interface_owner_id: Option<String> = "NetworkInterfaceOwnerId",
        pub private_ip_address: Option<String> = "PrivateIpAddress",
        pub public_ip: Option<String> = "PublicIp",
        pub public_ipv4_pool: Option<String> = "PublicIpv4Pool",
    }
}
