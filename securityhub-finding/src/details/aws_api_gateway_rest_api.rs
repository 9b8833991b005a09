// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsApiGatewayRestApi`.
    pub struct AwsApiGatewayRestApi {
        pub api_key_source: Option<String> = "ApiKeySource",
        pub binary_media_types: Vec<String> = "BinaryMediaTypes",
        pub created_date: Option<String> = "CreatedDate",
        pub description: Option<String> = "Description",
        pub endpoint_configuration: Option<AwsApiGatewayEndpointConfiguration> = "EndpointConfiguration",
        pub id: Option<String> = "Id",
        pub minimum_compression_size: Option<NumberLiteral> = "MinimumCompressionSize",
        pub name: Option<String> = "Name",
        pub version: Option<String> = "Version",
    }
}

part! {
    /// Part of [`AwsApiGatewayRestApi`].
    pub struct AwsApiGatewayEndpointConfiguration {
        pub types: Vec<String> = "Types",
    }
}
