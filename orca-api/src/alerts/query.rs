use super::Alerts;
use crate::legacy_query::LegacyQuery;
use crate::model::Alert;
use crate::page::{Entry, ListPage, by_token};
use crate::problems::Problems;
use saas_api_core::{Call, InvalidTime, Pager, Replay, Result, Timestamp};
use serde::Serialize;
use serde_json::Value;
use std::time::SystemTime;

/// The most rows of a page of the token's automation: what Orca's own clients ask for at most.
const MOST_OF_AUTOMATION: u32 = 500;

/// Which alerts of the token's automation to read. For [`Alerts::of_automation`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct AutomationQuery {
    limit: u32,
    page: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_date: Option<String>,
    #[serde(skip)]
    refusal: Option<&'static str>,
}

impl Default for AutomationQuery {
    fn default() -> Self {
        Self { limit: 100, page: 1, from_date: None, refusal: None }
    }
}

impl AutomationQuery {
    /// All alerts, 100 a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Alerts whose row was written at this moment (`last_sync`) or later: sent in UTC, whole seconds rounded down.
    ///
    /// To fetch what is new, give the greatest `last_sync` that came, and drop the alerts of that moment that you have.
    pub fn from_date(mut self, moment: &Timestamp) -> Self {
        self.from_date = moment.to_system_time().and_then(|moment| utc_seconds(moment).ok());
        self.refusal = self.from_date.is_none().then_some("must be a moment with an offset");
        self
    }

    /// Rows of a page, 1 to 500.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// The page, counted from 1.
    pub fn page(mut self, page: u64) -> Self {
        self.page = page;
        self
    }

    pub(crate) fn call(&self) -> Call {
        let mut problems = Problems::default();
        problems.limit(self.limit, MOST_OF_AUTOMATION);
        if self.page == 0 {
            problems.add("page", "counts from 1");
        }
        if let Some(rule) = self.refusal {
            problems.add("from_date", rule);
        }
        problems.refuse(Call::post("/automations/query/alerts").json(self)).replay(Replay::Safe)
    }

    /// The token of the page after this one: its number, while the total says that there is more.
    fn next_page(&self, total: Option<u64>, rows: usize) -> Option<Value> {
        let reached = u64::from(self.limit).saturating_mul(self.page);
        let more = total.map_or(rows > 0, |total| total > reached);
        more.then(|| Value::from(self.page.saturating_add(1)))
    }
}

impl Alerts<'_> {
    /// Asks for one page of alerts in the older form.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 1000, and for conditions that cannot be sent.
    pub async fn query(&self, query: &LegacyQuery) -> Result<ListPage<Entry<Alert>>> {
        ListPage::read(&self.0.send(query.post(Call::post("/query/alerts"))).await?, Entry::<Alert>::of)
    }

    /// The same by GET, with the conditions as JSON text: for what lets GET through alone. A long query is cut off
    /// somewhere on the way; [`query`](Self::query) is not.
    ///
    /// # Errors
    /// Like [`query`](Self::query).
    pub async fn query_by_get(&self, query: &LegacyQuery) -> Result<ListPage<Entry<Alert>>> {
        ListPage::read(&self.0.send(query.get(Call::get("/query/alerts"))).await?, Entry::<Alert>::of)
    }

    /// Reads all alerts of a query in the older form, page by page, as far as Orca serves them: 10,000 rows.
    pub fn query_pages(&self, query: &LegacyQuery) -> Pager<Entry<Alert>> {
        let (client, query) = (self.0.clone(), query.for_all_pages());
        by_token(move |token| {
            let (client, query) = (client.clone(), query.at(token));
            async move { Alerts(&client).query(&query).await }
        })
    }

    /// Asks for one page of the alerts of the token's automation, in the previous generation of
    /// [`of_automation`](Self::of_automation). It takes conditions, a limit and a page token alone.
    ///
    /// # Errors
    /// Like [`query`](Self::query), and [`NoAutomationRule`](crate::OrcaErrorKind::NoAutomationRule).
    pub async fn rule_query(&self, query: &LegacyQuery) -> Result<ListPage<Entry<Alert>>> {
        ListPage::read(&self.0.send(query.post_bare(Call::post("/rules/query/alerts"))).await?, Entry::<Alert>::of)
    }

    /// Reads all alerts of [`rule_query`](Self::rule_query), page by page.
    pub fn rule_query_pages(&self, query: &LegacyQuery) -> Pager<Entry<Alert>> {
        let (client, query) = (self.0.clone(), query.for_all_pages());
        by_token(move |token| {
            let (client, query) = (client.clone(), query.at(token));
            async move { Alerts(&client).rule_query(&query).await }
        })
    }

    /// Asks for one page of the alerts of the automation that the token belongs to (action "API token"). Known from clients
    /// of Orca's own.
    ///
    /// # Errors
    /// [`NoAutomationRule`](crate::OrcaErrorKind::NoAutomationRule) when the token belongs to none. `InvalidRequest` for a
    /// limit that is not 1 to 500.
    pub async fn of_automation(&self, query: &AutomationQuery) -> Result<ListPage<Entry<Alert>>> {
        let mut page: ListPage<Entry<Alert>> = ListPage::read(&self.0.send(query.call()).await?, Entry::<Alert>::of)?;
        page.next_page_token = query.next_page(page.total, page.rows.len());
        Ok(page)
    }

    /// Reads all alerts of [`of_automation`](Self::of_automation), page by page, from the query's page on.
    pub fn of_automation_pages(&self, query: &AutomationQuery) -> Pager<Entry<Alert>> {
        let (client, query) = (self.0.clone(), query.clone());
        by_token(move |token| {
            let page = token.as_ref().and_then(Value::as_u64).unwrap_or(query.page);
            let (client, query) = (client.clone(), query.clone().page(page));
            async move { Alerts(&client).of_automation(&query).await }
        })
    }
}

/// A moment as `2026-01-01T00:00:00Z`, rounded down: what the endpoint is known to take.
fn utc_seconds(moment: SystemTime) -> Result<String, InvalidTime> {
    let utc = Timestamp::from_system_time(moment)?;
    let seconds = utc.as_str().split(['.', 'Z']).next().unwrap_or_default();
    Ok(format!("{seconds}Z"))
}
