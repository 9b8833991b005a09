//! Finding findings: the bodies and answers of `GetFindings`.

mod attributes;
mod filter;
mod page;

pub use filter::{Comparison, Filter};
pub use page::{FindingsPage, GetFindings, SortOrder};

use crate::model::{ComplianceStatus, RecordState, SeverityLabel, WorkflowStatus};
use crate::{FindingIdentifier, RawJson};
use attributes::kind_of;
use filter::Form;
use serde::{Serialize, Serializer};

/// How many attributes a call may filter by.
const ATTRIBUTES: usize = 10;
/// How many filters an attribute may have.
const VALUES: usize = 20;

/// Which findings `GetFindings` gives.
///
/// A finding must pass the filters of each attribute. Of the filters of one attribute it must pass one of those that say
/// what it is ([`equals`](Filter::equals), [`prefix`](Filter::prefix)), and all that say what it is not. Texts compare to
/// the letter.
///
/// The methods of this type replace the filters of their attribute. [`with`](Self::with) sets any of the attributes that
/// the documentation lists, and [`raw`](Self::raw) what this version does not know.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html)
///
/// # Examples
/// ```
/// use securityhub_finding::model::{RecordState, SeverityLabel, WorkflowStatus};
/// use securityhub_finding::{Filter, FindingFilters};
///
/// let open = FindingFilters::new()
///     .record_state([RecordState::Active])
///     .workflow_status([WorkflowStatus::New, WorkflowStatus::Notified])
///     .severity_label([SeverityLabel::High, SeverityLabel::Critical])
///     .with("UpdatedAt", [Filter::within_days(7)]);
/// open.validate()?;
/// # Ok::<(), securityhub_finding::InvalidFilters>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct FindingFilters(Vec<(String, Filters)>);

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Filters {
    Typed(Vec<Filter>),
    Raw(RawJson),
}

/// Filters that the service refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service refuses the filters: {}", .0.join("; "))]
#[non_exhaustive]
pub struct InvalidFilters(Vec<String>);

impl InvalidFilters {
    /// Each reason, in words.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FindingFilters {
    /// All findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// The findings with these identifiers, up to 20.
    ///
    /// The service knows no pair of id and product: where two products use the same id, it may give more than was asked
    /// for. Compare by [`dedup_key`](crate::Finding::dedup_key).
    pub fn identifiers<'i>(self, findings: impl IntoIterator<Item = &'i FindingIdentifier>) -> Self {
        let (mut ids, mut products) = (Vec::<&str>::new(), Vec::<&str>::new());
        for finding in findings {
            for (list, text) in [(&mut ids, &*finding.id), (&mut products, &*finding.product_arn)] {
                if !list.contains(&text) {
                    list.push(text);
                }
            }
        }
        self.with("Id", ids.into_iter().map(Filter::equals))
            .with("ProductArn", products.into_iter().map(Filter::equals))
    }

    /// Findings with one of these ids.
    pub fn id(self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with("Id", ids.into_iter().map(Filter::equals))
    }

    /// Findings of one of these products.
    pub fn product_arn(self, arns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with("ProductArn", arns.into_iter().map(Filter::equals))
    }

    /// Findings about one of these accounts.
    pub fn aws_account_id(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with("AwsAccountId", accounts.into_iter().map(Filter::equals))
    }

    /// Findings with one of these statuses.
    pub fn workflow_status(self, statuses: impl IntoIterator<Item = WorkflowStatus>) -> Self {
        self.with("WorkflowStatus", statuses.into_iter().map(|status| Filter::equals(status.as_str())))
    }

    /// Findings that are active, or archived.
    pub fn record_state(self, states: impl IntoIterator<Item = RecordState>) -> Self {
        self.with("RecordState", states.into_iter().map(|state| Filter::equals(state.as_str())))
    }

    /// Findings with one of these labels.
    pub fn severity_label(self, labels: impl IntoIterator<Item = SeverityLabel>) -> Self {
        self.with("SeverityLabel", labels.into_iter().map(|label| Filter::equals(label.as_str())))
    }

    /// Findings with one of these outcomes. Findings without one do not pass.
    pub fn compliance_status(self, statuses: impl IntoIterator<Item = ComplianceStatus>) -> Self {
        self.with("ComplianceStatus", statuses.into_iter().map(|status| Filter::equals(status.as_str())))
    }

    /// Findings of one of these controls, such as `EC2.19`.
    pub fn control_id(self, controls: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with("ComplianceSecurityControlId", controls.into_iter().map(Filter::equals))
    }

    /// Findings about one of these resources.
    pub fn resource_id(self, resources: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with("ResourceId", resources.into_iter().map(Filter::equals))
    }

    /// Findings with a user-defined field, such as the key of a ticket.
    pub fn user_defined_field(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.with("UserDefinedFields", [Filter::entry(name, text)])
    }

    /// Sets the filters of an attribute, by the name that the documentation gives it.
    pub fn with(self, attribute: impl Into<String>, filters: impl IntoIterator<Item = Filter>) -> Self {
        self.set(attribute.into(), Filters::Typed(filters.into_iter().collect()))
    }

    /// Sets the filters of an attribute as they are written. They are not checked.
    pub fn raw(self, attribute: impl Into<String>, filters: RawJson) -> Self {
        self.set(attribute.into(), Filters::Raw(filters))
    }

    /// Checks them against the rules of `GetFindings`.
    ///
    /// # Errors
    /// When there are more than 10 attributes, or more than 20 filters of one, or none; when an attribute is unknown or
    /// takes other filters; when filters of one attribute exclude each other.
    pub fn validate(&self) -> Result<(), InvalidFilters> {
        let reasons = self.reasons();
        if reasons.is_empty() { Ok(()) } else { Err(InvalidFilters(reasons)) }
    }

    fn set(mut self, attribute: String, filters: Filters) -> Self {
        self.0.retain(|(name, _)| *name != attribute);
        self.0.push((attribute, filters));
        self
    }

    fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.0.len() > ATTRIBUTES {
            reasons.push(format!("at most {ATTRIBUTES} attributes, not {}", self.0.len()));
        }
        for (name, filters) in &self.0 {
            let Filters::Typed(filters) = filters else { continue };
            let shown: String = name.chars().take(64).flat_map(char::escape_debug).collect();
            reasons.extend(reasons_of(name, filters).into_iter().map(|reason| format!("{shown}: {reason}")));
        }
        reasons
    }
}

fn reasons_of(name: &str, filters: &[Filter]) -> Vec<String> {
    let Some(kind) = kind_of(name) else { return vec!["no attribute that this version knows".to_owned()] };
    let mut reasons = Vec::new();
    if !(1..=VALUES).contains(&filters.len()) {
        reasons.push(format!("1 to {VALUES} filters, not {}", filters.len()));
    }
    reasons.extend(filters.iter().filter_map(|filter| filter.problem(kind)));
    let has = |wanted: Comparison| filters.iter().any(|filter| filter.comparison() == Some(wanted));
    let exact = has(Comparison::Equals);
    if exact && (has(Comparison::NotEquals) || has(Comparison::PrefixNotEquals)) {
        reasons.push("equality excludes filters that say what it is not".to_owned());
    }
    reasons
}

impl Serialize for FindingFilters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, filters)| (name, filters)))
    }
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Entry => "an entry of a map",
            Self::Number => "a number",
            Self::Time => "a time",
            Self::Address => "an address",
            Self::Boolean => "true or false",
        }
    }
}
