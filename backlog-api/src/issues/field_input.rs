use crate::id::{CustomFieldId, CustomFieldItemId};
use saas_api_core::{Date, Decimal, Params, Update};

/// A value for a custom field, by the field's kind.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomFieldInput {
    /// For a text or text area.
    Text(String),
    /// For a number. The API keeps four decimal places.
    Number(Decimal),
    /// For a date.
    Date(Date),
    /// For a single list or a radio button.
    Item(CustomFieldItemId),
    /// For a multiple list or check boxes. Replaces all items.
    Items(Vec<CustomFieldItemId>),
}

/// A filter of the issue list by a custom field, by the field's kind.
///
/// There is no filter for "empty".
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomFieldFilter {
    /// A text or text area that holds the keyword. Not equality: see
    /// [`find_by_custom_field_exact`](super::Issues::find_by_custom_field_exact).
    Keyword(String),
    /// A number from `min` to `max`.
    Number {
        /// The smallest.
        min: Option<Decimal>,
        /// The largest.
        max: Option<Decimal>,
    },
    /// A date from `min` to `max`.
    Date {
        /// The first.
        min: Option<Date>,
        /// The last.
        max: Option<Date>,
    },
    /// A list kind with any of these items.
    Items(Vec<CustomFieldItemId>),
}

/// What a create or update does to one custom field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldWrite {
    pub(super) field: CustomFieldId,
    pub(super) value: Update<CustomFieldInput>,
    pub(super) other: Option<String>,
}

impl FieldWrite {
    /// The field's entry in the list, made when it is not there.
    pub(super) fn entry(writes: &mut Vec<Self>, field: CustomFieldId) -> &mut Self {
        let known = writes.iter().position(|write| write.field == field);
        let index = known.unwrap_or_else(|| {
            writes.push(Self { field, value: Update::Keep, other: None });
            writes.len().saturating_sub(1)
        });
        #[expect(clippy::indexing_slicing, reason = "the index was found, or pushed, in the line above")]
        &mut writes[index]
    }

    /// Sets the value. An empty text or selection is the empty value, which clears the field.
    pub(super) fn set(&mut self, value: CustomFieldInput) {
        let is_empty = match &value {
            CustomFieldInput::Text(text) => text.is_empty(),
            CustomFieldInput::Items(items) => items.is_empty(),
            _ => false,
        };
        self.value = if is_empty { Update::Clear } else { Update::Set(value) };
    }

    /// Several items repeat the bare name: Backlog does not take `[]` on writes.
    pub(super) fn push(&self, params: &mut Params) {
        let name = format!("customField_{}", self.field);
        match &self.value {
            Update::Keep => {}
            Update::Clear => params.push_empty(name),
            Update::Set(CustomFieldInput::Text(text)) => params.push(name, text),
            Update::Set(CustomFieldInput::Number(number)) => params.push(name, number),
            Update::Set(CustomFieldInput::Date(date)) => params.push(name, date),
            Update::Set(CustomFieldInput::Item(item)) => params.push(name, item),
            Update::Set(CustomFieldInput::Items(items)) => params.push_each(name, items),
        }
        params.push_some(format!("customField_{}_otherValue", self.field), self.other.as_deref());
    }
}

impl CustomFieldFilter {
    /// Numbers from this one up.
    pub fn at_least(min: impl Into<Decimal>) -> Self {
        Self::Number { min: Some(min.into()), max: None }
    }

    /// Numbers up to this one.
    pub fn at_most(max: impl Into<Decimal>) -> Self {
        Self::Number { min: None, max: Some(max.into()) }
    }

    /// Dates from this one on.
    pub fn since(min: Date) -> Self {
        Self::Date { min: Some(min), max: None }
    }

    /// Dates up to this one.
    pub fn until(max: Date) -> Self {
        Self::Date { min: None, max: Some(max) }
    }

    /// Any of these items.
    pub fn items(items: impl IntoIterator<Item = impl Into<CustomFieldItemId>>) -> Self {
        Self::Items(items.into_iter().map(Into::into).collect())
    }

    pub(super) fn push(&self, field: CustomFieldId, params: &mut Params) {
        let name = format!("customField_{field}");
        match self {
            Self::Keyword(keyword) if keyword.is_empty() => {
                params.refuse(name, "must not be empty: there is no filter for an empty field");
            }
            Self::Keyword(keyword) => params.push(name, keyword),
            Self::Number { min: None, max: None } | Self::Date { min: None, max: None } => {
                params.refuse(name, "must have a lower or an upper bound");
            }
            Self::Number { min, max } => {
                params.push_some(format!("{name}_min"), min.as_ref());
                params.push_some(format!("{name}_max"), max.as_ref());
            }
            Self::Date { min, max } => {
                params.push_some(format!("{name}_min"), *min);
                params.push_some(format!("{name}_max"), *max);
            }
            Self::Items(items) if items.is_empty() => params.refuse(name, "must name at least one item"),
            Self::Items(items) => params.push_each(format!("{name}[]"), items),
        }
    }
}

impl From<&str> for CustomFieldInput {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for CustomFieldInput {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Decimal> for CustomFieldInput {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<Date> for CustomFieldInput {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<CustomFieldItemId> for CustomFieldInput {
    fn from(item: CustomFieldItemId) -> Self {
        Self::Item(item)
    }
}

impl From<Vec<CustomFieldItemId>> for CustomFieldInput {
    fn from(items: Vec<CustomFieldItemId>) -> Self {
        Self::Items(items)
    }
}

impl<const N: usize> From<[CustomFieldItemId; N]> for CustomFieldInput {
    fn from(items: [CustomFieldItemId; N]) -> Self {
        Self::Items(items.into())
    }
}

impl From<&str> for CustomFieldFilter {
    fn from(keyword: &str) -> Self {
        Self::Keyword(keyword.to_owned())
    }
}

impl From<String> for CustomFieldFilter {
    fn from(keyword: String) -> Self {
        Self::Keyword(keyword)
    }
}
