//! What the calls about automations, integrations and rules share.

use crate::page::{Entry, UnreadableRow};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One thing: the answer itself, or the `data` of `{"status": "success", "data": ..}`.
pub(crate) struct One<T>(pub(crate) T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for One<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let answer = Value::deserialize(deserializer)?;
        // Bare first: a bare resource has a `data` of its own, and no envelope has an id.
        let problem = match T::deserialize(&answer) {
            Ok(thing) => return Ok(Self(thing)),
            Err(problem) => problem,
        };
        match answer.get("data").filter(|data| !data.is_null()) {
            Some(data) => T::deserialize(data).map(Self).map_err(D::Error::custom),
            None => Err(D::Error::custom(problem)),
        }
    }
}

/// A row of a list, or what came in its place.
pub(crate) fn entry<T: DeserializeOwned>(row: Value) -> Entry<T> {
    match T::deserialize(&row) {
        Ok(thing) => Entry::Read(thing),
        Err(problem) => Entry::Unreadable(UnreadableRow::new(row, problem.to_string())),
    }
}
