//! New and changed alerts since a position: none missed, none twice.
//!
//! ```no_run
//! # async fn example(orca: orca_api::Client, yesterday: std::time::SystemTime) -> Result<(), Box<dyn std::error::Error>> {
//! use orca_api::feed::FeedPosition;
//!
//! # fn saved() -> Option<String> { None }
//! # fn save(_: String) {}
//! let position = match saved() {
//!     Some(text) => serde_json::from_str(&text)?,
//!     None => FeedPosition::start_at(yesterday),
//! };
//! let mut feed = orca.feed(position);
//! while let Some(entry) = feed.next().await? {
//!     match entry.into_result() {
//!         Ok(alert) => println!("{} {}", alert.id(), alert.view().title),
//!         Err(unreadable) => eprintln!("{unreadable}"),
//!     }
//!     save(serde_json::to_string(feed.position())?);
//! }
//! save(serde_json::to_string(feed.position())?);
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//! - **None missed** that shows within the [overlap](Feed::overlap). Each alert comes in the state that lasts. Of states that
//!   replaced each other between two looks, the last comes.
//! - **None twice.** An alert that changes is written again, with another `last_sync`, and comes again. The same alert with
//!   the same `last_sync` comes once.
//! - **At least once, for you.** Save the position after you handled an alert: what you handled and did not save comes again.
//!   Saved before, it is at most once.
//!
//! # How
//! `last_sync` is when Orca's database wrote the row. A *sweep* reads all rows from the *floor* on, to the end, and then moves
//! the *watermark* to the greatest `last_sync` that came. An empty sweep leaves it. The next floor lies below it by the
//! *overlap*, because rows show late: a row is found when it shows within the overlap after its `last_sync`, 15 minutes
//! unless set. What was read within the overlap is remembered in the position, by alert and `last_sync`, and not given again.
//!
//! - **While a sweep lasts, the list moves.** A page is only taken when it begins with a row that this sweep has read (or, where
//!   the newest come first, with a newer one than the last). Otherwise rows were pulled past the page's border, and it is
//!   asked for again from further back. So a short page, a removed row and a row that moved hide nothing.
//! - **What changes during a sweep** may stand where the sweep has been. So the watermark never passes the moment at which
//!   the sweep began: by the server's clock, the `Date` of its first answer; by the client's clock where there is none.
//!   A `last_sync` in the future cannot move it either.
//! - **A row without a readable `last_sync`** is given, moves no watermark, and comes again when what it holds has changed. A
//!   row that is no alert is given as [`Entry::Unreadable`], in the same way.
//! - **The memory is bounded**: 5,000 rows unless set. When it is full, first those rows are forgotten that no later sweep asks
//!   for, and then the oldest. What is forgotten within the overlap comes again with each sweep until the watermark has moved
//!   on: duplicates, never losses.
//! - **A failed call** changes nothing: ask again. Nor does a future that is dropped.
//! - **A list that goes round**, the same page again and again, is an error and no endless loop.
//!
//! # Two sources
//! The serving layer has all alerts of the organization, and no proven way to filter by `last_sync`: the reader sorts by it,
//! newest first, and stops at the floor. (Oldest first, each changed row would move to the end and pull others past the border
//! of a page.) A row without `last_sync` comes only where Orca sorts it before the floor. The query of the token's automation
//! ([`of_automation`](Feed::of_automation)) filters by itself; its order is not known, and no order is relied on.

mod memory;
mod position;
mod reader;
mod source;

use crate::client::Client;
use crate::model::Alert;
use crate::page::{Entry, ListPage};
use http::StatusCode;
use saas_api_core::{Answer, ApiMessage, Error, ErrorKind, Failure, Result, Timestamp};
use std::time::{Duration, SystemTime};

pub use position::FeedPosition;

use reader::{Page, Reader, Row};
use source::Source;

/// Reads what is new, sweep by sweep. Made by [`Client::feed`]. The [module](self) says what it promises.
#[derive(Debug)]
#[must_use]
pub struct Feed {
    client: Client,
    reader: Reader,
}

impl Feed {
    pub(crate) fn new(client: &Client, position: FeedPosition) -> Self {
        Self { client: client.clone(), reader: Reader::new(position) }
    }

    /// Reads the alerts of the automation that the token belongs to (action "API token"), not those of the serving layer.
    ///
    /// A position belongs to one of the two.
    pub fn of_automation(mut self) -> Self {
        self.reader.settings.source = Source::Automation;
        self
    }

    /// How long after its `last_sync` a row may show and still be found. 15 minutes unless set.
    ///
    /// More finds rows that show later, and remembers more. With another overlap than before, rows of the difference may
    /// come again.
    pub fn overlap(mut self, overlap: Duration) -> Self {
        self.reader.settings.overlap = overlap;
        self
    }

    /// How many rows are remembered at most: 5,000 unless set, and never less than 1,000 or two pages. Each takes up to 50
    /// bytes of a position that is written as JSON.
    pub fn remember(mut self, rows: usize) -> Self {
        self.reader.settings.remember = rows;
        self
    }

    /// Rows of a page: 100 unless set. 20 to 1000; of an automation 20 to 500.
    pub fn page_size(mut self, rows: u32) -> Self {
        self.reader.settings.page_size = rows;
        self
    }

    /// The next alert; `None` when there is nothing new now. Asked again after that, it looks again: wait a while between.
    ///
    /// # Errors
    /// Those of the call: [`NoAutomationRule`](crate::OrcaErrorKind::NoAutomationRule), for one. Asking again goes on at the
    /// same place. `InvalidRequest` for a page size out of range, and for a position of the other source. `Decode` when
    /// Orca gives the same page again and again.
    pub async fn next(&mut self) -> Result<Option<Entry<Alert>>> {
        self.reader.position.belongs_to(self.reader.settings.source)?;
        loop {
            if let Some(entry) = self.reader.take() {
                return Ok(Some(entry));
            }
            if self.reader.is_over() {
                self.reader.finish();
                return Ok(None);
            }
            let window = self.reader.window();
            let answer = self.client.send(self.reader.settings.source.call(&window)?).await?;
            let list = ListPage::read(&answer, |raw| Row::new(Entry::<Alert>::of(raw)))?;
            let page = Page { rows: list.rows, total: list.total, at: self.moment_of(&answer) };
            if let Err(stuck) = self.reader.accept(&window, page) {
                return Err(as_error(&answer, stuck));
            }
        }
    }

    /// Where to go on from: after the alert that [`next`](Self::next) gave last.
    pub fn position(&self) -> &FeedPosition {
        &self.reader.position
    }

    fn moment_of(&self, answer: &Answer) -> SystemTime {
        let told = answer.header("date").and_then(|date| Timestamp::from_http_date(date).ok()?.to_system_time());
        told.unwrap_or_else(|| self.client.clock().now())
    }
}

fn as_error(answer: &Answer, stuck: &'static str) -> Error {
    let status = StatusCode::from_u16(answer.status()).unwrap_or_default();
    answer.failure(Failure::of_status(status, vec![ApiMessage::new(stuck)]).kind(ErrorKind::Decode), false)
}
