// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2RouteTable`.
    pub struct AwsEc2RouteTable {
        pub association_set: Vec<AssociationSetDetails> = "AssociationSet",
        pub owner_id: Option<String> = "OwnerId",
        pub propagating_vgw_set: Vec<PropagatingVgwSetDetails> = "PropagatingVgwSet",
        pub route_set: Vec<RouteSetDetails> = "RouteSet",
        pub route_table_id: Option<String> = "RouteTableId",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsEc2RouteTable`].
    pub struct AssociationSetDetails {
        pub association_state: Option<AssociationStateDetails> = "AssociationState",
        pub gateway_id: Option<String> = "GatewayId",
        pub main: Option<bool> = "Main",
        pub route_table_association_id: Option<String> = "RouteTableAssociationId",
        pub route_table_id: Option<String> = "RouteTableId",
        pub subnet_id: Option<String> = "SubnetId",
    }
}

part! {
    /// Part of [`AwsEc2RouteTable`].
    pub struct AssociationStateDetails {
        pub state: Option<String> = "State",
        pub status_message: Option<String> = "StatusMessage",
    }
}

part! {
    /// Part of [`AwsEc2RouteTable`].
    pub struct PropagatingVgwSetDetails {
        pub gateway_id: Option<String> = "GatewayId",
    }
}

part! {
    /// Part of [`AwsEc2RouteTable`].
    pub struct RouteSetDetails {
        pub carrier_gateway_id: Option<String> = "CarrierGatewayId",
        pub core_network_arn: Option<String> = "CoreNetworkArn",
        pub destination_cidr_block: Option<String> = "DestinationCidrBlock",
        pub destination_ipv6_cidr_block: Option<String> = "DestinationIpv6CidrBlock",
        pub destination_prefix_list_id: Option<String> = "DestinationPrefixListId",
        pub egress_only_internet_gateway_id: Option<String> = "EgressOnlyInternetGatewayId",
        pub gateway_id: Option<String> = "GatewayId",
        pub instance_id: Option<String> = "InstanceId",
        pub instance_owner_id: Option<String> = "InstanceOwnerId",
        pub local_gateway_id: Option<String> = "LocalGatewayId",
        pub nat_gateway_id: Option<String> = "NatGatewayId",
        pub network_interface_id: Option<String> = "NetworkInterfaceId",
        pub origin: Option<String> = "Origin",
        pub state: Option<String> = "State",
        pub transit_gateway_id: Option<String> = "TransitGatewayId",
        pub vpc_peering_connection_id: Option<String> = "VpcPeeringConnectionId",
    }
}
