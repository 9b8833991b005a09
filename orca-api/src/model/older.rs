use super::asset::{Account, Asset};
use super::members::Members;
use super::raw::as_it_came;
use saas_api_core::{Decimal, Timestamp};
use serde_json::Value;

/// An asset in the older form.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LegacyAsset {
    /// The asset.
    pub asset: Asset,
    /// The cloud account.
    pub account: Account,
    raw: Value,
}

/// A vulnerability of an asset in the older form.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LegacyCve {
    /// The vulnerability, such as `CVE-2026-0001`.
    pub cve_id: Option<String>,
    /// The asset.
    pub asset_unique_id: Option<String>,
    /// The score.
    pub score: Option<Decimal>,
    /// The severity.
    pub severity: Option<String>,
    /// Labels.
    pub labels: Vec<String>,
    /// Whether there is a fix: Orca writes `Yes` and `No`.
    pub fix_available: Option<bool>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// What it is.
    pub summary: Option<String>,
    raw: Value,
}

impl LegacyAsset {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self { asset: Asset::read(members), account: Account::read(members), raw }
    }
}

impl LegacyCve {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            cve_id: members.text("cve_id"),
            asset_unique_id: members.text("asset_unique_id"),
            score: members.decimal("score"),
            severity: members.text("severity"),
            labels: members.texts("labels"),
            fix_available: members.flag("fix_available_state"),
            published: members.time("published"),
            summary: members.text("summary"),
            raw,
        }
    }

    /// A member of `nvd`, such as `cvss3_score`.
    pub fn nvd(&self, name: &str) -> Option<&Value> {
        Members::of(self.raw.get("nvd")).get(name)
    }
}

as_it_came!(LegacyAsset, LegacyCve);
