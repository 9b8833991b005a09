use super::push_items;
use crate::id::IssueTypeId;
use crate::model::{CustomFieldKind, InitialDateKind};
use saas_api_core::{Date, Decimal, Params, setters};

/// A new custom field: one constructor for each kind. For [`CustomFields::create`](super::CustomFields::create).
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct CreateCustomField {
    kind: CustomFieldKind,
    name: String,
    applicable_issue_types: Vec<IssueTypeId>,
    description: Option<String>,
    required: Option<bool>,
    settings: Settings,
}

/// What the kind adds.
#[derive(Clone, Debug, PartialEq)]
enum Settings {
    Text,
    Number(NumberField),
    Date(DateField),
    List(ListField),
}

/// Settings of a new numeric field.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct NumberField {
    min: Option<Decimal>,
    max: Option<Decimal>,
    initial_value: Option<Decimal>,
    unit: Option<String>,
}

/// Settings of a new date field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct DateField {
    min: Option<Date>,
    max: Option<Date>,
    initial_date: Option<InitialDateInput>,
}

/// The date that a new issue starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InitialDateInput {
    /// Today.
    Today,
    /// So many days from today; before today when negative.
    TodayPlus(i32),
    /// This date.
    Fixed(Date),
}

/// Settings of a new list, of check boxes or of radio buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListField {
    items: Vec<String>,
    allow_input: Option<bool>,
    allow_add_item: Option<bool>,
}

impl CreateCustomField {
    /// One line of text.
    pub fn text(name: impl Into<String>) -> Self {
        Self::new(CustomFieldKind::Text, name, Settings::Text)
    }

    /// Lines of text.
    pub fn text_area(name: impl Into<String>) -> Self {
        Self::new(CustomFieldKind::TextArea, name, Settings::Text)
    }

    /// A decimal number.
    pub fn numeric(name: impl Into<String>, field: NumberField) -> Self {
        Self::new(CustomFieldKind::Numeric, name, Settings::Number(field))
    }

    /// A date.
    pub fn date(name: impl Into<String>, field: DateField) -> Self {
        Self::new(CustomFieldKind::Date, name, Settings::Date(field))
    }

    /// A list: one item.
    pub fn single_list(name: impl Into<String>, field: ListField) -> Self {
        Self::new(CustomFieldKind::SingleList, name, Settings::List(field))
    }

    /// A list: any items.
    pub fn multiple_list(name: impl Into<String>, field: ListField) -> Self {
        Self::new(CustomFieldKind::MultipleList, name, Settings::List(field))
    }

    /// Check boxes: any items.
    pub fn check_box(name: impl Into<String>, field: ListField) -> Self {
        Self::new(CustomFieldKind::CheckBox, name, Settings::List(field))
    }

    /// Radio buttons: one item.
    pub fn radio(name: impl Into<String>, field: ListField) -> Self {
        Self::new(CustomFieldKind::Radio, name, Settings::List(field))
    }

    fn new(kind: CustomFieldKind, name: impl Into<String>, settings: Settings) -> Self {
        Self {
            kind,
            name: name.into(),
            applicable_issue_types: Vec::new(),
            description: None,
            required: None,
            settings,
        }
    }

    pub(super) fn params(&self) -> Params {
        let mut params = Params::new();
        params.push("typeId", self.kind);
        params.push_required("name", &self.name);
        params.push_each("applicableIssueTypes[]", &self.applicable_issue_types);
        params.push_some("description", self.description.as_deref());
        params.push_some("required", self.required);
        match &self.settings {
            Settings::Text => {}
            Settings::Number(field) => field.push(&mut params),
            Settings::Date(field) => field.push(&mut params),
            Settings::List(field) => field.push(&mut params),
        }
        params
    }
}

impl NumberField {
    /// Any number.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(&self, params: &mut Params) {
        params.push_some("min", self.min.as_ref());
        params.push_some("max", self.max.as_ref());
        params.push_some("initialValue", self.initial_value.as_ref());
        params.push_some("unit", self.unit.as_deref());
    }
}

impl DateField {
    /// Any date.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(&self, params: &mut Params) {
        params.push_some("min", self.min);
        params.push_some("max", self.max);
        if let Some(initial) = self.initial_date {
            initial.push(params);
        }
    }
}

impl InitialDateInput {
    pub(super) fn push(self, params: &mut Params) {
        let mut push_kind = |kind| params.push("initialValueType", kind);
        match self {
            Self::Today => push_kind(InitialDateKind::Today),
            Self::TodayPlus(days) => {
                push_kind(InitialDateKind::TodayPlusShift);
                params.push("initialShift", days);
            }
            Self::Fixed(date) => {
                push_kind(InitialDateKind::Fixed);
                params.push("initialDate", date);
            }
        }
    }
}

impl From<Date> for InitialDateInput {
    fn from(date: Date) -> Self {
        Self::Fixed(date)
    }
}

impl ListField {
    /// A list of items with these names. More can follow by [`create_item`](super::CustomFields::create_item).
    pub fn new(items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { items: items.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    fn push(&self, params: &mut Params) {
        push_items(params, &self.items);
        params.push_some("allowInput", self.allow_input);
        params.push_some("allowAddItem", self.allow_add_item);
    }
}

setters! {
    CreateCustomField {
        /// The issue types that it is for. None: all.
        [applicable_issue_types: IssueTypeId];
        /// The description.
        description: String;
        /// Whether each issue must have a value: then creating one without it fails.
        required: bool;
    }
}

setters! {
    NumberField {
        /// The smallest value.
        min: Decimal;
        /// The largest value.
        max: Decimal;
        /// The value that a new issue starts with.
        initial_value: Decimal;
        /// The unit.
        unit: String;
    }
}

setters! {
    DateField {
        /// The first date.
        min: Date;
        /// The last date.
        max: Date;
        /// The date that a new issue starts with.
        initial_date: InitialDateInput;
    }
}

setters! {
    ListField {
        /// Whether there is an input "other" for free text: for check boxes and radio buttons.
        allow_input: bool;
        /// Whether everyone may add items, not only administrators.
        allow_add_item: bool;
    }
}
