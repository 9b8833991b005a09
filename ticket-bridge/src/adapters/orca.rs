//! Alerts of Orca: where they come from, and how they are closed.

use super::outcome;
use crate::intake::{Intake, Item, Malformed};
use crate::moment::Moment;
use crate::observation::{FindingState, Link, Observation, Severity};
use crate::outcome::CallOutcome;
use crate::ports::{FindingSource, ReadFailed, SourceWrite};
use crate::record::OpKind;
use async_trait::async_trait;
use orca_api::event::OrcaEvent;
use orca_api::model::{AlertState, AlertView, RiskLevel};
use orca_api::{AlertId, CallOptions, Client, RetryPolicy, Timestamp};
use serde_json::Value;

/// What Orca's automations deliver: alerts of both generations, to SQS, to SNS, to a webhook.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct OrcaIntake;

/// The alerts of one Orca tenant.
#[derive(Clone, Debug)]
pub struct OrcaSource {
    client: Client,
}

impl OrcaIntake {
    /// Reads alerts.
    pub const fn new() -> Self {
        Self
    }
}

impl OrcaSource {
    /// Closes and reads alerts with this client. Its token needs more than Orca's role Viewer.
    pub const fn new(client: Client) -> Self {
        Self { client }
    }
}

impl Intake for OrcaIntake {
    fn read(&self, body: &Value) -> Vec<Item> {
        vec![match OrcaEvent::from_value(body.clone()) {
            Ok(event) => Item::Finding(Box::new(observation(&event.view(), event.raw()))),
            Err(error) => Item::Malformed(Malformed::new(error.path(), "holds no Orca alert")),
        }]
    }
}

#[async_trait]
impl FindingSource for OrcaSource {
    async fn write(&self, write: &SourceWrite) -> CallOutcome<()> {
        let options = CallOptions::new().deadline(write.send_by.into()).retry(RetryPolicy::none());
        let (client, alert) = (self.client.with(options), AlertId::from(write.key.as_str()));
        let ended = match write.kind {
            OpKind::ReopenFinding => client.alerts().reopen(alert).await.map(drop),
            _ => client.alerts().close(alert).await.map(drop),
        };
        match ended {
            Ok(()) => CallOutcome::Done(()),
            Err(error) => outcome::of(&error, false),
        }
    }

    async fn read(&self, key: &str) -> Result<Option<Observation>, ReadFailed> {
        match self.client.alerts().get(AlertId::from(key)).await {
            Ok(alert) => Ok(Some(observation(&alert.view(), alert.raw()))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(outcome::unread(&error)),
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
