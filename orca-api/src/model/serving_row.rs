use super::asset::{Account, Asset};
use super::members::Members;
use saas_api_core::{Decimal, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A row of the serving layer, of any model: its fields in `data`, bare or in `{"value": ..}`, or side by side.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The row's own id.
    pub id: Option<String>,
    /// The model, such as `Alert`.
    pub kind: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// When a scan saw it last.
    pub last_seen: Option<Timestamp>,
    raw: Value,
}

/// An asset of the serving layer: a row of the model `Inventory`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InventoryRow {
    /// Orca's id of the asset.
    pub unique_id: Option<String>,
    /// The asset, as far as the row tells it.
    pub asset: Asset,
    /// The cloud account.
    pub account: Account,
    /// The whole row.
    pub row: Row,
}

/// A vulnerability on an asset: a row of the model `VulnerabilityV2` or `CVE`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct VulnerabilityRow {
    /// The vulnerability, such as `CVE-2026-0001`.
    pub cve_id: Option<String>,
    /// The CVSS score.
    pub cvss_score: Option<Decimal>,
    /// The CVSS severity.
    pub cvss_severity: Option<String>,
    /// Whether there is a patch.
    pub patch_available: Option<bool>,
    /// The asset.
    pub inventory: Option<InventoryRow>,
    /// The package.
    pub installed_package: Option<Row>,
    /// The whole row.
    pub row: Row,
}

/// A cloud account, subscription or project: a row of the model `CloudAccount`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CloudAccountRow {
    /// The name.
    pub name: Option<String>,
    /// The whole row.
    pub row: Row,
}

impl Row {
    pub(crate) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        let field = |name| Members::wrapped(raw.get("data")).text(name);
        Self {
            id: members.text("id"),
            kind: members.text("type"),
            name: members.text("name").or_else(|| field("Name")),
            last_seen: members.time("last_seen"),
            raw,
        }
    }

    /// A field by Orca's name, such as `RiskLevel`, out of its `{"value": ..}`. Nothing for null.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.places().into_iter().find_map(|place| place.get(name))
    }

    /// A field that is a text, or a number as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.places().into_iter().find_map(|place| place.text(name))
    }

    /// A field that is a number, or one as text.
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.places().into_iter().find_map(|place| place.decimal(name))
    }

    /// A field that is true or false, or `Yes` or `No`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.places().into_iter().find_map(|place| place.flag(name))
    }

    /// A field that is a moment.
    pub fn time(&self, name: &str) -> Option<Timestamp> {
        self.places().into_iter().find_map(|place| place.time(name))
    }

    /// The related objects, such as those of `Inventory`, from within the data or beside it. One object is a list of one.
    pub fn related(&self, name: &str) -> Vec<Self> {
        match self.field(name) {
            Some(Value::Array(rows)) => rows.iter().filter(|row| row.is_object()).cloned().map(Self::read).collect(),
            Some(row @ Value::Object(_)) => vec![Self::read(row.clone())],
            _ => Vec::new(),
        }
    }

    /// The row as it came.
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// Where fields stand: in `data`, then side by side.
    fn places(&self) -> [Members<'_>; 2] {
        [Members::wrapped(self.raw.get("data")), Members::wrapped(Some(&self.raw))]
    }

    fn any_text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }
}

impl InventoryRow {
    pub(crate) fn read(raw: Value) -> Self {
        Self::from(Row::read(raw))
    }
}

impl From<Row> for InventoryRow {
    fn from(row: Row) -> Self {
        let data = Members::wrapped(row.raw.get("data").filter(|data| data.is_object()).or(Some(&row.raw)));
        let mut asset = Asset::read(data);
        asset.unique_id = row.any_text(&["AssetUniqueId", "asset_unique_id"]);
        asset.name = asset.name.or_else(|| row.any_text(&["Name"])).or_else(|| row.name.clone());
        asset.kind = asset.kind.or_else(|| row.any_text(&["Type"])).or_else(|| row.kind.clone());
        let account = Account::read(data);
        Self { unique_id: asset.unique_id.clone(), asset, account, row }
    }
}

impl VulnerabilityRow {
    pub(crate) fn read(raw: Value) -> Self {
        Self::from(Row::read(raw))
    }
}

impl From<Row> for VulnerabilityRow {
    fn from(row: Row) -> Self {
        Self {
            cve_id: row.any_text(&["CveId"]).or_else(|| row.name.clone().filter(|name| name.contains('-'))),
            cvss_score: row.decimal("CvssScore"),
            cvss_severity: row.text("CvssSeverity"),
            patch_available: row.flag("PatchAvailable"),
            inventory: row.related("Inventory").into_iter().next().map(InventoryRow::from),
            installed_package: row.related("InstalledPackage").into_iter().next(),
            row,
        }
    }
}

impl CloudAccountRow {
    pub(crate) fn read(raw: Value) -> Self {
        Self::from(Row::read(raw))
    }
}

impl From<Row> for CloudAccountRow {
    fn from(row: Row) -> Self {
        Self { name: row.any_text(&["Name"]).or_else(|| row.name.clone()), row }
    }
}

impl Serialize for Row {
    /// Writes the row as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}
