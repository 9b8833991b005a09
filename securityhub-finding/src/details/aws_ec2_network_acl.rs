// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2NetworkAcl`.
    pub struct AwsEc2NetworkAcl {
        pub associations: Vec<AwsEc2NetworkAclAssociation> = "Associations",
        pub entries: Vec<AwsEc2NetworkAclEntry> = "Entries",
        pub is_default: Option<bool> = "IsDefault",
        pub network_acl_id: Option<String> = "NetworkAclId",
        pub owner_id: Option<String> = "OwnerId",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsEc2NetworkAcl`].
    pub struct AwsEc2NetworkAclAssociation {
        pub network_acl_association_id: Option<String> = "NetworkAclAssociationId",
        pub network_acl_id: Option<String> = "NetworkAclId",
        pub subnet_id: Option<String> = "SubnetId",
    }
}

part! {
    /// Part of [`AwsEc2NetworkAcl`].
    pub struct AwsEc2NetworkAclEntry {
        pub cidr_block: Option<String> = "CidrBlock",
        pub egress: Option<bool> = "Egress",
        pub icmp_type_code: Option<IcmpTypeCode> = "IcmpTypeCode",
        pub ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
        pub port_range: Option<PortRangeFromTo> = "PortRange",
        pub protocol: Option<String> = "Protocol",
        pub rule_action: Option<String> = "RuleAction",
        pub rule_number: Option<NumberLiteral> = "RuleNumber",
    }
}

part! {
    /// Part of [`AwsEc2NetworkAcl`].
    pub struct IcmpTypeCode {
        pub code: Option<NumberLiteral> = "Code",
        pub kind: Option<NumberLiteral> = "Type",
    }
}

part! {
    /// Part of [`AwsEc2NetworkAcl`].
    pub struct PortRangeFromTo {
        pub from: Option<NumberLiteral> = "From",
        pub to: Option<NumberLiteral> = "To",
    }
}
