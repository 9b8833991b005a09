// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};

details! {
    /// Details of a resource of the type `AwsBackupBackupPlan`.
    pub struct AwsBackupBackupPlan {
        pub backup_plan: Option<AwsBackupBackupPlanBackupPlanDetails> = "BackupPlan",
        pub backup_plan_arn: Option<String> = "BackupPlanArn",
        pub backup_plan_id: Option<String> = "BackupPlanId",
        pub version_id: Option<String> = "VersionId",
    }
}

part! {
    /// Part of [`AwsBackupBackupPlan`].
    pub struct AwsBackupBackupPlanAdvancedBackupSettingsDetails {
        pub backup_options: TextMap = "BackupOptions",
        pub resource_type: Option<String> = "ResourceType",
    }
}

part! {
    /// Part of [`AwsBackupBackupPlan`].
    pub struct AwsBackupBackupPlanBackupPlanDetails {
        pub advanced_backup_settings: Vec<AwsBackupBackupPlanAdvancedBackupSettingsDetails> = "AdvancedBackupSettings",
        pub backup_plan_name: Option<String> = "BackupPlanName",
        pub backup_plan_rule: Vec<AwsBackupBackupPlanRuleDetails> = "BackupPlanRule",
    }
}

part! {
    /// Part of [`AwsBackupBackupPlan`].
    pub struct AwsBackupBackupPlanLifecycleDetails {
        pub delete_after_days: Option<NumberLiteral> = "DeleteAfterDays",
        pub move_to_cold_storage_after_days: Option<NumberLiteral> = "MoveToColdStorageAfterDays",
    }
}

part! {
    /// Part of [`AwsBackupBackupPlan`].
    pub struct AwsBackupBackupPlanRuleCopyActionsDetails {
        pub destination_backup_vault_arn: Option<String> = "DestinationBackupVaultArn",
        pub lifecycle: Option<AwsBackupBackupPlanLifecycleDetails> = "Lifecycle",
    }
}

part! {
    /// Part of [`AwsBackupBackupPlan`].
    pub struct AwsBackupBackupPlanRuleDetails {
        pub completion_window_minutes: Option<NumberLiteral> = "CompletionWindowMinutes",
        pub copy_actions: Vec<AwsBackupBackupPlanRuleCopyActionsDetails> = "CopyActions",
        pub enable_continuous_backup: Option<bool> = "EnableContinuousBackup",
        pub lifecycle: Option<AwsBackupBackupPlanLifecycleDetails> = "Lifecycle",
        pub rule_id: Option<String> = "RuleId",
        pub rule_name: Option<String> = "RuleName",
        pub schedule_expression: Option<String> = "ScheduleExpression",
        pub start_window_minutes: Option<NumberLiteral> = "StartWindowMinutes",
        pub target_backup_vault: Option<String> = "TargetBackupVault",
    }
}
