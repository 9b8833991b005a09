//! Queries in the older form (`dsl_filter`): for alerts, assets and vulnerabilities.
//!
//! Field names are the dotted ones of the older documents, such as `state.risk_level`. Orca leaves out informational alerts
//! and alerts that are not open unless it is asked for them, and serves the first 10,000 rows of a result at most: for more,
//! use the [serving layer](crate::serving_layer) or an [export](crate::exports).
//!
//! ```
//! use orca_api::legacy_query::{Filter, LegacyQuery};
//! use orca_api::Order;
//!
//! let query = LegacyQuery::new()
//!     .filter(Filter::includes("category", ["Malware"]))
//!     .filter(Filter::range("state.last_updated").gte("2026-01-01T00:00:00Z"))
//!     .sort("state.created_at", Order::Ascending)
//!     .show_informational_alerts(true);
//! # drop(query);
//! ```

use crate::problems::Problems;
use saas_api_core::{Call, Order, Params, Replay, setters};
use serde_json::{Map, Value, json};

/// The most rows of a page.
pub(crate) const MOST_ROWS: u32 = 1000;

/// Rows of a page where the query names no number.
const PAGE: u32 = 100;

/// A condition of a [`LegacyQuery`]. What cannot be sent is refused when the query is.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Filter {
    json: Value,
    refusal: Option<(String, &'static str)>,
}

/// What to ask in the older form. Which endpoint takes which parts is said at its method.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct LegacyQuery {
    filters: Vec<Filter>,
    sort: Vec<(String, Order)>,
    limit: Option<u32>,
    start: Option<u64>,
    next_page_token: Option<Value>,
    show_all_statuses_alerts: Option<bool>,
    show_informational_alerts: Option<bool>,
    grouping: Option<bool>,
    exclude: Option<Vec<String>>,
}

impl Filter {
    /// The field has one of these values: texts or numbers.
    pub fn includes(field: &str, values: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::list(field, "includes", values)
    }

    /// The field has none of these values.
    pub fn excludes(field: &str, values: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::list(field, "excludes", values)
    }

    /// The field lies in a range, whose ends [`gt`](Self::gt), [`gte`](Self::gte), [`lt`](Self::lt) and
    /// [`lte`](Self::lte) set: texts such as `2026-01-01T00:00:00Z`, or numbers.
    pub fn range(field: &str) -> Self {
        let filter = Self { json: json!({"field": field, "range": {}}), refusal: None }.named(field);
        filter.refused(field, "must have an end: gt, gte, lt or lte")
    }

    /// Greater than this. For [`range`](Self::range).
    pub fn gt(self, value: impl Into<Value>) -> Self {
        self.end("gt", value.into())
    }

    /// This or greater.
    pub fn gte(self, value: impl Into<Value>) -> Self {
        self.end("gte", value.into())
    }

    /// Less than this. Known by analogy alone.
    pub fn lt(self, value: impl Into<Value>) -> Self {
        self.end("lt", value.into())
    }

    /// This or less. Known by analogy alone.
    pub fn lte(self, value: impl Into<Value>) -> Self {
        self.end("lte", value.into())
    }

    /// Any other condition, sent as it is.
    pub fn raw(filter: Value) -> Self {
        let is_object = filter.is_object();
        let filter = Self { json: filter, refusal: None };
        if is_object { filter } else { filter.refused("filter", "must be a JSON object") }
    }

    /// The condition as it is sent.
    pub fn json(&self) -> &Value {
        &self.json
    }

    fn list(field: &str, kind: &str, values: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        let (is_empty, holds_null) = (values.is_empty(), values.iter().any(Value::is_null));
        let mut members = Map::new();
        members.insert("field".to_owned(), field.into());
        members.insert(kind.to_owned(), Value::Array(values));
        let filter = Self { json: Value::Object(members), refusal: None }.named(field);
        let filter = if holds_null { filter.refused(field, NO_NULL) } else { filter };
        if is_empty { filter.refused(field, "must name at least one value") } else { filter }
    }

    fn end(mut self, name: &str, value: Value) -> Self {
        match self.json.get_mut("range") {
            Some(Value::Object(ends)) => {
                if ends.is_empty() {
                    self.refusal = self.refusal.filter(|(_field, rule)| *rule == EMPTY_NAME);
                }
                let is_null = value.is_null();
                ends.insert(name.to_owned(), value);
                if is_null { self.refused(name, NO_NULL) } else { self }
            }
            _ => self.refused(name, "is an end of a range alone"),
        }
    }

    fn named(self, field: &str) -> Self {
        if field.trim().is_empty() { self.refused("field", EMPTY_NAME) } else { self }
    }

    fn refused(mut self, field: &str, rule: &'static str) -> Self {
        self.refusal.get_or_insert_with(|| (field.to_owned(), rule));
        self
    }
}

const EMPTY_NAME: &str = "must not be empty";

/// A number that is none becomes null in JSON, and an end that is null is none.
const NO_NULL: &str = "must be a text or a finite number";

impl LegacyQuery {
    /// Everything that Orca gives unasked.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more condition. All of them hold.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// Sorts by this field, after those set before.
    pub fn sort(mut self, field: impl Into<String>, order: Order) -> Self {
        self.sort.push((field.into(), order));
        self
    }

    /// The page that this token stands for: [`ListPage::next_page_token`](crate::ListPage::next_page_token), unchanged.
    pub fn next_page_token(mut self, token: impl Into<Value>) -> Self {
        self.next_page_token = Some(token.into());
        self
    }

    /// A page size, for a list that is read to its end.
    pub(crate) fn for_all_pages(&self) -> Self {
        Self { limit: Some(self.page_size()), ..self.clone() }
    }

    pub(crate) fn page_size(&self) -> u32 {
        self.limit.unwrap_or(PAGE)
    }

    pub(crate) fn first_row(&self) -> u64 {
        self.start.unwrap_or(0)
    }

    /// The first page is the query's own.
    pub(crate) fn at(&self, token: Option<Value>) -> Self {
        match token {
            Some(token) => self.clone().next_page_token(token),
            None => self.clone(),
        }
    }

    /// The query as a JSON body.
    pub(crate) fn post(&self, call: Call) -> Call {
        self.problems().refuse(call.json(&self.body())).replay(Replay::Safe)
    }

    /// The same that starts an export, which is prepared and then fetched.
    pub(crate) fn export(&self, call: Call) -> Call {
        let mut body = self.body();
        body.insert("download_async".to_owned(), true.into());
        body.insert("get_download_link".to_owned(), true.into());
        let pages = [
            ("limit", self.limit.is_some()),
            ("start", self.start.is_some()),
            ("next_page_token", self.next_page_token.is_some()),
        ];
        let problems = self.problems_without(&pages, "has no place in an export, which is the whole result");
        problems.refuse(call.json(&body)).replay(Replay::Safe)
    }

    /// The conditions as a bare list, with nothing but pages beside.
    pub(crate) fn post_bare(&self, call: Call) -> Call {
        let mut body = Map::new();
        body.insert("dsl_filter".to_owned(), self.filters.iter().map(|filter| filter.json.clone()).collect());
        self.push_pages(&mut body);
        let others = [
            ("sort", !self.sort.is_empty()),
            ("start", self.start.is_some()),
            ("show_all_statuses_alerts", self.show_all_statuses_alerts.is_some()),
            ("show_informational_alerts", self.show_informational_alerts.is_some()),
            ("grouping", self.grouping.is_some()),
            ("exclude", self.exclude.is_some()),
        ];
        let problems = self.problems_without(&others, "is not taken by this endpoint");
        problems.refuse(call.json(&body)).replay(Replay::Safe)
    }

    /// The query as a query string, with its conditions as JSON text.
    pub(crate) fn get(&self, call: Call) -> Call {
        let mut params = Params::new();
        for (name, value) in self.body() {
            match value {
                Value::String(text) => params.push(name, text),
                Value::Array(names) => params.push_joined(name, names.iter().filter_map(Value::as_str)),
                other => params.push(name, other),
            }
        }
        self.problems().refuse(call.query(params))
    }

    fn body(&self) -> Map<String, Value> {
        let mut body = Map::new();
        let mut dsl = Map::new();
        if !self.filters.is_empty() {
            dsl.insert("filter".to_owned(), self.filters.iter().map(|filter| filter.json.clone()).collect());
        }
        if !self.sort.is_empty() {
            let sort = self.sort.iter().map(|(field, order)| json!({"field": field, "order": order.as_str()}));
            dsl.insert("sort".to_owned(), sort.collect());
        }
        if !dsl.is_empty() {
            body.insert("dsl_filter".to_owned(), Value::Object(dsl));
        }
        self.push_pages(&mut body);
        for (name, value) in [
            ("start_at_index", self.start.map(Value::from)),
            ("show_all_statuses_alerts", self.show_all_statuses_alerts.map(Value::from)),
            ("show_informational_alerts", self.show_informational_alerts.map(Value::from)),
            ("grouping", self.grouping.map(Value::from)),
            ("exclude", self.exclude.clone().map(Value::from)),
        ] {
            body.extend(value.map(|value| (name.to_owned(), value)));
        }
        body
    }

    fn push_pages(&self, body: &mut Map<String, Value>) {
        body.extend(self.limit.map(|limit| ("limit".to_owned(), limit.into())));
        body.extend(self.next_page_token.clone().map(|token| ("next_page_token".to_owned(), token)));
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        for (field, rule) in self.filters.iter().filter_map(|filter| filter.refusal.as_ref()) {
            problems.add(field, *rule);
        }
        if self.sort.iter().any(|(field, _order)| field.trim().is_empty()) {
            problems.add("sort", EMPTY_NAME);
        }
        if self.exclude.as_ref().is_some_and(Vec::is_empty) {
            problems.add("exclude", "must name at least one");
        }
        if let Some(limit) = self.limit {
            problems.limit(limit, MOST_ROWS);
        }
        problems
    }

    /// The problems, with the parts that are set and should not be.
    fn problems_without(&self, parts: &[(&str, bool)], rule: &str) -> Problems {
        let mut problems = self.problems();
        for (name, _is_set) in parts.iter().filter(|(_name, is_set)| *is_set) {
            problems.add(*name, rule);
        }
        problems
    }
}

setters! {
    LegacyQuery {
        /// Rows of a page, 1 to 1000. Orca's own is not known; lists that are read to their end ask for 100.
        limit: u32;
        /// The first row, counted from 0.
        start: u64;
        /// Alerts of every status, not open ones alone.
        show_all_statuses_alerts: bool;
        /// Informational alerts too.
        show_informational_alerts: bool;
        /// Whether rows are grouped.
        grouping: bool;
    }
}

impl LegacyQuery {
    /// Leaves these members out of the rows, such as `object.model` and `object.findings`.
    pub fn exclude(mut self, members: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.exclude = Some(members.into_iter().map(Into::into).collect());
        self
    }
}
