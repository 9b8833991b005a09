use super::custom_field::{CustomFieldItem, CustomFieldKind};
use crate::id::CustomFieldId;
use saas_api_core::{Decimal, Extra, Loose, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The value of a custom field in an issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Wire")]
#[non_exhaustive]
pub struct CustomFieldValue {
    /// The field, as its definition has it.
    pub id: CustomFieldId,
    /// The field's kind.
    #[serde(rename = "fieldTypeId")]
    pub kind: CustomFieldKind,
    /// The field's name now.
    pub name: String,
    /// The value.
    pub value: FieldValue,
    /// The free text of the input "other", for check boxes and radio buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_value: Option<String>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A custom field's value, by the field's kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum FieldValue {
    /// No value. A list kind without items is `Items` with none, or this.
    Empty,
    /// A text or text area.
    Text(String),
    /// A number. Some answers write it as text.
    Number(Loose<Decimal>),
    /// A date, as a timestamp: see [`Timestamp::calendar_date`].
    Date(Timestamp),
    /// The item of a single list or a radio button.
    Item(CustomFieldItem),
    /// The items of a multiple list or of check boxes.
    Items(Vec<CustomFieldItem>),
    /// A value of another form than its kind has, or of a kind that this version does not name.
    Other(Value),
}

impl CustomFieldValue {
    /// The text of a text or text area field.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of a numeric field.
    pub fn number(&self) -> Option<&Decimal> {
        match &self.value {
            FieldValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The date of a date field.
    pub fn date(&self) -> Option<&Timestamp> {
        match &self.value {
            FieldValue::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The chosen items of a list kind: none, one or many.
    pub fn items(&self) -> &[CustomFieldItem] {
        match &self.value {
            FieldValue::Item(item) => std::slice::from_ref(item),
            FieldValue::Items(items) => items,
            _ => &[],
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: CustomFieldId,
    field_type_id: CustomFieldKind,
    name: String,
    #[serde(default)]
    value: Value,
    #[serde(default, deserialize_with = "present")]
    other_value: Option<Value>,
    #[serde(flatten)]
    extra: Extra,
}

/// A null is a value here: it is written back, a missing member is not.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl From<Wire> for CustomFieldValue {
    fn from(wire: Wire) -> Self {
        let Wire { id, field_type_id: kind, name, value, other_value, mut extra } = wire;
        let other_value = match other_value {
            Some(Value::String(text)) => Some(text),
            Some(another_form) => {
                extra.insert("otherValue".to_owned(), another_form);
                None
            }
            None => None,
        };
        Self { id, kind, name, value: FieldValue::read(kind, value), other_value, extra }
    }
}

impl FieldValue {
    fn read(kind: CustomFieldKind, value: Value) -> Self {
        if value.is_null() {
            return Self::Empty;
        }
        let typed = match kind {
            CustomFieldKind::Text | CustomFieldKind::TextArea => String::deserialize(&value).map(Self::Text),
            CustomFieldKind::Numeric => Loose::deserialize(&value).map(Self::Number),
            CustomFieldKind::Date => Timestamp::deserialize(&value).map(Self::Date),
            CustomFieldKind::SingleList | CustomFieldKind::Radio => {
                CustomFieldItem::deserialize(&value).map(Self::Item)
            }
            CustomFieldKind::MultipleList | CustomFieldKind::CheckBox => Vec::deserialize(&value).map(Self::Items),
            CustomFieldKind::Unknown(_) => return Self::Other(value),
        };
        typed.unwrap_or(Self::Other(value))
    }
}
