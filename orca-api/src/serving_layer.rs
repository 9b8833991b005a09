//! The serving layer: one query for alerts, assets, vulnerabilities and accounts.
//!
//! ```no_run
//! # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
//! use orca_api::serving_layer::{Clause, Query};
//!
//! let open = Clause::is_in("Status", ["open", "in_progress"]);
//! let mut alerts = orca.serving_layer().alerts(&Query::alerts().filter(open).order_by(["-OrcaScore"]));
//! while let Some(alert) = alerts.next().await {
//!     match alert?.into_result() {
//!         Ok(alert) => println!("{}", alert.view().title),
//!         Err(unreadable) => eprintln!("{unreadable}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod clause;
mod query;

use crate::client::Client;
use crate::model::{Alert, CloudAccountRow, InventoryRow, Row, VulnerabilityRow};
use crate::page::{Entry, ListPage, by_told_offset};
use saas_api_core::{Answer, Call, Pager, Params, Replay, Result};
use serde_json::Value;

pub use clause::Clause;
pub use query::Query;

/// The serving layer. Made by [`Client::serving_layer`].
#[derive(Clone, Copy, Debug)]
pub struct ServingLayer<'c>(&'c Client);

impl<'c> ServingLayer<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Asks for one page of rows of any model.
    ///
    /// A page can be short and not be the last: [`rows`](Self::rows) reads on. The answer's own token for the next page is
    /// not used: pages go by [`start`](Query::start).
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 1000, and for a condition that cannot be sent. Status 400 with
    /// `Unknown field` for a condition of another form than the field has.
    pub async fn query(&self, query: &Query) -> Result<ListPage<Row>> {
        ListPage::read(&self.0.send(query.call()).await?, Row::read)
    }

    /// Reads all rows that match, page by page, from the query's [`start`](Query::start) on: 100 a page unless the query
    /// says otherwise.
    ///
    /// A list by offset drifts while rows change: sort by something that does not, such as `CreatedAt`.
    pub fn rows(&self, query: &Query) -> Pager<Row> {
        self.pages(query, Row::read)
    }

    /// Reads all alerts that match: [`rows`](Self::rows) of [`Query::alerts`]. What is no alert comes in its place.
    pub fn alerts(&self, query: &Query) -> Pager<Entry<Alert>> {
        self.pages(query, Entry::<Alert>::of)
    }

    /// Reads all assets that match: [`rows`](Self::rows) of [`Query::inventory`].
    pub fn assets(&self, query: &Query) -> Pager<InventoryRow> {
        self.pages(query, InventoryRow::read)
    }

    /// Reads all vulnerabilities that match: [`rows`](Self::rows) of [`Query::vulnerabilities`], or of the model `CVE`.
    pub fn vulnerabilities(&self, query: &Query) -> Pager<VulnerabilityRow> {
        self.pages(query, VulnerabilityRow::read)
    }

    /// Reads all cloud accounts that match: [`rows`](Self::rows) of [`Query::cloud_accounts`]. Known from one client of
    /// others.
    pub fn cloud_accounts(&self, query: &Query) -> Pager<CloudAccountRow> {
        self.pages(query, CloudAccountRow::read)
    }

    /// Asks the same of an older endpoint, for one page. Known from clients of others.
    ///
    /// They add `standard_format`, `with_model_names`, `order_by_pk` and `enable_pagination`: [`Query::member`] sends them.
    ///
    /// # Errors
    /// Like [`query`](Self::query).
    pub async fn sonar_query(&self, query: &Query) -> Result<ListPage<Row>> {
        let call = query.fill(Call::post("/sonar/query"));
        ListPage::read(&self.0.send(call).await?, Row::read)
    }

    /// Asks in Orca's text language, such as `Alert with Status = "open" and RiskLevel = "high"`. Known from one script of
    /// others: how long an answer can be is not.
    ///
    /// The text is one query: put nothing from outside into it unescaped.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty text.
    pub async fn sonar_text(&self, text: &str) -> Result<ListPage<Row>> {
        let mut params = Params::new();
        params.push_required("query", text);
        ListPage::read(&self.0.send(Call::get("/sonar/query").query(params)).await?, Row::read)
    }

    fn pages<T: Send + 'static>(self, query: &Query, read: fn(Value) -> T) -> Pager<T> {
        let (client, query) = (self.0.clone(), query.for_all_pages());
        let (start, may_repeat) = (query.first_row(), query.rows_may_look_alike());
        by_told_offset(query.page_size(), start, move |offset| {
            // The count is dear: only the first page has it.
            let call = query.clone().start(offset).get_results_and_count(offset == start).call();
            let client = client.clone();
            async move {
                let answer: Answer = client.send(call).await?;
                Ok(ListPage::read(&answer, read)?.may_repeat(may_repeat))
            }
        })
    }
}

impl Query {
    pub(crate) fn call(&self) -> Call {
        self.fill(Call::post("/serving-layer/query"))
    }

    /// A query only reads.
    fn fill(&self, call: Call) -> Call {
        self.check(call.json(self.json())).replay(Replay::Safe)
    }
}
