// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use crate::{NumberLiteral, TextMap};
use super::AwsApiGatewayAccessLogSettings;

details! {
    /// Details of a resource of the type `AwsApiGatewayV2Stage`.
    pub struct AwsApiGatewayV2Stage {
        pub access_log_settings: Option<AwsApiGatewayAccessLogSettings> = "AccessLogSettings",
        pub api_gateway_managed: Option<bool> = "ApiGatewayManaged",
        pub auto_deploy: Option<bool> = "AutoDeploy",
        pub client_certificate_id: Option<String> = "ClientCertificateId",
        pub created_date: Option<String> = "CreatedDate",
        pub default_route_settings: Option<AwsApiGatewayV2RouteSettings> = "DefaultRouteSettings",
        pub deployment_id: Option<String> = "DeploymentId",
        pub description: Option<String> = "Description",
        pub last_deployment_status_message: Option<String> = "LastDeploymentStatusMessage",
        pub last_updated_date: Option<String> = "LastUpdatedDate",
        pub route_settings: Option<AwsApiGatewayV2RouteSettings> = "RouteSettings",
        pub stage_name: Option<String> = "StageName",
        pub stage_variables: TextMap = "StageVariables",
    }
}

part! {
    /// Part of [`AwsApiGatewayV2Stage`].
    pub struct AwsApiGatewayV2RouteSettings {
        pub data_trace_enabled: Option<bool> = "DataTraceEnabled",
        pub detailed_metrics_enabled: Option<bool> = "DetailedMetricsEnabled",
        pub logging_level: Option<String> = "LoggingLevel",
        pub throttling_burst_limit: Option<NumberLiteral> = "ThrottlingBurstLimit",
        pub throttling_rate_limit: Option<NumberLiteral> = "ThrottlingRateLimit",
    }
}
