use super::raw::as_it_came;
use serde_json::Value;

/// Names that Orca lists: categories, or fields.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Names {
    /// The names, as far as the answer's form is known: texts in a list, or the `name` of each thing in it.
    pub names: Vec<String>,
    raw: Value,
}

impl Names {
    fn read(raw: Value) -> Self {
        let list = raw.as_array().or_else(|| raw.get("data")?.as_array());
        let name = |value: &Value| value.as_str().or_else(|| value.get("name")?.as_str()).map(ToOwned::to_owned);
        let names = list.into_iter().flatten().filter_map(name).collect();
        Self { names, raw }
    }
}

as_it_came!(Names);
