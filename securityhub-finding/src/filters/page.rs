//! The calls of `GetFindings`, page by page.

use super::{FindingFilters, InvalidFilters};
use crate::json::{Members, items};
use crate::problem::{Problem, text};
use crate::{Finding, InvalidAnswer, InvalidFinding, MalformedFinding, RawJson};
use serde::Serialize;

/// A call of `GetFindings`: `POST /findings`. Written by serde, it is the body.
///
/// The service takes 3 calls a second in an account and Region, and 6 at once.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html)
///
/// # Examples
/// ```
/// use securityhub_finding::model::WorkflowStatus;
/// use securityhub_finding::{Finding, FindingFilters, FindingsPage, GetFindings};
///
/// fn all(post: impl Fn(&str) -> Vec<u8>) -> Result<Vec<Finding>, Box<dyn std::error::Error>> {
///     let mut call = Some(GetFindings::new(FindingFilters::new().workflow_status([WorkflowStatus::Notified])));
///     let mut findings = Vec::new();
///     while let Some(this) = call {
///         this.validate()?;
///         let page = FindingsPage::from_slice(&post(&serde_json::to_string(&this)?))?;
///         call = this.next(&page);
///         findings.extend(page.into_findings().into_iter().flatten());
///     }
///     Ok(findings)
/// }
/// # all(|_| br#"{"Findings": []}"#.to_vec()).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[must_use]
pub struct GetFindings {
    filters: FindingFilters,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sort_criteria: Vec<SortCriterion>,
    max_results: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct SortCriterion {
    field: String,
    sort_order: SortOrder,
}

/// In which order findings come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum SortOrder {
    /// The least first.
    #[serde(rename = "asc")]
    Ascending,
    /// The greatest first.
    #[serde(rename = "desc")]
    Descending,
}

impl GetFindings {
    /// The first page of what passes the filters, 100 findings a page.
    pub fn new(filters: FindingFilters) -> Self {
        Self { filters, sort_criteria: Vec::new(), max_results: 100, next_token: None }
    }

    /// Sets how many findings a page has at most, from 1 to 100.
    pub fn max_results(self, max: u8) -> Self {
        Self { max_results: max, ..self }
    }

    /// Sorts by an attribute, after those that were named before.
    pub fn sort_by(mut self, attribute: impl Into<String>, order: SortOrder) -> Self {
        self.sort_criteria.push(SortCriterion { field: attribute.into(), sort_order: order });
        self
    }

    /// Goes on where a page ended, by its token. Filters and order must be those of that page.
    pub fn after(self, token: impl Into<String>) -> Self {
        Self { next_token: Some(token.into()), ..self }
    }

    /// The call for the next page. `None` after the last one.
    ///
    /// A page may be short, or empty, and not the last one. A page that gives the token which led to it leads nowhere: it
    /// counts as the last one.
    pub fn next(&self, page: &FindingsPage) -> Option<Self> {
        let token =
            page.next_token.clone().filter(|token| !token.is_empty() && Some(token) != self.next_token.as_ref())?;
        Some(self.clone().after(token))
    }

    /// Checks it against the rules of the service.
    ///
    /// # Errors
    /// When the service would refuse it: all reasons.
    pub fn validate(&self) -> Result<(), InvalidFilters> {
        let mut reasons = self.filters.reasons();
        if !(1..=100).contains(&self.max_results) {
            reasons.push(format!("MaxResults: from 1 to 100, not {}", self.max_results));
        }
        if self.sort_criteria.iter().any(|criterion| criterion.field.trim().is_empty()) {
            reasons.push("SortCriteria: a field must not be blank".to_owned());
        }
        if reasons.is_empty() { Ok(()) } else { Err(InvalidFilters(reasons)) }
    }
}

/// A page of findings: the answer of `GetFindings`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FindingsPage {
    /// Where the next page begins. `None` on the last one.
    pub next_token: Option<String>,
    findings: Vec<Result<Finding, MalformedFinding>>,
}

impl FindingsPage {
    /// Reads an answer. What is no finding in it stops nothing: see [`malformed`](Self::malformed).
    ///
    /// # Errors
    /// When it is no JSON object with a list of findings. The error quotes nothing of it.
    pub fn from_slice(json: &[u8]) -> Result<Self, InvalidAnswer> {
        let text = text(json).map_err(InvalidAnswer::new)?;
        let page = Members::read(text).map_err(|error| InvalidAnswer::new(Problem::in_text(&error, text)))?;
        let list = page.get("Findings").and_then(|list| items(list.get()));
        let list = list.ok_or_else(|| InvalidAnswer::new(Problem::new("$.Findings", "missing or no list")))?;
        let token = page.get("NextToken").map(|token| serde_json::from_str(token.get()));
        let token = token.transpose().map_err(|_form| InvalidAnswer::new(Problem::new("$.NextToken", "not a text")))?;
        let read = |(index, item): (usize, &serde_json::value::RawValue)| {
            let at_its_place = |reason: InvalidFinding| reason.under(&format!("$.Findings[{index}]"));
            let malformed = |reason| MalformedFinding { reason: at_its_place(reason), raw: RawJson::from_raw(item) };
            item.get().parse().map_err(malformed)
        };
        Ok(Self { next_token: token, findings: list.into_iter().enumerate().map(read).collect() })
    }

    /// The findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter_map(|finding| finding.as_ref().ok())
    }

    /// What stands among the findings and is none.
    pub fn malformed(&self) -> impl Iterator<Item = &MalformedFinding> {
        self.findings.iter().filter_map(|finding| finding.as_ref().err())
    }

    /// The findings and what is none, in their order.
    pub fn into_findings(self) -> Vec<Result<Finding, MalformedFinding>> {
        self.findings
    }
}
