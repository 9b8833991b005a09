//! Values of an event, and what a pattern allows for them.

use super::text::TextTest;
use std::borrow::Cow;

/// A value that is no object and no list.
#[derive(Debug)]
pub(super) enum Leaf<'a> {
    Null,
    Boolean(bool),
    Number(f64),
    Text(Cow<'a, str>),
    /// A text of JSON that is none of Rust: it holds half a surrogate pair.
    OddText,
}

impl<'a> Leaf<'a> {
    /// Reads valid JSON.
    pub(super) fn read(json: &'a str) -> Self {
        if let Some(inner) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            if !inner.contains('\\') {
                return Self::Text(Cow::Borrowed(inner));
            }
            return serde_json::from_str(json).map_or(Self::OddText, |text| Self::Text(Cow::Owned(text)));
        }
        match json {
            "null" => Self::Null,
            "true" => Self::Boolean(true),
            "false" => Self::Boolean(false),
            // All of JSON's numbers are Rust's, too.
            number => number.parse().map_or(Self::OddText, Self::Number),
        }
    }
}

/// One entry of a list of alternatives.
#[derive(Clone, Debug)]
pub(super) enum Alternative {
    Null,
    Boolean(bool),
    Number(f64),
    Range(Range),
    Text(TextTest),
    /// None of these.
    OtherText(Vec<TextTest>),
    /// None of these.
    OtherNumber(Vec<f64>),
    Present,
    /// Looks at the whole event: no leaf matches it.
    Absent,
}

/// Numbers between two bounds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    pub(super) lower: Option<Bound>,
    pub(super) upper: Option<Bound>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) number: f64,
    pub(super) included: bool,
}

impl Range {
    fn contains(self, number: f64) -> bool {
        let above = |bound: Bound| number > bound.number || (bound.included && is(number, bound.number));
        let below = |bound: Bound| number < bound.number || (bound.included && is(number, bound.number));
        self.lower.is_none_or(above) && self.upper.is_none_or(below)
    }
}

impl Alternative {
    pub(super) fn allows(&self, leaf: &Leaf<'_>) -> bool {
        match (self, leaf) {
            (Self::Boolean(wanted), Leaf::Boolean(value)) => wanted == value,
            (Self::Number(wanted), Leaf::Number(value)) => is(*value, *wanted),
            (Self::Range(range), Leaf::Number(value)) => range.contains(*value),
            (Self::Text(test), Leaf::Text(value)) => test.allows(value),
            (Self::OtherText(tests), Leaf::Text(value)) => !tests.iter().any(|test| test.allows(value)),
            (Self::OtherNumber(numbers), Leaf::Number(value)) => !numbers.iter().any(|number| is(*value, *number)),
            (Self::Present | Self::OtherText(_) | Self::OtherNumber(_), _) | (Self::Null, Leaf::Null) => true,
            _ => false,
        }
    }
}

/// Whether two numbers are the same. None of them is a result that could be off by a little.
fn is(one: f64, two: f64) -> bool {
    one.partial_cmp(&two).is_some_and(std::cmp::Ordering::is_eq)
}
