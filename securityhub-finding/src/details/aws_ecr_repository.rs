// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEcrRepository`.
    pub struct AwsEcrRepository {
        pub arn: Option<String> = "Arn",
        pub image_scanning_configuration: Option<AwsEcrRepositoryImageScanningConfigurationDetails> = "ImageScanningConfiguration",
        pub image_tag_mutability: Option<String> = "ImageTagMutability",
        pub lifecycle_policy: Option<AwsEcrRepositoryLifecyclePolicyDetails> = "LifecyclePolicy",
        pub repository_name: Option<String> = "RepositoryName",
        pub repository_policy_text: Option<String> = "RepositoryPolicyText",
    }
}

part! {
    /// Part of [`AwsEcrRepository`].
    pub struct AwsEcrRepositoryImageScanningConfigurationDetails {
        pub scan_on_push: Option<bool> = "ScanOnPush",
    }
}

part! {
    /// Part of [`AwsEcrRepository`].
    pub struct AwsEcrRepositoryLifecyclePolicyDetails {
        pub lifecycle_policy_text: Option<String> = "LifecyclePolicyText",
        pub registry_id: Option<String> = "RegistryId",
    }
}
