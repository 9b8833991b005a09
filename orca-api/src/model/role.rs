use super::members::Members;
use super::raw::as_it_came;
use super::user::User;
use crate::id::RoleId;
use saas_api_core::{Timestamp, open_enum};
use serde_json::Value;

open_enum! {
    /// The name of a role. Known are the built-in ones; an organization makes its own beside them.
    pub enum RoleName: str {
        /// May do everything.
        Administrator = "Administrator",
        /// May change what is not about users and settings.
        Editor = "Editor",
        /// May read.
        Viewer = "Viewer",
        /// May change alerts.
        AlertManager = "Alert Manager",
        /// May have alerts verified.
        AlertVerifier = "Alert Verifier",
        /// Contributor.
        Contributor = "Contributor",
        /// May do everything about code.
        ShiftleftAdministrator = "Shiftleft Administrator",
        /// May scan code.
        ShiftleftUser = "Shiftleft User",
    }
}

/// A role of users and tokens.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Role {
    /// The role's id.
    pub id: Option<RoleId>,
    /// The name.
    pub name: Option<RoleName>,
    /// The description.
    pub description: Option<String>,
    /// What it permits, such as `assets.asset.read`.
    pub permission_groups: Vec<String>,
    /// Whether the organization made it.
    pub is_custom: Option<bool>,
    /// When it ends, as Orca writes it.
    pub expiration_date: Option<String>,
    /// Who made it.
    pub created_by: Option<User>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
    raw: Value,
}

impl Role {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("id").map(RoleId::from),
            name: members.str("name").map(RoleName::from),
            description: members.text("description"),
            permission_groups: members.texts("permission_groups"),
            is_custom: members.flag("is_custom"),
            expiration_date: members.text("expiration_date"),
            created_by: members.get("created_by").cloned().map(User::read),
            created_at: members.time("created_at"),
            updated_at: members.time("updated_at"),
            raw,
        }
    }
}

as_it_came!(Role);
