use super::members::Members;
use serde::Serialize;

/// The asset that an alert is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Asset {
    /// Orca's id.
    pub unique_id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The type's key, such as `AwsS3Bucket`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The type for people.
    pub type_string: Option<String>,
    /// The category, such as `Storage`.
    pub category: Option<String>,
    /// The state, such as `enabled`.
    pub state: Option<String>,
    /// The cloud's own id: may be an ARN, sometimes behind a prefix.
    pub vendor_id: Option<String>,
    /// The regions it is in.
    pub regions: Vec<String>,
    /// Orca's labels, such as `internet_facing`.
    pub labels: Vec<String>,
    /// The cloud's tags, each `key|value`.
    pub tags: Vec<String>,
}

/// The cloud account, subscription or project that an asset is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Account {
    /// The cloud: `aws`, `azure`, `gcp`; `shiftleft` for code.
    pub provider: Option<String>,
    /// The cloud's own id of the account.
    pub id: Option<String>,
    /// Orca's id of the account.
    pub orca_id: Option<String>,
    /// The kind of account.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The name.
    pub name: Option<String>,
}

impl Asset {
    pub(super) fn read(members: Members<'_>) -> Self {
        let regions = members.texts("asset_regions");
        Self {
            unique_id: members.text("asset_unique_id"),
            name: members.text("asset_name"),
            kind: members.text("asset_type"),
            type_string: members.text("asset_type_string"),
            category: members.text("asset_category"),
            state: members.text("asset_state"),
            vendor_id: members.text("asset_vendor_id"),
            regions: if regions.is_empty() { members.texts("asset_regions_names") } else { regions },
            labels: members.texts("asset_labels"),
            tags: members.texts("asset_tags_info_list"),
        }
    }
}

impl Account {
    pub(super) fn read(members: Members<'_>) -> Self {
        Self {
            provider: members.text("cloud_provider"),
            id: members.text("cloud_provider_id").or_else(|| members.text("cloud_vendor_id")),
            orca_id: members.text("cloud_account_id"),
            kind: members.text("cloud_account_type"),
            name: members.text("account_name"),
        }
    }
}
