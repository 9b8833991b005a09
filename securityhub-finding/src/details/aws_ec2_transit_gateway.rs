// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsEc2TransitGateway`.
    pub struct AwsEc2TransitGateway {
        pub amazon_side_asn: Option<NumberLiteral> = "AmazonSideAsn",
        pub association_default_route_table_id: Option<String> = "AssociationDefaultRouteTableId",
        pub auto_accept_shared_attachments: Option<String> = "AutoAcceptSharedAttachments",
        pub default_route_table_association: Option<String> = "DefaultRouteTableAssociation",
        pub default_route_table_propagation: Option<String> = "DefaultRouteTablePropagation",
        pub description: Option<String> = "Description",
        pub dns_support: Option<String> = "DnsSupport",
        pub id: Option<String> = "Id",
        pub multicast_support: Option<String> = "MulticastSupport",
        pub propagation_default_route_table_id: Option<String> = "PropagationDefaultRouteTableId",
        pub transit_gateway_cidr_blocks: Vec<String> = "TransitGatewayCidrBlocks",
        pub vpn_ecmp_support: Option<String> = "VpnEcmpSupport",
    }
}
