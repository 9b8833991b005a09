// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2SecurityGroup`.
    pub struct AwsEc2SecurityGroup {
        pub group_id: Option<String> = "GroupId",
        pub group_name: Option<String> = "GroupName",
        pub ip_permissions: Vec<AwsEc2SecurityGroupIpPermission> = "IpPermissions",
        pub ip_permissions_egress: Vec<AwsEc2SecurityGroupIpPermission> = "IpPermissionsEgress",
        pub owner_id: Option<String> = "OwnerId",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsEc2SecurityGroup`].
    pub struct AwsEc2SecurityGroupIpPermission {
        pub from_port: Option<NumberLiteral> = "FromPort",
        pub ip_protocol: Option<String> = "IpProtocol",
        pub ip_ranges: Vec<AwsEc2SecurityGroupIpRange> = "IpRanges",
        pub ipv6_ranges: Vec<AwsEc2SecurityGroupIpv6Range> = "Ipv6Ranges",
        pub prefix_list_ids: Vec<AwsEc2SecurityGroupPrefixListId> = "PrefixListIds",
        pub to_port: Option<NumberLiteral> = "ToPort",
        pub user_id_group_pairs: Vec<AwsEc2SecurityGroupUserIdGroupPair> = "UserIdGroupPairs",
    }
}

part! {
    /// Part of [`AwsEc2SecurityGroup`].
    pub struct AwsEc2SecurityGroupIpRange {
        pub cidr_ip: Option<String> = "CidrIp",
    }
}

part! {
    /// Part of [`AwsEc2SecurityGroup`].
    pub struct AwsEc2SecurityGroupIpv6Range {
        pub cidr_ipv6: Option<String> = "CidrIpv6",
    }
}

part! {
    /// Part of [`AwsEc2SecurityGroup`].
    pub struct AwsEc2SecurityGroupPrefixListId {
        pub prefix_list_id: Option<String> = "PrefixListId",
    }
}

part! {
    /// Part of [`AwsEc2SecurityGroup`].
    pub struct AwsEc2SecurityGroupUserIdGroupPair {
        pub group_id: Option<String> = "GroupId",
        pub group_name: Option<String> = "GroupName",
        pub peering_status: Option<String> = "PeeringStatus",
        pub user_id: Option<String> = "UserId",
        pub vpc_id: Option<String> = "VpcId",
        pub vpc_peering_connection_id: Option<String> = "VpcPeeringConnectionId",
    }
}
