// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsApiGatewayV2Api`.
    pub struct AwsApiGatewayV2Api {
        pub api_endpoint: Option<String> = "ApiEndpoint",
        pub api_id: Option<String> = "ApiId",
        pub api_key_selection_expression: Option<String> = "ApiKeySelectionExpression",
        pub cors_configuration: Option<AwsCorsConfiguration> = "CorsConfiguration",
        pub created_date: Option<String> = "CreatedDate",
        pub description: Option<String> = "Description",
        pub name: Option<String> = "Name",
        pub protocol_type: Option<String> = "ProtocolType",
        pub route_selection_expression: Option<String> = "RouteSelectionExpression",
        pub version: Option<String> = "Version",
    }
}

part! {
    /// Part of [`AwsApiGatewayV2Api`].
    pub struct AwsCorsConfiguration {
        pub allow_credentials: Option<bool> = "AllowCredentials",
        pub allow_headers: Vec<String> = "AllowHeaders",
        pub allow_methods: Vec<String> = "AllowMethods",
        pub allow_origins: Vec<String> = "AllowOrigins",
        pub expose_headers: Vec<String> = "ExposeHeaders",
        pub max_age: Option<NumberLiteral> = "MaxAge",
    }
}
