//! What is wrong with a request.

use saas_api_core::Call;
use std::fmt::Write;

/// What is wrong with a request, all of it: one error names each field and the rule that it breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems(Vec<(String, String)>);

impl Problems {
    /// One more, unless it is known already.
    pub(crate) fn add(&mut self, field: impl Into<String>, rule: impl Into<String>) {
        let problem = (field.into(), rule.into());
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// Those of a part too.
    pub(crate) fn add_all(&mut self, part: Self) {
        for (field, rule) in part.0 {
            self.add(field, rule);
        }
    }

    /// A text that must hold something.
    pub(crate) fn require(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(field, "must not be empty");
        }
    }

    /// A number of rows that the endpoint must take.
    pub(crate) fn limit(&mut self, limit: u32, most: u32) {
        if !(1..=most).contains(&limit) {
            self.add("limit", format!("must be 1 to {most}"));
        }
    }

    /// The same, of a part with this name.
    pub(crate) fn within(self, part: &str) -> Self {
        Self(self.0.into_iter().map(|(field, rule)| (format!("{part}: {field}"), rule)).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
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
