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

/// What an alert leads to: each with the fields that are known, and where the alert's own `AssetData` has them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Related {
    CloudAccount,
    Inventory,
}

impl Related {
    /// By the `keys`, `models` and `type` of a clause: an alert has one account, and a set of assets.
    fn of(clause: &Value) -> Option<Self> {
        let only = |name: &str| match clause.get(name)?.as_array()?.as_slice() {
            [only] => only.as_str(),
            _ => None,
        };
        match (only("keys")?, only("models")?, clause.get("type")?.as_str()?) {
            ("CloudAccount", "CloudAccount", "object") => Some(Self::CloudAccount),
            ("Inventory", "Inventory", "object") | ("Inventories", "Inventory", "object_set") => Some(Self::Inventory),
            _ => None,
        }
    }

    fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::CloudAccount => &[("Name", "account_name")],
            Self::Inventory => {
                &[("AssetUniqueId", "asset_unique_id"), ("Name", "asset_name"), ("asset_unique_id", "asset_unique_id")]
            }
        }
    }

    /// The object that the alert leads to.
    fn row(self, alert: &Map<String, Value>) -> Map<String, Value> {
        let found =
            |(name, member): &(&str, &str)| Some(((*name).to_owned(), alert.get("AssetData")?.get(member)?.clone()));
        self.fields().iter().filter_map(found).collect()
    }
}

/// The kind of a field of the alert, or of what it leads to.
fn kind_of(name: &str, related: Option<Related>) -> Result<Kind, Refusal> {
    if let Some(related) = related {
        let is_known = related.fields().iter().any(|(field, _)| *field == name);
        return if is_known { Ok(Kind::Text) } else { Err(Refusal::not_modelled(format!("the field {name:?}"))) };
    }
    FIELDS
        .iter()
        .find(|(field, _)| *field == name)
        .map(|(_, kind)| *kind)
        .ok_or_else(|| Refusal::not_modelled(format!("the field {name:?}")))
}

/// Refuses a field that no alert is known to have.
pub(super) fn known(name: &str) -> Result<(), Refusal> {
    kind_of(name, None).map(drop)
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
    /// What the alert leads to is such a one; or, negated, is none.
    Has {
        related: Related,
        with: Option<Box<Self>>,
        negated: bool,
    },
}

impl Clause {
    /// Reads the whole clause before any alert is looked at: a wrong one is refused even if there is none.
    pub(super) fn read(value: &Value) -> Result<Self, Refusal> {
        Self::read_on(value, None)
    }

    fn read_on(value: &Value, of: Option<Related>) -> Result<Self, Refusal> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let (kind, operator) = (text("type"), text("operator"));
        let values = || {
            let values = value.get("values").and_then(Value::as_array);
            values.cloned().ok_or_else(|| Refusal::bad("a clause has no values"))
        };
        if value.get("negate").is_some() || value.get("keys").is_some() {
            return Self::read_relation(value, of);
        }
        if kind == "operation" {
            let parts: Result<Vec<Self>, Refusal> = values()?.iter().map(|part| Self::read_on(part, of)).collect();
            return match operator {
                "and" => Ok(Self::All(parts?)),
                "or" => Ok(Self::Any(parts?)),
                _ => Err(unmodelled(kind, operator)),
            };
        }
        let key = text("key").to_owned();
        let (field, values) = (kind_of(&key, of)?, values()?);
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

    /// One step from an alert; steps from there are not modelled.
    fn read_relation(value: &Value, of: Option<Related>) -> Result<Self, Refusal> {
        let related =
            Related::of(value).filter(|_| of.is_none() && value.get("operator").is_some_and(|has| has == "has"));
        let related = related.ok_or_else(|| Refusal::not_modelled("such a clause on a relation"))?;
        let negated = match value.get("negate") {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(_) => return Err(Refusal::bad("negate is not true or false")),
        };
        let with = value.get("with").filter(|with| !with.is_null());
        let with = with.map(|with| Self::read_on(with, Some(related))).transpose()?.map(Box::new);
        Ok(Self::Has { related, with, negated })
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
            Self::Has { related, with, negated } => {
                let row = related.row(row);
                let has = !row.is_empty() && with.as_ref().is_none_or(|with| with.matches(&row));
                has != *negated
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
