//! What answers may hold beyond, or beside, what is documented.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::ops::Deref;

/// Members that the typed fields do not name, kept as they came.
pub type Extra = Map<String, Value>;

/// Reads `null` as the default value. Use with `#[serde(default, deserialize_with = "null_default")]`.
///
/// # Errors
/// When the value is present, not null and not a `T`.
pub fn null_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a value, or nothing when it has another form. For views over a raw value that is kept elsewhere.
///
/// # Errors
/// Only when the input is no JSON at all.
pub fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + DeserializeOwned,
{
    let value = Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_default())
}

/// A number that some answers write as a string. Reads both, writes back what it read.
///
/// Dereferences to the number. Two values are equal when the numbers are.
#[derive(Clone, Debug)]
pub struct Loose<T> {
    value: T,
    /// The string that it was read from.
    quoted: Option<Box<str>>,
}

impl<T> Loose<T> {
    /// A number, written as a number.
    pub const fn new(value: T) -> Self {
        Self { value, quoted: None }
    }

    /// The number itself.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Loose<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Loose<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Loose<T> {}

impl<T> From<T> for Loose<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Serialize> Serialize for Loose<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.quoted {
            Some(text) => serializer.serialize_str(text),
            None => self.value.serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let quoted = value.as_str().map(Box::from);
        let value = T::deserialize(value).map_err(serde::de::Error::custom)?;
        Ok(Self { value, quoted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decimal;

    #[test]
    fn loose_numbers_write_back_what_they_read() {
        for json in ["7", "\"7\"", "1.5", "\"1.50\"", "\"-3\""] {
            let value: Loose<Decimal> = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        let plain: Loose<Decimal> = serde_json::from_str("7").unwrap();
        let quoted: Loose<Decimal> = serde_json::from_str("\"7\"").unwrap();
        assert_eq!(plain, quoted);
    }
}
