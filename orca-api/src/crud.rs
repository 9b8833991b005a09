//! What the calls about automations, integrations and rules share.

use crate::page::{Entry, UnreadableRow};
use saas_api_core::Call;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt::Write;

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

/// What is wrong with a request, all of it: one error names each field and the rule that it breaks.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<(String, String)>);

impl Problems {
    pub(crate) fn add(&mut self, field: impl Into<String>, rule: impl Into<String>) {
        self.0.push((field.into(), rule.into()));
    }

    /// A text that must hold something.
    pub(crate) fn require(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(field, "must not be empty");
        }
    }

    /// The call, which fails before anything is sent when something is wrong.
    pub(crate) fn refuse(self, call: Call) -> Call {
        let mut problems = self.0.into_iter();
        let Some((field, mut rule)) = problems.next() else { return call };
        for (field, next) in problems {
            // Writing to a String cannot fail.
            let _ = write!(rule, "; {field}: {next}");
        }
        call.refuse(field, rule)
    }
}
