// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsSnsTopic`.
    pub struct AwsSnsTopic {
        pub application_success_feedback_role_arn: Option<String> = "ApplicationSuccessFeedbackRoleArn",
        pub firehose_failure_feedback_role_arn: Option<String> = "FirehoseFailureFeedbackRoleArn",
        pub firehose_success_feedback_role_arn: Option<String> = "FirehoseSuccessFeedbackRoleArn",
        pub http_failure_feedback_role_arn: Option<String> = "HttpFailureFeedbackRoleArn",
        pub http_success_feedback_role_arn: Option<String> = "HttpSuccessFeedbackRoleArn",
        pub kms_master_key_id: Option<String> = "KmsMasterKeyId",
        pub owner: Option<String> = "Owner",
        pub sqs_failure_feedback_role_arn: Option<String> = "SqsFailureFeedbackRoleArn",
        pub sqs_success_feedback_role_arn: Option<String> = "SqsSuccessFeedbackRoleArn",
        pub subscription: Vec<AwsSnsTopicSubscription> = "Subscription",
        pub topic_name: Option<String> = "TopicName",
    }
}

part! {
    /// Part of [`AwsSnsTopic`].
    pub struct AwsSnsTopicSubscription {
        pub endpoint: Option<String> = "Endpoint",
        pub protocol: Option<String> = "Protocol",
    }
}
