// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};

details! {
    /// Details of a resource of the type `AwsIamPolicy`.
    pub struct AwsIamPolicy {
        pub attachment_count: Option<NumberLiteral> = "AttachmentCount",
        pub create_date: Option<String> = "CreateDate",
        pub default_version_id: Option<String> = "DefaultVersionId",
        pub description: Option<String> = "Description",
        pub is_attachable: Option<bool> = "IsAttachable",
        pub path: Option<String> = "Path",
        pub permissions_boundary_usage_count: Option<NumberLiteral> = "PermissionsBoundaryUsageCount",
        pub policy_id: Option<String> = "PolicyId",
        pub policy_name: Option<String> = "PolicyName",
        pub policy_version_list: Vec<AwsIamPolicyVersion> = "PolicyVersionList",
        pub update_date: Option<String> = "UpdateDate",
    }
}

part! {
    /// Part of [`AwsIamPolicy`].
    pub struct AwsIamPolicyVersion {
        pub create_date: Option<String> = "CreateDate",
        pub is_default_version: Option<bool> = "IsDefaultVersion",
        pub version_id: Option<String> = "VersionId",
    }
}
