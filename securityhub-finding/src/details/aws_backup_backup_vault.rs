// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsBackupBackupVault`.
    pub struct AwsBackupBackupVault {
        pub access_policy: Option<String> = "AccessPolicy",
        pub backup_vault_arn: Option<String> = "BackupVaultArn",
        pub backup_vault_name: Option<String> = "BackupVaultName",
        pub encryption_key_arn: Option<String> = "EncryptionKeyArn",
        pub notifications: Option<AwsBackupBackupVaultNotificationsDetails> = "Notifications",
    }
}

part! {
    /// Part of [`AwsBackupBackupVault`].
    pub struct AwsBackupBackupVaultNotificationsDetails {
        pub backup_vault_events: Vec<String> = "BackupVaultEvents",
        pub sns_topic_arn: Option<String> = "SnsTopicArn",
    }
}
