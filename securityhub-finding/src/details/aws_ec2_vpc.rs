// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use super::Ipv6CidrBlockAssociation;

details! {
    /// Details of a resource of the type `AwsEc2Vpc`.
    pub struct AwsEc2Vpc {
        pub cidr_block_association_set: Vec<CidrBlockAssociation> = "CidrBlockAssociationSet",
        pub dhcp_options_id: Option<String> = "DhcpOptionsId",
        pub ipv6_cidr_block_association_set: Vec<Ipv6CidrBlockAssociation> = "Ipv6CidrBlockAssociationSet",
        pub state: Option<String> = "State",
    }
}

part! {
    /// Part of [`AwsEc2Vpc`].
    pub struct CidrBlockAssociation {
        pub association_id: Option<String> = "AssociationId",
        pub cidr_block: Option<String> = "CidrBlock",
        pub cidr_block_state: Option<String> = "CidrBlockState",
    }
}
