//! Scans of single assets.

use crate::client::Client;
use crate::error::OrcaErrorKind;
use crate::id::ScanId;
use crate::model::Scan;
use crate::wait::Wait;
use saas_api_core::{Call, Replay, Result};
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
pub struct WaitForScan(Wait);

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
        Self(Wait { within, every: Duration::from_secs(30) })
    }

    /// Looks so often: at least a second apart, at most as long as it waits.
    pub fn every(mut self, every: Duration) -> Self {
        self.0.every = every;
        self
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
    /// soon as no further look fits into the time to wait or before the [deadline](saas_api_core::CallOptions::deadline) of this client,
    /// whichever is sooner.
    ///
    /// # Errors
    /// `InvalidRequest` for times that do not fit. Those of [`get`](Self::get); a passing one only when no look succeeded in
    /// time.
    #[doc(alias = "スキャンの完了を待つ")]
    pub async fn wait(&self, scan: impl Into<ScanId>, wait: &WaitForScan) -> Result<ScanEnd> {
        let scan = scan.into();
        let (client, mut looks) = wait.0.begin(self.0)?;
        loop {
            let look = client.scans().get(&scan).await;
            if let Some(done) = look.as_ref().ok().filter(|scan| scan.is_done()) {
                return Ok(ScanEnd::Done(Box::new(done.clone())));
            }
            if let Some(last) = looks.after(look).await? {
                return Ok(ScanEnd::NotInTime(Box::new(last)));
            }
        }
    }
}
