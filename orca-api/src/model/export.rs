use super::members::Members;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;

/// How far a bulk export is. Its address is a key by itself: `Debug` leaves it out, and it is not written by serde.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ExportStatus {
    /// What Orca says of the export, in words that are not known.
    pub query_status: Option<String>,
    raw: Value,
}

impl ExportStatus {
    /// Where the file is, when it is ready. Whoever has the address can fetch it for a while.
    pub fn file_location(&self) -> Option<&str> {
        Members::of(Some(&self.raw)).str("file_location").filter(|address| !address.trim().is_empty())
    }

    /// The answer as it came, with the address.
    pub fn raw(&self) -> &Value {
        &self.raw
    }
}

impl fmt::Debug for ExportStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportStatus")
            .field("query_status", &self.query_status)
            .field("is_ready", &self.file_location().is_some())
            .finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for ExportStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Value::deserialize(deserializer)?;
        let query_status = Members::of(Some(&raw)).text("query_status");
        Ok(Self { query_status, raw })
    }
}
