//! Alerts of Orca: where they come from, and how they are closed.

mod source;

pub use source::OrcaSource;

use crate::intake::shape::{Shape, each};
use crate::intake::{Intake, Item, Malformed};
use crate::moment::Moment;
use crate::observation::{FindingState, Link, Observation, Severity};
use orca_api::Timestamp;
use orca_api::event::OrcaEvent;
use orca_api::model::{AlertState, AlertView, RiskLevel};
use serde_json::Value;

/// What Orca's automations deliver: alerts of both generations, to SQS, to SNS, to a webhook.
///
/// An alert, or a list of them: each is an item of its own. A body that is plainly another source's is skipped; one of a
/// form that nobody knows is kept as malformed, so that a change at Orca does not silence the feed.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct OrcaIntake;

impl OrcaIntake {
    /// Reads alerts.
    pub const fn new() -> Self {
        Self
    }
}

impl Intake for OrcaIntake {
    fn read(&self, body: &Value) -> Vec<Item> {
        each(body, &[Shape::Orca], |alert, path| vec![item(alert, path)])
    }
}

fn item(alert: &Value, path: &str) -> Item {
    match OrcaEvent::from_value(alert.clone()) {
        Ok(event) => Item::Finding(Box::new(observation(&event.view(), event.raw()))),
        Err(error) => {
            // Its name for the whole.
            let within = if error.path() == "body" { String::new() } else { format!(".{}", error.path()) };
            Item::Malformed(Malformed::new(format!("{path}{within}"), "holds no Orca alert"))
        }
    }
}

/// The alert as an observation. Snoozed, closed and dismissed are over; what is not known is not.
fn observation(alert: &AlertView, raw: &Value) -> Observation {
    let over = matches!(alert.state, Some(AlertState::Closed | AlertState::Dismissed | AlertState::Snoozed));
    let times = [&alert.status_time, &alert.last_updated, &alert.created_at];
    let observed_at = times.into_iter().flatten().filter_map(Timestamp::to_system_time).max();
    let severity = alert.severity.as_ref().map_or_else(|| Severity::from("unknown"), severity);
    let observed_at = observed_at.map(Moment::from).unwrap_or_default();
    let mut seen = Observation::new("orca", alert.id.to_string(), alert.title.clone(), severity, observed_at);
    seen.state = if over { FindingState::Inactive } else { FindingState::Active };
    let parts = [alert.details.as_deref(), alert.recommendation.as_deref()];
    seen.details = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    seen.resource.clone_from(&alert.asset.name);
    seen.account.clone_from(&alert.account.name);
    seen.region.clone_from(&alert.region);
    seen.links = alert.links.cloud_console.iter().map(|url| Link::new("Cloud console", url.clone())).collect();
    seen.raw = raw.clone().into();
    seen
}

fn severity(level: &RiskLevel) -> Severity {
    // The two scales use the same words.
    Severity::from(level.as_str())
}
