// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{details, part};
use super::AwsIamAttachedManagedPolicy;

details! {
    /// Details of a resource of the type `AwsIamGroup`.
    pub struct AwsIamGroup {
        pub attached_managed_policies: Vec<AwsIamAttachedManagedPolicy> = "AttachedManagedPolicies",
        pub create_date: Option<String> = "CreateDate",
        pub group_id: Option<String> = "GroupId",
        pub group_name: Option<String> = "GroupName",
        pub group_policy_list: Vec<AwsIamGroupPolicy> = "GroupPolicyList",
        pub path: Option<String> = "Path",
    }
}

part! {
    /// Part of [`AwsIamGroup`].
    pub struct AwsIamGroupPolicy {
        pub policy_name: Option<String> = "PolicyName",
    }
}
