//! The points where Orca's own answers vary or are not known for sure.

use std::time::Duration;

use super::words::{Generation, OrcaStatus};

/// How the sandbox answers where Orca's own answers vary.
///
/// A careful client passes under each of them.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct OrcaBehavior {
    pub(super) automation: bool,
    pub(super) bad_token: u16,
    pub(super) export_takes: Duration,
    pub(super) page_rows: usize,
    pub(super) plain_row_ids: bool,
    pub(super) recheck_after_close: bool,
    pub(super) reopens_to: OrcaStatus,
    pub(super) repeats_page: bool,
    pub(super) same_configuration: u16,
    pub(super) scan_starts_after: Duration,
    pub(super) status_key: bool,
    pub(super) unknown_on_status: u16,
    pub(super) unknown_elsewhere: u16,
    pub(super) unwrapped_rows: bool,
    pub(super) verification_takes: Duration,
    pub(super) verified_word: Option<String>,
}

impl Default for OrcaBehavior {
    fn default() -> Self {
        Self {
            automation: true,
            bad_token: 401,
            export_takes: Duration::from_secs(3),
            page_rows: usize::MAX,
            plain_row_ids: false,
            recheck_after_close: true,
            reopens_to: OrcaStatus::Open,
            repeats_page: false,
            same_configuration: 400,
            scan_starts_after: Duration::ZERO,
            status_key: true,
            unknown_on_status: 500,
            unknown_elsewhere: 400,
            unwrapped_rows: false,
            verification_takes: Duration::from_secs(600),
            verified_word: None,
        }
    }
}

impl OrcaBehavior {
    /// The recorded answers; where none is recorded, the likeliest.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the token belongs to an automation. Without one, its alert query is refused.
    pub fn automation(mut self, automation: bool) -> Self {
        self.automation = automation;
        self
    }

    /// The status for a wrong token: 401 (default) or 403.
    pub fn bad_token(mut self, status: u16) -> Self {
        self.bad_token = status;
        self
    }

    /// How long the export of a query takes on the sandbox clock; three seconds by default.
    pub fn export_takes(mut self, duration: Duration) -> Self {
        self.export_takes = duration;
        self
    }

    /// At most this many rows per page, whatever `limit` asks: short pages in the middle of a list. Page numbers count
    /// pages of that size.
    pub fn page_rows(mut self, rows: usize) -> Self {
        self.page_rows = rows.max(1);
        self
    }

    /// `AlertId` of a row without its `orca-`; `name` keeps it.
    pub fn plain_row_ids(mut self, plain: bool) -> Self {
        self.plain_row_ids = plain;
        self
    }

    /// Whether Orca verifies an alert that a caller closed (default).
    pub fn recheck_after_close(mut self, recheck: bool) -> Self {
        self.recheck_after_close = recheck;
        self
    }

    /// The state of an alert that Orca opens again: open (default) or in progress.
    pub fn reopens_to(mut self, status: OrcaStatus) -> Self {
        self.reopens_to = status;
        self
    }

    /// Answers the serving layer's and the automation's query with the first page, whichever is asked for.
    pub fn repeats_page(mut self, repeats: bool) -> Self {
        self.repeats_page = repeats;
        self
    }

    /// The HTTP status of `requested to set same configuration`; 400 by default.
    pub fn same_configuration(mut self, status: u16) -> Self {
        self.same_configuration = status;
        self
    }

    /// How long a verification only waits, as `scan_initiated`, before it scans; it scans at once by default.
    pub fn scan_starts_after(mut self, duration: Duration) -> Self {
        self.scan_starts_after = duration;
        self
    }

    /// Whether `PUT status` answers with a `status` key; both forms are recorded.
    pub fn status_key(mut self, present: bool) -> Self {
        self.status_key = present;
        self
    }

    /// The HTTP status for an unknown alert on `PUT status`; 500 by default.
    pub fn unknown_alert_on_status(mut self, status: u16) -> Self {
        self.unknown_on_status = status;
        self
    }

    /// The HTTP status for an unknown alert on every other call; 400 by default.
    pub fn unknown_alert(mut self, status: u16) -> Self {
        self.unknown_elsewhere = status;
        self
    }

    /// Row fields as plain values, without `{"value": ..}`.
    pub fn unwrapped_rows(mut self, unwrapped: bool) -> Self {
        self.unwrapped_rows = unwrapped;
        self
    }

    /// How long a verification takes on the sandbox clock; ten minutes by default.
    pub fn verification_takes(mut self, duration: Duration) -> Self {
        self.verification_takes = duration;
        self
    }

    /// `verification_status` after a scan that went well. Orca's own word is not recorded: there is none by default.
    pub fn verified_word(mut self, word: impl Into<String>) -> Self {
        self.verified_word = Some(word.into());
        self
    }
}

/// A webhook of an automation: where alerts are posted, and in which form.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct OrcaWebhook {
    pub(super) body_fields: Vec<String>,
    pub(super) generation: Generation,
    pub(super) headers: Vec<(String, String)>,
    pub(super) statuses: Vec<OrcaStatus>,
    pub(super) url: String,
}

impl OrcaWebhook {
    /// Posts each alert that opens, changes or reopens, as the legacy document.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            body_fields: Vec::new(),
            generation: Generation::Legacy,
            headers: Vec::new(),
            statuses: Vec::new(),
            url: url.into(),
        }
    }

    /// Sent as it is in `Authorization`; Orca adds no scheme.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.header("authorization", key)
    }

    /// Only these top-level fields.
    pub fn body_fields<T: Into<String>>(mut self, fields: impl IntoIterator<Item = T>) -> Self {
        self.body_fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// The form of the body.
    pub fn generation(mut self, generation: Generation) -> Self {
        self.generation = generation;
        self
    }

    /// One more custom header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Only alerts in these states, as the filter of an automation does.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = OrcaStatus>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }
}
