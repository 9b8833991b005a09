use super::legacy::LegacyAlert;
use super::members::Members;
use super::row::AlertRow;
use super::status::AlertState;
use super::view::AlertView;
use crate::id::AlertId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// An alert (アラート) of either generation, told apart by its shape.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Alert {
    /// The older document.
    Legacy(Box<LegacyAlert>),
    /// A row of the serving layer.
    Row(Box<AlertRow>),
}

/// Why a value is no alert, without anything of what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) path: &'static str,
    pub(crate) problem: &'static str,
}

impl Alert {
    pub(crate) fn read(raw: Value) -> Result<Self, Unreadable> {
        Self::read_or_give_back(raw).map_err(|(_raw, why)| why)
    }

    pub(crate) fn read_or_give_back(raw: Value) -> Result<Self, (Value, Unreadable)> {
        let members = Members::of(Some(&raw));
        if !raw.is_object() {
            return Err((raw, Unreadable { path: "", problem: "is no JSON object" }));
        }
        // Both generations have `data`: what tells them apart is where the id stands.
        let data = Members::wrapped(raw.get("data"));
        let names_row =
            members.str("type").is_some_and(|kind| kind.eq_ignore_ascii_case("alert")) && members.get("name").is_some();
        let is_row = members.members("state").get("alert_id").is_none() && (data.get("AlertId").is_some() || names_row);
        if is_row {
            return AlertRow::read(raw).map(|row| Self::Row(Box::new(row)));
        }
        LegacyAlert::read(raw).map(|alert| Self::Legacy(Box::new(alert)))
    }

    /// The id.
    pub fn id(&self) -> &AlertId {
        match self {
            Self::Legacy(alert) => &alert.id,
            Self::Row(row) => &row.id,
        }
    }

    /// The state, when the alert tells it.
    pub fn state(&self) -> Option<&AlertState> {
        match self {
            Self::Legacy(alert) => alert.state.status.as_ref(),
            Self::Row(row) => row.status.as_ref(),
        }
    }

    /// The alert in one form, whatever its generation.
    pub fn view(&self) -> AlertView {
        match self {
            Self::Legacy(alert) => AlertView::of_legacy(alert),
            Self::Row(row) => AlertView::of_row(row),
        }
    }

    /// The alert as it came.
    pub fn raw(&self) -> &Value {
        match self {
            Self::Legacy(alert) => alert.raw(),
            Self::Row(row) => row.raw(),
        }
    }
}

impl Serialize for Alert {
    /// Writes the alert as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Alert {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", if self.path.is_empty() { "alert" } else { self.path }, self.problem)
    }
}
