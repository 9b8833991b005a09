//! The two places where alerts come from, and how a window of rows is asked of each.

use super::reader::{SMALLEST, Window};
use crate::alerts::AutomationQuery;
use crate::serving_layer::Query;
use saas_api_core::{Call, Error, Result, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Source {
    ServingLayer,
    Automation,
}

/// Rows from `start` on, at most `limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u64,
    pub(super) limit: u64,
}

impl Source {
    /// Whether rows come sorted by `last_sync`, the newest first.
    pub(super) fn is_newest_first(self) -> bool {
        self == Self::ServingLayer
    }

    pub(super) fn call(self, window: &Window) -> Result<Call> {
        let most = if self == Self::Automation { 500 } else { 1000 };
        if !(SMALLEST..=most).contains(&u64::from(window.page_size)) {
            return Err(Error::invalid_request("page_size", format!("must be {SMALLEST} to {most}")));
        }
        let limit = u32::try_from(window.span.limit).unwrap_or(u32::MAX);
        Ok(match self {
            Self::ServingLayer => {
                // The id makes the order of rows of one moment the same on each page.
                Query::alerts().order_by(["-last_sync", "AlertId"]).limit(limit).start(window.span.start).call()
            }
            Self::Automation => {
                let floor = Timestamp::from_system_time(window.floor)
                    .map_err(|invalid| Error::invalid_request("start_at", invalid))?;
                let page = window.span.start.checked_div(window.span.limit).unwrap_or(0).saturating_add(1);
                AutomationQuery::new().from_date(&floor).limit(limit).page(page).call()
            }
        })
    }

    /// The rows after the first `offset`, and at least `back` rows before them. `None`: there is no such window that
    /// reaches beyond `offset`.
    ///
    /// An automation's query takes page numbers, so a window starts at a multiple of its size: the size is chosen so that
    /// it reaches furthest.
    pub(super) fn joining(self, offset: u64, back: u64, most: u64) -> Option<Span> {
        let latest = offset.saturating_sub(back);
        let reach = |span: &Span| span.start.saturating_add(span.limit);
        let span = match self {
            Self::ServingLayer => Span { start: latest, limit: most },
            Self::Automation => {
                let span =
                    |limit: u64| Span { start: latest.saturating_sub(latest.checked_rem(limit).unwrap_or(0)), limit };
                (most / 2 + 1..=most).map(span).max_by_key(reach)?
            }
        };
        // A window that goes back far is there to be read on from, not to reach beyond.
        (reach(&span) > offset || back > 1).then_some(span)
    }

    /// The rows after the first `offset`, exactly.
    pub(super) fn exactly(self, offset: u64, most: u64) -> Span {
        let divides = |limit: &u64| offset.checked_rem(*limit) == Some(0);
        let limit = match self {
            Self::ServingLayer => most,
            Self::Automation => (1..=most).rev().find(divides).unwrap_or(1),
        };
        Span { start: offset, limit }
    }
}
