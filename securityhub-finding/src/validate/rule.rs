//! What is wrong, and where.

use std::fmt;

/// A rule of the service that a value breaks. Its text is the rule, with the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A required member is not there.
    Missing,
    /// A member is `null`. The service knows no null: it is to be left out.
    Null,
    /// The value is of another kind, such as a number in quotes.
    #[non_exhaustive]
    Form {
        /// The kind that belongs there.
        expected: &'static str,
    },
    /// A text without anything but white space.
    Blank,
    /// A text is too long.
    #[non_exhaustive]
    Length {
        /// How many characters it may have.
        max: usize,
        /// How many it has.
        found: usize,
    },
    /// A list or a map has too few or too many entries.
    #[non_exhaustive]
    Count {
        /// The least.
        min: usize,
        /// The most.
        max: usize,
        /// How many there are.
        found: usize,
    },
    /// A number lies outside its range.
    #[non_exhaustive]
    Range {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A key of a map is blank.
    BlankKey,
    /// A key of a map is too long.
    #[non_exhaustive]
    KeyLength {
        /// How many characters it may have.
        max: usize,
        /// How many it has.
        found: usize,
    },
    /// A text is none of the enumerated values. The comparison is to the letter.
    #[non_exhaustive]
    OneOf {
        /// The values.
        values: &'static [&'static str],
    },
    /// A text is no time as the service takes it.
    Time,
    /// The version of the format is another one.
    SchemaVersion,
    /// An account is not 12 digits.
    AccountId,
    /// An ARN does not name a product of Security Hub.
    ProductArn,
    /// A type of a finding has an empty part, or more than three.
    FindingType,
    /// Nobody says how bad the finding is.
    NoSeverity,
    /// A name that only products of AWS may use.
    ReservedKey,
    /// The finding is too large.
    #[non_exhaustive]
    Size {
        /// How many bytes of JSON it may have.
        max: usize,
        /// How many it has.
        found: usize,
    },
    /// An update that changes nothing.
    NothingToChange,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("missing, and required"),
            Self::Null => f.write_str("null: leave the member out"),
            Self::Form { expected } => write!(f, "must be {expected}"),
            Self::Blank => f.write_str("must not be blank"),
            Self::Length { max, found } => write!(f, "must have at most {max} characters, has {found}"),
            Self::Count { min: 0, max, found } => write!(f, "must have at most {max} entries, has {found}"),
            Self::Count { min, max, found } => write!(f, "must have {min} to {max} entries, has {found}"),
            Self::Range { min, max } => write!(f, "must be from {min} to {max}"),
            Self::BlankKey => f.write_str("the key must not be blank"),
            Self::KeyLength { max, found } => write!(f, "the key must have at most {max} characters, has {found}"),
            Self::OneOf { values } => write!(f, "must be one of {}", values.join(", ")),
            Self::Time => f.write_str("must be a time such as 2026-11-20T01:02:03.456Z"),
            Self::SchemaVersion => f.write_str("must be 2018-10-08"),
            Self::AccountId => f.write_str("must be 12 digits"),
            Self::ProductArn => f.write_str(
                "must be arn:<partition>:securityhub:<region>:<account or nothing>:product/<company>/<product>",
            ),
            Self::FindingType => f.write_str("must have one to three parts with / between them, none empty"),
            Self::NoSeverity => f.write_str("give Label or Normalized, here or in FindingProviderFields.Severity"),
            Self::ReservedKey => f.write_str("names that begin with aws/ are for products of AWS"),
            Self::Size { max, found } => write!(f, "must have at most {max} bytes as JSON, has {found}"),
            Self::NothingToChange => f.write_str("the update changes nothing"),
        }
    }
}

/// A value that the service would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON path, such as `$.Resources[0].Type`.
    pub path: String,
    /// The rule that it breaks.
    pub rule: Rule,
}

impl Violation {
    pub(super) fn new(path: String, rule: Rule) -> Self {
        Self { path, rule }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.rule)
    }
}

/// Everything that the service would refuse. As text, one line each. It quotes no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    pub(crate) fn new(found: Vec<Violation>) -> Self {
        Self(found)
    }

    /// Each of them, in the order of the format.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            write!(f, "{line}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
