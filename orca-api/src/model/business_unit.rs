use super::members::Members;
use super::raw::as_it_came;
use crate::id::BusinessUnitId;
use serde_json::Value;

/// A business unit: a named part of the organization, told by a filter. Orca calls it a filter in its API.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BusinessUnit {
    /// The business unit's id.
    pub id: Option<BusinessUnitId>,
    /// The name.
    pub name: Option<String>,
    /// Whether all users can filter by it.
    pub is_global: Option<bool>,
    /// How much it matters to the business, in Orca's words.
    pub business_criticality: Option<String>,
    /// Whose it is.
    pub owner_team: Option<String>,
    /// The application that it stands for.
    pub application: Option<String>,
    /// Whom to write to.
    pub contact_emails: Vec<String>,
    /// Its stages, such as `production`.
    pub deployment_stages: Vec<String>,
    raw: Value,
}

impl BusinessUnit {
    /// What belongs to it: `cloud_provider`, `cloud_vendor_id`, `custom_tags`, `inventory_tags` and
    /// `account_tags_info_list`, each a list.
    pub fn filter(&self) -> Option<&Value> {
        Members::of(Some(&self.raw)).get("filter_data")
    }

    /// What code belongs to it: the list `shiftleft_project_id`.
    pub fn shiftleft_filter(&self) -> Option<&Value> {
        Members::of(Some(&self.raw)).get("shiftleft_filter_data")
    }

    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("filter_id").or_else(|| members.text("id")).map(BusinessUnitId::from),
            name: members.text("name"),
            is_global: members.flag("global_filter"),
            business_criticality: members.text("business_criticality"),
            owner_team: members.text("owner_team"),
            application: members.text("application"),
            contact_emails: members.texts("contact_emails"),
            deployment_stages: members.texts("deployment_stages"),
            raw,
        }
    }
}

as_it_came!(BusinessUnit);
