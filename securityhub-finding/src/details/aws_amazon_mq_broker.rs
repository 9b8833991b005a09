// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsAmazonMqBroker`.
    pub struct AwsAmazonMqBroker {
        pub authentication_strategy: Option<String> = "AuthenticationStrategy",
        pub auto_minor_version_upgrade: Option<bool> = "AutoMinorVersionUpgrade",
        pub broker_arn: Option<String> = "BrokerArn",
        pub broker_id: Option<String> = "BrokerId",
        pub broker_name: Option<String> = "BrokerName",
        pub deployment_mode: Option<String> = "DeploymentMode",
        pub encryption_options: Option<AwsAmazonMqBrokerEncryptionOptionsDetails> = "EncryptionOptions",
        pub engine_type: Option<String> = "EngineType",
        pub engine_version: Option<String> = "EngineVersion",
        pub host_instance_type: Option<String> = "HostInstanceType",
        pub ldap_server_metadata: Option<AwsAmazonMqBrokerLdapServerMetadataDetails> = "LdapServerMetadata",
        pub logs: Option<AwsAmazonMqBrokerLogsDetails> = "Logs",
        pub maintenance_window_start_time: Option<AwsAmazonMqBrokerMaintenanceWindowStartTimeDetails> = "MaintenanceWindowStartTime",
        pub publicly_accessible: Option<bool> = "PubliclyAccessible",
        pub security_groups: Vec<String> = "SecurityGroups",
        pub storage_type: Option<String> = "StorageType",
        pub subnet_ids: Vec<String> = "SubnetIds",
        pub users: Vec<AwsAmazonMqBrokerUsersDetails> = "Users",
    }
}

part! {
    /// Part of [`AwsAmazonMqBroker`].
    pub struct AwsAmazonMqBrokerEncryptionOptionsDetails {
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub use_aws_owned_key: Option<bool> = "UseAwsOwnedKey",
    }
}

part! {
    /// Part of [`AwsAmazonMqBroker`].
    pub struct AwsAmazonMqBrokerLdapServerMetadataDetails {
        pub hosts: Vec<String> = "Hosts",
        pub role_base: Option<String> = "RoleBase",
        pub role_name: Option<String> = "RoleName",
        pub role_search_matching: Option<String> = "RoleSearchMatching",
        pub role_search_subtree: Option<bool> = "RoleSearchSubtree",
        pub service_account_username: Option<String> = "ServiceAccountUsername",
        pub user_base: Option<String> = "UserBase",
        pub user_role_name: Option<String> = "UserRoleName",
        pub user_search_matching: Option<String> = "UserSearchMatching",
        pub user_search_subtree: Option<bool> = "UserSearchSubtree",
    }
}

part! {
    /// Part of [`AwsAmazonMqBroker`].
    pub struct AwsAmazonMqBrokerLogsDetails {
        pub audit: Option<bool> = "Audit",
        pub audit_log_group: Option<String> = "AuditLogGroup",
        pub general: Option<bool> = "General",
        pub general_log_group: Option<String> = "GeneralLogGroup",
        pub pending: Option<AwsAmazonMqBrokerLogsPendingDetails> = "Pending",
    }
}

part! {
    /// Part of [`AwsAmazonMqBroker`].
    pub struct AwsAmazonMqBrokerLogsPendingDetails {
        pub audit: Option<bool> = "Audit",
        pub general: Option<bool> = "General",
    }
}

part! {
    /// Part of [`AwsAmazonMqBroker`].
    pub struct AwsAmazonMqBrokerMaintenanceWindowStartTimeDetails {
        pub day_of_week: Option<String> = "DayOfWeek",
        pub time_of_day: Option<String> = "TimeOfDay",
        pub time_zone: Option<String> = "TimeZone",
    }
}

part! {
    /// Part of [`AwsAmazonMqBroker`].
    pub struct AwsAmazonMqBrokerUsersDetails {
        pub pending_change: Option<String> = "PendingChange",
        pub username: Option<String> = "Username",
    }
}
