//! Waiting for what a verifying scan finds.

use super::Alerts;
use crate::id::AlertId;
use crate::model::{AlertState, LegacyState, StateReport, VerificationStatus};
use crate::wait::Wait;
use saas_api_core::Result;
use std::time::Duration;

/// How long to wait for a verdict, and how often to look. For [`Alerts::wait_for_verdict`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct WaitForVerdict(Wait);

/// What a verifying scan found. Made by [`Alerts::wait_for_verdict`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Verdict {
    /// The scan is over, and the alert is closed. Not for ever: a later scan may find the risk again.
    Closed(Box<StateReport>),
    /// The risk is still there. The alert is open or in progress after the scan, or it was seen closed and is open again;
    /// then somebody may have opened it by hand, which the [event log](super::EventLog) tells.
    StillThere(Box<StateReport>),
    /// The scan failed: nothing is known of the risk.
    ScanFailed(Box<StateReport>),
    /// The scan is over, and the alert's state tells nothing of what it found: snoozed, dismissed, or a new word.
    OtherState(Box<StateReport>),
    /// No verdict in time.
    NotInTime {
        /// The last state that was read.
        last: Box<StateReport>,
        /// Whether a scan was seen. Where none was, it may not have begun, or began and ended between two looks.
        scan_seen: bool,
    },
}

impl WaitForVerdict {
    /// Waits so long, and looks every 30 seconds.
    ///
    /// How long scans take is not known for sure: minutes to hours.
    pub fn within(within: Duration) -> Self {
        Self(Wait { within, every: Duration::from_secs(30) })
    }

    /// Looks so often: at least a second apart, at most as long as it waits.
    pub fn every(mut self, every: Duration) -> Self {
        self.0.every = every;
        self
    }
}

impl Alerts<'_> {
    /// Waits until a scan has verified an alert: after [`close`](Self::close), which Orca verifies by itself, or after
    /// [`verify`](Self::verify). A close that ends with [`Closed::AlreadyClosed`](super::Closed::AlreadyClosed) starts no
    /// scan: call `verify` first.
    ///
    /// Looks at the alert's [`state`](Self::state), a call that is known from two guides of others only. Reports what was seen
    /// alone: a state without a scan before it is no verdict, for the scan may not have begun. A look that fails for a passing reason is not the end; the next one
    /// follows. It ends with [`Verdict::NotInTime`] as soon as no further look fits into the time to wait or before the
    /// [deadline](saas_api_core::CallOptions::deadline) of this client, whichever is sooner.
    ///
    /// # Errors
    /// `InvalidRequest` for times that do not fit. Those of [`state`](Self::state); a passing one only when no look
    /// succeeded in time.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client) -> orca_api::Result<()> {
    /// use orca_api::alerts::{Closed, Verdict, WaitForVerdict};
    /// use std::time::Duration;
    ///
    /// if orca.alerts().close("orca-123456").await? == Closed::AlreadyClosed {
    ///     orca.alerts().verify("orca-123456").await?;
    /// }
    /// let wait = WaitForVerdict::within(Duration::from_secs(2 * 3_600)).every(Duration::from_secs(60));
    /// match orca.alerts().wait_for_verdict("orca-123456", &wait).await? {
    ///     Verdict::Closed(_) => println!("fixed, as Orca sees it"),
    ///     Verdict::StillThere(_) => println!("still there: the alert is open again"),
    ///     other => println!("not known: {other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "検証結果を待つ")]
    pub async fn wait_for_verdict(&self, alert: impl Into<AlertId>, wait: &WaitForVerdict) -> Result<Verdict> {
        let alert = alert.into();
        let (client, mut looks) = wait.0.begin(self.0)?;
        let mut watch = Watch::default();
        loop {
            let look = client.alerts().state(&alert).await;
            if let Some((report, finding)) =
                look.as_ref().ok().and_then(|report| Some((report, watch.look(&report.state)?)))
            {
                return Ok(finding.with(report.clone()));
            }
            if let Some(last) = looks.after(look).await? {
                return Ok(Verdict::NotInTime { last: Box::new(last), scan_seen: watch.scan_seen });
            }
        }
    }
}

/// What the looks have shown so far.
#[derive(Debug, Default)]
struct Watch {
    /// Whether the first look showed a scan that had failed: an old one.
    failed_at_first: Option<bool>,
    /// `in_verification` was true.
    flag_seen: bool,
    scan_seen: bool,
    closed_seen: bool,
}

/// A [`Verdict`] that was given, without its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    Closed,
    StillThere,
    ScanFailed,
    OtherState,
}

impl Watch {
    /// What a look tells, together with those before. `None`: nothing yet.
    fn look(&mut self, state: &LegacyState) -> Option<Finding> {
        let word = &state.verification_status;
        let says_running = matches!(word, Some(VerificationStatus::ScanInitiated | VerificationStatus::Scanning));
        let runs = match state.in_verification {
            Some(true) => true,
            // Once the flag was seen it is what counts: the word may stay.
            Some(false) if self.flag_seen => false,
            Some(false) | None => says_running,
        };
        let failed = *word == Some(VerificationStatus::ScanFailed);
        let failed_at_first = *self.failed_at_first.get_or_insert(failed);
        // A failure that was not there before: a whole scan passed between two looks. Other words say less: one that this
        // version does not name may be of a scan that waits.
        let has_failed = failed && !failed_at_first;
        self.flag_seen |= state.in_verification == Some(true);
        self.scan_seen |= runs || has_failed;
        self.closed_seen |= state.status == Some(AlertState::Closed);
        if runs {
            return None;
        }
        let is_open = matches!(state.status, Some(AlertState::Open | AlertState::InProgress));
        match (self.scan_seen, &state.status) {
            (_, _) if is_open && self.closed_seen => Some(Finding::StillThere),
            (true, _) if failed => Some(Finding::ScanFailed),
            (true, Some(AlertState::Closed)) => Some(Finding::Closed),
            (true, _) if is_open => Some(Finding::StillThere),
            // An answer that tells no state does not tell that the scan is over either.
            (false, _) | (true, None) => None,
            (true, _) => Some(Finding::OtherState),
        }
    }
}

impl Finding {
    fn with(self, report: StateReport) -> Verdict {
        let report = Box::new(report);
        match self {
            Self::Closed => Verdict::Closed(report),
            Self::StillThere => Verdict::StillThere(report),
            Self::ScanFailed => Verdict::ScanFailed(report),
            Self::OtherState => Verdict::OtherState(report),
        }
    }
}
