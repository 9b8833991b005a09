// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsStepFunctionStateMachine`.
    pub struct AwsStepFunctionStateMachine {
        pub label: Option<String> = "Label",
        pub logging_configuration: Option<AwsStepFunctionStateMachineLoggingConfigurationDetails> = "LoggingConfiguration",
        pub name: Option<String> = "Name",
        pub role_arn: Option<String> = "RoleArn",
        pub state_machine_arn: Option<String> = "StateMachineArn",
        pub status: Option<String> = "Status",
        pub tracing_configuration: Option<AwsStepFunctionStateMachineTracingConfigurationDetails> = "TracingConfiguration",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsStepFunctionStateMachine`].
    pub struct AwsStepFunctionStateMachineLoggingConfigurationDestinationsCloudWatchLogsLogGroupDetails {
        pub log_group_arn: Option<String> = "LogGroupArn",
    }
}

part! {
    /// Part of [`AwsStepFunctionStateMachine`].
    pub struct AwsStepFunctionStateMachineLoggingConfigurationDestinationsDetails {
        pub cloud_watch_logs_log_group: Option<AwsStepFunctionStateMachineLoggingConfigurationDestinationsCloudWatchLogsLogGroupDetails> = "CloudWatchLogsLogGroup",
    }
}

part! {
    /// Part of [`AwsStepFunctionStateMachine`].
    pub struct AwsStepFunctionStateMachineLoggingConfigurationDetails {
        pub destinations: Vec<AwsStepFunctionStateMachineLoggingConfigurationDestinationsDetails> = "Destinations",
        pub include_execution_data: Option<bool> = "IncludeExecutionData",
        pub level: Option<String> = "Level",
    }
}

part! {
    /// Part of [`AwsStepFunctionStateMachine`].
    pub struct AwsStepFunctionStateMachineTracingConfigurationDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}
