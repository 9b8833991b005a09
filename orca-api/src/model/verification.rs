use super::legacy::LegacyState;
use super::members::Members;
use super::raw::as_it_came;
use super::status::VerificationStatus;
use crate::id::AlertId;
use serde_json::Value;

/// The state of an alert, alone. Made by [`Alerts::state`](crate::alerts::Alerts::state).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StateReport {
    /// The alert, when the answer names it.
    pub alert_id: Option<AlertId>,
    /// The state.
    pub state: LegacyState,
    raw: Value,
}

/// What Orca says to a request to verify an alert: how far the scan is, not what it finds.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Verification {
    /// How far the scan is.
    pub status: Option<VerificationStatus>,
    raw: Value,
}

impl StateReport {
    /// Reads the state bare, as a guide shows it, or within `state` or `data`.
    fn read(raw: Value) -> Self {
        let within = ["state", "data"].into_iter().filter_map(|name| raw.get(name)).find(|state| state.is_object());
        let state = Members::of(within.or(Some(&raw)));
        Self { alert_id: state.str("alert_id").map(AlertId::from), state: LegacyState::read(state), raw }
    }
}

impl Verification {
    fn read(raw: Value) -> Self {
        let status = Members::of(Some(&raw)).str("status").map(VerificationStatus::read);
        Self { status, raw }
    }
}

as_it_came!(StateReport, Verification);
