// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};
use super::AwsApiGatewayAccessLogSettings;

details! {
    /// Details of a resource of the type `AwsApiGatewayStage`.
    pub struct AwsApiGatewayStage {
        pub access_log_settings: Option<AwsApiGatewayAccessLogSettings> = "AccessLogSettings",
        pub cache_cluster_enabled: Option<bool> = "CacheClusterEnabled",
        pub cache_cluster_size: Option<String> = "CacheClusterSize",
        pub cache_cluster_status: Option<String> = "CacheClusterStatus",
        pub canary_settings: Option<AwsApiGatewayCanarySettings> = "CanarySettings",
        pub client_certificate_id: Option<String> = "ClientCertificateId",
        pub created_date: Option<String> = "CreatedDate",
        pub deployment_id: Option<String> = "DeploymentId",
        pub description: Option<String> = "Description",
        pub documentation_version: Option<String> = "DocumentationVersion",
        pub last_updated_date: Option<String> = "LastUpdatedDate",
        pub method_settings: Vec<AwsApiGatewayMethodSettings> = "MethodSettings",
        pub stage_name: Option<String> = "StageName",
        pub tracing_enabled: Option<bool> = "TracingEnabled",
        pub variables: TextMap = "Variables",
        pub web_acl_arn: Option<String> = "WebAclArn",
    }
}

part! {
    /// Part of [`AwsApiGatewayStage`].
    pub struct AwsApiGatewayCanarySettings {
        pub deployment_id: Option<String> = "DeploymentId",
        pub percent_traffic: Option<NumberLiteral> = "PercentTraffic",
        pub stage_variable_overrides: TextMap = "StageVariableOverrides",
        pub use_stage_cache: Option<bool> = "UseStageCache",
    }
}

part! {
    /// Part of [`AwsApiGatewayStage`].
    pub struct AwsApiGatewayMethodSettings {
        pub cache_data_encrypted: Option<bool> = "CacheDataEncrypted",
        pub cache_ttl_in_seconds: Option<NumberLiteral> = "CacheTtlInSeconds",
        pub caching_enabled: Option<bool> = "CachingEnabled",
        pub data_trace_enabled: Option<bool> = "DataTraceEnabled",
        pub http_method: Option<String> = "HttpMethod",
        pub logging_level: Option<String> = "LoggingLevel",
        pub metrics_enabled: Option<bool> = "MetricsEnabled",
        pub require_authorization_for_cache_control: Option<bool> = "RequireAuthorizationForCacheControl",
        pub resource_path: Option<String> = "ResourcePath",
        pub throttling_burst_limit: Option<NumberLiteral> = "ThrottlingBurstLimit",
        pub throttling_rate_limit: Option<NumberLiteral> = "ThrottlingRateLimit",
        pub unauthorized_cache_control_header_strategy: Option<String> = "UnauthorizedCacheControlHeaderStrategy",
    }
}
