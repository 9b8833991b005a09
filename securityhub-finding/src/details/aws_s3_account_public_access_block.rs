// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsS3AccountPublicAccessBlock`.
    pub struct AwsS3AccountPublicAccessBlock {
        pub block_public_acls: Option<bool> = "BlockPublicAcls",
        pub block_public_policy: Option<bool> = "BlockPublicPolicy",
        pub ignore_public_acls: Option<bool> = "IgnorePublicAcls",
        pub restrict_public_buckets: Option<bool> = "RestrictPublicBuckets",
    }
}
