// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2NetworkInterface`.
    pub struct AwsEc2NetworkInterface {
        pub attachment: Option<AwsEc2NetworkInterfaceAttachment> = "Attachment",
        pub ip_v6_addresses: Vec<AwsEc2NetworkInterfaceIpV6AddressDetail> = "IpV6Addresses",
        pub network_interface_id: Option<String> = "NetworkInterfaceId",
        pub private_ip_addresses: Vec<AwsEc2NetworkInterfacePrivateIpAddressDetail> = "PrivateIpAddresses",
        pub public_dns_name: Option<String> = "PublicDnsName",
        pub public_ip: Option<String> = "PublicIp",
        pub security_groups: Vec<AwsEc2NetworkInterfaceSecurityGroup> = "SecurityGroups",
        pub source_dest_check: Option<bool> = "SourceDestCheck",
    }
}

part! {
    /// Part of [`AwsEc2NetworkInterface`].
    pub struct AwsEc2NetworkInterfaceAttachment {
        pub attach_time: Option<String> = "AttachTime",
        pub attachment_id: Option<String> = "AttachmentId",
        pub delete_on_termination: Option<bool> = "DeleteOnTermination",
        pub device_index: Option<NumberLiteral> = "DeviceIndex",
        pub instance_id: Option<String> = "InstanceId",
        pub instance_owner_id: Option<String> = "InstanceOwnerId",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsEc2NetworkInterface`].
    pub struct AwsEc2NetworkInterfaceIpV6AddressDetail {
        pub ip_v6_address: Option<String> = "IpV6Address",
    }
}

part! {
    /// Part of [`AwsEc2NetworkInterface`].
    pub struct AwsEc2NetworkInterfacePrivateIpAddressDetail {
        pub private_dns_name: Option<String> = "PrivateDnsName",
        pub private_ip_address: Option<String> = "PrivateIpAddress",
    }
}

part! {
    /// Part of [`AwsEc2NetworkInterface`].
    pub struct AwsEc2NetworkInterfaceSecurityGroup {
        pub group_id: Option<String> = "GroupId",
        pub group_name: Option<String> = "GroupName",
    }
}
