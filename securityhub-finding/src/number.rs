//! Numbers, as they are written.

use crate::raw::RawJson;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A number as it is written: `70`, `70.0`, `7e1`, thirty digits, or a string that holds one (`"70"`).
///
/// Two are equal when they are written alike; compare the numbers by [`as_f64`](Self::as_f64) or
/// [`as_i64`](Self::as_i64).
#[derive(Clone, PartialEq, Eq)]
pub struct NumberLiteral(RawJson);

impl NumberLiteral {
    /// The digits, without the quotes that some producers write around them.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_matches('"').trim()
    }

    /// Whether it is written as a string.
    pub fn is_quoted(&self) -> bool {
        self.0.as_str().starts_with('"')
    }

    /// The nearest `f64`. `None` beyond its range.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_str().parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The whole number, also when it is written `70.0` or `7e1`. `None` when it has a fraction or does not fit.
    pub fn as_i64(&self) -> Option<i64> {
        /// Up to here every whole number has an `f64` of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let by_float = || self.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= EXACT);
        self.as_str().parse().ok().or_else(|| format!("{:.0}", by_float()?).parse().ok())
    }

    fn read(raw: RawJson) -> Option<Self> {
        let text = raw.as_str();
        let Some(inner) = text.strip_prefix('"') else {
            return is_number(text).then_some(Self(raw));
        };
        let inner = inner.strip_suffix('"')?.trim();
        (is_number(inner) && serde_json::from_str::<&RawValue>(inner).is_ok()).then_some(Self(raw))
    }
}

/// Whether JSON text that starts so can only be a number.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

impl fmt::Debug for NumberLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for NumberLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<i64> for NumberLiteral {
    fn from(number: i64) -> Self {
        // A whole number is always JSON.
        Self(RawJson::from_value(&number).unwrap_or_else(|_never| RawJson::null()))
    }
}

impl Serialize for NumberLiteral {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for NumberLiteral {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawJson::deserialize(deserializer)?;
        Self::read(raw).ok_or_else(|| serde::de::Error::custom("expected a number, or a string that holds one"))
    }
}
