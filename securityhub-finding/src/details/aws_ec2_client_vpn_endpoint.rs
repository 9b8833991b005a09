// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2ClientVpnEndpoint`.
    pub struct AwsEc2ClientVpnEndpoint {
        pub authentication_options: Vec<AwsEc2ClientVpnEndpointAuthenticationOptionsDetails> = "AuthenticationOptions",
        pub client_cidr_block: Option<String> = "ClientCidrBlock",
        pub client_connect_options: Option<AwsEc2ClientVpnEndpointClientConnectOptionsDetails> = "ClientConnectOptions",
        pub client_login_banner_options: Option<AwsEc2ClientVpnEndpointClientLoginBannerOptionsDetails> = "ClientLoginBannerOptions",
        pub client_vpn_endpoint_id: Option<String> = "ClientVpnEndpointId",
        pub connection_log_options: Option<AwsEc2ClientVpnEndpointConnectionLogOptionsDetails> = "ConnectionLogOptions",
        pub description: Option<String> = "Description",
        pub dns_server: Vec<String> = "DnsServer",
        pub security_group_id_set: Vec<String> = "SecurityGroupIdSet",
        pub self_service_portal_url: Option<String> = "SelfServicePortalUrl",
        pub server_certificate_arn: Option<String> = "ServerCertificateArn",
        pub session_timeout_hours: Option<NumberLiteral> = "SessionTimeoutHours",
        pub split_tunnel: Option<bool> = "SplitTunnel",
        pub transport_protocol: Option<String> = "TransportProtocol",
        pub vpc_id: Option<String> = "VpcId",
        pub vpn_port: Option<NumberLiteral> = "VpnPort",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointAuthenticationOptionsActiveDirectoryDetails {
        pub directory_id: Option<String> = "DirectoryId",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointAuthenticationOptionsDetails {
        pub active_directory: Option<AwsEc2ClientVpnEndpointAuthenticationOptionsActiveDirectoryDetails> = "ActiveDirectory",
        pub federated_authentication: Option<AwsEc2ClientVpnEndpointAuthenticationOptionsFederatedAuthenticationDetails> = "FederatedAuthentication",
        pub mutual_authentication: Option<AwsEc2ClientVpnEndpointAuthenticationOptionsMutualAuthenticationDetails> = "MutualAuthentication",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointAuthenticationOptionsFederatedAuthenticationDetails {
        pub saml_provider_arn: Option<String> = "SamlProviderArn",
        pub self_service_saml_provider_arn: Option<String> = "SelfServiceSamlProviderArn",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointAuthenticationOptionsMutualAuthenticationDetails {
        pub client_root_certificate_chain: Option<String> = "ClientRootCertificateChain",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointClientConnectOptionsDetails {
        pub enabled: Option<bool> = "Enabled",
        pub lambda_function_arn: Option<String> = "LambdaFunctionArn",
        pub status: Option<AwsEc2ClientVpnEndpointClientConnectOptionsStatusDetails> = "Status",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointClientConnectOptionsStatusDetails {
        pub code: Option<String> = "Code",
        pub message: Option<String> = "Message",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointClientLoginBannerOptionsDetails {
        pub banner_text: Option<String> = "BannerText",
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsEc2ClientVpnEndpoint`].
    pub struct AwsEc2ClientVpnEndpointConnectionLogOptionsDetails {
        pub cloudwatch_log_group: Option<String> = "CloudwatchLogGroup",
        pub cloudwatch_log_stream: Option<String> = "CloudwatchLogStream",
        pub enabled: Option<bool> = "Enabled",
    }
}
