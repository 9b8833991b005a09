//! The serving layer's query, and the automation's query that answers with the same rows.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Arguments, Refusal, ok, page};
use super::clause::{Clause, known};
use super::document;
use super::service::no_automation;
use super::state::{State, Stored};
use super::value::{at_least, compare, time};
use crate::http::Request;

const KEYS: [&str; 11] = [
    "additional_models[]",
    "debug_enable_bu_tags",
    "flat_json",
    "full_graph_fetch",
    "get_results_and_count",
    "limit",
    "max_tier",
    "order_by[]",
    "query",
    "select",
    "start_at_index",
];

type Row<'s> = (&'s Stored, Map<String, Value>);

/// What the older address takes besides. None of them is known to change the rows of an alert.
const SONAR_KEYS: [&str; 4] = ["enable_pagination", "order_by_pk", "standard_format", "with_model_names"];

pub(super) fn query(state: &State, request: &Request) -> Answer {
    answer(state, &Arguments::of(request, &KEYS)?)
}

/// The same query at an older address.
pub(super) fn sonar(state: &State, request: &Request) -> Answer {
    let known: Vec<&str> = KEYS.into_iter().chain(SONAR_KEYS).collect();
    answer(state, &Arguments::of(request, &known)?)
}

fn answer(state: &State, arguments: &Arguments) -> Answer {
    if arguments.flag("flat_json")? {
        return Err(Refusal::not_modelled("flat_json"));
    }
    if !names(arguments, "additional_models[]")?.is_empty() {
        return Err(Refusal::not_modelled("additional_models[]"));
    }
    let (limit, start) = (arguments.limit(1000, 1000)?, first_row(state, arguments.start()?));
    let with = object_set(arguments.get("query"))?.map(Clause::read).transpose()?;
    let order = names(arguments, "order_by[]")?;
    for name in &order {
        known(name.trim_start_matches('-'))?;
    }
    let select = names(arguments, "select")?;
    for name in &select {
        if name.contains('.') {
            return Err(Refusal::not_modelled(format!("select of {name}")));
        }
        known(name)?;
    }

    let mut rows: Vec<Row<'_>> = state.alerts.iter().map(|a| (a, document::row_data(a, &state.behavior))).collect();
    rows.retain(|(_, data)| with.as_ref().is_none_or(|clause| clause.matches(data)));
    rows.sort_by(|(_, a), (_, b)| {
        order.iter().fold(Ordering::Equal, |so_far, name| {
            let field = name.trim_start_matches('-');
            let next = compare(a.get(field), b.get(field));
            so_far.then(if name.starts_with('-') { next.reverse() } else { next })
        })
    });
    let total = rows.len();
    let (mut rows, next) = page(rows, start, limit, state.behavior.page_rows);
    if !select.is_empty() {
        for (_, data) in &mut rows {
            data.retain(|name, _| select.contains(&name.as_str()));
        }
    }
    let mut answer = json!({"status": "success", "next_page_token": next, "data": wrapped(rows, state)});
    if arguments.flag("get_results_and_count")?
        && let Some(answer) = answer.as_object_mut()
    {
        answer.insert("total_items".to_owned(), total.into());
    }
    Ok(ok(&answer))
}

/// Rows whose `last_sync` is not before `from_date`, by page number from 1.
pub(super) fn automation_query(state: &State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["from_date", "limit", "page"])?;
    if !state.behavior.automation {
        return Err(no_automation());
    }
    let limit = arguments.limit(100, 500)?.min(state.behavior.page_rows);
    let number = arguments.number("page")?.unwrap_or(1);
    if number == 0 {
        return Err(Refusal::bad("invalid page 0"));
    }
    let from = arguments.get("from_date");
    if from.is_some_and(|from| time(from).is_none()) {
        return Err(Refusal::bad("invalid from_date"));
    }
    let mut rows: Vec<Row<'_>> = state.alerts.iter().map(|a| (a, document::row_data(a, &state.behavior))).collect();
    rows.retain(|(_, data)| from.is_none_or(|from| at_least(data.get("last_sync"), from)));
    rows.sort_by(|(_, a), (_, b)| compare(a.get("last_sync"), b.get("last_sync")));
    let total = rows.len();
    let skipped = usize::try_from(number - 1).unwrap_or(usize::MAX).saturating_mul(limit);
    let (rows, _) = page(rows, first_row(state, skipped), limit, limit);
    Ok(ok(&json!({"status": "success", "total_items": total, "data": wrapped(rows, state)})))
}

fn first_row(state: &State, asked: usize) -> usize {
    if state.behavior.repeats_page { 0 } else { asked }
}

fn wrapped(rows: Vec<Row<'_>>, state: &State) -> Vec<Value> {
    rows.into_iter().map(|(alert, data)| document::row_of(alert, data, &state.behavior)).collect()
}

/// The `with` of a query for alerts.
pub(super) fn object_set(query: Option<&Value>) -> Result<Option<&Value>, Refusal> {
    let query = query.and_then(Value::as_object).ok_or_else(|| Refusal::bad("query is required"))?;
    if let Some(name) = query.keys().find(|name| !["models", "type", "with"].contains(&name.as_str())) {
        return Err(Refusal::not_modelled(format!("query.{name}")));
    }
    if query.get("type") != Some(&json!("object_set")) {
        return Err(Refusal::not_modelled("another query than object_set"));
    }
    if query.get("models") != Some(&json!(["Alert"])) {
        return Err(Refusal::not_modelled("another model than Alert"));
    }
    Ok(query.get("with").filter(|with| !with.is_null()))
}

fn names<'a>(arguments: &'a Arguments, name: &str) -> Result<Vec<&'a str>, Refusal> {
    let Some(value) = arguments.get(name) else { return Ok(Vec::new()) };
    let list = value.as_array().and_then(|list| list.iter().map(Value::as_str).collect());
    list.ok_or_else(|| Refusal::bad(format!("{name} is not a list of names")))
}
