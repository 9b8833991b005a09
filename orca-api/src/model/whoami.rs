use super::members::Members;
use super::raw::as_it_came;
use serde_json::Value;

/// Whose token it is.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Whoami {
    /// The organization's id.
    pub organization_id: Option<String>,
    /// The organization's name.
    pub organization_name: Option<String>,
    raw: Value,
}

impl Whoami {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            organization_id: members.text("organization_id"),
            organization_name: members.text("organization_name"),
            raw,
        }
    }
}

as_it_came!(Whoami);
