use super::members::Members;
use super::raw::as_it_came;
use crate::id::ScanId;
use saas_api_core::open_enum;
use serde_json::Value;

open_enum! {
    /// How far a scan is. One value is known; each other one is on the way, or an end that nobody has recorded.
    pub enum ScanStatus: str {
        /// Finished.
        Done = "done",
    }
}

/// A scan of assets.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Scan {
    /// The scan's id.
    pub id: Option<ScanId>,
    /// How far it is.
    pub status: Option<ScanStatus>,
    /// The assets.
    pub asset_unique_ids: Vec<String>,
    /// The version of the answer's form.
    pub version: Option<String>,
    raw: Value,
}

impl Scan {
    /// Whether it is known to be finished.
    pub fn is_done(&self) -> bool {
        self.status == Some(ScanStatus::Done)
    }

    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("scan_unique_id").map(ScanId::from),
            status: members.str("status").map(ScanStatus::from),
            asset_unique_ids: members.texts("asset_unique_ids"),
            version: members.text("version"),
            raw,
        }
    }
}

as_it_came!(Scan);
