//! Sending findings: the bodies and answers of `BatchImportFindings`.

use crate::Finding;
use crate::update::InvalidAnswer;
use crate::validate::FINDING_BYTES;
use saas_api_core::{null_default, open_enum};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// How many findings a call may have.
const FINDINGS: usize = 100;
/// How large a call may be, in bytes. The service says 6 MB; the smaller reading of it is taken.
const BATCH_BYTES: usize = 6_000_000;
const BEGIN: &str = "{\"Findings\":[";
const END: &str = "]}";

/// Findings in as few calls of `BatchImportFindings` as possible.
///
/// A call takes up to 100 findings and 6 MB, a finding up to 240 KB. What is too large by itself is in
/// [`oversized`](Self::oversized), and in no call. Findings with the same id go into different calls, in their order:
/// an answer names what failed by the id alone.
///
/// It does not look into the findings: [`Finding::validate`] does. The service takes the good findings of a call, and
/// says which are bad.
///
/// [Official page](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html)
///
/// # Examples
/// ```
/// use securityhub_finding::{BatchImport, Finding, ImportAnswer};
///
/// fn send(findings: &[Finding], post: impl Fn(&str) -> Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
///     let import = BatchImport::new(findings)?;
///     for call in import.calls() {
///         let answer = ImportAnswer::from_slice(&post(call.body()))?; // POST /findings/import
///         for (index, failed) in call.failed(&answer) {
///             eprintln!("finding {index}: {:?}", failed.error_code);
///         }
///     }
///     for index in import.oversized() {
///         eprintln!("finding {index}: larger than the service takes");
///     }
///     Ok(())
/// }
/// # send(&[], |_| Vec::new()).unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchImport {
    calls: Vec<ImportCall>,
    oversized: Vec<usize>,
}

/// One call of `BatchImportFindings`: `POST /findings/import`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportCall {
    body: String,
    findings: Vec<(usize, String)>,
}

impl BatchImport {
    /// Distributes findings over calls, in their order.
    ///
    /// # Errors
    /// When a finding cannot be written as JSON. None that was read, or built, is such a one.
    pub fn new<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> serde_json::Result<Self> {
        let mut import = Self::default();
        let mut open = OpenCall::default();
        for (index, finding) in findings.into_iter().enumerate() {
            let json = serde_json::to_string(finding)?;
            if json.len() > FINDING_BYTES {
                import.oversized.push(index);
                continue;
            }
            if !open.has_room_for(&json, &finding.id) {
                import.calls.extend(std::mem::take(&mut open).close());
            }
            open.push(index, &json, &finding.id);
        }
        import.calls.extend(open.close());
        Ok(import)
    }

    /// The calls to make, one after another. The service takes 10 a second in an account and Region, and 30 at once.
    pub fn calls(&self) -> &[ImportCall] {
        &self.calls
    }

    /// Which findings are too large for the service, by their place among those that were given. They are in no call.
    pub fn oversized(&self) -> &[usize] {
        &self.oversized
    }
}

#[derive(Default)]
struct OpenCall {
    items: String,
    findings: Vec<(usize, String)>,
    ids: HashSet<String>,
}

impl OpenCall {
    fn has_room_for(&self, json: &str, id: &str) -> bool {
        let separator = usize::from(!self.findings.is_empty());
        let lengths = [BEGIN.len(), self.items.len(), separator, json.len(), END.len()];
        self.findings.len() < FINDINGS && lengths.iter().sum::<usize>() <= BATCH_BYTES && !self.ids.contains(id)
    }

    fn push(&mut self, index: usize, json: &str, id: &str) {
        if !self.findings.is_empty() {
            self.items.push(',');
        }
        self.items.push_str(json);
        self.findings.push((index, id.to_owned()));
        self.ids.insert(id.to_owned());
    }

    fn close(self) -> Option<ImportCall> {
        let body = [BEGIN, &self.items, END].concat();
        (!self.findings.is_empty()).then_some(ImportCall { body, findings: self.findings })
    }
}

impl ImportCall {
    /// The body, as JSON.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Which findings it has, by their place among those that were given.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = usize> {
        self.findings.iter().map(|(index, _)| *index)
    }

    /// What an answer says failed, each with the place of the finding among those that were given.
    ///
    /// Failures under an id that the call does not have are in [`ImportAnswer::failed_findings`] only.
    pub fn failed<'a>(&'a self, answer: &'a ImportAnswer) -> impl Iterator<Item = (usize, &'a FailedFinding)> {
        answer.failed_findings.iter().filter_map(|failed| {
            let (index, _) = self.findings.iter().find(|(_, id)| *id == failed.id)?;
            Some((*index, failed))
        })
    }
}

/// The answer of `BatchImportFindings`.
///
/// The call may succeed though no finding was taken: look at [`failed_findings`](Self::failed_findings). A finding whose
/// `UpdatedAt` is not later than at its last import is counted as a success, and ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ImportAnswer {
    /// How many findings were not taken.
    pub failed_count: u32,
    /// How many findings were taken.
    pub success_count: u32,
    /// Findings that were not taken, with the reasons.
    #[serde(default)]
    pub failed_findings: Vec<FailedFinding>,
}

/// A finding that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FailedFinding {
    /// Its id.
    pub id: String,
    /// Why.
    pub error_code: ImportErrorCode,
    /// In words. From outside: escape it where you show it.
    #[serde(default, deserialize_with = "null_default")]
    pub error_message: String,
}

open_enum! {
    /// Why a finding was not taken. The service documents no list.
    pub enum ImportErrorCode: str {
        /// A value is not accepted: see [`Finding::validate`].
        InvalidInput = "InvalidInput",
        /// The account may not send for this product, or for the account in the finding.
        InvalidAccess = "InvalidAccess",
        /// The service failed. It may help to send it again.
        InternalFailure = "InternalFailure",
    }
}

impl ImportAnswer {
    /// Reads an answer.
    ///
    /// # Errors
    /// When it is none. The error quotes nothing of it.
    pub fn from_slice(json: &[u8]) -> Result<Self, InvalidAnswer> {
        InvalidAnswer::read(json)
    }
}
