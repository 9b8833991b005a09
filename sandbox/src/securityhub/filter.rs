//! Which findings a `GetFindings` call asks for, and in which order.

use std::cmp::Ordering;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::store::Finding;
use super::time;

/// Why a call has no findings.
#[derive(Debug)]
pub(super) enum Problem {
    Invalid(String),
    /// Names of filters or fields that the sandbox does not know.
    NotModelled(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Date,
    Flag,
    Map,
    Number,
    Text,
}

use Kind::{Date, Flag, Number, Text};

/// Name, kind and dotted path of each filter here. Lists on the path are looked into.
const FIELDS: &[(&str, Kind, &str)] = &[
    ("AwsAccountId", Text, "AwsAccountId"),
    ("CompanyName", Text, "CompanyName"),
    ("ComplianceSecurityControlId", Text, "Compliance.SecurityControlId"),
    ("ComplianceStatus", Text, "Compliance.Status"),
    ("Confidence", Number, "Confidence"),
    ("CreatedAt", Date, "CreatedAt"),
    ("Criticality", Number, "Criticality"),
    ("Description", Text, "Description"),
    ("FindingProviderFieldsSeverityLabel", Text, "FindingProviderFields.Severity.Label"),
    ("FirstObservedAt", Date, "FirstObservedAt"),
    ("GeneratorId", Text, "GeneratorId"),
    ("Id", Text, "Id"),
    ("LastObservedAt", Date, "LastObservedAt"),
    ("NoteText", Text, "Note.Text"),
    ("NoteUpdatedAt", Date, "Note.UpdatedAt"),
    ("NoteUpdatedBy", Text, "Note.UpdatedBy"),
    ("ProductArn", Text, "ProductArn"),
    ("ProductFields", Kind::Map, "ProductFields"),
    ("ProductName", Text, "ProductName"),
    ("RecordState", Text, "RecordState"),
    ("Region", Text, "Region"),
    ("ResourceId", Text, "Resources.Id"),
    ("ResourceRegion", Text, "Resources.Region"),
    ("ResourceTags", Kind::Map, "Resources.Tags"),
    ("ResourceType", Text, "Resources.Type"),
    ("Sample", Flag, "Sample"),
    ("SeverityLabel", Text, "Severity.Label"),
    ("Title", Text, "Title"),
    ("Type", Text, "Types"),
    ("UpdatedAt", Date, "UpdatedAt"),
    ("UserDefinedFields", Kind::Map, "UserDefinedFields"),
    ("VerificationState", Text, "VerificationState"),
    ("WorkflowStatus", Text, "Workflow.Status"),
];

const ATTRIBUTES: usize = 10;
const VALUES: usize = 20;

/// Checked filters; all of them must fit.
#[derive(Debug)]
pub(super) struct Filters(Vec<(Kind, &'static str, Test)>);

/// What one attribute asks for.
#[derive(Debug)]
enum Test {
    /// One of the first must fit, if there are any, and none of the second.
    Words(Vec<Word>, Vec<Word>),
    /// One range must hold the instant.
    Dates(Vec<(Option<Timestamp>, Option<Timestamp>)>),
    /// One set of bounds must hold the number.
    Numbers(Vec<Vec<(&'static str, f64)>>),
    Flags(Vec<bool>),
}

#[derive(Debug)]
struct Word {
    /// The key of a map filter.
    key: Option<String>,
    prefix: bool,
    value: String,
}

impl Filters {
    pub(super) fn new(filters: &Map<String, Value>, now: Timestamp) -> Result<Self, Problem> {
        let unknown: Vec<String> =
            filters.keys().filter(|name| field(name).is_none()).map(|name| format!("Filters.{name}")).collect();
        if !unknown.is_empty() {
            return Err(Problem::NotModelled(unknown));
        }
        if filters.len() > ATTRIBUTES {
            return invalid(format!("Filters should NOT have more than {ATTRIBUTES} attributes"));
        }
        let mut tests = Vec::new();
        for (name, values) in filters {
            let Some((kind, path)) = field(name) else { continue };
            let problem = |what: &str| Problem::Invalid(format!("Filters.{name} {what}"));
            let values = values.as_array().ok_or_else(|| problem("should be array"))?;
            if values.len() > VALUES {
                return Err(problem(&format!("should NOT have more than {VALUES} values")));
            }
            let test = match kind {
                Text | Kind::Map => words(values, kind == Kind::Map),
                Date => values.iter().map(|value| dates(value, now)).collect::<Option<_>>().map(Test::Dates).ok_or(""),
                Number => values.iter().map(numbers).collect::<Option<_>>().map(Test::Numbers).ok_or(""),
                Flag => {
                    let flags: Option<_> = values.iter().map(|value| value.get("Value")?.as_bool()).collect();
                    flags.map(Test::Flags).ok_or("")
                }
            };
            let test =
                test.map_err(|what| problem(if what.is_empty() { "is not a filter of its kind" } else { what }))?;
            if !values.is_empty() {
                tests.push((kind, path, test));
            }
        }
        Ok(Self(tests))
    }

    pub(super) fn fit(&self, finding: &Finding) -> bool {
        self.0.iter().all(|(kind, path, test)| {
            let values = values(finding, path);
            match test {
                Test::Words(wanted, refused) => {
                    let any = |words: &[Word]| words.iter().any(|word| word.fits(*kind, &values));
                    (wanted.is_empty() || any(wanted)) && !any(refused)
                }
                Test::Dates(ranges) => {
                    let at = values.first().and_then(|value| time::parse(value.as_str()?));
                    at.is_some_and(|at| {
                        ranges.iter().any(|(start, end)| {
                            start.is_none_or(|start| start <= at) && end.is_none_or(|end| at <= end)
                        })
                    })
                }
                Test::Numbers(sets) => {
                    let number = values.first().and_then(|value| value.as_f64());
                    number.is_some_and(|number| sets.iter().any(|set| set.iter().all(|bound| holds(number, *bound))))
                }
                Test::Flags(flags) => values.iter().any(|value| value.as_bool().is_some_and(|is| flags.contains(&is))),
            }
        })
    }
}

impl Word {
    fn fits(&self, kind: Kind, values: &[&Value]) -> bool {
        values.iter().any(|value| {
            let value = match (kind, &self.key) {
                (Kind::Map, Some(key)) => value.get(key),
                _ => Some(*value),
            };
            let text = value.and_then(Value::as_str);
            text.is_some_and(|text| if self.prefix { text.starts_with(&self.value) } else { text == self.value })
        })
    }
}

fn words(values: &[Value], map: bool) -> Result<Test, &'static str> {
    let (mut wanted, mut refused) = (Vec::new(), Vec::new());
    let (mut equals, mut excludes) = (false, false);
    for filter in values {
        let text = |name: &str| filter.get(name).and_then(Value::as_str).map(str::to_owned);
        let (Some(value), Some(comparison), key) = (text("Value"), text("Comparison"), text("Key")) else {
            return Err("");
        };
        if map != key.is_some() {
            return Err("");
        }
        let (negative, prefix) = match comparison.as_str() {
            "EQUALS" => (false, false),
            "NOT_EQUALS" => (true, false),
            "PREFIX" if !map => (false, true),
            "PREFIX_NOT_EQUALS" if !map => (true, true),
            _ => return Err("has a Comparison that GetFindings does not take"),
        };
        equals |= comparison == "EQUALS";
        excludes |= negative;
        if negative { &mut refused } else { &mut wanted }.push(Word { key, prefix, value });
    }
    if equals && excludes {
        return Err("has EQUALS beside NOT_EQUALS or PREFIX_NOT_EQUALS");
    }
    Ok(Test::Words(wanted, refused))
}

fn dates(filter: &Value, now: Timestamp) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    if let Some(range) = filter.get("DateRange") {
        let days = range
            .get("Value")?
            .as_i64()
            .filter(|days| *days >= 0 && range.get("Unit").is_some_and(|unit| unit == "DAYS"))?;
        let edge = now.checked_sub(SignedDuration::from_hours(days.checked_mul(24)?)).ok()?;
        return match range.get("Comparison").map_or(Some("WITHIN"), Value::as_str)? {
            "WITHIN" => Some((Some(edge), Some(now))),
            "OLDER_THAN" => Some((None, Some(edge))),
            _ => None,
        };
    }
    let bound = |name: &str| match filter.get(name) {
        None => Some(None),
        Some(value) => Some(Some(time::parse(value.as_str()?)?)),
    };
    let range = (bound("Start")?, bound("End")?);
    (range != (None, None)).then_some(range)
}

fn numbers(filter: &Value) -> Option<Vec<(&'static str, f64)>> {
    let bounds = ["Eq", "Gt", "Gte", "Lt", "Lte"];
    let given: Vec<_> = bounds.into_iter().filter(|name| filter.get(*name).is_some()).collect();
    let set: Option<Vec<_>> = given.into_iter().map(|name| Some((name, filter.get(name)?.as_f64()?))).collect();
    set.filter(|set| !set.is_empty())
}

fn holds(number: f64, (bound, value): (&str, f64)) -> bool {
    let order = number.partial_cmp(&value);
    match bound {
        "Eq" => order == Some(Ordering::Equal),
        "Gt" => order == Some(Ordering::Greater),
        "Gte" => order.is_some_and(Ordering::is_ge),
        "Lt" => order == Some(Ordering::Less),
        _ => order.is_some_and(Ordering::is_le),
    }
}

/// Sorts by the criteria of the call; without any, the order is that of the first import.
pub(super) fn sort(findings: &mut [&Finding], criteria: &[Value]) -> Result<(), Problem> {
    let mut fields = Vec::new();
    for criterion in criteria {
        let name = criterion.get("Field").and_then(Value::as_str).unwrap_or_default();
        let descending = match criterion.get("SortOrder").map_or(Some("asc"), Value::as_str) {
            Some("asc") => false,
            Some("desc") => true,
            _ => return invalid("SortCriteria.SortOrder should be asc or desc".to_owned()),
        };
        match field(name) {
            Some((kind @ (Date | Text), path)) => fields.push((kind, path, descending)),
            _ => return Err(Problem::NotModelled(vec![format!("SortCriteria.Field {name}")])),
        }
    }
    findings.sort_by(|left, right| {
        let by_field = fields.iter().map(|(kind, path, descending)| {
            let (left, right) = (first(left, path), first(right, path));
            let order = match kind {
                Date => left.and_then(time::parse).cmp(&right.and_then(time::parse)),
                _ => left.cmp(&right),
            };
            if *descending { order.reverse() } else { order }
        });
        by_field.fold(Ordering::Equal, Ordering::then)
    });
    Ok(())
}

fn invalid<T>(what: String) -> Result<T, Problem> {
    Err(Problem::Invalid(what))
}

fn field(name: &str) -> Option<(Kind, &'static str)> {
    FIELDS.iter().find(|(known, ..)| *known == name).map(|(_, kind, path)| (*kind, *path))
}

fn first<'f>(finding: &'f Finding, path: &str) -> Option<&'f str> {
    values(finding, path).first().and_then(|value| value.as_str())
}

fn values<'f>(finding: &'f Finding, path: &str) -> Vec<&'f Value> {
    let mut names = path.split('.');
    let start: Vec<&Value> = names.next().and_then(|name| finding.get(name)).into_iter().flat_map(flat).collect();
    names.fold(start, |values, name| values.into_iter().filter_map(|value| value.get(name)).flat_map(flat).collect())
}

fn flat(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |items| items.iter().collect())
}
