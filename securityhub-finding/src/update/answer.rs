//! What the service answers to an update.

use crate::model::RelatedFinding;
use crate::problem::{Problem, text};
use crate::{DedupKey, Finding};
use saas_api_core::{null_default, open_enum};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which finding it is, as the service's calls name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FindingIdentifier {
    /// The id within the product.
    pub id: String,
    /// The product's ARN.
    pub product_arn: String,
}

impl FindingIdentifier {
    /// The finding of a product with an id.
    pub fn new(product_arn: impl Into<String>, id: impl Into<String>) -> Self {
        Self { id: id.into(), product_arn: product_arn.into() }
    }

    /// The same as a key.
    pub fn dedup_key(&self) -> DedupKey<'_> {
        DedupKey { product_arn: &self.product_arn, id: &self.id }
    }
}

impl From<&Finding> for FindingIdentifier {
    fn from(finding: &Finding) -> Self {
        finding.dedup_key().into()
    }
}

impl From<DedupKey<'_>> for FindingIdentifier {
    fn from(key: DedupKey<'_>) -> Self {
        Self::new(key.product_arn, key.id)
    }
}

impl From<FindingIdentifier> for RelatedFinding {
    fn from(finding: FindingIdentifier) -> Self {
        Self { product_arn: Some(finding.product_arn), id: Some(finding.id), ..Self::default() }
    }
}

/// The answer of `BatchUpdateFindings`.
///
/// The call may succeed though no finding was changed: look at [`unprocessed_findings`](Self::unprocessed_findings).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UpdateAnswer {
    /// Findings that the update was accepted for. It may show in them after minutes only.
    pub processed_findings: Vec<FindingIdentifier>,
    /// Findings that it was not accepted for, with the reasons.
    pub unprocessed_findings: Vec<UnprocessedFinding>,
}

/// A finding that an update was not accepted for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UnprocessedFinding {
    /// Which.
    pub finding_identifier: FindingIdentifier,
    /// Why.
    pub error_code: UpdateErrorCode,
    /// In words. From outside: escape it where you show it.
    #[serde(default, deserialize_with = "null_default")]
    pub error_message: String,
}

open_enum! {
    /// Why an update was not accepted for a finding.
    pub enum UpdateErrorCode: str {
        /// Somebody else updates it at the same time.
        ConcurrentUpdate = "ConcurrentUpdateError",
        /// The service failed.
        InternalFailure = "InternalFailure",
        /// The call names it twice.
        Duplicated = "DuplicatedFindingIdentifier",
        /// There is none: another product or Region, too old, or not there yet.
        NotFound = "FindingNotFound",
        /// It would be larger than 240 KB.
        SizeExceeded = "FindingSizeExceeded",
        /// A value is not accepted.
        InvalidInput = "InvalidInput",
    }
}

/// Whether it helps to make a call again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryAdvice {
    /// Yes, after a while.
    Backoff,
    /// Once, some minutes later: the finding may not be there yet.
    OnceLater,
    /// No: the same call fails again.
    Never,
}

impl UpdateErrorCode {
    /// Whether it helps to make the call again. Codes that this version does not know speak for no: somebody must look.
    pub fn advice(&self) -> RetryAdvice {
        match self {
            Self::ConcurrentUpdate | Self::InternalFailure => RetryAdvice::Backoff,
            Self::NotFound => RetryAdvice::OnceLater,
            Self::Duplicated | Self::SizeExceeded | Self::InvalidInput | Self::Unknown(_) => RetryAdvice::Never,
        }
    }
}

impl UnprocessedFinding {
    /// Whether the same update may succeed after a while. See [`UpdateErrorCode::advice`].
    pub fn is_retryable(&self) -> bool {
        self.error_code.advice() == RetryAdvice::Backoff
    }
}

impl UpdateAnswer {
    /// Reads an answer.
    ///
    /// # Errors
    /// When it is none. The error quotes nothing of it.
    pub fn from_slice(json: &[u8]) -> Result<Self, InvalidAnswer> {
        InvalidAnswer::read(json)
    }

    /// Findings for which the same update may succeed after a while: see [`BatchUpdate::retry`](super::BatchUpdate::retry).
    pub fn retryable(&self) -> impl Iterator<Item = &UnprocessedFinding> {
        self.unprocessed_findings.iter().filter(|unprocessed| unprocessed.is_retryable())
    }

    /// Findings for which it will not: tell somebody.
    pub fn refused(&self) -> impl Iterator<Item = &UnprocessedFinding> {
        self.unprocessed_findings.iter().filter(|unprocessed| !unprocessed.is_retryable())
    }
}

/// The text is no answer of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidAnswer(Problem);

impl InvalidAnswer {
    pub(crate) fn new(problem: Problem) -> Self {
        Self(problem)
    }

    /// Reads an object by serde, which would take a list for a structure, too.
    pub(crate) fn read<'de, T: Deserialize<'de>>(json: &'de [u8]) -> Result<T, Self> {
        let text = text(json).map_err(Self)?;
        if !text.trim_start().starts_with('{') {
            return Err(Self(Problem::new("$", "no JSON object")));
        }
        serde_json::from_str(text).map_err(|error| Self(Problem::in_text(&error, text)))
    }
}

impl fmt::Display for InvalidAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an answer of the service: {}", self.0)
    }
}

impl std::error::Error for InvalidAnswer {}
