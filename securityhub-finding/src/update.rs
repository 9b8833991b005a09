//! What customers change: the bodies and answers of `BatchUpdateFindings`.

mod answer;
mod plan;

pub use answer::{FindingIdentifier, InvalidAnswer, RetryAdvice, UnprocessedFinding, UpdateAnswer, UpdateErrorCode};
pub use plan::{BatchUpdate, UpdatePlan};

use crate::model::{RelatedFinding, SeverityLabel, VerificationState, WorkflowStatus};
use crate::validate::{Violations, check_update};
use crate::{Finding, NumberLiteral, TextMap};
use serde::Serialize;

/// What to change in a finding (検出結果の更新).
///
/// What is not set stays as it is. Plan the calls with [`UpdatePlan`].
///
/// Each update sends an event, `Security Hub Findings - Imported`, whatever it changes. A rule that acts upon `NEW` then
/// acts again, unless the update also sets another status: set [`workflow`](Self::workflow) together with a note.
/// [`is_met_by`](Self::is_met_by) tells whether there is anything to write at all.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html)
///
/// # Examples
/// ```
/// use securityhub_finding::FindingUpdate;
/// use securityhub_finding::model::WorkflowStatus;
///
/// let update = FindingUpdate::new().workflow(WorkflowStatus::Notified).note("Ticket SEC-1", "bridge");
/// update.validate()?;
/// assert_eq!(
///     serde_json::to_string(&update)?,
///     r#"{"Note":{"Text":"Ticket SEC-1","UpdatedBy":"bridge"},"Workflow":{"Status":"NOTIFIED"}}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[must_use]
pub struct FindingUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<NoteUpdate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<SeverityUpdate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification_state: Option<VerificationState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    criticality: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_defined_fields: Option<TextMap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow: Option<WorkflowUpdate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related_findings: Option<Vec<RelatedFinding>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NoteUpdate {
    text: String,
    updated_by: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct SeverityUpdate {
    label: SeverityLabel,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WorkflowUpdate {
    status: WorkflowStatus,
}

impl FindingUpdate {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the note, up to 512 characters, and who wrote it. It replaces the note that is there.
    ///
    /// Name your program as the writer, so that you know its notes again.
    pub fn note(self, text: impl Into<String>, updated_by: impl Into<String>) -> Self {
        Self { note: Some(NoteUpdate { text: text.into(), updated_by: updated_by.into() }), ..self }
    }

    /// Sets how bad it is. The service sets the normalized number by the label.
    pub fn severity(self, label: SeverityLabel) -> Self {
        Self { severity: Some(SeverityUpdate { label }), ..self }
    }

    /// Sets whether somebody checked that it is true.
    pub fn verification_state(self, state: VerificationState) -> Self {
        Self { verification_state: Some(state), ..self }
    }

    /// Sets how sure one can be, from 0 to 100.
    pub fn confidence(self, confidence: u8) -> Self {
        Self { confidence: Some(confidence), ..self }
    }

    /// Sets how important the resources are, from 0 to 100.
    pub fn criticality(self, criticality: u8) -> Self {
        Self { criticality: Some(criticality), ..self }
    }

    /// Replaces the types, up to 50.
    pub fn types(self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { types: Some(types.into_iter().map(Into::into).collect()), ..self }
    }

    /// Sets how far the work on it is.
    pub fn workflow(self, status: WorkflowStatus) -> Self {
        Self { workflow: Some(WorkflowUpdate { status }), ..self }
    }

    /// Replaces the findings that belong to it, up to 10.
    pub fn related_findings(self, findings: impl IntoIterator<Item = FindingIdentifier>) -> Self {
        Self { related_findings: Some(findings.into_iter().map(Into::into).collect()), ..self }
    }

    /// Adds user-defined fields to those that the finding has.
    ///
    /// The documentation does not say whether the service keeps the fields that a call does not name. So read the
    /// finding right before, by `GetFindings`: its fields are written again beside yours. What another program writes
    /// between your reading and your writing may be lost; where that matters, use the note only.
    ///
    /// Of two updates of one finding in a plan the later one's fields count: add all of them in one.
    pub fn add_user_defined_fields(
        self,
        finding: &Finding,
        fields: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let mut merged = finding.user_defined_fields.clone();
        for (name, text) in fields {
            merged.insert(name, text);
        }
        self.replace_user_defined_fields(merged)
    }

    /// Writes these user-defined fields and no others.
    ///
    /// The fields of other programs may be gone afterwards: mostly you want
    /// [`add_user_defined_fields`](Self::add_user_defined_fields).
    pub fn replace_user_defined_fields(self, fields: TextMap) -> Self {
        Self { user_defined_fields: Some(fields), ..self }
    }

    /// Whether it sets nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the finding already is as the update wants it, so that there is nothing to write.
    ///
    /// The finding must be as the service has it now. A note counts as there when its text and its writer are.
    pub fn is_met_by(&self, finding: &Finding) -> bool {
        let note = finding.note.as_ref();
        let is_noted = |wanted: &NoteUpdate| {
            note.and_then(|note| note.text.as_ref()) == Some(&wanted.text)
                && note.and_then(|note| note.updated_by.as_ref()) == Some(&wanted.updated_by)
        };
        let label = finding.severity.as_ref().and_then(|severity| severity.label.as_ref());
        let is_number = |there: &Option<NumberLiteral>, wanted: u8| {
            there.as_ref().and_then(NumberLiteral::as_i64) == Some(i64::from(wanted))
        };
        let has_fields = |wanted: &TextMap| {
            wanted.others().next().is_none()
                && wanted.iter().all(|(name, text)| finding.user_defined_fields.get(name) == Some(text))
                && finding.user_defined_fields.len() == wanted.len()
        };
        is_unset_or(self.note.as_ref(), is_noted)
            && is_unset_or(self.severity.as_ref(), |wanted| label == Some(&wanted.label))
            && is_unset_or(self.verification_state.as_ref(), |wanted| {
                finding.verification_state.as_ref() == Some(wanted)
            })
            && is_unset_or(self.confidence, |wanted| is_number(&finding.confidence, wanted))
            && is_unset_or(self.criticality, |wanted| is_number(&finding.criticality, wanted))
            && is_unset_or(self.types.as_ref(), |wanted| finding.types == *wanted)
            && is_unset_or(self.user_defined_fields.as_ref(), has_fields)
            && is_unset_or(self.workflow.as_ref(), |wanted| finding.workflow_status() == Some(&wanted.status))
            && is_unset_or(self.related_findings.as_ref(), |wanted| finding.related_findings == *wanted)
    }

    /// Checks it against the rules of `BatchUpdateFindings`.
    ///
    /// # Errors
    /// When the service would refuse it, or it sets nothing: all reasons, each with its place and its limit.
    pub fn validate(&self) -> Result<(), Violations> {
        check_update(self)
    }

    /// This update, and then another one: what the other one sets, counts.
    fn then(self, later: Self) -> Self {
        Self {
            note: later.note.or(self.note),
            severity: later.severity.or(self.severity),
            verification_state: later.verification_state.or(self.verification_state),
            confidence: later.confidence.or(self.confidence),
            criticality: later.criticality.or(self.criticality),
            types: later.types.or(self.types),
            user_defined_fields: later.user_defined_fields.or(self.user_defined_fields),
            workflow: later.workflow.or(self.workflow),
            related_findings: later.related_findings.or(self.related_findings),
        }
    }
}

fn is_unset_or<T>(wanted: Option<T>, is_there: impl FnOnce(T) -> bool) -> bool {
    wanted.is_none_or(is_there)
}
