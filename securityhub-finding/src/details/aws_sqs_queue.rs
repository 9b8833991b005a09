// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsSqsQueue`.
    pub struct AwsSqsQueue {
        pub dead_letter_target_arn: Option<String> = "DeadLetterTargetArn",
        pub kms_data_key_reuse_period_seconds: Option<NumberLiteral> = "KmsDataKeyReusePeriodSeconds",
        pub kms_master_key_id: Option<String> = "KmsMasterKeyId",
        pub queue_name: Option<String> = "QueueName",
    }
}
