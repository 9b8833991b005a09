// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsRdsDbSecurityGroup`.
    pub struct AwsRdsDbSecurityGroup {
        pub db_security_group_arn: Option<String> = "DbSecurityGroupArn",
        pub db_security_group_description: Option<String> = "DbSecurityGroupDescription",
        pub db_security_group_name: Option<String> = "DbSecurityGroupName",
        pub ec2_security_groups: Vec<AwsRdsDbSecurityGroupEc2SecurityGroup> = "Ec2SecurityGroups",
        pub ip_ranges: Vec<AwsRdsDbSecurityGroupIpRange> = "IpRanges",
        pub owner_id: Option<String> = "OwnerId",
        pub vpc_id: Option<String> = "VpcId",
    }
}

part! {
    /// Part of [`AwsRdsDbSecurityGroup`].
    pub struct AwsRdsDbSecurityGroupEc2SecurityGroup {
        pub ec2_security_group_id: Option<String> = "Ec2SecurityGroupId",
        pub ec2_security_group_name: Option<String> = "Ec2SecurityGroupName",
        pub ec2_security_group_owner_id: Option<String> = "Ec2SecurityGroupOwnerId",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsRdsDbSecurityGroup`].
    pub struct AwsRdsDbSecurityGroupIpRange {
        pub cidr_ip: Option<String> = "CidrIp",
        pub status: Option<String> = "Status",
    }
}
