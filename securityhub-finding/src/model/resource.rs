use super::classification::DataClassificationDetails;
use crate::decode::{decode_open_enum, part};
use crate::{RawJson, TextMap};
use saas_api_core::open_enum;

open_enum! {
    /// The part of a cloud that a resource lies in.
    pub enum Partition: str {
        /// The commercial Regions.
        Aws = "aws",
        /// China.
        AwsChina = "aws-cn",
        /// GovCloud (US).
        AwsUsGov = "aws-us-gov",
        /// Isolated, US.
        AwsUsIso = "aws-us-iso",
        /// Isolated, US, the second one.
        AwsUsIsoB = "aws-us-iso-b",
        /// Azure.
        AzureCloud = "AzureCloud",
    }
}

open_enum! {
    /// The cloud that a resource lies in.
    #[doc(alias = "CloudProviderName")]
    pub enum CloudProvider: str {
        /// Amazon Web Services.
        Aws = "AWS",
        /// Microsoft Azure.
        Azure = "Azure",
        /// Google Cloud.
        Gcp = "GCP",
    }
}

decode_open_enum!(Partition, CloudProvider);

part! {
    /// What a finding is about (リソース).
    #[doc(alias = "リソース")]
    pub struct Resource {
        /// The type, such as `AwsEc2SecurityGroup`. The set is open.
        pub kind: Option<String> = "Type",
        /// The id: mostly an ARN, but also `AWS::::Account:123456789012` or a bare instance id.
        pub id: Option<String> = "Id",
        /// The partition.
        pub partition: Option<Partition> = "Partition",
        /// The Region.
        pub region: Option<String> = "Region",
        /// The cloud.
        pub provider: Option<CloudProvider> = "Provider",
        /// Who owns it.
        pub owner: Option<ResourceOwner> = "Owner",
        /// `Actor` or `Target`, in any case.
        pub resource_role: Option<String> = "ResourceRole",
        /// Its tags.
        pub tags: TextMap = "Tags",
        /// Sensitive data that was found in it.
        pub data_classification: Option<Box<DataClassificationDetails>> = "DataClassification",
        /// More about it, under the name of its type. Missing where the finding would be too large.
        pub details: Option<RawJson> = "Details",
        /// The application that it belongs to.
        pub application_name: Option<String> = "ApplicationName",
        /// The application's ARN.
        pub application_arn: Option<String> = "ApplicationArn",
    }
}

part! {
    /// Who owns a resource.
    pub struct ResourceOwner {
        /// The account.
        pub account: Option<ResourceOwnerAccount> = "Account",
        /// The organization.
        pub org: Option<ResourceOwnerOrg> = "Org",
    }
}

part! {
    /// An account that owns a resource.
    pub struct ResourceOwnerAccount {
        /// Its id.
        pub id: Option<String> = "Id",
    }
}

part! {
    /// An organization that owns a resource.
    pub struct ResourceOwnerOrg {
        /// Its id.
        pub id: Option<String> = "Id",
    }
}
