//! The older lists: `GET /api/alerts`, `/api/query/alerts`, `/api/rules/query/alerts`.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::answer::{Answer, Arguments, Refusal, ok, page};
use super::catalogue::SCHEME;
use super::document;
use super::files;
use super::service::no_automation;
use super::state::State;
use super::value::{at_least, compare, path};
use crate::http::{Reply, Request};

/// A filter on one of these asks for informational alerts too, if it names them.
const ASKS_SEVERITY: [&str; 4] = ["state.orca_score", "state.risk_level", "state.score", "state.severity"];

pub(super) fn list(state: &State, request: &Request) -> Answer {
    let known: Vec<&str> = SCHEME.into_iter().chain(["limit"]).collect();
    let arguments = Arguments::of(request, &known)?;
    let limit = arguments.limit(1000, 1000)?;
    let filters: Vec<Clause> = arguments
        .names()
        .filter(|name| *name != "limit")
        .map(|name| {
            let values = arguments.text(name).unwrap_or_default().split(',').map(Value::from).collect();
            Clause { field: name.to_owned(), test: Test::Includes(values) }
        })
        .collect();
    let rows = matching(state, &filters);
    let total = rows.len();
    Ok(envelope(rows.get(..limit).unwrap_or(&rows), total, None))
}

pub(super) fn query(state: &mut State, request: &Request) -> Answer {
    let known = [
        "dsl_filter",
        "download_async",
        "exclude",
        "get_download_link",
        "grouping",
        "limit",
        "next_page_token",
        "show_all_statuses_alerts",
        "show_informational_alerts",
        "start_at_index",
    ];
    let arguments = Arguments::of(request, &known)?;
    if arguments.flag("grouping")? {
        return Err(Refusal::not_modelled("grouping"));
    }
    let is_export = is_export(&arguments)?;
    let (mut filters, sort) = match dsl(&arguments)? {
        None => (Vec::new(), Vec::new()),
        Some(Value::Object(dsl)) => {
            if let Some(name) = dsl.keys().find(|name| !["filter", "sort"].contains(&name.as_str())) {
                return Err(Refusal::not_modelled(format!("dsl_filter.{name}")));
            }
            (clauses(dsl.get("filter"))?, sort_order(dsl.get("sort"))?)
        }
        Some(_) => return Err(Refusal::bad("dsl_filter is not an object")),
    };
    let asks = |fields: &[&str]| filters.iter().any(|clause: &Clause| fields.contains(&clause.field.as_str()));
    let all_statuses = arguments.flag("show_all_statuses_alerts")? || asks(&["state.status"]);
    let informational = arguments.flag("show_informational_alerts")? || asks(&ASKS_SEVERITY);
    if !all_statuses {
        filters.push(Clause::new("state.status", Test::Includes(vec!["open".into()])));
    }
    if !informational {
        filters.push(Clause::new("state.score", Test::Excludes(vec![4.into()])));
    }
    if is_export {
        let rows = sorted(state, &filters, &sort);
        return Ok(files::export(state, request, &without(rows, &arguments)));
    }
    answer(state, &arguments, &filters, &sort)
}

/// Whether all rows are to go into a file. Only the form that one client sends is known.
fn is_export(arguments: &Arguments) -> Result<bool, Refusal> {
    let (is_async, with_link) = (arguments.flag("download_async")?, arguments.flag("get_download_link")?);
    if is_async != with_link {
        return Err(Refusal::not_modelled("one of download_async and get_download_link alone"));
    }
    let page = ["limit", "next_page_token", "start_at_index"].into_iter().find(|name| arguments.get(name).is_some());
    match page {
        Some(name) if is_async => Err(Refusal::not_modelled(format!("{name} of an export"))),
        _ => Ok(is_async),
    }
}

/// The previous generation of the automation's query: `dsl_filter` is the bare list of clauses.
pub(super) fn rules_query(state: &State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["dsl_filter", "limit", "next_page_token"])?;
    if !state.behavior.automation {
        return Err(no_automation());
    }
    let filters = clauses(dsl(&arguments)?.as_ref())?;
    answer(state, &arguments, &filters, &[])
}

fn answer(state: &State, arguments: &Arguments, filters: &[Clause], sort: &[(String, bool)]) -> Answer {
    let limit = arguments.limit(1000, 1000)?;
    let start = match arguments.get("next_page_token") {
        None => arguments.start()?,
        Some(token) => start_of(token).ok_or_else(|| Refusal::bad("invalid next_page_token"))?,
    };
    let rows = sorted(state, filters, sort);
    let total = rows.len();
    let (rows, next) = page(rows, start, limit, state.behavior.page_rows);
    Ok(envelope(&without(rows, arguments), total, next))
}

fn sorted(state: &State, filters: &[Clause], sort: &[(String, bool)]) -> Vec<Value> {
    let mut rows = matching(state, filters);
    rows.sort_by(|a, b| {
        sort.iter().fold(Ordering::Equal, |order, (field, descending)| {
            let next = compare(path(a, field), path(b, field));
            order.then(if *descending { next.reverse() } else { next })
        })
    });
    rows
}

/// The rows without what `exclude` names.
fn without(mut rows: Vec<Value>, arguments: &Arguments) -> Vec<Value> {
    for field in arguments.text("exclude").unwrap_or_default().split(',') {
        let field = field.trim_start_matches("object.");
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            row.remove(field);
        }
    }
    rows
}

fn matching(state: &State, filters: &[Clause]) -> Vec<Value> {
    let documents = state.alerts.iter().map(document::legacy);
    documents.filter(|document| filters.iter().all(|clause| clause.matches(document))).collect()
}

fn envelope(rows: &[Value], total: usize, next: Option<usize>) -> Reply {
    ok(&json!({
        "version": "0.1.0",
        "status": "success",
        "total_items": total,
        "total_ungrouped_items": total,
        "total_supported_items": 10_000,
        "data_grouped": false,
        "next_page_token": next.map(|start| format!("page-at-{start}")),
        "has_next_page_token": next.is_some(),
        "data": rows,
    }))
}

fn start_of(token: &Value) -> Option<usize> {
    token.as_str()?.strip_prefix("page-at-")?.parse().ok()
}

/// JSON text in a query or a form, JSON itself in a JSON body.
fn dsl(arguments: &Arguments) -> Result<Option<Value>, Refusal> {
    match arguments.get("dsl_filter") {
        Some(Value::String(text)) => {
            serde_json::from_str(text).map(Some).map_err(|_not_json| Refusal::bad("dsl_filter is not JSON"))
        }
        other => Ok(other.cloned()),
    }
}

#[derive(Debug)]
struct Clause {
    field: String,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Includes(Vec<Value>),
    Excludes(Vec<Value>),
    AtLeast(Value),
    MoreThan(Value),
}

impl Clause {
    fn new(field: &str, test: Test) -> Self {
        Self { field: field.to_owned(), test }
    }

    fn matches(&self, document: &Value) -> bool {
        let found = path(document, &self.field);
        match &self.test {
            Test::Includes(values) => is_one_of(found, values),
            Test::Excludes(values) => !is_one_of(found, values),
            Test::AtLeast(bound) => at_least(found, bound),
            Test::MoreThan(bound) => at_least(found, bound) && compare(found, Some(bound)) == Ordering::Greater,
        }
    }
}

/// A list field matches if one of its entries does. A query has text only, so `4` also matches `"4"`.
fn is_one_of(found: Option<&Value>, values: &[Value]) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_in = |found: &Value| values.iter().any(|value| text(value) == text(found));
    match found {
        None | Some(Value::Null) => false,
        Some(Value::Array(entries)) => entries.iter().any(is_in),
        Some(found) => is_in(found),
    }
}

fn clauses(list: Option<&Value>) -> Result<Vec<Clause>, Refusal> {
    let Some(list) = list else { return Ok(Vec::new()) };
    let list = list.as_array().ok_or_else(|| Refusal::bad("the filter is not a list"))?;
    let parsed: Result<Vec<Vec<Clause>>, Refusal> = list.iter().map(clause).collect();
    Ok(parsed?.into_iter().flatten().collect())
}

/// One clause; a range may hold two bounds.
fn clause(value: &Value) -> Result<Vec<Clause>, Refusal> {
    let field = known_field(value)?;
    let mut found = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let list = || value.as_array().cloned().ok_or_else(|| Refusal::bad(format!("{name} is not a list")));
        match name.as_str() {
            "field" => {}
            "includes" => found.push(Clause::new(field, Test::Includes(list()?))),
            "excludes" => found.push(Clause::new(field, Test::Excludes(list()?))),
            "range" => {
                for (bound, value) in value.as_object().into_iter().flatten() {
                    let test = match bound.as_str() {
                        "gte" => Test::AtLeast(value.clone()),
                        "gt" => Test::MoreThan(value.clone()),
                        _ => return Err(Refusal::not_modelled(format!("the range bound {bound}"))),
                    };
                    found.push(Clause::new(field, test));
                }
            }
            _ => return Err(Refusal::not_modelled(format!("{name} in a clause"))),
        }
    }
    Ok(found)
}

fn known_field(value: &Value) -> Result<&str, Refusal> {
    let field = value.get("field").and_then(Value::as_str).ok_or_else(|| Refusal::bad("a clause names no field"))?;
    if SCHEME.contains(&field) { Ok(field) } else { Err(Refusal::no_field(field)) }
}

/// Fields in order, each with whether it descends.
fn sort_order(list: Option<&Value>) -> Result<Vec<(String, bool)>, Refusal> {
    let Some(list) = list else { return Ok(Vec::new()) };
    let list = list.as_array().ok_or_else(|| Refusal::bad("sort is not a list"))?;
    list.iter()
        .map(|entry| match entry.get("order").and_then(Value::as_str) {
            None | Some("asc") => Ok((known_field(entry)?.to_owned(), false)),
            Some("desc") => Ok((known_field(entry)?.to_owned(), true)),
            Some(other) => Err(Refusal::bad(format!("invalid order {other}"))),
        })
        .collect()
}
