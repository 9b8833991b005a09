// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::NumberLiteral;
use crate::decode::{details, part};
use super::{AwsIamAttachedManagedPolicy, AwsIamPermissionsBoundary};

details! {
    /// Details of a resource of the type `AwsIamRole`.
    pub struct AwsIamRole {
        pub assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
        pub attached_managed_policies: Vec<AwsIamAttachedManagedPolicy> = "AttachedManagedPolicies",
        pub create_date: Option<String> = "CreateDate",
        pub instance_profile_list: Vec<AwsIamInstanceProfile> = "InstanceProfileList",
        pub max_session_duration: Option<NumberLiteral> = "MaxSessionDuration",
        pub path: Option<String> = "Path",
        pub permissions_boundary: Option<AwsIamPermissionsBoundary> = "PermissionsBoundary",
        pub role_id: Option<String> = "RoleId",
        pub role_name: Option<String> = "RoleName",
        pub role_policy_list: Vec<AwsIamRolePolicy> = "RolePolicyList",
    }
}

part! {
    /// Part of [`AwsIamRole`].
    pub struct AwsIamInstanceProfile {
        pub arn: Option<String> = "Arn",
        pub create_date: Option<String> = "CreateDate",
        pub instance_profile_id: Option<String> = "InstanceProfileId",
        pub instance_profile_name: Option<String> = "InstanceProfileName",
        pub path: Option<String> = "Path",
        pub roles: Vec<AwsIamInstanceProfileRole> = "Roles",
    }
}

part! {
    /// Part of [`AwsIamRole`].
    pub struct AwsIamInstanceProfileRole {
        pub arn: Option<String> = "Arn",
        pub assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
        pub create_date: Option<String> = "CreateDate",
        pub path: Option<String> = "Path",
        pub role_id: Option<String> = "RoleId",
        pub role_name: Option<String> = "RoleName",
    }
}

part! {
    /// Part of [`AwsIamRole`].
    pub struct AwsIamRolePolicy {
        pub policy_name: Option<String> = "PolicyName",
    }
}
