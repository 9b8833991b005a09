//! Findings of AWS Security Hub, as EventBridge delivers them.

use crate::intake::{Intake, Item, Malformed};
use crate::moment::Moment;
use crate::observation::{FindingState, Link, Observation, Severity};
use saas_api_core::Timestamp;
use securityhub_finding::model::SeverityLabel;
use securityhub_finding::{Event, Finding};
use serde_json::{Value, json};

/// Events of Security Hub: imported findings, custom actions.
///
/// What is not active opens no ticket; from which severity on one opens is the policy's
/// [`opens_from`](crate::Policy::opens_from). The raw part of an observation is the event with this one finding, so that an
/// input transformer's paths find it.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SecurityHubIntake;

impl SecurityHubIntake {
    /// Reads findings.
    pub const fn new() -> Self {
        Self
    }
}

impl Intake for SecurityHubIntake {
    fn read(&self, body: &Value) -> Vec<Item> {
        let event = match body.to_string().parse::<Event>() {
            Ok(event) => event,
            Err(error) => return vec![Item::Malformed(Malformed::new(error.path(), "is missing, or of another form"))],
        };
        if event.source != "aws.securityhub" {
            return vec![Item::Skipped("not an event of Security Hub")];
        }
        let malformed = event
            .malformed()
            .map(|malformed| Item::Malformed(Malformed::new(malformed.reason.path(), "holds no finding")));
        let findings = event.findings().map(|finding| Item::Finding(Box::new(observation(finding, body))));
        findings.chain(malformed).collect()
    }
}

fn observation(finding: &Finding, event: &Value) -> Observation {
    let observed_at = [&finding.updated_at, &finding.created_at].into_iter().flatten();
    let observed_at = observed_at.filter_map(Timestamp::to_system_time).map(Moment::from).max().unwrap_or_default();
    let title = finding.title.clone().unwrap_or_default();
    let severity = finding.severity_label().map_or_else(|| Severity::from("unknown"), |label| severity(&label));
    let mut seen = Observation::new("securityhub", finding.dedup_key().to_string(), title, severity, observed_at);
    seen.state = if finding.is_active() { FindingState::Active } else { FindingState::Inactive };
    seen.details = finding.description.clone().unwrap_or_default();
    seen.resource = finding.resources.first().and_then(|resource| resource.id.clone());
    seen.account.clone_from(&finding.aws_account_id);
    seen.region = finding.region_of_origin().map(str::to_owned);
    seen.links = finding.console_url().into_iter().map(|url| Link::new("Security Hub", url)).collect();
    seen.raw = alone(finding, event).into();
    seen
}

/// The event with this finding only.
fn alone(finding: &Finding, event: &Value) -> Value {
    let mut event = event.clone();
    let finding = serde_json::to_value(finding).unwrap_or_default();
    if let Some(detail) = event.get_mut("detail").and_then(Value::as_object_mut) {
        detail.insert("findings".to_owned(), json!([finding]));
    }
    event
}

fn severity(label: &SeverityLabel) -> Severity {
    Severity::from(label.as_str().to_ascii_lowercase().as_str())
}
