//! Scans of single assets.

use crate::client::Client;
use crate::error::OrcaErrorKind;
use crate::id::ScanId;
use crate::model::Scan;
use saas_api_core::{Call, CallOptions, Error, Replay, Result};
use std::time::Duration;

/// Scans of single assets. Made by [`Client::scans`].
#[derive(Clone, Copy, Debug)]
pub struct Scans<'c>(&'c Client);

/// How [`Scans::start`] ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum ScanStart {
    /// This call started a scan.
    Started(Box<Scan>),
    /// The asset is being scanned already: by this scan, where Orca names it.
    AlreadyRunning(Option<ScanId>),
}

/// How long to wait for a scan's end, and how often to look. For [`Scans::wait`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct WaitForScan {
    within: Duration,
    every: Duration,
}

/// How far a scan was when the wait ended. Made by [`Scans::wait`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum ScanEnd {
    /// It is done.
    Done(Box<Scan>),
    /// It was not done in time. This is how it was last.
    NotInTime(Box<Scan>),
}

impl ScanStart {
    /// The scan that runs now, whoever started it.
    pub fn scan_id(&self) -> Option<&ScanId> {
        match self {
            Self::Started(scan) => scan.id.as_ref(),
            Self::AlreadyRunning(scan) => scan.as_ref(),
        }
    }
}

impl WaitForScan {
    /// Waits so long, and looks every 30 seconds.
    pub fn within(within: Duration) -> Self {
        Self { within, every: Duration::from_secs(30) }
    }

    /// Looks so often: at least a second apart, at most as long as it waits.
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    fn check(self) -> Result<()> {
        if self.every < Duration::from_secs(1) {
            return Err(Error::invalid_request("every", "must be at least 1 second"));
        }
        if self.every > self.within {
            return Err(Error::invalid_request("every", "must not be longer than the time to wait"));
        }
        Ok(())
    }
}

impl<'c> Scans<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Starts a scan of an asset, by its unique id.
    ///
    /// Never repeated once it may have arrived. Known from one partner of Orca's.
    ///
    /// # Errors
    /// `NotFound` when there is no such asset, as far as Orca says so.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// use orca_api::scans::{ScanEnd, WaitForScan};
    /// use std::time::Duration;
    ///
    /// let start = orca.scans().start("vm_123456789012_i-0a1b").await?;
    /// if let Some(scan) = start.scan_id() {
    ///     match orca.scans().wait(scan, &WaitForScan::within(Duration::from_secs(3_600))).await? {
    ///         ScanEnd::Done(_) => println!("scanned"),
    ///         _ => println!("still running"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "スキャンの開始")]
    pub async fn start(&self, asset_unique_id: impl AsRef<str>) -> Result<ScanStart> {
        let call = Call::post("/scan/asset/{asset_id}").arg(asset_unique_id.as_ref()).replay(Replay::Never);
        match self.0.one(call).await {
            Ok(scan) => Ok(ScanStart::Started(Box::new(scan))),
            Err(error) if OrcaErrorKind::of(&error) == Some(OrcaErrorKind::ScanAlreadyRunning) => {
                Ok(ScanStart::AlreadyRunning(OrcaErrorKind::running_scan(&error)))
            }
            Err(error) => Err(error),
        }
    }

    /// Gets a scan: how far it is. Known from one partner of Orca's.
    ///
    /// # Errors
    /// `NotFound` when there is no such scan, as far as Orca says so.
    #[doc(alias = "スキャンの状態の取得")]
    pub async fn get(&self, scan: impl Into<ScanId>) -> Result<Scan> {
        self.0.one(Call::get("/scan/status/{scan_id}").arg(scan.into())).await
    }

    /// Waits until a scan is done: until its status is `done`, the only end that is known.
    ///
    /// A look that fails for a passing reason is not the end; the next one follows. It ends with [`ScanEnd::NotInTime`] as
    /// soon as no further look fits into the time to wait or before the [deadline](CallOptions::deadline) of this client,
    /// whichever is sooner.
    ///
    /// # Errors
    /// `InvalidRequest` for times that do not fit. Those of [`get`](Self::get); a passing one only when no look succeeded in
    /// time.
    #[doc(alias = "スキャンの完了を待つ")]
    pub async fn wait(&self, scan: impl Into<ScanId>, wait: &WaitForScan) -> Result<ScanEnd> {
        wait.check()?;
        let (scan, clock) = (scan.into(), self.0.clock());
        let ends = clock.now().checked_add(wait.within);
        let ends = ends.ok_or_else(|| Error::invalid_request("within", "is too long"))?;
        let ends = self.0.deadline().map_or(ends, |deadline| deadline.min(ends));
        let client = self.0.with(CallOptions::new().deadline(ends));
        let mut last = None;
        loop {
            let mut pause = wait.every;
            let failure = match client.scans().get(&scan).await {
                Ok(scan) if scan.is_done() => return Ok(ScanEnd::Done(Box::new(scan))),
                Ok(scan) => {
                    last = Some(scan);
                    None
                }
                Err(error) => {
                    pause = pause.max(error.retry_after().unwrap_or_default());
                    Some(error)
                }
            };
            let is_over = clock.now().checked_add(pause).is_none_or(|next| next >= ends);
            match failure {
                Some(error) if !error.is_retryable() || (is_over && last.is_none()) => return Err(error),
                _ => {}
            }
            if let Some(scan) = last.take_if(|_| is_over) {
                return Ok(ScanEnd::NotInTime(Box::new(scan)));
            }
            clock.sleep(pause).await;
        }
    }
}
