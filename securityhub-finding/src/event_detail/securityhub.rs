use crate::decode::part;
use crate::event::{CustomAction, DetailType, InsightResults, MalformedFinding, read_findings};
use crate::json::Members;
use crate::ocsf::OcsfFinding;
use crate::{Finding, RawJson};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The detail of an event about findings: imported, or sent to a custom action.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html)
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FindingsDetail {
    /// The custom action, where there is one.
    pub action: Option<CustomAction>,
    findings: Vec<Result<Finding, MalformedFinding>>,
    raw: RawJson,
}

impl FindingsDetail {
    /// The findings. EventBridge sends one in an event, older examples hold several.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().flatten()
    }

    /// What stands among the findings and is none. A detail without a list of findings has one entry here.
    pub fn malformed(&self) -> impl Iterator<Item = &MalformedFinding> {
        self.findings.iter().filter_map(|finding| finding.as_ref().err())
    }

    /// The findings and what is none, in their order.
    pub fn into_findings(self) -> Vec<Result<Finding, MalformedFinding>> {
        self.findings
    }
}

impl<'de> Deserialize<'de> for FindingsDetail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawJson::deserialize(deserializer)?;
        let (action, findings) = {
            let detail = Members::read(raw.as_str()).map_err(D::Error::custom)?;
            let text: &RawValue = serde_json::from_str(raw.as_str()).map_err(D::Error::custom)?;
            (CustomAction::read(&detail), read_findings(&DetailType::FindingsImported, text, &detail, "$.findings"))
        };
        Ok(Self { action, findings, raw })
    }
}

impl Serialize for FindingsDetail {
    /// Writes the detail as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

/// The detail of an event about the results of an insight.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html)
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsightDetail {
    /// The custom action that they were sent to.
    pub action: Option<CustomAction>,
    /// The results.
    pub insight: InsightResults,
    raw: RawJson,
}

impl<'de> Deserialize<'de> for InsightDetail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawJson::deserialize(deserializer)?;
        let (action, insight) = {
            let detail = Members::read(raw.as_str()).map_err(D::Error::custom)?;
            (CustomAction::read(&detail), InsightResults::read(&detail))
        };
        Ok(Self { action, insight, raw })
    }
}

impl Serialize for InsightDetail {
    /// Writes the detail as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

part! {
    /// The detail of an event of the new Security Hub: findings in OCSF.
    ///
    /// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html)
    pub struct ImportedV2Detail {
        /// The findings. EventBridge sends one in an event.
        pub findings: Vec<OcsfFinding> = "findings",
    }
}
