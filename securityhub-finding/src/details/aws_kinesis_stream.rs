// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsKinesisStream`.
    pub struct AwsKinesisStream {
        pub arn: Option<String> = "Arn",
        pub name: Option<String> = "Name",
        pub retention_period_hours: Option<NumberLiteral> = "RetentionPeriodHours",
        pub shard_count: Option<NumberLiteral> = "ShardCount",
        pub stream_encryption: Option<AwsKinesisStreamStreamEncryptionDetails> = "StreamEncryption",
    }
}

part! {
    /// Part of [`AwsKinesisStream`].
    pub struct AwsKinesisStreamStreamEncryptionDetails {
        pub encryption_type: Option<String> = "EncryptionType",
        pub key_id: Option<String> = "KeyId",
    }
}
