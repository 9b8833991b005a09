//! What is wrong, where, and what to do about it.

use serde::Serialize;
use std::fmt;

/// One thing that is wrong with the file, or with what it names. It quotes no secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The place in the file, such as `flows.alerts.issue_type`.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub fix: String,
}

/// All problems that were found. As text it is one line for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problem {
    /// A problem at a place in the file. Control characters in the texts are escaped: some come from outside.
    pub fn new(path: impl AsRef<str>, what: impl AsRef<str>, fix: impl AsRef<str>) -> Self {
        Self { path: plain(path.as_ref()), what: plain(what.as_ref()), fix: plain(fix.as_ref()) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.path, self.what, self.fix)
    }
}

impl Problems {
    /// No problem yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a problem, unless it is there already.
    pub fn push(&mut self, problem: Problem) {
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// The problems, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value if there is no problem, else the problems.
    ///
    /// # Errors
    /// These problems.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    pub(crate) fn add(&mut self, path: impl AsRef<str>, what: impl AsRef<str>, fix: impl AsRef<str>) {
        self.push(Problem::new(path, what, fix));
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        for problem in problems {
            self.push(problem);
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The longest text of a problem, in characters.
const LIMIT: usize = 1_000;

/// The text without control characters, and not longer than a person reads.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars().take(LIMIT) {
        // Signs that turn the direction of writing would let a name pose as another.
        let turns = matches!(sign, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if sign.is_control() || turns {
            plain.extend(sign.escape_unicode());
        } else {
            plain.push(sign);
        }
    }
    if text.chars().nth(LIMIT).is_some() {
        plain.push_str("...");
    }
    plain
}
