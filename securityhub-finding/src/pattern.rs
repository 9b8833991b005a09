//! Event patterns of EventBridge.

mod compile;
mod found;
mod scan;
mod text;
mod value;

use crate::event::InvalidEvent;
use crate::problem::{Problem, text};
use crate::{Event, json};
use compile::Compiled;
use std::fmt;
use std::str::FromStr;

/// An event pattern (イベントパターン) of EventBridge, compiled: says which events a rule matches.
///
/// ```
/// use securityhub_finding::EventPattern;
///
/// let pattern = EventPattern::parse(
///     r#"{
///         "source": ["aws.securityhub"],
///         "detail-type": ["Security Hub Findings - Imported"],
///         "detail": {
///             "findings": {
///                 "Severity": { "Label": ["HIGH", "CRITICAL"] },
///                 "Compliance": { "Status": [{ "anything-but": "PASSED" }, { "exists": false }] }
///             }
///         }
///     }"#,
/// )?;
/// let event = r#"{"source": "aws.securityhub", "detail-type": "Security Hub Findings - Imported",
///     "detail": {"findings": [{"Severity": {"Label": "HIGH"}}]}}"#;
/// assert!(pattern.matches(event)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The event is read once and only where the pattern looks; nothing else of it is kept.
///
/// # What a pattern means
///
/// Objects follow the event's; at the end of each path stands a list of alternatives. Fields that the pattern does not name
/// do not count. Lists of the event are looked into at every level, and two conditions below one list of objects must hold
/// in the same element.
///
/// | Alternative | Matches |
/// |---|---|
/// | `"x"` | the same text; IP addresses compare as addresses, so `2001:db8::1` has many spellings |
/// | `5`, `true`, `null` | the same number (`300` is `300.0`), boolean, null |
/// | `{"prefix": "x"}`, `{"suffix": "x"}` | texts; with `{"equals-ignore-case": "x"}` for the text whatever the case |
/// | `{"equals-ignore-case": "x"}` | texts; `ß` takes `SS` |
/// | `{"wildcard": "a*b"}` | texts; `\*` and `\\` stand for themselves |
/// | `{"anything-but": "x"}` | a value **that is there** and is another one; also a number, a list of texts or of numbers, or `prefix`, `suffix`, `equals-ignore-case` or `wildcard` with a text or a list of them |
/// | `{"numeric": [">", 0, "<=", 5]}` | numbers; `=`, `<`, `<=`, `>`, `>=`, or a range with the lower bound first |
/// | `{"exists": true}` | any value but an object or an empty list |
/// | `{"exists": false}` | no value at this path in the **whole event**, in whichever element |
/// | `{"cidr": "10.0.0.0/24"}` | texts that are an address in it, IPv4 or IPv6 |
/// | `{"exactly": "x"}` | the same text |
/// | `"$or": [{…}, {…}]` as a field | what one of the objects matches |
///
/// So `{"anything-but": "PASSED"}` for `Compliance.Status` misses every finding **without** compliance: those of GuardDuty,
/// Inspector, Macie and most partners. Add `{"exists": false}` beside it, as above.
///
/// The rules are those of the open-source engine behind EventBridge, compared with its answers. Where two conditions stand
/// at one path, as in an object and in its `$or`, the one that is written last counts, as in the engine.
/// Numbers compare as `f64`; EventBridge's page says that it compares the text of equal numbers, its engine does not.
///
/// Official pages: [patterns](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html),
/// [operators](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html)
#[derive(Clone)]
pub struct EventPattern {
    text: Box<str>,
    compiled: Compiled,
}

/// The text is no event pattern that EventBridge takes.
///
/// It names every problem, each by its path. Of the input it repeats field names alone, escaped and shortened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidPattern(Vec<Problem>);

impl EventPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When EventBridge would refuse it: it is no JSON object, has empty objects or lists, unknown operators or operands
    /// that these do not take, more than 1000 combinations of `$or`, or more than 4096 characters without spaces. Also
    /// when it is nested deeper than 100 levels.
    pub fn parse(json: &str) -> Result<Self, InvalidPattern> {
        /// What the service takes at most.
        const LONGEST: usize = 4096;

        let compact = json::compact(json);
        if compact.chars().count() > LONGEST {
            return Err(InvalidPattern(vec![Problem::new("$", "longer than 4096 characters without spaces")]));
        }
        let compiled = compile::compile(json).map_err(InvalidPattern)?;
        Ok(Self { text: compact.into(), compiled })
    }

    /// Reads a pattern, such as the content of a file.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and when it is not UTF-8.
    pub fn from_slice(json: &[u8]) -> Result<Self, InvalidPattern> {
        text(json).map_err(|problem| InvalidPattern(vec![problem])).and_then(Self::parse)
    }

    /// Whether the event matches. The text is that of a whole event, with its envelope.
    ///
    /// # Errors
    /// When it is no JSON object, or is nested deeper than 128 levels where the pattern looks. An event that lacks
    /// something is no error: it does not match.
    pub fn matches(&self, event: impl AsRef<[u8]>) -> Result<bool, InvalidEvent> {
        let event = text(event.as_ref()).map_err(InvalidEvent::new)?;
        scan::matches(&self.compiled, event).map_err(InvalidEvent::new)
    }

    /// Whether an event that has been read matches.
    ///
    /// # Errors
    /// When it is nested deeper than 128 levels where the pattern looks.
    pub fn matches_event(&self, event: &Event) -> Result<bool, InvalidEvent> {
        scan::matches(&self.compiled, event.raw().as_str()).map_err(InvalidEvent::new)
    }

    /// The pattern as JSON, without spaces.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl InvalidPattern {
    /// The JSON path of the first problem, such as `$.detail.findings.Title[0]`.
    pub fn path(&self) -> &str {
        self.0.first().map(Problem::path).unwrap_or_default()
    }

    /// Each problem: its path, and what is wrong there.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|problem| (problem.path(), problem.what()))
    }
}

impl fmt::Display for InvalidPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// One line stays readable.
        const SHOWN: usize = 10;

        f.write_str("not an event pattern: ")?;
        for (index, problem) in self.0.iter().take(SHOWN).enumerate() {
            write!(f, "{}{problem}", if index == 0 { "" } else { "; " })?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for InvalidPattern {}

impl FromStr for EventPattern {
    type Err = InvalidPattern;

    fn from_str(json: &str) -> Result<Self, InvalidPattern> {
        Self::parse(json)
    }
}

impl fmt::Debug for EventPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventPattern").field(&self.text).finish()
    }
}
