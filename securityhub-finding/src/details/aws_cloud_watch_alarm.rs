// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsCloudWatchAlarm`.
    pub struct AwsCloudWatchAlarm {
        pub actions_enabled: Option<bool> = "ActionsEnabled",
        pub alarm_actions: Vec<String> = "AlarmActions",
        pub alarm_arn: Option<String> = "AlarmArn",
        pub alarm_configuration_updated_timestamp: Option<String> = "AlarmConfigurationUpdatedTimestamp",
        pub alarm_description: Option<String> = "AlarmDescription",
        pub alarm_name: Option<String> = "AlarmName",
        pub comparison_operator: Option<String> = "ComparisonOperator",
        pub datapoints_to_alarm: Option<NumberLiteral> = "DatapointsToAlarm",
        pub dimensions: Vec<AwsCloudWatchAlarmDimensionsDetails> = "Dimensions",
        pub evaluate_low_sample_count_percentile: Option<String> = "EvaluateLowSampleCountPercentile",
        pub evaluation_periods: Option<NumberLiteral> = "EvaluationPeriods",
        pub extended_statistic: Option<String> = "ExtendedStatistic",
        pub insufficient_data_actions: Vec<String> = "InsufficientDataActions",
        pub metric_name: Option<String> = "MetricName",
        pub namespace: Option<String> = "Namespace",
        pub ok_actions: Vec<String> = "OkActions",
        pub period: Option<NumberLiteral> = "Period",
        pub statistic: Option<String> = "Statistic",
        pub threshold: Option<NumberLiteral> = "Threshold",
        pub threshold_metric_id: Option<String> = "ThresholdMetricId",
        pub treat_missing_data: Option<String> = "TreatMissingData",
        pub unit: Option<String> = "Unit",
    }
}

part! {
    /// Part of [`AwsCloudWatchAlarm`].
    pub struct AwsCloudWatchAlarmDimensionsDetails {
        pub name: Option<String> = "Name",
        pub value: Option<String> = "Value",
    }
}
