// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;
use super::Ipv6CidrBlockAssociation;

details! {
    /// Details of a resource of the type `AwsEc2Subnet`.
    pub struct AwsEc2Subnet {
        pub assign_ipv6_address_on_creation: Option<bool> = "AssignIpv6AddressOnCreation",
        pub availability_zone: Option<String> = "AvailabilityZone",
        pub availability_zone_id: Option<String> = "AvailabilityZoneId",
        pub available_ip_address_count: Option<NumberLiteral> = "AvailableIpAddressCount",
        pub cidr_block: Option<String> = "CidrBlock",
        pub default_for_az: Option<bool> = "DefaultForAz",
        pub ipv6_cidr_block_association_set: Vec<Ipv6CidrBlockAssociation> = "Ipv6CidrBlockAssociationSet",
        pub map_public_ip_on_launch: Option<bool> = "MapPublicIpOnLaunch",
        pub owner_id: Option<String> = "OwnerId",
        pub state: Option<String> = "State",
        pub subnet_arn: Option<String> = "SubnetArn",
        pub subnet_id: Option<String> = "SubnetId",
        pub vpc_id: Option<String> = "VpcId",
    }
}
