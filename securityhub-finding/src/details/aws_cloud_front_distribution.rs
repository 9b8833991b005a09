// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsCloudFrontDistribution`.
    pub struct AwsCloudFrontDistribution {
        pub cache_behaviors: Option<AwsCloudFrontDistributionCacheBehaviors> = "CacheBehaviors",
        pub default_cache_behavior: Option<AwsCloudFrontDistributionDefaultCacheBehavior> = "DefaultCacheBehavior",
        pub default_root_object: Option<String> = "DefaultRootObject",
        pub domain_name: Option<String> = "DomainName",
        pub e_tag: Option<String> = "ETag",
        pub last_modified_time: Option<String> = "LastModifiedTime",
        pub logging: Option<AwsCloudFrontDistributionLogging> = "Logging",
        pub origin_groups: Option<AwsCloudFrontDistributionOriginGroups> = "OriginGroups",
        pub origins: Option<AwsCloudFrontDistributionOrigins> = "Origins",
        pub status: Option<String> = "Status",
        pub viewer_certificate: Option<AwsCloudFrontDistributionViewerCertificate> = "ViewerCertificate",
        pub web_acl_id: Option<String> = "WebAclId",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionCacheBehavior {
        pub viewer_protocol_policy: Option<String> = "ViewerProtocolPolicy",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionCacheBehaviors {
        pub items: Vec<AwsCloudFrontDistributionCacheBehavior> = "Items",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionDefaultCacheBehavior {
        pub viewer_protocol_policy: Option<String> = "ViewerProtocolPolicy",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionLogging {
        pub bucket: Option<String> = "Bucket",
        pub enabled: Option<bool> = "Enabled",
        pub include_cookies: Option<bool> = "IncludeCookies",
        pub prefix: Option<String> = "Prefix",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginCustomOriginConfig {
        pub http_port: Option<NumberLiteral> = "HttpPort",
        pub https_port: Option<NumberLiteral> = "HttpsPort",
        pub origin_keepalive_timeout: Option<NumberLiteral> = "OriginKeepaliveTimeout",
        pub origin_protocol_policy: Option<String> = "OriginProtocolPolicy",
        pub origin_read_timeout: Option<NumberLiteral> = "OriginReadTimeout",
        pub origin_ssl_protocols: Option<AwsCloudFrontDistributionOriginSslProtocols> = "OriginSslProtocols",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginGroup {
        pub failover_criteria: Option<AwsCloudFrontDistributionOriginGroupFailover> = "FailoverCriteria",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginGroupFailover {
        pub status_codes: Option<AwsCloudFrontDistributionOriginGroupFailoverStatusCodes> = "StatusCodes",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginGroupFailoverStatusCodes {
        pub items: Vec<NumberLiteral> = "Items",
        pub quantity: Option<NumberLiteral> = "Quantity",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginGroups {
        pub items: Vec<AwsCloudFrontDistributionOriginGroup> = "Items",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginItem {
        pub custom_origin_config: Option<AwsCloudFrontDistributionOriginCustomOriginConfig> = "CustomOriginConfig",
        pub domain_name: Option<String> = "DomainName",
        pub id: Option<String> = "Id",
        pub origin_path: Option<String> = "OriginPath",
        pub s3_origin_config: Option<AwsCloudFrontDistributionOriginS3OriginConfig> = "S3OriginConfig",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginS3OriginConfig {
        pub origin_access_identity: Option<String> = "OriginAccessIdentity",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOriginSslProtocols {
        pub items: Vec<String> = "Items",
        pub quantity: Option<NumberLiteral> = "Quantity",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionOrigins {
        pub items: Vec<AwsCloudFrontDistributionOriginItem> = "Items",
    }
}

part! {
    /// Part of [`AwsCloudFrontDistribution`].
    pub struct AwsCloudFrontDistributionViewerCertificate {
        pub acm_certificate_arn: Option<String> = "AcmCertificateArn",
        pub certificate: Option<String> = "Certificate",
        pub certificate_source: Option<String> = "CertificateSource",
        pub cloud_front_default_certificate: Option<bool> = "CloudFrontDefaultCertificate",
        pub iam_certificate_id: Option<String> = "IamCertificateId",
        pub minimum_protocol_version: Option<String> = "MinimumProtocolVersion",
        pub ssl_support_method: Option<String> = "SslSupportMethod",
    }
}
