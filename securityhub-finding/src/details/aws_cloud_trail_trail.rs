// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsCloudTrailTrail`.
    pub struct AwsCloudTrailTrail {
        pub cloud_watch_logs_log_group_arn: Option<String> = "CloudWatchLogsLogGroupArn",
        pub cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
        pub has_custom_event_selectors: Option<bool> = "HasCustomEventSelectors",
        pub home_region: Option<String> = "HomeRegion",
        pub include_global_service_events: Option<bool> = "IncludeGlobalServiceEvents",
        pub is_multi_region_trail: Option<bool> = "IsMultiRegionTrail",
        pub is_organization_trail: Option<bool> = "IsOrganizationTrail",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub log_file_validation_enabled: Option<bool> = "LogFileValidationEnabled",
        pub name: Option<String> = "Name",
        pub s3_bucket_name: Option<String> = "S3BucketName",
        pub s3_key_prefix: Option<String> = "S3KeyPrefix",
        pub sns_topic_arn: Option<String> = "SnsTopicArn",
        pub sns_topic_name: Option<String> = "SnsTopicName",
        pub trail_arn: Option<String> = "TrailArn",
    }
}
