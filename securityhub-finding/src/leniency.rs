//! What was odd about a finding, and was let pass.

use crate::raw::RawJson;
use saas_api_core::Timestamp;
use std::fmt;

/// Something that is not as documented, and was read or kept all the same.
///
/// [`Finding::leniencies`](crate::Finding::leniencies) looks for them when it is called: reading pays nothing for them.
/// Members that the format does not name are no leniencies: they are in `extra`.
///
/// ```
/// use securityhub_finding::{Finding, Oddity};
///
/// let json = r#"{"Id":"1","ProductArn":"p","Confidence":"42","Note":"a text","Resources":[{"Tags":{"open":true}}]}"#;
/// let finding: Finding = json.parse()?;
/// let odd: Vec<String> = finding.leniencies().iter().map(ToString::to_string).collect();
/// assert_eq!(odd, [
///     "$.Confidence: a number written as text",
///     "$.Resources[0].Tags.open: not a text",
///     "$.Note: of another form than documented",
/// ]);
/// assert_eq!(finding.leniencies()[0].oddity, Oddity::QuotedNumber);
/// # Ok::<(), securityhub_finding::InvalidFinding>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Leniency {
    /// The JSON path, such as `$.Resources[0].Tags.open`.
    pub path: String,
    /// What is odd.
    pub oddity: Oddity,
}

/// What is odd about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Oddity {
    /// It is `null`; the service leaves such members out. The value is in `extra`.
    Null,
    /// It has another form than documented. The value is in `extra`.
    OtherForm,
    /// It is a number, written as text. It reads as the number.
    QuotedNumber,
    /// It stands in a map of texts and is none. See [`TextMap::others`](crate::TextMap::others).
    NotText,
    /// It is no moment. The text is kept.
    NotAMoment,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::OtherForm => "of another form than documented",
            Self::QuotedNumber => "a number written as text",
            Self::NotText => "not a text",
            Self::NotAMoment => "not a moment in time",
        })
    }
}

impl fmt::Display for Leniency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.oddity)
    }
}

/// Walks a structure and notes what is odd.
pub(crate) struct Inspector {
    path: String,
    found: Vec<Leniency>,
}

/// Walks a structure from its top.
pub(crate) fn inspect(walk: impl FnOnce(&mut Inspector)) -> Vec<Leniency> {
    let mut inspector = Inspector { path: "$".to_owned(), found: Vec::new() };
    walk(&mut inspector);
    inspector.found
}

impl Inspector {
    pub(crate) fn at_member(&mut self, name: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        push_member(&mut self.path, name);
        walk(self);
        self.path.truncate(length);
    }

    pub(crate) fn at_item(&mut self, index: usize, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        push_item(&mut self.path, index);
        walk(self);
        self.path.truncate(length);
    }

    pub(crate) fn note(&mut self, oddity: Oddity) {
        self.found.push(Leniency { path: self.path.clone(), oddity });
    }

    pub(crate) fn timestamp(&mut self, timestamp: &Timestamp) {
        if timestamp.to_system_time().is_none() {
            self.note(Oddity::NotAMoment);
        }
    }

    /// The value of a named member that its field did not take.
    pub(crate) fn extra(&mut self, name: &str, raw: &RawJson, absent: &str) {
        let oddity = if raw.is_null() { Oddity::Null } else { Oddity::OtherForm };
        // An empty list is no oddity where a list belongs.
        if raw.is_null() || raw.as_str() != absent {
            self.at_member(name, |inspector| inspector.note(oddity));
        }
    }
}

/// `[7]`
pub(crate) fn push_item(path: &mut String, index: usize) {
    path.extend(["[", &index.to_string(), "]"]);
}

/// `.Name`, or `['a/b']` where the name is no plain word.
pub(crate) fn push_member(path: &mut String, name: &str) {
    /// What is longer is cut: a name may be as long as the input.
    const SHOWN: usize = 128;

    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if (1..=SHOWN).contains(&name.len()) && is_plain(name) {
        path.push('.');
        path.push_str(name);
        return;
    }
    path.push_str("['");
    for symbol in name.chars().take(SHOWN) {
        match symbol {
            '\'' | '\\' => path.extend(['\\', symbol]),
            // A reader's terminal must not obey a name.
            _ if symbol.is_control() => path.extend(symbol.escape_unicode()),
            _ => path.push(symbol),
        }
    }
    path.push_str(if name.chars().nth(SHOWN).is_some() { "…']" } else { "']" });
}
