// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{decode_open_enum, details, part};
use saas_api_core::open_enum;
use super::AwsS3AccountPublicAccessBlock;

details! {
    /// Details of a resource of the type `AwsS3Bucket`.
    pub struct AwsS3Bucket {
        pub access_control_list: Option<String> = "AccessControlList",
        pub bucket_lifecycle_configuration: Option<AwsS3BucketBucketLifecycleConfigurationDetails> = "BucketLifecycleConfiguration",
        pub bucket_logging_configuration: Option<AwsS3BucketLoggingConfiguration> = "BucketLoggingConfiguration",
        pub bucket_notification_configuration: Option<AwsS3BucketNotificationConfiguration> = "BucketNotificationConfiguration",
        pub bucket_versioning_configuration: Option<AwsS3BucketBucketVersioningConfiguration> = "BucketVersioningConfiguration",
        pub bucket_website_configuration: Option<AwsS3BucketWebsiteConfiguration> = "BucketWebsiteConfiguration",
        pub created_at: Option<String> = "CreatedAt",
        pub name: Option<String> = "Name",
        pub object_lock_configuration: Option<AwsS3BucketObjectLockConfiguration> = "ObjectLockConfiguration",
        pub owner_account_id: Option<String> = "OwnerAccountId",
        pub owner_id: Option<String> = "OwnerId",
        pub owner_name: Option<String> = "OwnerName",
        pub public_access_block_configuration: Option<AwsS3AccountPublicAccessBlock> = "PublicAccessBlockConfiguration",
        pub server_side_encryption_configuration: Option<AwsS3BucketServerSideEncryptionConfiguration> = "ServerSideEncryptionConfiguration",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationDetails {
        pub rules: Vec<AwsS3BucketBucketLifecycleConfigurationRulesDetails> = "Rules",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesAbortIncompleteMultipartUploadDetails {
        pub days_after_initiation: Option<NumberLiteral> = "DaysAfterInitiation",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesDetails {
        pub abort_incomplete_multipart_upload: Option<AwsS3BucketBucketLifecycleConfigurationRulesAbortIncompleteMultipartUploadDetails> = "AbortIncompleteMultipartUpload",
        pub expiration_date: Option<String> = "ExpirationDate",
        pub expiration_in_days: Option<NumberLiteral> = "ExpirationInDays",
        pub expired_object_delete_marker: Option<bool> = "ExpiredObjectDeleteMarker",
        pub filter: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterDetails> = "Filter",
        pub id: Option<String> = "ID",
        pub noncurrent_version_expiration_in_days: Option<NumberLiteral> = "NoncurrentVersionExpirationInDays",
        pub noncurrent_version_transitions: Vec<AwsS3BucketBucketLifecycleConfigurationRulesNoncurrentVersionTransitionsDetails> = "NoncurrentVersionTransitions",
        pub prefix: Option<String> = "Prefix",
        pub status: Option<String> = "Status",
        pub transitions: Vec<AwsS3BucketBucketLifecycleConfigurationRulesTransitionsDetails> = "Transitions",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesFilterDetails {
        pub predicate: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateDetails> = "Predicate",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateDetails {
        pub operands: Vec<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsDetails> = "Operands",
        pub prefix: Option<String> = "Prefix",
        pub tag: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateTagDetails> = "Tag",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsDetails {
        pub prefix: Option<String> = "Prefix",
        pub tag: Option<AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsTagDetails> = "Tag",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateOperandsTagDetails {
        pub key: Option<String> = "Key",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesFilterPredicateTagDetails {
        pub key: Option<String> = "Key",
        pub value: Option<String> = "Value",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesNoncurrentVersionTransitionsDetails {
        pub days: Option<NumberLiteral> = "Days",
        pub storage_class: Option<String> = "StorageClass",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketLifecycleConfigurationRulesTransitionsDetails {
        pub date: Option<String> = "Date",
        pub days: Option<NumberLiteral> = "Days",
        pub storage_class: Option<String> = "StorageClass",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketBucketVersioningConfiguration {
        pub is_mfa_delete_enabled: Option<bool> = "IsMfaDeleteEnabled",
        pub status: Option<String> = "Status",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketLoggingConfiguration {
        pub destination_bucket_name: Option<String> = "DestinationBucketName",
        pub log_file_prefix: Option<String> = "LogFilePrefix",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketNotificationConfiguration {
        pub configurations: Vec<AwsS3BucketNotificationConfigurationDetail> = "Configurations",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketNotificationConfigurationDetail {
        pub destination: Option<String> = "Destination",
        pub events: Vec<String> = "Events",
        pub filter: Option<AwsS3BucketNotificationConfigurationFilter> = "Filter",
        pub kind: Option<String> = "Type",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketNotificationConfigurationFilter {
        pub s3_key_filter: Option<AwsS3BucketNotificationConfigurationS3KeyFilter> = "S3KeyFilter",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketNotificationConfigurationS3KeyFilter {
        pub filter_rules: Vec<AwsS3BucketNotificationConfigurationS3KeyFilterRule> = "FilterRules",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketNotificationConfigurationS3KeyFilterRule {
        pub name: Option<AwsS3BucketNotificationConfigurationS3KeyFilterRuleName> = "Name",
        pub value: Option<String> = "Value",
    }
}

open_enum! {
    /// Values of a member of the details.
    pub enum AwsS3BucketNotificationConfigurationS3KeyFilterRuleName: str {
        /// `Prefix`.
        Prefix = "Prefix",
        /// `Suffix`.
        Suffix = "Suffix",
    }
}

decode_open_enum!(AwsS3BucketNotificationConfigurationS3KeyFilterRuleName);

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketObjectLockConfiguration {
        pub object_lock_enabled: Option<String> = "ObjectLockEnabled",
        pub rule: Option<AwsS3BucketObjectLockConfigurationRuleDetails> = "Rule",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketObjectLockConfigurationRuleDefaultRetentionDetails {
        pub days: Option<NumberLiteral> = "Days",
        pub mode: Option<String> = "Mode",
        pub years: Option<NumberLiteral> = "Years",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketObjectLockConfigurationRuleDetails {
        pub default_retention: Option<AwsS3BucketObjectLockConfigurationRuleDefaultRetentionDetails> = "DefaultRetention",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketServerSideEncryptionByDefault {
        pub kms_master_key_id: Option<String> = "KMSMasterKeyID",
        pub sse_algorithm: Option<String> = "SSEAlgorithm",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketServerSideEncryptionConfiguration {
        pub rules: Vec<AwsS3BucketServerSideEncryptionRule> = "Rules",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketServerSideEncryptionRule {
        pub apply_server_side_encryption_by_default: Option<AwsS3BucketServerSideEncryptionByDefault> = "ApplyServerSideEncryptionByDefault",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketWebsiteConfiguration {
        pub error_document: Option<String> = "ErrorDocument",
        pub index_document_suffix: Option<String> = "IndexDocumentSuffix",
        pub redirect_all_requests_to: Option<AwsS3BucketWebsiteConfigurationRedirectTo> = "RedirectAllRequestsTo",
        pub routing_rules: Vec<AwsS3BucketWebsiteConfigurationRoutingRule> = "RoutingRules",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketWebsiteConfigurationRedirectTo {
        pub hostname: Option<String> = "Hostname",
        pub protocol: Option<String> = "Protocol",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketWebsiteConfigurationRoutingRule {
        pub condition: Option<AwsS3BucketWebsiteConfigurationRoutingRuleCondition> = "Condition",
        pub redirect: Option<AwsS3BucketWebsiteConfigurationRoutingRuleRedirect> = "Redirect",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketWebsiteConfigurationRoutingRuleCondition {
        pub http_error_code_returned_equals: Option<String> = "HttpErrorCodeReturnedEquals",
        pub key_prefix_equals: Option<String> = "KeyPrefixEquals",
    }
}

part! {
    /// Part of [`AwsS3Bucket`].
    pub struct AwsS3BucketWebsiteConfigurationRoutingRuleRedirect {
        pub hostname: Option<String> = "Hostname",
        pub http_redirect_code: Option<String> = "HttpRedirectCode",
        pub protocol: Option<String> = "Protocol",
        pub replace_key_prefix_with: Option<String> = "ReplaceKeyPrefixWith",
        pub replace_key_with: Option<String> = "ReplaceKeyWith",
    }
}
