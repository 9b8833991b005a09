// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::{decode_open_enum, details, part};
use saas_api_core::open_enum;

details! {
    /// Details of a resource of the type `AwsIamAccessKey`.
    pub struct AwsIamAccessKey {
        pub access_key_id: Option<String> = "AccessKeyId",
        pub account_id: Option<String> = "AccountId",
        pub created_at: Option<String> = "CreatedAt",
        pub principal_id: Option<String> = "PrincipalId",
        pub principal_name: Option<String> = "PrincipalName",
        pub principal_type: Option<String> = "PrincipalType",
        pub session_context: Option<AwsIamAccessKeySessionContext> = "SessionContext",
        pub status: Option<AwsIamAccessKeyStatus> = "Status",
        pub user_name: Option<String> = "UserName",
    }
}

part! {
    /// Part of [`AwsIamAccessKey`].
    pub struct AwsIamAccessKeySessionContext {
        pub attributes: Option<AwsIamAccessKeySessionContextAttributes> = "Attributes",
        pub session_issuer: Option<AwsIamAccessKeySessionContextSessionIssuer> = "SessionIssuer",
    }
}

part! {
    /// Part of [`AwsIamAccessKey`].
    pub struct AwsIamAccessKeySessionContextAttributes {
        pub creation_date: Option<String> = "CreationDate",
        pub mfa_authenticated: Option<bool> = "MfaAuthenticated",
    }
}

part! {
    /// Part of [`AwsIamAccessKey`].
    pub struct AwsIamAccessKeySessionContextSessionIssuer {
        pub account_id: Option<String> = "AccountId",
        pub arn: Option<String> = "Arn",
        pub principal_id: Option<String> = "PrincipalId",
        pub kind: Option<String> = "Type",
        pub user_name: Option<String> = "UserName",
    }
}

open_enum! {
    /// Values of a member of the details.
    pub enum AwsIamAccessKeyStatus: str {
        /// `Active`.
        Active = "Active",
        /// `Inactive`.
        Inactive = "Inactive",
    }
}

decode_open_enum!(AwsIamAccessKeyStatus);
