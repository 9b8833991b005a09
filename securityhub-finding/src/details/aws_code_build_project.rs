// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsCodeBuildProject`.
    pub struct AwsCodeBuildProject {
        pub artifacts: Vec<AwsCodeBuildProjectArtifactsDetails> = "Artifacts",
        pub encryption_key: Option<String> = "EncryptionKey",
        pub environment: Option<AwsCodeBuildProjectEnvironment> = "Environment",
        pub logs_config: Option<AwsCodeBuildProjectLogsConfigDetails> = "LogsConfig",
        pub name: Option<String> = "Name",
        pub secondary_artifacts: Vec<AwsCodeBuildProjectArtifactsDetails> = "SecondaryArtifacts",
        pub service_role: Option<String> = "ServiceRole",
        pub source: Option<AwsCodeBuildProjectSource> = "Source",
        pub vpc_config: Option<AwsCodeBuildProjectVpcConfig> = "VpcConfig",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectArtifactsDetails {
        pub artifact_identifier: Option<String> = "ArtifactIdentifier",
        pub encryption_disabled: Option<bool> = "EncryptionDisabled",
        pub location: Option<String> = "Location",
        pub name: Option<String> = "Name",
        pub namespace_type: Option<String> = "NamespaceType",
        pub override_artifact_name: Option<bool> = "OverrideArtifactName",
        pub packaging: Option<String> = "Packaging",
        pub path: Option<String> = "Path",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectEnvironment {
        pub certificate: Option<String> = "Certificate",
        pub environment_variables: Vec<AwsCodeBuildProjectEnvironmentEnvironmentVariablesDetails> = "EnvironmentVariables",
        pub image_pull_credentials_type: Option<String> = "ImagePullCredentialsType",
        pub privileged_mode: Option<bool> = "PrivilegedMode",
        pub registry_credential: Option<AwsCodeBuildProjectEnvironmentRegistryCredential> = "RegistryCredential",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectEnvironmentEnvironmentVariablesDetails {
        pub name: Option<String> = "Name",
        pub kind: Option<String> = "Type",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectEnvironmentRegistryCredential {
        pub credential: Option<String> = "Credential",
        pub credential_provider: Option<String> = "CredentialProvider",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectLogsConfigCloudWatchLogsDetails {
        pub group_name: Option<String> = "GroupName",
        pub status: Option<String> = "Status",
        pub stream_name: Option<String> = "StreamName",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectLogsConfigDetails {
        pub cloud_watch_logs: Option<AwsCodeBuildProjectLogsConfigCloudWatchLogsDetails> = "CloudWatchLogs",
        pub s3_logs: Option<AwsCodeBuildProjectLogsConfigS3LogsDetails> = "S3Logs",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectLogsConfigS3LogsDetails {
        pub encryption_disabled: Option<bool> = "EncryptionDisabled",
        pub location: Option<String> = "Location",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectSource {
        pub git_clone_depth: Option<NumberLiteral> = "GitCloneDepth",
        pub insecure_ssl: Option<bool> = "InsecureSsl",
        pub location: Option<String> = "Location",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsCodeBuildProject`].
    pub struct AwsCodeBuildProjectVpcConfig {
        pub security_group_ids: Vec<String> = "SecurityGroupIds",
        pub subnets: Vec<String> = "Subnets",
        pub vpc_id: Option<String> = "VpcId",
    }
}
