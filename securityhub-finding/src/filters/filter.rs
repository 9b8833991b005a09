//! One filter.

use crate::validate::is_time;
use serde::Serialize;
use serde_json::{Value, json};

/// What an attribute must be, or must not be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
#[must_use]
pub struct Filter {
    body: Value,
    #[serde(skip)]
    form: Form,
    #[serde(skip)]
    comparison: Option<Comparison>,
}

/// How a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Comparison {
    /// It is the text.
    Equals,
    /// It begins with the text.
    Prefix,
    /// It is not the text.
    NotEquals,
    /// It does not begin with the text.
    PrefixNotEquals,
}

/// What kind of attribute a filter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Entry,
    Number,
    Time,
    Address,
    Boolean,
}

impl Comparison {
    fn as_str(self) -> &'static str {
        match self {
            Self::Equals => "EQUALS",
            Self::Prefix => "PREFIX",
            Self::NotEquals => "NOT_EQUALS",
            Self::PrefixNotEquals => "PREFIX_NOT_EQUALS",
        }
    }
}

impl Filter {
    /// The text is this one. It excludes `not_equals` and `not_prefix` for the same attribute.
    pub fn equals(text: impl Into<String>) -> Self {
        Self::text(text, Comparison::Equals)
    }

    /// The text begins so.
    pub fn prefix(text: impl Into<String>) -> Self {
        Self::text(text, Comparison::Prefix)
    }

    /// The text is not this one.
    pub fn not_equals(text: impl Into<String>) -> Self {
        Self::text(text, Comparison::NotEquals)
    }

    /// The text does not begin so.
    pub fn not_prefix(text: impl Into<String>) -> Self {
        Self::text(text, Comparison::PrefixNotEquals)
    }

    /// A map, such as `UserDefinedFields` or `ResourceTags`, has this entry.
    pub fn entry(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self::map(key, text, Comparison::Equals)
    }

    /// A map does not have this entry.
    pub fn not_entry(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self::map(key, text, Comparison::NotEquals)
    }

    /// The number is this one.
    pub fn number(number: f64) -> Self {
        Self::new(json!({"Eq": number}), Form::Number)
    }

    /// The number is this one or greater.
    pub fn at_least(number: f64) -> Self {
        Self::new(json!({"Gte": number}), Form::Number)
    }

    /// The number is this one or less.
    pub fn at_most(number: f64) -> Self {
        Self::new(json!({"Lte": number}), Form::Number)
    }

    /// The number is greater.
    pub fn above(number: f64) -> Self {
        Self::new(json!({"Gt": number}), Form::Number)
    }

    /// The number is less.
    pub fn below(number: f64) -> Self {
        Self::new(json!({"Lt": number}), Form::Number)
    }

    /// The number is from one to another one, both included.
    pub fn between_numbers(least: f64, most: f64) -> Self {
        Self::new(json!({"Gte": least, "Lte": most}), Form::Number)
    }

    /// The moment lies in the last so many days.
    pub fn within_days(days: u32) -> Self {
        Self::days(days, "WITHIN")
    }

    /// The moment lies before the last so many days.
    pub fn older_than_days(days: u32) -> Self {
        Self::days(days, "OLDER_THAN")
    }

    /// The moment lies between two times, such as `2026-11-20T01:02:03Z`.
    pub fn between(start: impl Into<String>, end: impl Into<String>) -> Self {
        Self::new(json!({"Start": start.into(), "End": end.into()}), Form::Time)
    }

    /// The address lies in a network, such as `10.0.0.0/8`.
    pub fn cidr(network: impl Into<String>) -> Self {
        Self::new(json!({"Cidr": network.into()}), Form::Address)
    }

    /// It is true, or false.
    pub fn is(value: bool) -> Self {
        Self::new(json!({"Value": value}), Form::Boolean)
    }

    /// How it compares a text. `None` for filters of other kinds.
    pub fn comparison(&self) -> Option<Comparison> {
        self.comparison
    }

    fn new(body: Value, form: Form) -> Self {
        Self { body, form, comparison: None }
    }

    fn text(text: impl Into<String>, comparison: Comparison) -> Self {
        let body = json!({"Value": text.into(), "Comparison": comparison.as_str()});
        Self { body, form: Form::Text, comparison: Some(comparison) }
    }

    fn map(key: impl Into<String>, text: impl Into<String>, comparison: Comparison) -> Self {
        let body = json!({"Key": key.into(), "Value": text.into(), "Comparison": comparison.as_str()});
        Self { body, form: Form::Entry, comparison: None }
    }

    fn days(days: u32, comparison: &str) -> Self {
        let range = json!({"Value": days, "Unit": "DAYS", "Comparison": comparison});
        Self::new(json!({"DateRange": range}), Form::Time)
    }

    /// Why an attribute of a kind does not take it.
    pub(super) fn problem(&self, kind: Form) -> Option<String> {
        let text = |name: &str| self.body.get(name).and_then(Value::as_str);
        if self.form != kind {
            return Some(format!("it is compared as {}, not as {}", kind.name(), self.form.name()));
        }
        if ["Key", "Value", "Cidr"].into_iter().filter_map(text).any(|text| text.trim().is_empty()) {
            return Some("a text of a filter must not be blank".to_owned());
        }
        if ["Start", "End"].into_iter().filter_map(text).any(|time| !is_time(time)) {
            return Some("a time must be one such as 2026-11-20T01:02:03.456Z".to_owned());
        }
        let is_null = |(_, value): (&String, &Value)| value.is_null();
        // JSON has no infinity and no "not a number".
        self.body.as_object().is_some_and(|body| body.iter().any(is_null)).then(|| "a number must be finite".to_owned())
    }
}
