use saas_api_core::Extra;
use serde::{Deserialize, Serialize};

/// The limits of each rate class. A class that the space does not tell of is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RateLimit {
    /// Reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Limit>,
    /// Updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<Limit>,
    /// Searches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<Limit>,
    /// Images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Limit>,
    /// Classes that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Limit {
    /// Calls per minute.
    pub limit: u64,
    /// Calls left in this minute.
    pub remaining: u64,
    /// When the count is full again, in seconds since 1970-01-01T00:00:00Z.
    pub reset: i64,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
