// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsS3Object`.
    pub struct AwsS3Object {
        pub content_type: Option<String> = "ContentType",
        pub e_tag: Option<String> = "ETag",
        pub last_modified: Option<String> = "LastModified",
        pub ssekms_key_id: Option<String> = "SSEKMSKeyId",
        pub server_side_encryption: Option<String> = "ServerSideEncryption",
        pub version_id: Option<String> = "VersionId",
    }
}
