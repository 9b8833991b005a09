// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsCloudFormationStack`.
    pub struct AwsCloudFormationStack {
        pub capabilities: Vec<String> = "Capabilities",
        pub creation_time: Option<String> = "CreationTime",
        pub description: Option<String> = "Description",
        pub disable_rollback: Option<bool> = "DisableRollback",
        pub drift_information: Option<AwsCloudFormationStackDriftInformationDetails> = "DriftInformation",
        pub enable_termination_protection: Option<bool> = "EnableTerminationProtection",
        pub last_updated_time: Option<String> = "LastUpdatedTime",
        pub notification_arns: Vec<String> = "NotificationArns",
        pub outputs: Vec<AwsCloudFormationStackOutputsDetails> = "Outputs",
        pub role_arn: Option<String> = "RoleArn",
        pub stack_id: Option<String> = "StackId",
        pub stack_name: Option<String> = "StackName",
        pub stack_status: Option<String> = "StackStatus",
        pub stack_status_reason: Option<String> = "StackStatusReason",
        pub timeout_in_minutes: Option<NumberLiteral> = "TimeoutInMinutes",
    }
}

part! {
    /// Part of [`AwsCloudFormationStack`].
    pub struct AwsCloudFormationStackDriftInformationDetails {
        pub stack_drift_status: Option<String> = "StackDriftStatus",
    }
}

part! {
    /// Part of [`AwsCloudFormationStack`].
    pub struct AwsCloudFormationStackOutputsDetails {
        pub description: Option<String> = "Description",
        pub output_key: Option<String> = "OutputKey",
        pub output_value: Option<String> = "OutputValue",
    }
}
