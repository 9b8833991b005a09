//! Custom-field values of issues.

use std::collections::BTreeMap;

use super::{
    BacklogRefused as Refused,
    params::{FieldParams, date, decimal},
    state::{Field, FieldValue, Held, Issue, Project},
};

/// Puts written values into an issue; checks them against the definitions.
///
/// A new issue needs all required fields. A later change may not empty one, but may leave one empty that was so before.
pub(super) fn write(
    issue: &mut Issue,
    project: &Project,
    written: BTreeMap<u64, FieldParams>,
    keep_cleared_selections: bool,
    new: bool,
) -> Result<(), Refused> {
    let touched: Vec<u64> = written.keys().copied().collect();
    for (id, params) in written {
        let field = project.fields.iter().find(|f| f.id == id && f.applies_to(issue.kind));
        let field = field.ok_or_else(|| refused(id))?;
        let mut value = issue.fields.remove(&id).unwrap_or_default();
        if let Some(other) = params.other {
            if field.kind < 7 || !field.allow_input {
                return Err(refused(id));
            }
            value.other = (!other.is_empty()).then_some(other);
        }
        let clearing = params.values.iter().all(String::is_empty);
        let ignored = clearing && keep_cleared_selections && field.is_multiple();
        if !params.values.is_empty() && !ignored {
            value.held =
                if clearing { Held::Nothing } else { held(field, &params.values).ok_or_else(|| refused(id))? };
        }
        if value != FieldValue::default() {
            issue.fields.insert(id, value);
        }
    }
    let missing = |field: &&Field| {
        let asked = field.required && field.applies_to(issue.kind) && (new || touched.contains(&field.id));
        asked && !issue.fields.contains_key(&field.id)
    };
    match project.fields.iter().find(missing) {
        Some(field) => Err(Refused::invalid(format!("A required custom field is missing. customField_{}", field.id))),
        None => Ok(()),
    }
}

fn refused(field: u64) -> Refused {
    super::params::bad(&format!("customField_{field}"))
}

fn held(field: &Field, values: &[String]) -> Option<Held> {
    if field.is_list() {
        let mut ids: Vec<u64> = Vec::new();
        for value in values {
            let id = value.parse().ok().filter(|id| field.items.iter().any(|item| item.id == *id))?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.sort_unstable();
        return (field.is_multiple() || ids.len() == 1).then_some(Held::Items(ids));
    }
    let [value] = values else { return None };
    match field.kind {
        3 => {
            let number = decimal(value)?;
            let rules = &field.number;
            let fits = rules.min.is_none_or(|min| number >= min) && rules.max.is_none_or(|max| number <= max);
            fits.then_some(Held::Number(number))
        }
        4 => {
            let date = date(value)?;
            let rules = &field.date;
            let fits = rules.min.is_none_or(|min| date >= min) && rules.max.is_none_or(|max| date <= max);
            fits.then_some(Held::Date(date))
        }
        _ => Some(Held::Text(value.clone())),
    }
}

/// What a filter asks of one custom field.
pub(super) enum Wanted {
    Keyword(String),
    Numbers(Option<f64>, Option<f64>),
    Dates(Option<jiff::civil::Date>, Option<jiff::civil::Date>),
    Items(Vec<u64>),
}

impl Wanted {
    pub(super) fn read(field: &Field, params: &FieldParams) -> Result<Self, Refused> {
        let ranged = params.min.is_some() || params.max.is_some();
        let read = match field.kind {
            1 | 2 if !params.array && !ranged => match params.values.as_slice() {
                [keyword] => Some(Self::Keyword(keyword.to_lowercase())),
                _ => None,
            },
            3 if params.values.is_empty() => bounds(params, decimal).map(|(min, max)| Self::Numbers(min, max)),
            4 if params.values.is_empty() => bounds(params, date).map(|(min, max)| Self::Dates(min, max)),
            5.. if params.array && !ranged => {
                params.values.iter().map(|id| id.parse().ok()).collect::<Option<_>>().map(Self::Items)
            }
            _ => None,
        };
        read.ok_or_else(|| refused(field.id))
    }

    pub(super) fn fits(&self, value: Option<&FieldValue>) -> bool {
        match (self, value.map(|value| &value.held)) {
            // A keyword search: a part of the text is enough.
            (Self::Keyword(keyword), Some(Held::Text(text))) => text.to_lowercase().contains(keyword),
            (Self::Numbers(min, max), Some(Held::Number(number))) => {
                min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max)
            }
            (Self::Dates(min, max), Some(Held::Date(date))) => {
                min.is_none_or(|min| *date >= min) && max.is_none_or(|max| *date <= max)
            }
            (Self::Items(wanted), Some(Held::Items(ids))) => ids.iter().any(|id| wanted.contains(id)),
            _ => false,
        }
    }
}

/// Both ends, each optional; `None` when one is unreadable.
fn bounds<T>(params: &FieldParams, read: impl Fn(&str) -> Option<T>) -> Option<(Option<T>, Option<T>)> {
    let end = |text: &Option<String>| match text {
        None => Some(None),
        Some(text) => read(text).map(Some),
    };
    Some((end(&params.min)?, end(&params.max)?))
}
