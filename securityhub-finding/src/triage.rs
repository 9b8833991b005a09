//! The few members that decide where a finding goes.

use crate::decode::Name;
use crate::model::severity::{decisive_label, effective_label};
use crate::model::{ComplianceStatus, RecordState, SeverityLabel, WorkflowStatus};
use crate::problem;
use crate::{DedupKey, Finding, FindingState, InvalidFinding, NumberLiteral, rules};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// What decides where a finding goes, borrowed from its text: for those who route findings and do not read them.
///
/// It takes what [`Finding`] takes, says the same, and is several times as fast.
///
/// ```
/// use securityhub_finding::Triage;
/// use securityhub_finding::model::SeverityLabel;
///
/// # fn page(id: &str) {}
/// # fn example(json: &str) -> Result<(), securityhub_finding::InvalidFinding> {
/// let triage = Triage::read(json)?;
/// if triage.is_active() && triage.severity == Some(SeverityLabel::Critical) {
///     page(&triage.id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Triage<'a> {
    /// The id within the product.
    pub id: Cow<'a, str>,
    /// The product that reported it, as an ARN.
    pub product_arn: Cow<'a, str>,
    /// The title.
    pub title: Option<Cow<'a, str>>,
    /// How bad it is, as [`Finding::severity_label`] tells.
    pub severity: Option<SeverityLabel>,
    /// How far the work on it is.
    pub workflow: Option<WorkflowStatus>,
    /// Whether the product still reports it.
    pub record_state: Option<RecordState>,
    /// The outcome of the control.
    pub compliance: Option<ComplianceStatus>,
    /// Ids of its resources. A resource without an id has none here.
    pub resource_ids: Vec<Cow<'a, str>>,
}

impl<'a> Triage<'a> {
    /// Looks at a finding.
    ///
    /// # Errors
    /// As for `Finding`: when it is no JSON object, or has no `Id` or `ProductArn`.
    pub fn read(json: &'a str) -> Result<Self, InvalidFinding> {
        match serde_json::from_str::<Object<Members<'a>>>(json).ok().and_then(|finding| finding.0.identified()) {
            Some(triage) => Ok(triage),
            // What is not of the documented form is read in full: that copes with it, or says what is wrong.
            None => json.parse::<Finding>().map(Self::from),
        }
    }

    /// Looks at a finding.
    ///
    /// # Errors
    /// As for [`read`](Self::read), and when it is no UTF-8.
    pub fn from_slice(json: &'a [u8]) -> Result<Self, InvalidFinding> {
        Self::read(problem::text(json).map_err(InvalidFinding::new)?)
    }

    /// Which finding it is.
    pub fn dedup_key(&self) -> DedupKey<'_> {
        DedupKey { product_arn: &self.product_arn, id: &self.id }
    }

    /// Whether it stands: as [`Finding::is_active`].
    pub fn is_active(&self) -> bool {
        rules::is_active(self.record_state.as_ref(), self.workflow.as_ref(), self.compliance.as_ref())
    }

    /// The state that decides what is to be done: as [`Finding::state`].
    pub fn state(&self) -> FindingState {
        FindingState {
            workflow: self.workflow.clone(),
            record: self.record_state.clone(),
            compliance: self.compliance.clone(),
            severity: self.severity.clone(),
        }
    }
}

impl From<Finding> for Triage<'_> {
    fn from(finding: Finding) -> Self {
        Self {
            severity: finding.severity_label(),
            workflow: finding.workflow_status().cloned(),
            compliance: finding.compliance_status().cloned(),
            record_state: finding.record_state,
            id: Cow::Owned(finding.id),
            product_arn: Cow::Owned(finding.product_arn),
            title: finding.title.map(Cow::Owned),
            resource_ids: finding.resources.into_iter().filter_map(|resource| resource.id).map(Cow::Owned).collect(),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Triage<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &'a RawValue = Deserialize::deserialize(deserializer)?;
        Self::read(raw.get()).map_err(serde::de::Error::custom)
    }
}

/// An object of which some members are looked at.
trait Look<'de>: Default {
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;
}

#[derive(Default)]
struct Members<'a> {
    id: Option<Cow<'a, str>>,
    product_arn: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    record_state: Option<Cow<'a, str>>,
    severity: SeverityMembers<'a>,
    provided: ProvidedMembers<'a>,
    workflow: StatusMember<'a>,
    compliance: StatusMember<'a>,
    resources: Option<Vec<Object<IdMember<'a>>>>,
}

#[derive(Default)]
struct SeverityMembers<'a> {
    label: Option<Cow<'a, str>>,
    normalized: Option<NumberLiteral>,
}

#[derive(Default)]
struct ProvidedMembers<'a>(SeverityMembers<'a>);

#[derive(Default)]
struct StatusMember<'a>(Option<Cow<'a, str>>);

#[derive(Default)]
struct IdMember<'a>(Option<Cow<'a, str>>);

impl<'a> Members<'a> {
    fn identified(self) -> Option<Triage<'a>> {
        let filled = |text: &Cow<'a, str>| !text.trim().is_empty();
        let labels = [self.severity.effective_label(), self.provided.0.effective_label()];
        Some(Triage {
            id: self.id.filter(filled)?,
            product_arn: self.product_arn.filter(filled)?,
            title: self.title,
            severity: decisive_label(labels.into_iter().flatten()),
            workflow: self.workflow.0.map(|text| WorkflowStatus::from(&*text)),
            record_state: self.record_state.map(|text| RecordState::from(&*text)),
            compliance: self.compliance.0.map(|text| ComplianceStatus::from(&*text)),
            resource_ids: self.resources.into_iter().flatten().filter_map(|resource| resource.0.0).collect(),
        })
    }
}

impl SeverityMembers<'_> {
    fn effective_label(&self) -> Option<SeverityLabel> {
        effective_label(self.label.as_deref().map(SeverityLabel::from), self.normalized.as_ref())
    }
}

impl<'de> Look<'de> for Members<'de> {
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "Id" => self.id = text(map)?,
            "ProductArn" => self.product_arn = text(map)?,
            "Title" => self.title = text(map)?,
            "RecordState" => self.record_state = text(map)?,
            "Severity" => self.severity = object(map)?,
            "FindingProviderFields" => self.provided = object(map)?,
            "Workflow" => self.workflow = object(map)?,
            "Compliance" => self.compliance = object(map)?,
            "Resources" => self.resources = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl<'de> Look<'de> for SeverityMembers<'de> {
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "Label" => self.label = text(map)?,
            "Normalized" => self.normalized = NumberLiteral::read(map.next_value::<&RawValue>()?.get()),
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl<'de> Look<'de> for ProvidedMembers<'de> {
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "Severity" => self.0 = object(map)?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl<'de> Look<'de> for StatusMember<'de> {
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "Status" => self.0 = text(map)?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl<'de> Look<'de> for IdMember<'de> {
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "Id" => self.0 = text(map)?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    Ok(map.next_value::<Option<Name<'de>>>()?.map(|text| text.0))
}

fn object<'de, A: MapAccess<'de>, T: Look<'de>>(map: &mut A) -> Result<T, A::Error> {
    Ok(map.next_value::<Option<Object<T>>>()?.map(|object| object.0).unwrap_or_default())
}

fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

struct Object<T>(T);

impl<'de, T: Look<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(T::default())).map(Self)
    }
}

struct ObjectVisitor<T>(T);

impl<'de, T: Look<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<T, A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            self.0.member(&name, &mut map)?;
        }
        Ok(self.0)
    }
}
