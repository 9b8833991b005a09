// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsMskCluster`.
    pub struct AwsMskCluster {
        pub cluster_info: Option<AwsMskClusterClusterInfoDetails> = "ClusterInfo",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoClientAuthenticationDetails {
        pub sasl: Option<AwsMskClusterClusterInfoClientAuthenticationSaslDetails> = "Sasl",
        pub tls: Option<AwsMskClusterClusterInfoClientAuthenticationTlsDetails> = "Tls",
        pub unauthenticated: Option<AwsMskClusterClusterInfoClientAuthenticationUnauthenticatedDetails> = "Unauthenticated",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoClientAuthenticationSaslDetails {
        pub iam: Option<AwsMskClusterClusterInfoClientAuthenticationSaslIamDetails> = "Iam",
        pub scram: Option<AwsMskClusterClusterInfoClientAuthenticationSaslScramDetails> = "Scram",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoClientAuthenticationSaslIamDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoClientAuthenticationSaslScramDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoClientAuthenticationTlsDetails {
        pub certificate_authority_arn_list: Vec<String> = "CertificateAuthorityArnList",
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoClientAuthenticationUnauthenticatedDetails {
        pub enabled: Option<bool> = "Enabled",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoDetails {
        pub client_authentication: Option<AwsMskClusterClusterInfoClientAuthenticationDetails> = "ClientAuthentication",
        pub cluster_name: Option<String> = "ClusterName",
        pub current_version: Option<String> = "CurrentVersion",
        pub encryption_info: Option<AwsMskClusterClusterInfoEncryptionInfoDetails> = "EncryptionInfo",
        pub enhanced_monitoring: Option<String> = "EnhancedMonitoring",
        pub number_of_broker_nodes: Option<NumberLiteral> = "NumberOfBrokerNodes",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoEncryptionInfoDetails {
        pub encryption_at_rest: Option<AwsMskClusterClusterInfoEncryptionInfoEncryptionAtRestDetails> = "EncryptionAtRest",
        pub encryption_in_transit: Option<AwsMskClusterClusterInfoEncryptionInfoEncryptionInTransitDetails> = "EncryptionInTransit",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoEncryptionInfoEncryptionAtRestDetails {
        pub data_volume_kms_key_id: Option<String> = "DataVolumeKMSKeyId",
    }
}

part! {
    /// Part of [`AwsMskCluster`].
    pub struct AwsMskClusterClusterInfoEncryptionInfoEncryptionInTransitDetails {
        pub client_broker: Option<String> = "ClientBroker",
        pub in_cluster: Option<bool> = "InCluster",
    }
}
