//! What is wrong with an input, and where. Quotes nothing of it.

use serde_json::error::Category;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    what: String,
}

impl Problem {
    pub(crate) fn new(path: &str, what: &str) -> Self {
        Self { path: path.to_owned(), what: what.to_owned() }
    }

    /// Why a text is no object.
    pub(crate) fn of(error: &serde_json::Error) -> Self {
        let what = match error.classify() {
            Category::Data => "no JSON object",
            Category::Eof => "the JSON ends early",
            Category::Syntax | Category::Io => "no JSON",
        };
        Self { path: "$".to_owned(), what: format!("{what} at line {} column {}", error.line(), error.column()) }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The same, for a value that stands at a path.
    pub(crate) fn under(self, path: &str) -> Self {
        Self { path: self.path.replacen('$', path, 1), what: self.what }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

/// Bytes as text.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes)
        .map_err(|error| Problem::new("$", &format!("no UTF-8 after {} bytes", error.valid_up_to())))
}
