//! Numbers, as they are written.

use crate::decode::Decode;
use crate::leniency::{Inspector, Oddity};
use crate::raw::RawJson;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A number as it is written: `70`, `70.0`, `7e1`, thirty digits, or a string that holds one (`"70"`).
///
/// Two are equal when they are written alike; compare the numbers by [`as_f64`](Self::as_f64) or
/// [`as_i64`](Self::as_i64).
#[derive(Clone, PartialEq, Eq)]
pub struct NumberLiteral(Literal);

/// Nearly all numbers are short: they need no memory of their own.
#[derive(Clone, PartialEq, Eq)]
enum Literal {
    /// ASCII, filled up with zeros.
    Short([u8; SHORT]),
    Long(Box<str>),
}

const SHORT: usize = 23;

impl Literal {
    fn new(text: &str) -> Self {
        let mut short = [0; SHORT];
        match short.get_mut(..text.len()) {
            Some(place) if text.is_ascii() => {
                place.copy_from_slice(text.as_bytes());
                Self::Short(short)
            }
            _ => Self::Long(text.into()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Short(bytes) => std::str::from_utf8(bytes).unwrap_or_default().trim_end_matches('\0'),
            Self::Long(text) => text,
        }
    }
}

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

    /// Reads JSON text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let is_one = match text.strip_prefix('"') {
            None => is_number(text),
            Some(inner) => {
                let inner = inner.strip_suffix('"')?.trim();
                is_number(inner) && serde_json::from_str::<&RawValue>(inner).is_ok()
            }
        };
        is_one.then(|| Self(Literal::new(text)))
    }
}

/// Whether JSON text that starts so can only be a number.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

impl fmt::Debug for NumberLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl fmt::Display for NumberLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<i64> for NumberLiteral {
    fn from(number: i64) -> Self {
        Self(Literal::new(&number.to_string()))
    }
}

impl Serialize for NumberLiteral {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.as_str();
        match text.parse::<i64>() {
            // JSON writes whole numbers in one way only, but for this one.
            Ok(whole) if text != "-0" => serializer.serialize_i64(whole),
            _ => serde_json::from_str::<&RawValue>(text).map_err(serde::ser::Error::custom)?.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for NumberLiteral {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawJson::deserialize(deserializer)?;
        Self::read(raw.as_str()).ok_or_else(no_number)
    }
}

impl Decode for NumberLiteral {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &RawValue = Deserialize::deserialize(deserializer)?;
        Self::read(raw.get()).ok_or_else(no_number)
    }

    fn inspect(&self, inspector: &mut Inspector) {
        if self.is_quoted() {
            inspector.note(Oddity::QuotedNumber);
        }
    }
}

fn no_number<E: serde::de::Error>() -> E {
    E::custom("expected a number, or a string that holds one")
}
