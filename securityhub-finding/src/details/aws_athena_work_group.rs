// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsAthenaWorkGroup`.
    pub struct AwsAthenaWorkGroup {
        pub configuration: Option<AwsAthenaWorkGroupConfigurationDetails> = "Configuration",
        pub description: Option<String> = "Description",
        pub name: Option<String> = "Name",
        pub state: Option<String> = "State",
    }
}

part! {
    /// Part of [`AwsAthenaWorkGroup`].
    pub struct AwsAthenaWorkGroupConfigurationDetails {
        pub result_configuration: Option<AwsAthenaWorkGroupConfigurationResultConfigurationDetails> = "ResultConfiguration",
    }
}

part! {
    /// Part of [`AwsAthenaWorkGroup`].
    pub struct AwsAthenaWorkGroupConfigurationResultConfigurationDetails {
        pub encryption_configuration: Option<AwsAthenaWorkGroupConfigurationResultConfigurationEncryptionConfigurationDetails> = "EncryptionConfiguration",
    }
}

part! {
    /// Part of [`AwsAthenaWorkGroup`].
    pub struct AwsAthenaWorkGroupConfigurationResultConfigurationEncryptionConfigurationDetails {
        pub encryption_option: Option<String> = "EncryptionOption",
        pub kms_key: Option<String> = "KmsKey",
    }
}
