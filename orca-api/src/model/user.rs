use super::members::Members;
use super::raw::as_it_came;
use super::role::Role;
use crate::id::{BusinessUnitId, UserId};
use serde_json::Value;

/// A user of the organization. Its form differs by endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: Option<UserId>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// Whether the user has to log in with a second factor.
    pub mfa_required: Option<bool>,
    /// Whether the user has set one up.
    pub mfa_enabled: Option<bool>,
    raw: Value,
}

/// What a user may do, and where.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UserAccess {
    /// The assignment's own id.
    pub id: Option<String>,
    /// The user.
    pub user: Option<User>,
    /// The role.
    pub role: Option<Role>,
    /// Whether it holds for all cloud accounts.
    pub all_cloud_accounts: Option<bool>,
    /// The ids of the cloud accounts that it holds for.
    pub cloud_accounts: Vec<String>,
    /// The ids of the code projects that it holds for.
    pub shiftleft_projects: Vec<String>,
    /// The business units that it holds for. Orca calls them `user_filters` here.
    pub business_units: Vec<BusinessUnitId>,
    raw: Value,
}

impl User {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("user_id").or_else(|| members.text("id")).map(UserId::from),
            email: members.text("email"),
            first_name: members.text("first_name").or_else(|| members.text("first")),
            last_name: members.text("last_name").or_else(|| members.text("last")),
            mfa_required: members.flag("mfa_required"),
            mfa_enabled: members.flag("mfa_enabled"),
            raw,
        }
    }
}

impl UserAccess {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("id"),
            user: members.get("user").cloned().map(User::read),
            role: members.get("role").cloned().map(Role::read),
            all_cloud_accounts: members.flag("all_cloud_accounts"),
            cloud_accounts: ids(members, "cloud_accounts"),
            shiftleft_projects: ids(members, "shiftleft_projects"),
            business_units: ids(members, "user_filters").into_iter().map(BusinessUnitId::from).collect(),
            raw,
        }
    }
}

/// The ids of a list, which holds them bare or in objects.
pub(super) fn ids(members: Members<'_>, name: &str) -> Vec<String> {
    let id = |value: &Value| match value {
        Value::Object(_) => Members::of(Some(value)).text("id"),
        value => value.as_str().map(ToOwned::to_owned),
    };
    members.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(id).collect()
}

as_it_came!(User, UserAccess);
