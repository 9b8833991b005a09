use saas_api_core::Extra;
use serde::{Deserialize, Serialize};

/// A room's invitation link (招待リンク). Whoever has the address can ask to join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// Whether there is one. Everything else is missing where there is none.
    pub public: bool,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether an admin has to let in those who come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_acceptance: Option<bool>,
    /// What those who come are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}
