//! Reads members of a value that is kept raw beside.

use saas_api_core::{Decimal, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The members of an object, or none when the value is no object.
#[derive(Clone, Copy)]
pub(super) struct Members<'v> {
    object: Option<&'v Map<String, Value>>,
    /// Whether values may stand in `{"value": ..}`, as in rows of the serving layer.
    wrapped: bool,
}

impl<'v> Members<'v> {
    pub(super) fn of(value: Option<&'v Value>) -> Self {
        Self { object: value.and_then(Value::as_object), wrapped: false }
    }

    pub(super) fn wrapped(value: Option<&'v Value>) -> Self {
        Self { wrapped: true, ..Self::of(value) }
    }

    /// The value, unless it is missing or null.
    pub(super) fn get(self, name: &str) -> Option<&'v Value> {
        let value = self.object?.get(name)?;
        let inner = if self.wrapped { value.as_object().and_then(|wrapper| wrapper.get("value")) } else { None };
        Some(inner.unwrap_or(value)).filter(|value| !value.is_null())
    }

    /// The members of a member.
    pub(super) fn members(self, name: &str) -> Self {
        Self::of(self.get(name))
    }

    pub(super) fn str(self, name: &str) -> Option<&'v str> {
        self.get(name)?.as_str()
    }

    /// A text, or a number as text: ids of accounts are digits.
    pub(super) fn text(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A text, or a number as text, that is not empty: what identifies a thing.
    pub(super) fn identity(self, name: &str) -> Option<String> {
        self.text(name).filter(|id| !id.trim().is_empty())
    }

    /// The values of a list, or none.
    pub(super) fn list(self, name: &str) -> &'v [Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The texts of a list. A text alone stands for a list of one.
    pub(super) fn texts(self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// A boolean, or its name as text: one delivered sample has `"False"`.
    pub(super) fn flag(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if ["true", "yes"].iter().any(|yes| text.eq_ignore_ascii_case(yes)) => Some(true),
            Value::String(text) if ["false", "no"].iter().any(|no| text.eq_ignore_ascii_case(no)) => Some(false),
            _ => None,
        }
    }

    pub(super) fn int(self, name: &str) -> Option<i64> {
        self.get(name)?.as_i64()
    }

    pub(super) fn decimal(self, name: &str) -> Option<Decimal> {
        Decimal::deserialize(self.get(name)?).ok()
    }

    pub(super) fn time(self, name: &str) -> Option<Timestamp> {
        let value = self.get(name).filter(|value| value.as_str().is_some_and(|text| !text.is_empty()))?;
        Timestamp::deserialize(value).ok()
    }
}
