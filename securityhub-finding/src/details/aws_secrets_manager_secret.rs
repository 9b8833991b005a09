// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsSecretsManagerSecret`.
    pub struct AwsSecretsManagerSecret {
        pub deleted: Option<bool> = "Deleted",
        pub description: Option<String> = "Description",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub name: Option<String> = "Name",
        pub rotation_enabled: Option<bool> = "RotationEnabled",
        pub rotation_lambda_arn: Option<String> = "RotationLambdaArn",
        pub rotation_occurred_within_frequency: Option<bool> = "RotationOccurredWithinFrequency",
        pub rotation_rules: Option<AwsSecretsManagerSecretRotationRules> = "RotationRules",
    }
}

part! {
    /// Part of [`AwsSecretsManagerSecret`].
    pub struct AwsSecretsManagerSecretRotationRules {
        pub automatically_after_days: Option<NumberLiteral> = "AutomaticallyAfterDays",
    }
}
