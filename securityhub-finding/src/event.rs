//! Events of Security Hub as EventBridge delivers them.

use crate::json::{Members, items};
use crate::ocsf::OcsfFinding;
use crate::problem::{Problem, text};
use crate::{Finding, InvalidFinding, NumberLiteral, RawJson};
use saas_api_core::{Timestamp, open_enum};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::str::FromStr;

open_enum! {
    /// What an event is about. There are many more kinds: EventBridge delivers those of all services.
    pub enum DetailType: str {
        /// A finding is new, or was updated: by its product, or by a customer.
        FindingsImported = "Security Hub Findings - Imported",
        /// Somebody sent findings to a custom action.
        CustomAction = "Security Hub Findings - Custom Action",
        /// Somebody sent the results of an insight to a custom action.
        InsightResults = "Security Hub Insight Results",
        /// A finding of the new Security Hub, in OCSF: see [`Event::ocsf_findings`].
        FindingsImportedV2 = "Findings Imported V2",
        /// A finding, as GuardDuty itself sends it.
        GuardDutyFinding = "GuardDuty Finding",
        /// A finding, as Inspector itself sends it.
        InspectorFinding = "Inspector2 Finding",
        /// Somebody called an AWS service.
        ApiCall = "AWS API Call via CloudTrail",
    }
}

/// An event as EventBridge delivers it.
///
/// ```
/// use securityhub_finding::Event;
///
/// # fn example(body: &[u8]) -> Result<(), securityhub_finding::InvalidEvent> {
/// let event = Event::from_slice(body)?;
/// for finding in event.findings().filter(|finding| finding.passes_w1_filter()) {
///     println!("{}: {}", finding.id, finding.title.as_deref().unwrap_or("no title"));
/// }
/// for malformed in event.malformed() {
///     eprintln!("{}", malformed.reason);
/// }
/// # Ok(())
/// # }
/// ```
///
/// EventBridge delivers at least once, in any order, and the [`id`](Self::id) of two events about one state differs: tell
/// findings by [`Finding::dedup_key`].
///
/// An event of any other kind reads too. Its findings are those of `detail.findings`, if it has them. Writing gives back
/// the event as it came.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html)
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// What it is about.
    pub detail_type: DetailType,
    /// Who sent it: `aws.securityhub`.
    pub source: String,
    /// The event's own id. It says nothing about the finding.
    pub id: Option<String>,
    /// The account that received it, not the finding's.
    pub account: Option<String>,
    /// The Region that received it. In an aggregation Region it is not the finding's.
    pub region: Option<String>,
    /// When it was sent, in whole seconds.
    pub time: Option<Timestamp>,
    /// The finding's ARN, or that of the custom action.
    pub resources: Vec<String>,
    /// The custom action, where there is one.
    pub action: Option<CustomAction>,
    /// The insight's results, in an event about them.
    pub insight: Option<InsightResults>,
    findings: Vec<Result<Finding, MalformedFinding>>,
    raw: RawJson,
}

/// A custom action, as somebody named it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomAction {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
}

/// The results of an insight: up to 100 values, and how many findings have each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsightResults {
    /// The insight's ARN.
    pub arn: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The attribute that it groups by, such as `ResourceId`.
    pub result_type: Option<String>,
    /// How many values there are. Often missing.
    pub number_of_results: Option<NumberLiteral>,
    /// The values.
    pub results: Vec<InsightResult>,
}

/// One value of an insight.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsightResult {
    /// The value of the attribute.
    pub value: String,
    /// How many findings have it.
    pub count: NumberLiteral,
}

/// An element of `detail.findings` that is no finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MalformedFinding {
    /// Why, and where in the event.
    pub reason: InvalidFinding,
    /// What stands there.
    pub raw: RawJson,
}

/// The text is no event of EventBridge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an EventBridge event: {0}")]
#[non_exhaustive]
pub struct InvalidEvent(Problem);

impl InvalidEvent {
    pub(crate) fn new(problem: Problem) -> Self {
        Self(problem)
    }

    /// The JSON path of what is wrong, such as `$.detail`.
    pub fn path(&self) -> &str {
        self.0.path()
    }
}

impl Event {
    /// Reads an event.
    ///
    /// # Errors
    /// When it is no JSON object, or has no `detail-type`, `source` or `detail`. A malformed finding is no error: see
    /// [`malformed`](Self::malformed). The error tells the place and quotes nothing.
    pub fn from_slice(json: &[u8]) -> Result<Self, InvalidEvent> {
        text(json).map_err(InvalidEvent)?.parse()
    }

    /// The findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().flatten()
    }

    /// What stands among the findings and is none. An event about findings that has no list of them has one entry here.
    pub fn malformed(&self) -> impl Iterator<Item = &MalformedFinding> {
        self.findings.iter().filter_map(|finding| finding.as_ref().err())
    }

    /// The findings and what is none, in their order.
    pub fn into_findings(self) -> Vec<Result<Finding, MalformedFinding>> {
        self.findings
    }

    /// The detail, as a type of [`event_detail`](crate::event_detail) or of yours.
    ///
    /// # Errors
    /// When it has another form. For the types of this crate any object will do.
    pub fn detail<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        let envelope = Members::read(self.raw.as_str())?;
        serde_json::from_str(envelope.get("detail").map_or("null", RawValue::get))
    }

    /// The findings of the new Security Hub. What is no object among them is passed over: it stays in [`raw`](Self::raw).
    pub fn ocsf_findings(&self) -> Vec<OcsfFinding> {
        if self.detail_type != DetailType::FindingsImportedV2 {
            return Vec::new();
        }
        let find = || {
            let envelope = Members::read(self.raw.as_str()).ok()?;
            let detail = Members::read(envelope.get("detail")?.get()).ok()?;
            let findings = items(detail.get("findings")?.get())?;
            Some(findings.into_iter().filter_map(|finding| serde_json::from_str(finding.get()).ok()).collect())
        };
        find().unwrap_or_default()
    }

    /// The event as it came.
    pub fn raw(&self) -> &RawJson {
        &self.raw
    }

    fn read(raw: RawJson) -> Result<Self, InvalidEvent> {
        let envelope =
            Members::read(raw.as_str()).map_err(|error| InvalidEvent(Problem::in_text(&error, raw.as_str())))?;
        let missing = |name: &str, what: &str| InvalidEvent(Problem::new(&format!("$.{name}"), what));
        let required = |name: &str| envelope.read_as::<String>(name).ok_or_else(|| missing(name, "missing or no text"));

        let detail_type = DetailType::from(&*required("detail-type")?);
        let source = required("source")?;
        let detail_text = envelope.get("detail").ok_or_else(|| missing("detail", "missing"))?;
        let detail = Members::read(detail_text.get()).map_err(|_kind| missing("detail", "no JSON object"))?;

        Ok(Self {
            id: envelope.read_as("id"),
            account: envelope.read_as("account"),
            region: envelope.read_as("region"),
            time: envelope.read_as("time"),
            resources: envelope.read_as("resources").unwrap_or_default(),
            action: CustomAction::read(&detail),
            insight: (detail_type == DetailType::InsightResults).then(|| InsightResults::read(&detail)),
            findings: read_findings(&detail_type, detail_text, &detail, "$.detail.findings"),
            detail_type,
            source,
            raw,
        })
    }
}

pub(crate) fn read_findings(
    detail_type: &DetailType,
    detail_text: &RawValue,
    detail: &Members<'_>,
    path: &str,
) -> Vec<Result<Finding, MalformedFinding>> {
    let must_have_findings = match detail_type {
        DetailType::FindingsImportedV2 => return Vec::new(),
        DetailType::FindingsImported | DetailType::CustomAction => true,
        _ => false,
    };
    let malformed = |raw: &RawValue, what| {
        let reason = InvalidFinding::new(Problem::new(path, what));
        vec![Err(MalformedFinding { reason, raw: RawJson::from_raw(raw) })]
    };
    let Some(list) = detail.get("findings") else {
        return if must_have_findings { malformed(detail_text, "missing") } else { Vec::new() };
    };
    let Some(items) = items(list.get()) else { return malformed(list, "not a list") };
    let read = |(index, item): (usize, &RawValue)| {
        let at_its_place = |reason: InvalidFinding| reason.under(&format!("{path}[{index}]"));
        item.get()
            .parse()
            .map_err(|reason| MalformedFinding { reason: at_its_place(reason), raw: RawJson::from_raw(item) })
    };
    items.into_iter().enumerate().map(read).collect()
}

impl CustomAction {
    pub(crate) fn read(detail: &Members<'_>) -> Option<Self> {
        Some(Self { name: detail.read_as("actionName")?, description: detail.read_as("actionDescription") })
    }
}

impl InsightResults {
    pub(crate) fn read(detail: &Members<'_>) -> Self {
        Self {
            arn: detail.read_as("insightArn"),
            name: detail.read_as("insightName"),
            result_type: detail.read_as("resultType"),
            number_of_results: detail.read_as("number of results"),
            results: detail.get("insightResults").map(InsightResult::read_all).unwrap_or_default(),
        }
    }
}

impl InsightResult {
    /// Each element is an object with one member: the value, and its count.
    fn read_all(list: &RawValue) -> Vec<Self> {
        let elements = items(list.get()).unwrap_or_default();
        elements
            .into_iter()
            .filter_map(|element| Members::read(element.get()).ok())
            .flat_map(|element| Self::read_one(&element))
            .collect()
    }

    fn read_one(element: &Members<'_>) -> Vec<Self> {
        let result = |(value, count): (&str, &RawValue)| {
            Some(Self { value: value.to_owned(), count: serde_json::from_str(count.get()).ok()? })
        };
        element.iter().filter_map(result).collect()
    }
}

impl FromStr for Event {
    type Err = InvalidEvent;

    fn from_str(json: &str) -> Result<Self, InvalidEvent> {
        let raw = json.parse().map_err(|error| InvalidEvent(Problem::in_text(&error, json)))?;
        Self::read(raw)
    }
}

impl Serialize for Event {
    /// Writes the event as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(RawJson::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
