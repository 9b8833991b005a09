// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsDmsEndpoint`.
    pub struct AwsDmsEndpoint {
        pub certificate_arn: Option<String> = "CertificateArn",
        pub database_name: Option<String> = "DatabaseName",
        pub endpoint_arn: Option<String> = "EndpointArn",
        pub endpoint_identifier: Option<String> = "EndpointIdentifier",
        pub endpoint_type: Option<String> = "EndpointType",
        pub engine_name: Option<String> = "EngineName",
        pub external_id: Option<String> = "ExternalId",
        pub extra_connection_attributes: Option<String> = "ExtraConnectionAttributes",
        pub kms_key_id: Option<String> = "KmsKeyId",
        pub port: Option<NumberLiteral> = "Port",
        pub server_name: Option<String> = "ServerName",
        pub ssl_mode: Option<String> = "SslMode",
        pub username: Option<String> = "Username",
    }
}
