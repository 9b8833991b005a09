// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use super::{AwsIamAttachedManagedPolicy, AwsIamPermissionsBoundary};

details! {
    /// Details of a resource of the type `AwsIamUser`.
    pub struct AwsIamUser {
        pub attached_managed_policies: Vec<AwsIamAttachedManagedPolicy> = "AttachedManagedPolicies",
        pub create_date: Option<String> = "CreateDate",
        pub group_list: Vec<String> = "GroupList",
        pub path: Option<String> = "Path",
        pub permissions_boundary: Option<AwsIamPermissionsBoundary> = "PermissionsBoundary",
        pub user_id: Option<String> = "UserId",
        pub user_name: Option<String> = "UserName",
        pub user_policy_list: Vec<AwsIamUserPolicy> = "UserPolicyList",
    }
}

part! {
    /// Part of [`AwsIamUser`].
    pub struct AwsIamUserPolicy {
        pub policy_name: Option<String> = "PolicyName",
    }
}
