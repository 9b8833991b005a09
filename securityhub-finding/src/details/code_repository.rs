// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `CodeRepository`.
    pub struct CodeRepository {
        pub code_security_integration_arn: Option<String> = "CodeSecurityIntegrationArn",
        pub project_name: Option<String> = "ProjectName",
        pub provider_type: Option<String> = "ProviderType",
    }
}
