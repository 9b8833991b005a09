// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2VpcPeeringConnection`.
    pub struct AwsEc2VpcPeeringConnection {
        pub accepter_vpc_info: Option<AwsEc2VpcPeeringConnectionVpcInfoDetails> = "AccepterVpcInfo",
        pub expiration_time: Option<String> = "ExpirationTime",
        pub requester_vpc_info: Option<AwsEc2VpcPeeringConnectionVpcInfoDetails> = "RequesterVpcInfo",
        pub status: Option<AwsEc2VpcPeeringConnectionStatusDetails> = "Status",
        pub vpc_peering_connection_id: Option<String> = "VpcPeeringConnectionId",
    }
}

part! {
    /// Part of [`AwsEc2VpcPeeringConnection`].
    pub struct AwsEc2VpcPeeringConnectionStatusDetails {
        pub code: Option<String> = "Code",
        pub message: Option<String> = "Message",
    }
}

part! {
    /// Part of [`AwsEc2VpcPeeringConnection`].
    pub struct AwsEc2VpcPeeringConnectionVpcInfoDetails {
        pub cidr_block: Option<String> = "CidrBlock",
        pub cidr_block_set: Vec<VpcInfoCidrBlockSetDetails> = "CidrBlockSet",
        pub ipv6_cidr_block_set: Vec<VpcInfoIpv6CidrBlockSetDetails> = "Ipv6CidrBlockSet",
        pub owner_id: Option<String> = "OwnerId",
        pub peering_options: Option<VpcInfoPeeringOptionsDetails> = "PeeringOptions",
        pub region: Option<String> = "Region",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsEc2VpcPeeringConnection`].
    pub struct VpcInfoCidrBlockSetDetails {
        pub cidr_block: Option<String> = "CidrBlock",
    }
}

part! {
    /// Part of [`AwsEc2VpcPeeringConnection`].
    pub struct VpcInfoIpv6CidrBlockSetDetails {
        pub ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
    }
}

part! {
    /// Part of [`AwsEc2VpcPeeringConnection`].
    pub struct VpcInfoPeeringOptionsDetails {
        pub allow_dns_resolution_from_remote_vpc: Option<bool> = "AllowDnsResolutionFromRemoteVpc",
        pub allow_egress_from_local_classic_link_to_remote_vpc: Option<bool> = "AllowEgressFromLocalClassicLinkToRemoteVpc",
        pub allow_egress_from_local_vpc_to_remote_classic_link: Option<bool> = "AllowEgressFromLocalVpcToRemoteClassicLink",
    }
}
