//! What happened to an alert.

use crate::client::Client;
use crate::id::AlertId;
use crate::model::{AlertEvent, AlertEventKind};
use crate::page::{self, ListPage, push_limit};
use saas_api_core::{Call, Pager, Params, Result, setters};

/// Rows of a page where the request says nothing: Orca's own number.
const PAGE: u32 = 20;

/// The event log of one alert. Made by [`Alerts::event_log`](super::Alerts::event_log).
#[derive(Clone, Debug)]
pub struct EventLog<'c> {
    client: &'c Client,
    alert: AlertId,
}

/// Which entries to list. For [`EventLog::list`] and [`EventLog::pages`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListEvents {
    kind: Option<AlertEventKind>,
    limit: Option<u32>,
    start: Option<u64>,
}

impl<'c> EventLog<'c> {
    pub(super) fn new(client: &'c Client, alert: AlertId) -> Self {
        Self { client, alert }
    }

    /// Lists one page of entries, 20 unless the request says otherwise.
    ///
    /// Known from one client of Orca's own. Which entries come first is not known.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit of 0. `NotFound` when there is no such alert.
    #[doc(alias = "イベントログの取得")]
    pub async fn list(&self, request: &ListEvents) -> Result<ListPage<AlertEvent>> {
        page(self.client, &self.alert, request).await
    }

    /// Reads the log to its end, page by page. A page may be short; the log ends where Orca's count says so.
    ///
    /// An entry that is written meanwhile can make another one come twice: [`AlertEvent::unique_id`] tells them apart.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// use orca_api::alerts::ListEvents;
    /// use orca_api::model::AlertEventKind;
    ///
    /// let changes = ListEvents::new().kind(AlertEventKind::SetStatus);
    /// let mut changes = orca.alerts().event_log("orca-123456").pages(&changes);
    /// while let Some(event) = changes.next().await {
    ///     let event = event?;
    ///     println!("{:?} by {:?}: to {:?}", event.create_time, event.user_email, event.details.to);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(&self, request: &ListEvents) -> Pager<AlertEvent> {
        let limit = request.limit.unwrap_or(PAGE);
        let request = request.clone().limit(limit);
        let (client, alert) = (self.client.clone(), self.alert.clone());
        page::by_told_offset(limit, request.start.unwrap_or(0), move |offset| {
            let (client, alert, request) = (client.clone(), alert.clone(), request.clone().start(offset));
            async move { page(&client, &alert, &request).await }
        })
    }

    /// Reads the alert's comments to their end: the entries of that kind.
    ///
    /// [`AlertEventDetails::comment`](crate::model::AlertEventDetails::comment) has the text.
    #[doc(alias = "コメント一覧の取得")]
    pub fn comments(&self) -> Pager<AlertEvent> {
        self.pages(&ListEvents::new().kind(AlertEventKind::Comment))
    }
}

async fn page(client: &Client, alert: &AlertId, request: &ListEvents) -> Result<ListPage<AlertEvent>> {
    let call = Call::get("/alerts/{alert_id}/event_log").arg(alert).query(request.params());
    ListPage::read(&client.send(call).await?, AlertEvent::read)
}

impl ListEvents {
    /// All entries.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        // What is too many is not known.
        push_limit(&mut params, self.limit, u32::MAX);
        params.push_some("start_at_index", self.start);
        params.push_some("type", self.kind.as_ref());
        params
    }
}

setters! {
    ListEvents {
        /// Entries of this kind.
        kind: AlertEventKind;
        /// So many entries in a page, at least 1. Orca's own is 20; the most that it gives is not known.
        limit: u32;
        /// From this entry on, counted from 0.
        start: u64;
    }
}
