// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsKmsKey`.
    pub struct AwsKmsKey {
        pub aws_account_id: Option<String> = "AWSAccountId",
        pub creation_date: Option<NumberLiteral> = "CreationDate",
        pub description: Option<String> = "Description",
        pub key_id: Option<String> = "KeyId",
        pub key_manager: Option<String> = "KeyManager",
        pub key_rotation_status: Option<bool> = "KeyRotationStatus",
        pub key_state: Option<String> = "KeyState",
        pub origin: Option<String> = "Origin",
    }
}
