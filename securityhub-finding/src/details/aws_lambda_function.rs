// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};

details! {
    /// Details of a resource of the type `AwsLambdaFunction`.
    pub struct AwsLambdaFunction {
        pub architectures: Vec<String> = "Architectures",
        pub code: Option<AwsLambdaFunctionCode> = "Code",
        pub code_sha256: Option<String> = "CodeSha256",
        pub dead_letter_config: Option<AwsLambdaFunctionDeadLetterConfig> = "DeadLetterConfig",
        pub environment: Option<AwsLambdaFunctionEnvironment> = "Environment",
        pub function_name: Option<String> = "FunctionName",
        pub handler: Option<String> = "Handler",
        pub kms_key_arn: Option<String> = "KmsKeyArn",
        pub last_modified: Option<String> = "LastModified",
        pub layers: Vec<AwsLambdaFunctionLayer> = "Layers",
        pub master_arn: Option<String> = "MasterArn",
        pub memory_size: Option<NumberLiteral> = "MemorySize",
        pub package_type: Option<String> = "PackageType",
        pub revision_id: Option<String> = "RevisionId",
        pub role: Option<String> = "Role",
        pub runtime: Option<String> = "Runtime",
        pub timeout: Option<NumberLiteral> = "Timeout",
        pub tracing_config: Option<AwsLambdaFunctionTracingConfig> = "TracingConfig",
        pub version: Option<String> = "Version",
        pub vpc_config: Option<AwsLambdaFunctionVpcConfig> = "VpcConfig",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionCode {
        pub s3_bucket: Option<String> = "S3Bucket",
        pub s3_key: Option<String> = "S3Key",
        pub s3_object_version: Option<String> = "S3ObjectVersion",
        pub zip_file: Option<String> = "ZipFile",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionDeadLetterConfig {
        pub target_arn: Option<String> = "TargetArn",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionEnvironment {
        pub error: Option<AwsLambdaFunctionEnvironmentError> = "Error",
        pub variables: TextMap = "Variables",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionEnvironmentError {
        pub error_code: Option<String> = "ErrorCode",
        pub message: Option<String> = "Message",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionLayer {
        pub arn: Option<String> = "Arn",
        pub code_size: Option<NumberLiteral> = "CodeSize",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionTracingConfig {
        pub mode: Option<String> = "Mode",
    }
}

part! {
    /// Part of [`AwsLambdaFunction`].
    pub struct AwsLambdaFunctionVpcConfig {
        pub security_group_ids: Vec<String> = "SecurityGroupIds",
        pub subnet_ids: Vec<String> = "SubnetIds",
        pub vpc_id: Option<String> = "VpcId",
    }
}
