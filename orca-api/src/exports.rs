//! Bulk exports: whole result sets as one file, read row by row.
//!
//! ```no_run
//! # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
//! use orca_api::exports::WaitForExport;
//! use orca_api::legacy_query::{Filter, LegacyQuery};
//!
//! let malware = LegacyQuery::new().filter(Filter::includes("category", ["Malware"]));
//! let mut rows = orca.exports().alerts(&malware, &WaitForExport::default()).await?;
//! while let Some(row) = rows.next().await {
//!     match row?.into_result() {
//!         Ok(alert) => println!("{}", alert.id()),
//!         Err(unreadable) => eprintln!("{unreadable}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use crate::client::Client;
use crate::id::ExportToken;
use crate::json_array::{Broken, Splitter, Step};
use crate::legacy_query::LegacyQuery;
use crate::model::{Alert, ExportStatus, LegacyAsset};
use crate::page::{Entry, UnreadableRow};
use crate::wait::Wait;
use http::StatusCode;
use saas_api_core::{Answer, ApiMessage, Call, Download, Error, ErrorKind, Failure, Params, Result};
use serde::Deserialize;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// A row of more bytes than this is an error, for the whole of it would be in memory.
const MOST_ROW_BYTES: usize = 16 * 1024 * 1024;

/// Bulk exports. Made by [`Client::exports`].
#[derive(Clone, Copy, Debug)]
pub struct Exports<'c>(&'c Client);

/// How to wait for an export: a look every 5 seconds for up to 15 minutes, unless set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct WaitForExport(Wait);

/// The rows of an export, while its file is fetched. No more than one row and one piece of the file is in memory.
pub struct ExportRows<T> {
    download: Download,
    splitter: Splitter,
    piece: bytes::Bytes,
    read: fn(Value) -> Entry<T>,
    rows: u64,
    ended: bool,
}

#[derive(Deserialize)]
struct Started {
    request_token: ExportToken,
}

impl<'c> Exports<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Exports alerts: starts, waits, and gives the rows. Beyond the 10,000 that a query serves.
    ///
    /// # Errors
    /// Those of [`start_alerts`](Self::start_alerts), [`wait`](Self::wait) and [`rows`](ExportRows::next). An export that
    /// is not ready in time is `Timeout`.
    pub async fn alerts(&self, query: &LegacyQuery, wait: &WaitForExport) -> Result<ExportRows<Alert>> {
        wait.0.ends(self.0)?;
        let token = self.start_alerts(query).await?;
        let status = self.wait(&token, wait).await?;
        self.alert_rows(&status).await
    }

    /// Exports assets: starts, waits, and gives the rows.
    ///
    /// # Errors
    /// Like [`alerts`](Self::alerts).
    pub async fn assets(&self, query: &LegacyQuery, wait: &WaitForExport) -> Result<ExportRows<LegacyAsset>> {
        wait.0.ends(self.0)?;
        let token = self.start_assets(query).await?;
        let status = self.wait(&token, wait).await?;
        self.asset_rows(&status).await
    }

    /// Starts an export of alerts.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit, a start or a page token: an export is the whole result.
    pub async fn start_alerts(&self, query: &LegacyQuery) -> Result<ExportToken> {
        self.start(query.export(Call::post("/query/alerts"))).await
    }

    /// Starts an export of assets.
    ///
    /// # Errors
    /// Like [`start_alerts`](Self::start_alerts).
    pub async fn start_assets(&self, query: &LegacyQuery) -> Result<ExportToken> {
        self.start(query.export(Call::post("/query/assets"))).await
    }

    /// Looks whether an export is ready.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty token.
    pub async fn status(&self, token: &ExportToken) -> Result<ExportStatus> {
        self.look(token).await?.json()
    }

    /// Waits until an export is ready, by the client's clock. A look that fails for a passing reason is not the end.
    ///
    /// # Errors
    /// `Timeout` when it is not ready in time, or no further look fits in before the client's deadline. `InvalidRequest` for
    /// times that do not fit. Those of [`status`](Self::status).
    pub async fn wait(&self, token: &ExportToken, wait: &WaitForExport) -> Result<ExportStatus> {
        let (client, mut looks) = wait.0.begin(self.0)?;
        loop {
            let look = client.exports().look(token).await;
            if let Ok(answer) = &look {
                let status: ExportStatus = answer.json()?;
                if status.file_location().is_some() {
                    return Ok(status);
                }
            }
            if let Some(last) = looks.after(look).await? {
                let told = vec![ApiMessage::new("the export is not ready in time")];
                return Err(last.failure(Failure::of_status(StatusCode::OK, told).kind(ErrorKind::Timeout), false));
            }
        }
    }

    /// The rows of an export of alerts that is ready.
    ///
    /// # Errors
    /// `InvalidRequest` when it is not ready, or its address is not https. `NotFound`, `Auth` or `Api` for what the file
    /// store refuses: an address is good for a while alone.
    pub async fn alert_rows(&self, status: &ExportStatus) -> Result<ExportRows<Alert>> {
        self.rows(status, Entry::<Alert>::of).await
    }

    /// The rows of an export of assets that is ready.
    ///
    /// # Errors
    /// Like [`alert_rows`](Self::alert_rows).
    pub async fn asset_rows(&self, status: &ExportStatus) -> Result<ExportRows<LegacyAsset>> {
        self.rows(status, |raw| Entry::Read(LegacyAsset::read(raw))).await
    }

    /// A second export, made because the first answer was lost, harms nobody: a query only reads.
    async fn start(&self, call: Call) -> Result<ExportToken> {
        self.0.json(call).await.map(|started: Started| started.request_token)
    }

    async fn look(&self, token: &ExportToken) -> Result<Answer> {
        let mut params = Params::new();
        params.push_required("request_token", token.as_str());
        self.0.send(Call::get("/query/status/").query(params)).await
    }

    async fn rows<T>(&self, status: &ExportStatus, read: fn(Value) -> Entry<T>) -> Result<ExportRows<T>> {
        let address = status.file_location();
        let address = address.ok_or_else(|| Error::invalid_request("file_location", "is not there: not ready yet"))?;
        // The address is a key by itself: it is fetched without the token, and no error names it.
        let download = self.0.download("{file_location}", address).await?;
        let splitter = Splitter::new(MOST_ROW_BYTES);
        Ok(ExportRows { download, splitter, piece: bytes::Bytes::new(), read, rows: 0, ended: false })
    }
}

impl Default for WaitForExport {
    /// Waits up to 15 minutes, and looks every 5 seconds, as the one known client does.
    fn default() -> Self {
        Self::within(Duration::from_secs(15 * 60))
    }
}

impl WaitForExport {
    /// Waits so long, and looks every 5 seconds.
    pub fn within(within: Duration) -> Self {
        Self(Wait { within, every: Duration::from_secs(5) })
    }

    /// Looks so often: at least a second apart, at most as long as it waits.
    pub fn every(mut self, every: Duration) -> Self {
        self.0.every = every;
        self
    }
}

impl<T> ExportRows<T> {
    /// The next row; `None` at the end. What is no such row comes in its place.
    ///
    /// # Errors
    /// `Decode` when the file is no list, ends before the list does, or has a row of more than 16 MiB; `Transport` and
    /// `Timeout` when fetching it fails. No row comes after an error: export again.
    pub async fn next(&mut self) -> Option<Result<Entry<T>>> {
        if self.ended {
            return None;
        }
        let outcome = self.advance().await;
        match outcome {
            Ok(Some(row)) => {
                self.rows = self.rows.saturating_add(1);
                Some(Ok(row))
            }
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }

    /// How many rows came so far.
    pub fn rows_read(&self) -> u64 {
        self.rows
    }

    async fn advance(&mut self) -> Result<Option<Entry<T>>> {
        loop {
            let mut rest = &*self.piece;
            let step = self.splitter.step(&mut rest);
            let used = self.piece.len().saturating_sub(rest.len());
            bytes::Buf::advance(&mut self.piece, used);
            let is_over = match step {
                Ok(Step::Element(element)) => return Ok(Some(self.entry(&element))),
                Ok(Step::More) => false,
                Ok(Step::End) => true,
                Err(Broken::NoArray) => return Err(self.broken("is no JSON list")),
                Err(Broken::TooLarge) => return Err(self.broken("has a row of more than 16 MiB")),
            };
            match self.download.chunk().await? {
                Some(piece) => self.piece = piece,
                None if is_over => return Ok(None),
                None => return Err(self.broken("ends before its list does")),
            }
        }
    }

    fn entry(&self, element: &[u8]) -> Entry<T> {
        match serde_json::from_slice(element) {
            Ok(row) => (self.read)(row),
            Err(error) => {
                let problem = format!("no JSON at line {} column {}", error.line(), error.column());
                Entry::Unreadable(UnreadableRow::new(String::from_utf8_lossy(element).into(), problem))
            }
        }
    }

    fn broken(&self, how: &str) -> Error {
        self.download.error(ErrorKind::Decode, format!("the file {how}; {} rows came before", self.rows))
    }
}

impl<T> fmt::Debug for ExportRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportRows").field("rows", &self.rows).field("ended", &self.ended).finish_non_exhaustive()
    }
}
