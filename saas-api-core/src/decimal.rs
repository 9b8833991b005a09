//! Decimal numbers such as hours and numeric custom fields.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};
use std::fmt;
use std::str::FromStr;

/// A decimal number, read from `1.5`, `2` or `"1.5"` and written in plain notation.
///
/// A whole number stays a whole number: `2` is written back as `2`, not as `2.0`. Two values are equal when the
/// numbers are. Digits beyond the precision of an `f64` (15 to 17 significant) are not kept.
#[derive(Clone, Debug)]
pub struct Decimal(Number);

/// The text or number is not a finite decimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a finite decimal number")]
#[non_exhaustive]
pub struct InvalidDecimal;

impl Decimal {
    /// The nearest `f64`.
    pub fn as_f64(&self) -> f64 {
        // Without serde_json's `arbitrary_precision` each of its numbers fits an f64.
        self.0.as_f64().unwrap_or(f64::NAN)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.as_f64().total_cmp(&other.as_f64()).is_eq()
    }
}

impl fmt::Display for Decimal {
    /// Plain notation, never an exponent: what form parameters need.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_f64() { write!(f, "{}", self.as_f64()) } else { write!(f, "{}", self.0) }
    }
}

impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let number: Number = serde_json::from_str(text.trim()).map_err(|_error| InvalidDecimal)?;
        Ok(Self(number))
    }
}

impl TryFrom<f64> for Decimal {
    type Error = InvalidDecimal;

    fn try_from(value: f64) -> Result<Self, InvalidDecimal> {
        Number::from_f64(value).map(Self).ok_or(InvalidDecimal)
    }
}

impl From<i32> for Decimal {
    fn from(value: i32) -> Self {
        Self(value.into())
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self(value.into())
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(value.into())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Self(number)),
            Value::String(text) => text.parse().map_err(serde::de::Error::custom),
            _ => Err(serde::de::Error::custom("expected a decimal number")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_notation_without_exponent() {
        for (text, plain) in
            [("8", "8"), ("7.25", "7.25"), ("1e3", "1000"), ("-0.0001", "-0.0001"), ("1e-7", "0.0000001")]
        {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), plain);
        }
        assert_eq!(Decimal::try_from(0.1).unwrap().to_string(), "0.1");
    }

    #[test]
    fn what_is_no_finite_number_is_refused() {
        for text in ["", "x", "1,5", "NaN", "1e999", "0x10"] {
            assert!(text.parse::<Decimal>().is_err(), "{text:?}");
        }
        assert!(Decimal::try_from(f64::NAN).is_err());
        assert!(Decimal::try_from(f64::INFINITY).is_err());
    }

    #[test]
    fn whole_numbers_stay_whole_and_compare_by_value() {
        let whole: Decimal = serde_json::from_str("8").unwrap();
        let point: Decimal = serde_json::from_str("8.0").unwrap();
        assert_eq!(serde_json::to_string(&whole).unwrap(), "8");
        assert_eq!(serde_json::to_string(&point).unwrap(), "8.0");
        assert_eq!(whole, point);
    }
}
