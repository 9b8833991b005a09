//! Comparing values of alerts.

use std::cmp::Ordering;

use serde_json::Value;

/// The value at a dotted path.
pub(super) fn path<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// Numbers and times by their size, all else by its text; what is absent or null comes first.
pub(super) fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    let (a, b) = (a.filter(|value| !value.is_null()), b.filter(|value| !value.is_null()));
    let (Some(a), Some(b)) = (a, b) else { return a.is_some().cmp(&b.is_some()) };
    if let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) {
        return a.total_cmp(&b);
    }
    if let (Some(a), Some(b)) = (time(a), time(b)) {
        return a.cmp(&b);
    }
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text(a).cmp(&text(b))
}

/// Whether there is a value and it is not below the bound.
pub(super) fn at_least(found: Option<&Value>, bound: &Value) -> bool {
    found.is_some_and(|found| !found.is_null()) && compare(found, Some(bound)) != Ordering::Less
}

/// A time with an offset.
pub(super) fn time(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.parse().ok()
}
