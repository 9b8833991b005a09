use super::members::Members;
use super::raw::as_it_came;
use super::user::ids;
use crate::id::{GroupId, UserId};
use serde_json::Value;

/// A group of users.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// The group's id.
    pub id: Option<GroupId>,
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether single sign-on says who belongs to it.
    pub sso_group: Option<bool>,
    /// Whether all users belong to it.
    pub all_users: Option<bool>,
    /// Who belongs to it. Lists of groups leave it out.
    pub users: Vec<UserId>,
    raw: Value,
}

impl Group {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("id").map(GroupId::from),
            // One group alone was recorded with its name in `group`.
            name: members.text("name").or_else(|| members.text("group")),
            description: members.text("description"),
            sso_group: members.flag("sso_group"),
            all_users: members.flag("all_users"),
            users: ids(members, "users").into_iter().map(UserId::from).collect(),
            raw,
        }
    }
}

as_it_came!(Group);
