// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsXrayEncryptionConfig`.
    pub struct AwsXrayEncryptionConfig {
        pub key_id: Option<String> = "KeyId",
        pub status: Option<String> = "Status",
        pub kind: Option<String> = "Type",
    }
}
