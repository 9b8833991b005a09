//! Alerts (アラート).
//!
//! Orca's API documentation is inside each tenant; what its own clients do is the only public source. So the methods here
//! take every answer that those clients were seen to get.

mod change;
mod event_log;
mod list;
mod query;
mod verdict;

pub use change::{Changed, Closed, Reopened};
pub use event_log::{EventLog, ListEvents};
pub use list::ListAlerts;
pub use query::AutomationQuery;
pub use verdict::{Verdict, WaitForVerdict};

use crate::client::Client;
use crate::id::AlertId;
use crate::model::{Alert, MaliciousFileUrl, Names, StateReport};
use saas_api_core::{Call, Download, Result};
use serde::Deserialize;

/// Alerts. Made by [`Client::alerts`].
#[derive(Clone, Copy, Debug)]
pub struct Alerts<'c>(&'c Client);

impl<'c> Alerts<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Gets an alert.
    ///
    /// # Errors
    /// `NotFound` when there is no such alert: Orca says so at 400. `Decode` when the answer names no alert.
    #[doc(alias = "アラートの取得")]
    pub async fn get(&self, alert: impl Into<AlertId>) -> Result<Alert> {
        self.0.json(Call::get("/alerts/{alert_id}").arg(alert.into())).await
    }

    /// Gets an alert's state alone: its status, its scores, whether a scan verifies it.
    ///
    /// Known from two guides of others only. [`get`](Self::get) tells the same and more.
    ///
    /// # Errors
    /// `NotFound` when there is no such alert.
    #[doc(alias = "アラートの状態の取得")]
    pub async fn state(&self, alert: impl Into<AlertId>) -> Result<StateReport> {
        self.0.json(Call::get("/alerts/{alert_id}/state").arg(alert.into())).await
    }

    /// Lists the fields that [`list`](Self::list) filters by.
    ///
    /// Orca's partners use it as a test of the connection. The form of the answer is not known:
    /// [`Names::raw`] has it, whatever it is.
    ///
    /// # Errors
    /// `Auth` when the token is wrong, or of another region.
    #[doc(alias = "フィールド一覧の取得")]
    pub async fn scheme(&self) -> Result<Names> {
        self.0.json(Call::get("/alerts/scheme")).await
    }

    /// Lists the categories that alerts have, such as `Data at risk`.
    ///
    /// # Errors
    /// `Auth` when the token may not read alerts.
    #[doc(alias = "カテゴリ一覧の取得")]
    pub async fn categories(&self) -> Result<Names> {
        self.0.json(Call::get("/alerts/catalog/category")).await
    }

    /// The event log of an alert, and its comments.
    pub fn event_log(&self, alert: impl Into<AlertId>) -> EventLog<'c> {
        EventLog::new(self.0, alert.into())
    }

    /// Gets an address from which an alert's malicious file can be fetched, by whoever has it.
    ///
    /// The file is **malware**. In the sample that is known it is a zip archive with a password.
    ///
    /// # Errors
    /// `NotFound` when there is no such alert, and when it has no file (`no associated files`). `Decode` when the answer
    /// holds no address.
    pub async fn malicious_file_url(&self, alert: impl Into<AlertId>) -> Result<MaliciousFileUrl> {
        #[derive(Deserialize)]
        struct Found {
            link: MaliciousFileUrl,
        }
        let call = Call::get("/alerts/{alert_id}/download_malicious_file").arg(alert.into());
        self.0.json(call).await.map(|found: Found| found.link)
    }

    /// Fetches an alert's malicious file, piece by piece.
    ///
    /// What comes is **malware**, in the sample that is known as a zip archive with a password. Never run or unpack it on
    /// a machine that matters, and expect a virus scanner to take it away.
    ///
    /// Asks for an address and fetches from it at once. Neither the token nor anything else of Orca is sent there, and no
    /// error names the address.
    ///
    /// # Errors
    /// Those of [`malicious_file_url`](Self::malicious_file_url), and those of the file store; ask again then, for a new
    /// address.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// let mut file = orca.alerts().malicious_file("orca-123456").await?;
    /// while let Some(piece) = file.chunk().await? {
    ///     println!("{} bytes of malware", piece.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "悪意のあるファイルのダウンロード")]
    pub async fn malicious_file(&self, alert: impl Into<AlertId>) -> Result<Download> {
        let url = self.malicious_file_url(alert).await?;
        self.0.download("{link}", url.as_str()).await
    }
}
