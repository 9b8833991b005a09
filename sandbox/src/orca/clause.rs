//! Clauses of the serving layer, a useful part of them.

use serde_json::{Map, Value};

use super::answer::Refusal;
use super::value::{at_least, compare, time};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Bool,
    List,
    Number,
    Object,
    Text,
    Time,
}

/// The fields that an alert's row is known to have. Orca may have more, so another name is not modelled.
const FIELDS: [(&str, Kind); 44] = [
    ("AlertId", Kind::Text),
    ("AlertSource", Kind::Text),
    ("AlertType", Kind::Text),
    ("AssetData", Kind::Object),
    ("Category", Kind::Text),
    ("ClosedReason", Kind::Text),
    ("ClosedTime", Kind::Time),
    ("CommentsCount", Kind::Number),
    ("ConsoleUrlLink", Kind::Text),
    ("CreatedAt", Kind::Time),
    ("CveExploitAvailable", Kind::Bool),
    ("CveFixAvailable", Kind::Bool),
    ("CveIds", Kind::List),
    ("CveOpen", Kind::Object),
    ("Description", Kind::Text),
    ("Details", Kind::Text),
    ("IsLive", Kind::Bool),
    ("Labels", Kind::List),
    ("LastSeen", Kind::Time),
    ("LastUpdated", Kind::Time),
    ("MaxCvssScore", Kind::Number),
    ("Name", Kind::Text),
    ("OrcaScore", Kind::Number),
    ("PrevUserDefinedStatus", Kind::Text),
    ("Recommendation", Kind::Text),
    ("RelatedCompliances", Kind::List),
    ("RemediationCli", Kind::List),
    ("RemediationConsole", Kind::List),
    ("RiskFindings", Kind::Object),
    ("RiskLevel", Kind::Text),
    ("RiskLevelTime", Kind::Time),
    ("RuleId", Kind::Text),
    ("RuleSource", Kind::Text),
    ("RuleType", Kind::Text),
    ("Score", Kind::Number),
    ("ScoreVector", Kind::Object),
    ("Severity", Kind::Text),
    ("Source", Kind::Text),
    ("Status", Kind::Text),
    ("StatusTime", Kind::Time),
    ("Title", Kind::Text),
    ("UserDefinedStatus", Kind::Text),
    ("VerificationStatus", Kind::Text),
    ("last_sync", Kind::Time),
];

fn kind_of(name: &str) -> Result<Kind, Refusal> {
    FIELDS
        .iter()
        .find(|(field, _)| *field == name)
        .map(|(_, kind)| *kind)
        .ok_or_else(|| Refusal::not_modelled(format!("the field {name:?}")))
}

/// Refuses a field that no alert is known to have.
pub(super) fn known(name: &str) -> Result<(), Refusal> {
    kind_of(name).map(drop)
}

#[derive(Debug)]
pub(super) enum Clause {
    All(Vec<Self>),
    Any(Vec<Self>),
    In(String, Vec<Value>),
    NotIn(String, Vec<Value>),
    Between(String, Value, Value),
    From(String, Value),
    Within(String, i64, i64),
    /// An entry of the list is one of these.
    Contains(String, Vec<Value>),
}

impl Clause {
    /// Reads the whole clause before any alert is looked at: a wrong one is refused even if there is none.
    pub(super) fn read(value: &Value) -> Result<Self, Refusal> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let (kind, operator) = (text("type"), text("operator"));
        let values = || {
            let values = value.get("values").and_then(Value::as_array);
            values.cloned().ok_or_else(|| Refusal::bad("a clause has no values"))
        };
        if value.get("negate").is_some() || value.get("keys").is_some() {
            return Err(Refusal::not_modelled("a clause on a relation"));
        }
        if kind == "operation" {
            let parts: Result<Vec<Self>, Refusal> = values()?.iter().map(Self::read).collect();
            return match operator {
                "and" => Ok(Self::All(parts?)),
                "or" => Ok(Self::Any(parts?)),
                _ => Err(unmodelled(kind, operator)),
            };
        }
        let key = text("key").to_owned();
        let (field, values) = (kind_of(&key)?, values()?);
        let fits = match kind {
            "str" => field == Kind::Text,
            "float" | "int" => field == Kind::Number,
            "bool" => field == Kind::Bool,
            "datetime" => field == Kind::Time,
            "list" => field == Kind::List,
            _ => return Err(unmodelled(kind, operator)),
        };
        if !fits {
            return Err(Refusal::bad(format!("Unknown field '{key}'")));
        }
        match (kind, operator, values.as_slice()) {
            ("str", "in" | "eq", _) | ("bool", "eq", _) => Ok(Self::In(key, values)),
            ("str", "not_in", _) => Ok(Self::NotIn(key, values)),
            ("float" | "int", "range", [low, high]) if low.is_number() && high.is_number() => {
                Ok(Self::Between(key, low.clone(), high.clone()))
            }
            ("float" | "int", "range", _) => Err(Refusal::bad("a range has two numbers")),
            ("list", "any_match", [inner]) => match Self::read_inner(inner, &key)? {
                Self::In(_, values) => Ok(Self::Contains(key, values)),
                _ => Err(unmodelled(kind, operator)),
            },
            // Only on this field is a clause on a time known to work.
            ("datetime", _, _) if key != "CreatedAt" => Err(Refusal::not_modelled(format!("a clause on {key}"))),
            ("datetime", "date_gte", [from]) if time(from).is_some() => Ok(Self::From(key, from.clone())),
            ("datetime", "date_range", [start, end]) => match (start.as_i64(), end.as_i64()) {
                (Some(start), Some(end)) => Ok(Self::Within(key, next_midnight(start), end)),
                _ => Err(Refusal::bad("a date_range has two epoch milliseconds")),
            },
            ("datetime", "date_gte", _) => Err(Refusal::bad("date_gte has one UTC date")),
            _ => Err(unmodelled(kind, operator)),
        }
    }

    /// The clause inside `any_match`, on the entries of the same list.
    fn read_inner(value: &Value, key: &str) -> Result<Self, Refusal> {
        let is = |name: &str, wanted: &str| value.get(name).is_some_and(|found| found == wanted);
        match value.get("values").and_then(Value::as_array) {
            Some(values) if is("key", key) && is("type", "str") && is("operator", "in") => {
                Ok(Self::In(key.to_owned(), values.clone()))
            }
            _ => Err(Refusal::not_modelled("another clause than str in inside any_match")),
        }
    }

    pub(super) fn matches(&self, row: &Map<String, Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(row)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(row)),
            Self::In(key, values) => row.get(key).is_some_and(|found| values.contains(found)),
            Self::NotIn(key, values) => row.get(key).is_none_or(|found| !values.contains(found)),
            Self::Between(key, low, high) => at_least(row.get(key), low) && compare(row.get(key), Some(high)).is_le(),
            Self::From(key, from) => at_least(row.get(key), from),
            Self::Within(key, start, end) => {
                row.get(key).and_then(time).is_some_and(|at| (*start..=*end).contains(&at.as_millisecond()))
            }
            Self::Contains(key, values) => {
                row.get(key).and_then(Value::as_array).is_some_and(|list| list.iter().any(|e| values.contains(e)))
            }
        }
    }
}

/// `date_range` knows whole days: its start moves up to the next midnight in UTC.
fn next_midnight(milliseconds: i64) -> i64 {
    const DAY: i64 = 86_400_000;
    match milliseconds.rem_euclid(DAY) {
        0 => milliseconds,
        rest => milliseconds.saturating_add(DAY - rest),
    }
}

fn unmodelled(kind: &str, operator: &str) -> Refusal {
    Refusal::not_modelled(format!("the operator {operator:?} of type {kind:?}"))
}
