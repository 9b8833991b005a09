use crate::problems::Problems;
use saas_api_core::Timestamp;
use serde_json::{Map, Number, Value, json};
use std::ops::RangeInclusive;
use std::time::SystemTime;

/// A condition of a [`Query`](super::Query).
///
/// Field names are Orca's own, such as `Status`, `RiskLevel`, `OrcaScore`, `CveIds`. What cannot be sent, such as a
/// condition without a value, is refused when the query is sent.
///
/// ```
/// use orca_api::serving_layer::{Clause, Query};
///
/// let query = Query::alerts().filter(Clause::all([
///     Clause::is_in("Status", ["open", "in_progress"]),
///     Clause::between("OrcaScore", 7.0..=10.0),
///     Clause::any_match("CveIds", Clause::is_in("CveIds", ["CVE-2026-0001"])),
///     Clause::has_one("CloudAccount", "CloudAccount", Clause::eq("Name", "prod-account")),
/// ]));
/// # drop(query);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Clause {
    json: Value,
    problems: Problems,
}

impl Clause {
    /// All of these hold.
    pub fn all(clauses: impl IntoIterator<Item = Self>) -> Self {
        Self::group("and", clauses)
    }

    /// At least one of these holds.
    pub fn any(clauses: impl IntoIterator<Item = Self>) -> Self {
        Self::group("or", clauses)
    }

    /// A text field has one of these values.
    pub fn is_in(field: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::text(field, "in", values)
    }

    /// A text field has none of these values.
    pub fn not_in(field: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::text(field, "not_in", values)
    }

    /// A text field has this value.
    pub fn eq(field: &str, value: impl Into<String>) -> Self {
        Self::text(field, "eq", [value])
    }

    /// A number field lies in this range, both ends included.
    pub fn between(field: &str, range: RangeInclusive<f64>) -> Self {
        let (low, high) = range.into_inner();
        let clause = Self::of(
            field,
            json!({"key": field, "type": "float", "operator": "range", "values": [number(low), number(high)]}),
        );
        clause.unless(low <= high && low.is_finite() && high.is_finite(), field, "must be a range of finite numbers")
    }

    /// A yes-or-no field has this value.
    pub fn flag(field: &str, value: bool) -> Self {
        Self::of(field, json!({"key": field, "type": "bool", "operator": "eq", "values": [value]}))
    }

    /// A time field is at this moment or later. Known to work on `CreatedAt`; whether on others is not confirmed.
    pub fn since(field: &str, moment: &Timestamp) -> Self {
        let utc = moment.to_system_time().and_then(|moment| Timestamp::from_system_time(moment).ok());
        // Orca is strict here: UTC, in the spelling that its clients send.
        let text = utc.as_ref().map(|utc| format!("{}+00:00", utc.as_str().trim_end_matches('Z')));
        let is_moment = text.is_some();
        let clause = Self::of(
            field,
            json!({"key": field, "type": "datetime", "operator": "date_gte", "value_type": "days", "values": [text]}),
        );
        clause.unless(is_moment, field, "must be a moment with an offset")
    }

    /// A time field lies between these moments, **by whole days**: the start is rounded up to the next midnight in UTC. So
    /// it cannot serve to fetch what is new.
    pub fn days(field: &str, range: RangeInclusive<SystemTime>) -> Self {
        let (start, end) = range.into_inner();
        let (from, until) = (milliseconds(start), milliseconds(end));
        let ordered = from.is_some() && until.is_some() && start <= end;
        let clause = Self::of(
            field,
            json!({
                "key": field, "type": "datetime", "operator": "date_range", "value_type": "days", "values": [from, until],
            }),
        );
        clause.unless(ordered, field, "must be a range of moments after 1970")
    }

    /// An element of a list field, such as `CveIds` or `Labels`, meets the condition, which names the same field. A
    /// condition on a list field without this around fails with `Unknown field`.
    pub fn any_match(field: &str, element: Self) -> Self {
        let json = json!({"key": field, "type": "list", "operator": "any_match", "values": [element.json]});
        Self { json, problems: element.problems }.named(field)
    }

    /// The one related object meets the condition, such as `CloudAccount` of the model `CloudAccount`.
    pub fn has_one(relation: &str, model: &str, with: Self) -> Self {
        Self::relation("object", relation, model, with)
    }

    /// One of the related objects meets the condition, such as `Inventories` of the model `Inventory`.
    pub fn has_many(relation: &str, model: &str, with: Self) -> Self {
        Self::relation("object_set", relation, model, with)
    }

    /// The opposite. Known for relations alone: of others it is refused.
    pub fn negate(mut self) -> Self {
        let is_relation = self.json.get("operator").is_some_and(|operator| operator == "has");
        if let Value::Object(members) = &mut self.json {
            members.insert("negate".to_owned(), Value::Bool(true));
        }
        self.unless(is_relation, "negate", "must be of a relation: has_one or has_many")
    }

    /// Any other condition, sent as it is.
    pub fn raw(clause: Value) -> Self {
        let is_object = clause.is_object();
        Self { json: clause, problems: Problems::default() }.unless(is_object, "clause", "must be a JSON object")
    }

    /// The condition as it is sent.
    pub fn json(&self) -> &Value {
        &self.json
    }

    pub(super) fn into_parts(self) -> (Value, Problems) {
        (self.json, self.problems)
    }

    fn group(operator: &str, clauses: impl IntoIterator<Item = Self>) -> Self {
        let (mut values, mut problems) = (Vec::new(), Problems::default());
        for clause in clauses {
            problems.add_all(clause.problems);
            values.push(clause.json);
        }
        let is_empty = values.is_empty();
        let json = json!({"type": "operation", "operator": operator, "values": values});
        Self { json, problems }.unless(!is_empty, operator, "must hold at least one condition")
    }

    fn text(field: &str, operator: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        let is_empty = values.is_empty();
        let clause = Self::of(field, json!({"key": field, "type": "str", "operator": operator, "values": values}));
        clause.unless(!is_empty, field, "must name at least one value")
    }

    fn relation(kind: &str, relation: &str, model: &str, with: Self) -> Self {
        let json = json!({"keys": [relation], "models": [model], "type": kind, "operator": "has", "with": with.json});
        Self { json, problems: with.problems }.named(relation).named(model)
    }

    fn of(field: &str, json: Value) -> Self {
        Self { json, problems: Problems::default() }.named(field)
    }

    fn named(self, name: &str) -> Self {
        self.unless(!name.trim().is_empty(), "field", "must not be empty")
    }

    fn unless(mut self, holds: bool, name: &str, rule: &str) -> Self {
        if !holds {
            self.problems.add(name, rule);
        }
        self
    }
}

impl From<Clause> for Value {
    fn from(clause: Clause) -> Self {
        clause.json
    }
}

/// A whole number without a fraction, as people write it.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and far inside the range of i64")]
    let whole = (value.fract() == 0.0 && value.abs() < 1e15).then(|| Number::from(value as i64));
    whole.or_else(|| Number::from_f64(value)).map_or(Value::Null, Value::Number)
}

fn milliseconds(moment: SystemTime) -> Option<u64> {
    u64::try_from(moment.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_millis()).ok()
}

/// The members of a query object over these models.
pub(super) fn query_object(model: &str) -> Map<String, Value> {
    let mut query = Map::new();
    query.insert("models".to_owned(), json!([model]));
    query.insert("type".to_owned(), json!("object_set"));
    query
}
