//! Parameters in the spellings that Backlog accepts. What no one asked for is refused at the end.

use std::{collections::BTreeMap, str::FromStr};

use jiff::civil::Date;

use super::BacklogRefused as Refused;

const CUSTOM: &str = "customField_";

#[derive(Debug)]
pub(super) struct Params(Vec<(String, String)>);

/// What a call says about one custom field.
#[derive(Debug, Default)]
pub(super) struct FieldParams {
    pub(super) values: Vec<String>,
    pub(super) other: Option<String>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    /// Some value came in an array spelling.
    pub(super) array: bool,
}

/// A parameter of a change: an empty one clears.
#[derive(Debug)]
pub(super) enum Sent<T> {
    No,
    Empty,
    Value(T),
}

impl<T> Sent<T> {
    pub(super) fn put(self, into: &mut Option<T>) {
        match self {
            Self::No => {}
            Self::Empty => *into = None,
            Self::Value(value) => *into = Some(value),
        }
    }
}

impl Params {
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (found, rest) = std::mem::take(&mut self.0).into_iter().partition(|(key, _)| key == name);
        self.0 = rest;
        let found: Vec<(String, String)> = found;
        found.into_iter().map(|(_, value)| value).collect()
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let mut values = self.take(name);
        let value = values.pop();
        if values.is_empty() { Ok(value) } else { Err(bad(name)) }
    }

    /// Present and not blank.
    pub(super) fn required(&mut self, name: &str) -> Result<String, Refused> {
        self.text(name)?.filter(|text| !text.trim().is_empty()).ok_or_else(|| bad(name))
    }

    /// Absent, or present and not blank.
    pub(super) fn not_blank(&mut self, name: &str) -> Result<Option<String>, Refused> {
        match self.text(name)? {
            Some(text) if text.trim().is_empty() => Err(bad(name)),
            text => Ok(text),
        }
    }

    pub(super) fn value<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, Refused> {
        self.text(name)?.map(|text| text.parse().map_err(|_unreadable| bad(name))).transpose()
    }

    pub(super) fn required_value<T: FromStr>(&mut self, name: &str) -> Result<T, Refused> {
        self.value(name)?.ok_or_else(|| bad(name))
    }

    pub(super) fn patch<T: FromStr>(&mut self, name: &str) -> Result<Sent<T>, Refused> {
        self.sent(name, |text| text.parse().ok())
    }

    /// A date on its own.
    pub(super) fn patch_date(&mut self, name: &str) -> Result<Sent<Date>, Refused> {
        self.sent(name, date)
    }

    pub(super) fn patch_hours(&mut self, name: &str) -> Result<Sent<f64>, Refused> {
        self.sent(name, |text| decimal(text).filter(|hours| *hours >= 0.0))
    }

    fn sent<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Sent<T>, Refused> {
        match self.text(name)? {
            None => Ok(Sent::No),
            Some(text) if text.is_empty() => Ok(Sent::Empty),
            Some(text) => read(&text).map(Sent::Value).ok_or_else(|| bad(name)),
        }
    }

    pub(super) fn date(&mut self, name: &str) -> Result<Option<Date>, Refused> {
        self.text(name)?.map(|text| date(&text).ok_or_else(|| bad(name))).transpose()
    }

    pub(super) fn decimal(&mut self, name: &str) -> Result<Option<f64>, Refused> {
        self.text(name)?.map(|text| decimal(&text).ok_or_else(|| bad(name))).transpose()
    }

    /// `name[]`, any number of times.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        self.take(&format!("{name}[]"))
    }

    /// `name[]`; one empty value is the empty list.
    pub(super) fn ids(&mut self, name: &str) -> Result<Option<Vec<u64>>, Refused> {
        let values = self.texts(name);
        if values.is_empty() {
            return Ok(None);
        }
        if values.iter().all(String::is_empty) {
            return Ok(Some(Vec::new()));
        }
        let mut ids = Vec::new();
        for value in values {
            let id = value.parse().map_err(|_unreadable| bad(name))?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(Some(ids))
    }

    /// Values for an issue: one bare name (repeated for several), or the indices of the official JavaScript client.
    pub(super) fn written_fields(&mut self) -> Result<BTreeMap<u64, FieldParams>, Refused> {
        self.fields(|field, rest, value| {
            match rest {
                "" => field.values.push(value),
                "_otherValue" => field.other = Some(value),
                _ if is_index(rest) => field.values.push(value),
                _ => return false,
            }
            true
        })
    }

    /// Filters: the documented `[]`, and what the official clients send instead.
    pub(super) fn filtered_fields(&mut self) -> Result<BTreeMap<u64, FieldParams>, Refused> {
        self.fields(|field, rest, value| {
            match rest {
                "" => field.values.push(value),
                "_min" => field.min = Some(value),
                "_max" => field.max = Some(value),
                _ if rest == "[]" || is_index(rest) || rest.strip_prefix("[]").is_some_and(is_index) => {
                    field.array = true;
                    field.values.push(value);
                }
                _ => return false,
            }
            true
        })
    }

    fn fields(
        &mut self,
        mut put: impl FnMut(&mut FieldParams, &str, String) -> bool,
    ) -> Result<BTreeMap<u64, FieldParams>, Refused> {
        let mut fields = BTreeMap::new();
        let mut rest = Vec::new();
        for (key, value) in std::mem::take(&mut self.0) {
            let Some(name) = key.strip_prefix(CUSTOM) else {
                rest.push((key, value));
                continue;
            };
            let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
            let (id, suffix) = name.split_at(digits);
            let id = id.parse().map_err(|_unreadable| bad(&key))?;
            if !put(fields.entry(id).or_default(), suffix, value) {
                return Err(bad(&key));
            }
        }
        self.0 = rest;
        Ok(fields)
    }

    /// Refuses what is left over.
    pub(super) fn finish(self) -> Result<(), Refused> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(Refused::invalid(format!("Unknown parameter. {name}"))),
        }
    }
}

/// `[0]`, `[1]`, ...
fn is_index(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    inner.is_some_and(|inner| !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()))
}

pub(super) fn bad(name: &str) -> Refused {
    Refused::invalid(format!("The parameter is missing or wrong. {name}"))
}

/// `yyyy-MM-dd` and nothing else; the parser alone would take a time part too.
pub(super) fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Plain notation: no exponent, no infinity.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    plain.then(|| text.parse().ok()).flatten()
}
