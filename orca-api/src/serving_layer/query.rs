use super::clause::{Clause, query_object};
use crate::problems::Problems;
use saas_api_core::Call;
use serde_json::{Map, Value, json};

/// The most rows of a page.
const MOST_ROWS: u32 = 1000;

/// Rows of a page where the query names no number: what Orca's own clients keep to, against timeouts.
const PAGE: u32 = 100;

/// What to ask of the [serving layer](super::ServingLayer).
///
/// It holds the body as it is sent. [`json`](Self::json) shows it; [`member`](Self::member) and [`raw`](Self::raw) put
/// anything else there.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Query {
    body: Value,
    problems: Problems,
}

impl Query {
    /// All rows of a model, such as `Alert`. With `full_graph_fetch` and `max_tier` 2, as all current clients send them.
    pub fn new(model: &str) -> Self {
        let mut body = Map::new();
        body.insert("query".to_owned(), Value::Object(query_object(model)));
        body.insert("full_graph_fetch".to_owned(), json!({"enabled": true}));
        body.insert("max_tier".to_owned(), json!(2));
        let mut problems = Problems::default();
        problems.require("model", model);
        Self { body: Value::Object(body), problems }
    }

    /// A whole body, such as one that the console shows. The setters change it.
    pub fn raw(body: Value) -> Self {
        let mut problems = Problems::default();
        if !body.get("query").is_some_and(Value::is_object) {
            problems.add("query", "must be a JSON object in a JSON object");
        }
        Self { body, problems }
    }

    /// Alerts.
    pub fn alerts() -> Self {
        Self::new("Alert")
    }

    /// Assets.
    pub fn inventory() -> Self {
        Self::new("Inventory")
    }

    /// Vulnerabilities, as flat rows with their asset and package.
    pub fn vulnerabilities() -> Self {
        Self::new("VulnerabilityV2").flat_json(true).additional_models(["Inventory", "InstalledPackage"])
    }

    /// Cloud accounts.
    pub fn cloud_accounts() -> Self {
        Self::new("CloudAccount")
    }

    /// Only rows that meet this condition.
    pub fn filter(mut self, clause: Clause) -> Self {
        let (json, problems) = clause.into_parts();
        self.problems.add_all(problems);
        if let Some(query) = self.body.get_mut("query").and_then(Value::as_object_mut) {
            query.insert("with".to_owned(), json);
        }
        self
    }

    /// Rows of a page, 1 to 1000.
    pub fn limit(self, limit: u32) -> Self {
        self.member("limit", limit)
    }

    /// The first row, counted from 0.
    pub fn start(self, start: u64) -> Self {
        self.member("start_at_index", start)
    }

    /// Sorts by these fields. `-` before a name: largest first.
    pub fn order_by(self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.names("order_by[]", fields)
    }

    /// Only these fields; those of a relation with a dot, such as `CloudAccount.Name`. All unless set.
    pub fn select(self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.names("select", fields)
    }

    /// Brings related objects: `Inventory`, `CloudAccount`, `CodeOrigins`, `InstalledPackage`.
    pub fn additional_models(self, models: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.names("additional_models[]", models)
    }

    /// Counts all rows too: [`ListPage::total`](crate::ListPage::total). Lists that are read to their end do so by themselves.
    pub fn get_results_and_count(self, count: bool) -> Self {
        self.member("get_results_and_count", count)
    }

    /// Whether to fetch the whole graph: so unless set.
    pub fn full_graph_fetch(self, enabled: bool) -> Self {
        self.member("full_graph_fetch", json!({"enabled": enabled}))
    }

    /// The highest tier: 2 unless set. What it means is not known.
    pub fn max_tier(self, tier: u32) -> Self {
        self.member("max_tier", tier)
    }

    /// Rows with their fields bare and side by side.
    pub fn flat_json(self, flat: bool) -> Self {
        self.member("flat_json", flat)
    }

    /// Any other member of the body, as it is.
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(members) = &mut self.body {
            members.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The body as it is sent.
    pub fn json(&self) -> &Value {
        &self.body
    }

    /// The query with a page size, for a list that is read to its end.
    pub(super) fn for_all_pages(&self) -> Self {
        if self.body.get("limit").is_some() { self.clone() } else { self.clone().limit(PAGE) }
    }

    pub(super) fn first_row(&self) -> u64 {
        self.body.get("start_at_index").and_then(Value::as_u64).unwrap_or(0)
    }

    pub(super) fn page_size(&self) -> u32 {
        let limit = self.body.get("limit").and_then(Value::as_u64);
        limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(PAGE)
    }

    /// Flat rows of chosen fields may hold no id.
    pub(super) fn rows_may_look_alike(&self) -> bool {
        let is_flat = self.body.get("flat_json") == Some(&Value::Bool(true));
        is_flat && self.body.get("select").is_some()
    }

    /// The query alone, without what is about pages, and why it cannot be sent: for filters that are stored.
    pub(crate) fn into_object(self) -> (Value, Problems) {
        (self.body.get("query").cloned().unwrap_or_default(), self.problems)
    }

    pub(super) fn check(&self, call: Call) -> Call {
        let mut problems = self.problems.clone();
        if let Some(limit) = self.body.get("limit") {
            // Not a number of rows at all: refused as 0 is.
            let limit = limit.as_u64().map_or(0, |limit| u32::try_from(limit).unwrap_or(u32::MAX));
            problems.limit(limit, MOST_ROWS);
        }
        problems.refuse(call)
    }

    fn names(mut self, name: &str, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        if names.is_empty() {
            self.problems.add(name, "must name at least one");
        }
        self.member(name, names)
    }
}
