// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsEc2VpnConnection`.
    pub struct AwsEc2VpnConnection {
        pub category: Option<String> = "Category",
        pub customer_gateway_configuration: Option<String> = "CustomerGatewayConfiguration",
        pub customer_gateway_id: Option<String> = "CustomerGatewayId",
        pub options: Option<AwsEc2VpnConnectionOptionsDetails> = "Options",
        pub routes: Vec<AwsEc2VpnConnectionRoutesDetails> = "Routes",
        pub state: Option<String> = "State",
        pub transit_gateway_id: Option<String> = "TransitGatewayId",
        pub kind: Option<String> = "Type",
        pub vgw_telemetry: Vec<AwsEc2VpnConnectionVgwTelemetryDetails> = "VgwTelemetry",
        pub vpn_connection_id: Option<String> = "VpnConnectionId",
        pub vpn_gateway_id: Option<String> = "VpnGatewayId",
    }
}

part! {
    /// Part of [`AwsEc2VpnConnection`].
    pub struct AwsEc2VpnConnectionOptionsDetails {
        pub static_routes_only: Option<bool> = "StaticRoutesOnly",
        pub tunnel_options: Vec<AwsEc2VpnConnectionOptionsTunnelOptionsDetails> = "TunnelOptions",
    }
}

part! {
    /// Part of [`AwsEc2VpnConnection`].
    pub struct AwsEc2VpnConnectionOptionsTunnelOptionsDetails {
        pub dpd_timeout_seconds: Option<NumberLiteral> = "DpdTimeoutSeconds",
        pub ike_versions: Vec<String> = "IkeVersions",
        pub outside_ip_address: Option<String> = "OutsideIpAddress",
        pub phase1_dh_group_numbers: Vec<NumberLiteral> = "Phase1DhGroupNumbers",
        pub phase1_encryption_algorithms: Vec<String> = "Phase1EncryptionAlgorithms",
        pub phase1_integrity_algorithms: Vec<String> = "Phase1IntegrityAlgorithms",
        pub phase1_lifetime_seconds: Option<NumberLiteral> = "Phase1LifetimeSeconds",
        pub phase2_dh_group_numbers: Vec<NumberLiteral> = "Phase2DhGroupNumbers",
        pub phase2_encryption_algorithms: Vec<String> = "Phase2EncryptionAlgorithms",
        pub phase2_integrity_algorithms: Vec<String> = "Phase2IntegrityAlgorithms",
        pub phase2_lifetime_seconds: Option<NumberLiteral> = "Phase2LifetimeSeconds",
        pub pre_shared_key: Option<String> = "PreSharedKey",
        pub rekey_fuzz_percentage: Option<NumberLiteral> = "RekeyFuzzPercentage",
        pub rekey_margin_time_seconds: Option<NumberLiteral> = "RekeyMarginTimeSeconds",
        pub replay_window_size: Option<NumberLiteral> = "ReplayWindowSize",
        pub tunnel_inside_cidr: Option<String> = "TunnelInsideCidr",
    }
}

part! {
    /// Part of [`AwsEc2VpnConnection`].
    pub struct AwsEc2VpnConnectionRoutesDetails {
        pub destination_cidr_block: Option<String> = "DestinationCidrBlock",
        pub state: Option<String> = "State",
    }
}

part! {
    /// Part of [`AwsEc2VpnConnection`].
    pub struct AwsEc2VpnConnectionVgwTelemetryDetails {
        pub accepted_route_count: Option<NumberLiteral> = "AcceptedRouteCount",
        pub certificate_arn: Option<String> = "CertificateArn",
        pub last_status_change: Option<String> = "LastStatusChange",
        pub outside_ip_address: Option<String> = "OutsideIpAddress",
        pub status: Option<String> = "Status",
        pub status_message: Option<String> = "StatusMessage",
    }
}
