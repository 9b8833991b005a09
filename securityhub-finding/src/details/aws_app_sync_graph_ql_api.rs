// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsAppSyncGraphQlApi`.
    pub struct AwsAppSyncGraphQlApi {
        pub additional_authentication_providers: Vec<AwsAppSyncGraphQlApiAdditionalAuthenticationProvidersDetails> = "AdditionalAuthenticationProviders",
        pub api_id: Option<String> = "ApiId",
        pub arn: Option<String> = "Arn",
        pub authentication_type: Option<String> = "AuthenticationType",
        pub id: Option<String> = "Id",
        pub lambda_authorizer_config: Option<AwsAppSyncGraphQlApiLambdaAuthorizerConfigDetails> = "LambdaAuthorizerConfig",
        pub log_config: Option<AwsAppSyncGraphQlApiLogConfigDetails> = "LogConfig",
        pub name: Option<String> = "Name",
        pub open_id_connect_config: Option<AwsAppSyncGraphQlApiOpenIdConnectConfigDetails> = "OpenIdConnectConfig",
        pub user_pool_config: Option<AwsAppSyncGraphQlApiUserPoolConfigDetails> = "UserPoolConfig",
        pub waf_web_acl_arn: Option<String> = "WafWebAclArn",
        pub xray_enabled: Option<bool> = "XrayEnabled",
    }
}

part! {
    /// Part of [`AwsAppSyncGraphQlApi`].
    pub struct AwsAppSyncGraphQlApiAdditionalAuthenticationProvidersDetails {
        pub authentication_type: Option<String> = "AuthenticationType",
        pub lambda_authorizer_config: Option<AwsAppSyncGraphQlApiLambdaAuthorizerConfigDetails> = "LambdaAuthorizerConfig",
        pub open_id_connect_config: Option<AwsAppSyncGraphQlApiOpenIdConnectConfigDetails> = "OpenIdConnectConfig",
        pub user_pool_config: Option<AwsAppSyncGraphQlApiUserPoolConfigDetails> = "UserPoolConfig",
    }
}

part! {
    /// Part of [`AwsAppSyncGraphQlApi`].
    pub struct AwsAppSyncGraphQlApiLambdaAuthorizerConfigDetails {
        pub authorizer_result_ttl_in_seconds: Option<NumberLiteral> = "AuthorizerResultTtlInSeconds",
        pub authorizer_uri: Option<String> = "AuthorizerUri",
        pub identity_validation_expression: Option<String> = "IdentityValidationExpression",
    }
}

part! {
    /// Part of [`AwsAppSyncGraphQlApi`].
    pub struct AwsAppSyncGraphQlApiLogConfigDetails {
        pub cloud_watch_logs_role_arn: Option<String> = "CloudWatchLogsRoleArn",
        pub exclude_verbose_content: Option<bool> = "ExcludeVerboseContent",
        pub field_log_level: Option<String> = "FieldLogLevel",
    }
}

part! {
    /// Part of [`AwsAppSyncGraphQlApi`].
    pub struct AwsAppSyncGraphQlApiOpenIdConnectConfigDetails {
        pub auth_tt_l: Option<NumberLiteral> = "AuthTtL",
        pub client_id: Option<String> = "ClientId",
        pub iat_tt_l: Option<NumberLiteral> = "IatTtL",
        pub issuer: Option<String> = "Issuer",
    }
}

part! {
    /// Part of [`AwsAppSyncGraphQlApi`].
    pub struct AwsAppSyncGraphQlApiUserPoolConfigDetails {
        pub app_id_client_regex: Option<String> = "AppIdClientRegex",
        pub aws_region: Option<String> = "AwsRegion",
        pub default_action: Option<String> = "DefaultAction",
        pub user_pool_id: Option<String> = "UserPoolId",
    }
}
