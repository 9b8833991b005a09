//! Findings of AWS Security Hub, as EventBridge delivers them.

use crate::intake::shape::{EMPTY, Shape, each};
use crate::intake::{Intake, Item, Malformed};
use crate::moment::Moment;
use crate::observation::{FindingState, Link, Observation, Severity};
use saas_api_core::Timestamp;
use securityhub_finding::model::SeverityLabel;
use securityhub_finding::{DetailType, Event, Finding, InvalidFinding, MalformedFinding, Product};
use serde_json::{Value, json};

/// Events of Security Hub: imported findings, custom actions.
///
/// | What comes | Items |
/// |---|---|
/// | an event with findings | one each, malformed ones among them |
/// | results of an insight | one skipped each: they are values and counts, and name no finding |
/// | findings of the new Security Hub (OCSF) | one skipped each |
/// | a finding, a list of findings, `{"Findings": [..]}` | one each |
/// | any other event, a schedule's among them | skipped |
///
/// An event of another source counts when it has findings in this format: tests and tools send such.
///
/// What is not active opens no ticket; from which severity on one opens is the policy's
/// [`opens_from`](crate::Policy::opens_from). The raw part of an observation is the event with this one finding, so that an
/// input transformer's paths find it.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SecurityHubIntake {
    controls_only: bool,
}

impl SecurityHubIntake {
    /// Reads findings of all products.
    pub const fn new() -> Self {
        Self { controls_only: false }
    }

    /// Whether to skip the findings of all products but Security Hub itself, which are those of its controls.
    ///
    /// It goes by the product's ARN. The product's name is no sign: it became "Security Hub CSPM".
    #[must_use]
    pub const fn controls_only(mut self, only: bool) -> Self {
        self.controls_only = only;
        self
    }

    fn event(self, body: &Value) -> Vec<Item> {
        let has_findings = body.pointer("/detail/findings").is_some_and(Value::is_array);
        let is_own = body.get("source").is_some_and(|source| source == "aws.securityhub");
        if !is_own && !has_findings {
            return vec![Item::Skipped("an event that is not of Security Hub")];
        }
        let event = match body.to_string().parse::<Event>() {
            Ok(event) => event,
            Err(error) => return vec![Item::Malformed(Malformed::new(error.path(), "is missing, or of another form"))],
        };
        let skipped = |why, list| {
            let list = body.pointer(list).and_then(Value::as_array);
            vec![Item::Skipped(why); list.map_or(1, Vec::len).max(1)]
        };
        match event.detail_type {
            DetailType::InsightResults => {
                return skipped("a value of an insight, not a finding", "/detail/insightResults");
            }
            DetailType::FindingsImportedV2 => return skipped("a finding of the new Security Hub", "/detail/findings"),
            _ => {}
        }
        let findings = event.into_findings();
        if !is_own && findings.iter().all(Result::is_err) {
            return vec![Item::Skipped("an event that is not of Security Hub")];
        }
        let read = |finding: Result<Finding, MalformedFinding>| match finding {
            Ok(finding) => self.finding(&finding, alone(&finding, body)),
            Err(malformed) => no_finding(&malformed.reason),
        };
        let items: Vec<Item> = findings.into_iter().map(read).collect();
        if items.is_empty() { vec![Item::Skipped("an event that names no finding")] } else { items }
    }

    fn list(self, list: &[Value], name: &str) -> Vec<Item> {
        if list.is_empty() {
            return vec![Item::Skipped(EMPTY)];
        }
        let read = |(index, finding)| under(&format!("$.{name}[{index}]"), self.bare(finding));
        list.iter().enumerate().map(read).collect()
    }

    fn bare(self, value: &Value) -> Item {
        match value.to_string().parse::<Finding>() {
            Ok(finding) => {
                let kind = DetailType::FindingsImported;
                let detail = json!({"findings": [value]});
                self.finding(
                    &finding,
                    json!({"detail-type": kind.as_str(), "source": "aws.securityhub", "detail": detail}),
                )
            }
            Err(reason) => no_finding(&reason),
        }
    }

    fn finding(self, finding: &Finding, raw: Value) -> Item {
        if self.controls_only && finding.product() != Some(Product::SecurityHub) {
            return Item::Skipped("a finding of another product");
        }
        Item::Finding(Box::new(observation(finding, raw)))
    }

    fn any(self, value: &Value) -> Vec<Item> {
        if Shape::of(value) == Shape::EventBridge {
            return self.event(value);
        }
        for name in ["Findings", "findings"] {
            if let Some(list) = value.get(name).and_then(Value::as_array) {
                return self.list(list, name);
            }
        }
        if ["Id", "ProductArn", "SchemaVersion"].iter().any(|name| value.get(name).is_some()) {
            return vec![self.bare(value)];
        }
        let path =
            value.to_string().parse::<Event>().err().map_or_else(|| "$".to_owned(), |error| error.path().to_owned());
        vec![Item::Malformed(Malformed::new(path, "is missing, or of another form"))]
    }
}

impl Intake for SecurityHubIntake {
    fn read(&self, body: &Value) -> Vec<Item> {
        each(body, &[Shape::EventBridge, Shape::Asff], |value, path| {
            self.any(value).into_iter().map(|item| under(path, item)).collect()
        })
    }
}

fn no_finding(reason: &InvalidFinding) -> Item {
    Item::Malformed(Malformed::new(reason.path(), "holds no finding"))
}

/// The same item, of a value that stands at a path.
fn under(path: &str, item: Item) -> Item {
    match item {
        Item::Malformed(malformed) => Item::Malformed(malformed.under(path)),
        item => item,
    }
}

fn observation(finding: &Finding, raw: Value) -> Observation {
    // The event's own time counts too: a workflow status changes without moving the finding's, and a late copy of an
    // earlier event must not undo it.
    let told_at = raw.get("time").and_then(Value::as_str).and_then(|time| time.parse::<Timestamp>().ok());
    let observed_at = [&finding.updated_at, &finding.created_at, &told_at].into_iter().flatten();
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
    seen.raw = raw.into();
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
