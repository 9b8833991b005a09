// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsBackupRecoveryPoint`.
    pub struct AwsBackupRecoveryPoint {
        pub backup_size_in_bytes: Option<NumberLiteral> = "BackupSizeInBytes",
        pub backup_vault_arn: Option<String> = "BackupVaultArn",
        pub backup_vault_name: Option<String> = "BackupVaultName",
        pub calculated_lifecycle: Option<AwsBackupRecoveryPointCalculatedLifecycleDetails> = "CalculatedLifecycle",
        pub completion_date: Option<String> = "CompletionDate",
        pub created_by: Option<AwsBackupRecoveryPointCreatedByDetails> = "CreatedBy",
        pub creation_date: Option<String> = "CreationDate",
        pub encryption_key_arn: Option<String> = "EncryptionKeyArn",
        pub iam_role_arn: Option<String> = "IamRoleArn",
        pub is_encrypted: Option<bool> = "IsEncrypted",
        pub last_restore_time: Option<String> = "LastRestoreTime",
        pub lifecycle: Option<AwsBackupRecoveryPointLifecycleDetails> = "Lifecycle",
        pub recovery_point_arn: Option<String> = "RecoveryPointArn",
        pub resource_arn: Option<String> = "ResourceArn",
        pub resource_type: Option<String> = "ResourceType",
        pub source_backup_vault_arn: Option<String> = "SourceBackupVaultArn",
        pub status: Option<String> = "Status",
        pub status_message: Option<String> = "StatusMessage",
        pub storage_class: Option<String> = "StorageClass",
    }
}

part! {
    /// Part of [`AwsBackupRecoveryPoint`].
    pub struct AwsBackupRecoveryPointCalculatedLifecycleDetails {
        pub delete_at: Option<String> = "DeleteAt",
        pub move_to_cold_storage_at: Option<String> = "MoveToColdStorageAt",
    }
}

part! {
    /// Part of [`AwsBackupRecoveryPoint`].
    pub struct AwsBackupRecoveryPointCreatedByDetails {
        pub backup_plan_arn: Option<String> = "BackupPlanArn",
        pub backup_plan_id: Option<String> = "BackupPlanId",
        pub backup_plan_version: Option<String> = "BackupPlanVersion",
        pub backup_rule_id: Option<String> = "BackupRuleId",
    }
}

part! {
    /// Part of [`AwsBackupRecoveryPoint`].
    pub struct AwsBackupRecoveryPointLifecycleDetails {
        pub delete_after_days: Option<NumberLiteral> = "DeleteAfterDays",
        pub move_to_cold_storage_after_days: Option<NumberLiteral> = "MoveToColdStorageAfterDays",
    }
}
