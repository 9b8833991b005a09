// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use super::AwsS3AccountPublicAccessBlock;

details! {
    /// Details of a resource of the type `AwsS3AccessPoint`.
    pub struct AwsS3AccessPoint {
        pub access_point_arn: Option<String> = "AccessPointArn",
        pub alias: Option<String> = "Alias",
        pub bucket: Option<String> = "Bucket",
        pub bucket_account_id: Option<String> = "BucketAccountId",
        pub name: Option<String> = "Name",
        pub network_origin: Option<String> = "NetworkOrigin",
        pub public_access_block_configuration: Option<AwsS3AccountPublicAccessBlock> = "PublicAccessBlockConfiguration",
        pub vpc_configuration: Option<AwsS3AccessPointVpcConfigurationDetails> = "VpcConfiguration",
    }
}

part! {
    /// Part of [`AwsS3AccessPoint`].
    pub struct AwsS3AccessPointVpcConfigurationDetails {
        pub vpc_id: Option<String> = "VpcId",
    }
}
