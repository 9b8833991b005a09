use super::{InitialDateInput, push_items};
use crate::id::IssueTypeId;
use saas_api_core::{Date, Decimal, Params, Update, setters};

/// A change of a custom field. For [`CustomFields::update`](super::CustomFields::update).
///
/// [`new`](Self::new) changes what all kinds have. The other constructors add what one kind has: take the one of the
/// field's kind, which cannot change.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct UpdateCustomField {
    name: Option<String>,
    applicable_issue_types: Update<Vec<IssueTypeId>>,
    description: Option<String>,
    required: Option<bool>,
    settings: Settings,
}

/// What the kind adds.
#[derive(Clone, Debug, Default, PartialEq)]
enum Settings {
    #[default]
    None,
    Number(UpdateNumberField),
    Date(UpdateDateField),
    List(UpdateListField),
}

/// A change of a numeric field's settings.
///
/// Clearing sends the empty value, as for issues. Whether the API takes it here is not confirmed: compare the answer.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct UpdateNumberField {
    min: Update<Decimal>,
    max: Update<Decimal>,
    initial_value: Update<Decimal>,
    unit: Option<String>,
}

/// A change of a date field's settings.
///
/// Clearing sends the empty value, as for issues. Whether the API takes it here is not confirmed: compare the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateDateField {
    min: Update<Date>,
    max: Update<Date>,
    initial_date: Update<InitialDateInput>,
}

/// A change of the settings of a list, of check boxes or of radio buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateListField {
    items: Update<Vec<String>>,
    allow_input: Option<bool>,
    allow_add_item: Option<bool>,
}

impl UpdateCustomField {
    /// Nothing changes yet. For a field of any kind.
    pub fn new() -> Self {
        Self::default()
    }

    /// Settings of a numeric field.
    pub fn numeric(field: UpdateNumberField) -> Self {
        Self { settings: Settings::Number(field), ..Self::default() }
    }

    /// Settings of a date field.
    pub fn date(field: UpdateDateField) -> Self {
        Self { settings: Settings::Date(field), ..Self::default() }
    }

    /// Settings of one of the four list kinds.
    pub fn list(field: UpdateListField) -> Self {
        Self { settings: Settings::List(field), ..Self::default() }
    }

    pub(super) fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_required("name", self.name.as_deref());
        params.push_update_each("applicableIssueTypes[]", &self.applicable_issue_types);
        params.push_some("description", self.description.as_deref());
        params.push_some("required", self.required);
        match &self.settings {
            Settings::None => {}
            Settings::Number(field) => field.push(&mut params),
            Settings::Date(field) => field.push(&mut params),
            Settings::List(field) => field.push(&mut params),
        }
        params
    }
}

impl UpdateNumberField {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(&self, params: &mut Params) {
        params.push_update("min", &self.min);
        params.push_update("max", &self.max);
        params.push_update("initialValue", &self.initial_value);
        params.push_some("unit", self.unit.as_deref());
    }
}

impl UpdateDateField {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(&self, params: &mut Params) {
        params.push_update("min", &self.min);
        params.push_update("max", &self.max);
        match self.initial_date {
            Update::Keep => {}
            Update::Clear => params.push_empty("initialValueType"),
            Update::Set(initial) => initial.push(params),
        }
    }
}

impl UpdateListField {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(&self, params: &mut Params) {
        match &self.items {
            Update::Keep => {}
            Update::Clear => params.push_empty("items[]"),
            Update::Set(items) => push_items(params, items),
        }
        params.push_some("allowInput", self.allow_input);
        params.push_some("allowAddItem", self.allow_add_item);
    }
}

setters! {
    UpdateCustomField {
        /// The name.
        name: String;
        /// The issue types that it is for. None: all.
        [applicable_issue_types | clear_applicable_issue_types: IssueTypeId];
        /// The description. Empty text clears it.
        description: String;
        /// Whether each issue must have a value: then creating one without it fails.
        required: bool;
    }
}

setters! {
    UpdateNumberField {
        /// The smallest value.
        min | clear_min: Decimal;
        /// The largest value.
        max | clear_max: Decimal;
        /// The value that a new issue starts with.
        initial_value | clear_initial_value: Decimal;
        /// The unit. Empty text clears it.
        unit: String;
    }
}

setters! {
    UpdateDateField {
        /// The first date.
        min | clear_min: Date;
        /// The last date.
        max | clear_max: Date;
        /// The date that a new issue starts with.
        initial_date | clear_initial_date: InitialDateInput;
    }
}

setters! {
    UpdateListField {
        /// The items by name. What becomes of those it does not name is not documented: to change a single one, use
        /// [`create_item`](super::CustomFields::create_item) and its neighbours.
        [items | clear_items: String];
        /// Whether there is an input "other" for free text: for check boxes and radio buttons.
        allow_input: bool;
        /// Whether everyone may add items, not only administrators.
        allow_add_item: bool;
    }
}
