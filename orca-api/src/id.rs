//! The ids of Orca.

use saas_api_core::{encode_segment, id};

id! {
    /// An alert, such as `orca-123456`. The same over closing and reopening: the key to deduplicate by.
    pub struct AlertId(str);
}
id! {
    /// A scan of an asset.
    pub struct ScanId(str);
}

impl AlertId {
    /// The address of the alert's page in the console, for people: below [`Region::console`](crate::Region::console), or
    /// the origin of your own console.
    pub fn console_url(&self, console: &str) -> String {
        format!("{}/alerts/{}", console.trim_end_matches('/'), encode_segment(self.as_str()))
    }
}
