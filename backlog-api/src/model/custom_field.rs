use crate::id::{CustomFieldId, CustomFieldItemId, IssueTypeId, ProjectId};
use saas_api_core::{Decimal, Extra, Loose, Timestamp, null_default, open_enum};
use serde::{Deserialize, Serialize};
use serde_json::Value;

open_enum! {
    /// The kind of a custom field. It cannot change.
    pub enum CustomFieldKind: i64 {
        /// One line of text.
        Text = 1,
        /// Lines of text.
        TextArea = 2,
        /// A decimal number.
        Numeric = 3,
        /// A date.
        Date = 4,
        /// A list: one item.
        SingleList = 5,
        /// A list: any items.
        MultipleList = 6,
        /// Check boxes: any items.
        CheckBox = 7,
        /// Radio buttons: one item.
        Radio = 8,
    }
}

/// The definition of a custom field (カスタム属性).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Wire")]
#[non_exhaustive]
pub struct CustomField {
    /// The number.
    pub id: CustomFieldId,
    /// The project that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// The kind.
    #[serde(rename = "typeId")]
    pub kind: CustomFieldKind,
    /// The version of the definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// Whether each issue must have a value: then creating one without it fails.
    pub required: bool,
    /// Whether it holds for some issue types only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_issue_type: Option<bool>,
    /// The issue types it holds for. Empty: all.
    pub applicable_issue_types: Vec<IssueTypeId>,
    /// The place in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// What the kind adds, and members that this version does not name.
    #[serde(flatten)]
    pub settings: CustomFieldSettings,
}

/// What a custom field's kind adds to its definition.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum CustomFieldSettings {
    /// Of a number.
    Number(NumberSettings),
    /// Of a date.
    Date(DateSettings),
    /// Of the four list kinds.
    List(ListSettings),
    /// Of a text, or of a kind or form that this version does not name.
    Other(Extra),
}

/// Bounds of a numeric field. Some answers write the numbers as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NumberSettings {
    /// The smallest value.
    pub min: Option<Loose<Decimal>>,
    /// The largest value.
    pub max: Option<Loose<Decimal>>,
    /// The value that a new issue starts with.
    pub initial_value: Option<Loose<Decimal>>,
    /// The unit.
    pub unit: Option<String>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Bounds of a date field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DateSettings {
    /// The first date.
    pub min: Option<Timestamp>,
    /// The last date.
    pub max: Option<Timestamp>,
    /// The date that a new issue starts with.
    pub initial_date: Option<InitialDate>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

open_enum! {
    /// How the date that a new issue starts with is found.
    pub enum InitialDateKind: i64 {
        /// Today.
        Today = 1,
        /// So many days from today.
        TodayPlusShift = 2,
        /// A fixed date.
        Fixed = 3,
    }
}

/// The date that a new issue starts with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InitialDate {
    /// How it is found.
    #[serde(rename = "id")]
    pub kind: InitialDateKind,
    /// The fixed date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Timestamp>,
    /// The days from today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<i64>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The items of a list field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListSettings {
    /// The items.
    #[serde(default, deserialize_with = "null_default")]
    pub items: Vec<CustomFieldItem>,
    /// Whether everyone may add items, not only administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_add_item: Option<bool>,
    /// Whether there is an input "other" for free text (check boxes and radio buttons).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_input: Option<bool>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An item of a list field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomFieldItem {
    /// The number.
    pub id: CustomFieldItemId,
    /// The name.
    pub name: String,
    /// The place in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Whether this item opens an input for free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_input: Option<bool>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl CustomField {
    /// The items of a list kind; none for the others.
    pub fn items(&self) -> &[CustomFieldItem] {
        match &self.settings {
            CustomFieldSettings::List(list) => &list.items,
            _ => &[],
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: CustomFieldId,
    project_id: Option<ProjectId>,
    type_id: CustomFieldKind,
    version: Option<i64>,
    name: String,
    description: Option<String>,
    #[serde(default, deserialize_with = "null_default")]
    required: bool,
    use_issue_type: Option<bool>,
    #[serde(default, deserialize_with = "null_default")]
    applicable_issue_types: Vec<IssueTypeId>,
    display_order: Option<i64>,
    #[serde(flatten)]
    rest: Extra,
}

impl From<Wire> for CustomField {
    fn from(wire: Wire) -> Self {
        Self {
            id: wire.id,
            project_id: wire.project_id,
            kind: wire.type_id,
            version: wire.version,
            name: wire.name,
            description: wire.description,
            required: wire.required,
            use_issue_type: wire.use_issue_type,
            applicable_issue_types: wire.applicable_issue_types,
            display_order: wire.display_order,
            settings: CustomFieldSettings::read(wire.type_id, wire.rest),
        }
    }
}

impl CustomFieldSettings {
    fn read(kind: CustomFieldKind, rest: Extra) -> Self {
        let value = Value::Object(rest);
        let typed = match kind {
            CustomFieldKind::Numeric => NumberSettings::deserialize(&value).map(Self::Number),
            CustomFieldKind::Date => DateSettings::deserialize(&value).map(Self::Date),
            CustomFieldKind::SingleList
            | CustomFieldKind::MultipleList
            | CustomFieldKind::CheckBox
            | CustomFieldKind::Radio => ListSettings::deserialize(&value).map(Self::List),
            CustomFieldKind::Text | CustomFieldKind::TextArea | CustomFieldKind::Unknown(_) => {
                return Self::untyped(value);
            }
        };
        typed.unwrap_or_else(|_another_form| Self::untyped(value))
    }

    fn untyped(value: Value) -> Self {
        match value {
            Value::Object(rest) => Self::Other(rest),
            _ => Self::Other(Extra::new()),
        }
    }
}
