//! The finding.

use crate::decode::{model, read_model};
use crate::json::Members;
use crate::model::{
    Action, Compliance, Detection, FindingProviderFields, GeneratorDetails, Malware, Network, NetworkPathComponent,
    Note, PatchSummary, ProcessDetails, RecordState, RelatedFinding, Remediation, Resource, Severity, Threat,
    ThreatIntelIndicator, VerificationState, Vulnerability, Workflow, WorkflowState,
};
use crate::problem::Problem;
use crate::{NumberLiteral, RawJson, TextMap};
use saas_api_core::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::str::FromStr;

model! {
    /// A finding (検出結果) in the AWS Security Finding Format.
    ///
    /// It has an id and a product, and that is all that it must have. What has no field is in [`extra`](Self::extra).
    ///
    /// Written again, it holds the same members with the same values: numbers and timestamps as they were spelled,
    /// nulls, unknown members. The members of a typed structure come in the order of its fields, then those of its
    /// `extra`; inside raw values nothing moves. Of two members of one name the last one counts, as for the service.
    /// Spaces between members, and escapes in typed texts, are not kept.
    ///
    /// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html)
    #[doc(alias = "検出結果")]
    #[doc(alias = "AwsSecurityFinding")]
    #[doc(alias = "ASFF")]
    pub struct Finding {
        /// The version of the format: `2018-10-08`.
        pub schema_version: Option<String> = "SchemaVersion",
        /// The id within the product. See [`dedup_key`](Self::dedup_key).
        pub id: String = "Id",
        /// The product that reported it, as an ARN. See [`product`](Self::product).
        pub product_arn: String = "ProductArn",
        /// The product's name.
        pub product_name: Option<String> = "ProductName",
        /// The product's company.
        pub company_name: Option<String> = "CompanyName",
        /// The Region that it came from.
        pub region: Option<String> = "Region",
        /// The rule, check or detector that found it.
        pub generator_id: Option<String> = "GeneratorId",
        /// The account that it is about: 12 digits.
        pub aws_account_id: Option<String> = "AwsAccountId",
        /// That account's name.
        pub aws_account_name: Option<String> = "AwsAccountName",
        /// Types, such as `TTPs/Defense Evasion`: up to three parts, the set is open.
        pub types: Vec<String> = "Types",
        /// When the product first saw it.
        pub first_observed_at: Option<Timestamp> = "FirstObservedAt",
        /// When the product last saw it. Moves with each check, though nothing changed.
        pub last_observed_at: Option<Timestamp> = "LastObservedAt",
        /// When the product made the record.
        pub created_at: Option<Timestamp> = "CreatedAt",
        /// When the product last changed the record. A customer's update does not move it.
        pub updated_at: Option<Timestamp> = "UpdatedAt",
        /// When Security Hub received it.
        pub processed_at: Option<Timestamp> = "ProcessedAt",
        /// How bad it is. See [`severity_label`](Self::severity_label).
        pub severity: Option<Severity> = "Severity",
        /// How sure the product is, from 0 to 100.
        pub confidence: Option<NumberLiteral> = "Confidence",
        /// How important the resources are, from 0 to 100.
        pub criticality: Option<NumberLiteral> = "Criticality",
        /// The title, up to 256 characters.
        pub title: Option<String> = "Title",
        /// The description, up to 1024 characters.
        pub description: Option<String> = "Description",
        /// How to settle it.
        pub remediation: Option<Remediation> = "Remediation",
        /// A page about it at the product.
        pub source_url: Option<String> = "SourceUrl",
        /// What the product adds. Findings of consolidated controls have no `RecommendationUrl` here.
        pub product_fields: TextMap = "ProductFields",
        /// What customers add.
        pub user_defined_fields: TextMap = "UserDefinedFields",
        /// Malware.
        pub malware: Vec<Malware> = "Malware",
        /// A connection. Retired: see [`action`](Self::action).
        pub network: Option<Box<Network>> = "Network",
        /// The stops of a network path.
        pub network_path: Vec<NetworkPathComponent> = "NetworkPath",
        /// A process.
        pub process: Option<Box<ProcessDetails>> = "Process",
        /// Threats.
        pub threats: Vec<Threat> = "Threats",
        /// Indicators of a threat.
        pub threat_intel_indicators: Vec<ThreatIntelIndicator> = "ThreatIntelIndicators",
        /// What it is about.
        pub resources: Vec<Resource> = "Resources",
        /// The outcome of a control. Only findings of controls have it.
        pub compliance: Option<Compliance> = "Compliance",
        /// Whether somebody checked that it is true.
        pub verification_state: Option<VerificationState> = "VerificationState",
        /// Retired: see [`workflow`](Self::workflow).
        pub workflow_state: Option<WorkflowState> = "WorkflowState",
        /// How far the work on it is.
        pub workflow: Option<Workflow> = "Workflow",
        /// Whether the product still reports it.
        pub record_state: Option<RecordState> = "RecordState",
        /// Findings that belong to it.
        pub related_findings: Vec<RelatedFinding> = "RelatedFindings",
        /// The note.
        pub note: Option<Note> = "Note",
        /// Vulnerabilities.
        pub vulnerabilities: Vec<Vulnerability> = "Vulnerabilities",
        /// How well an instance is patched.
        pub patch_summary: Option<Box<PatchSummary>> = "PatchSummary",
        /// What happened at the resource.
        pub action: Option<Box<Action>> = "Action",
        /// What the product itself said.
        pub finding_provider_fields: Option<FindingProviderFields> = "FindingProviderFields",
        /// Whether it is a made-up one, for a try.
        pub sample: Option<bool> = "Sample",
        /// The detector that found something in code.
        pub generator_details: Option<Box<GeneratorDetails>> = "GeneratorDetails",
        /// How an attack was found.
        pub detection: Option<Box<Detection>> = "Detection",
    }
}

/// The text is no finding: it is no JSON object, or has no id or product.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a finding: {0}")]
#[non_exhaustive]
pub struct InvalidFinding(Problem);

impl InvalidFinding {
    /// The JSON path of what is wrong, such as `$.Id`.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    pub(crate) fn new(problem: Problem) -> Self {
        Self(problem)
    }

    /// The same, for a finding that stands at a path.
    pub(crate) fn under(self, path: &str) -> Self {
        Self(self.0.under(path))
    }
}

impl Finding {
    /// Reads a finding.
    ///
    /// # Errors
    /// When it is no JSON object, or has no `Id` or `ProductArn`. The error tells the place and quotes no value.
    pub fn from_slice(json: &[u8]) -> Result<Self, InvalidFinding> {
        crate::problem::text(json).map_err(InvalidFinding)?.parse()
    }

    fn identified(self, json: &str) -> Result<Self, InvalidFinding> {
        for (name, value) in [("Id", &self.id), ("ProductArn", &self.product_arn)] {
            if value.trim().is_empty() {
                return Err(InvalidFinding(unidentified(name, json)));
            }
        }
        Ok(self)
    }
}

/// Why a finding has no such text.
fn unidentified(name: &str, json: &str) -> Problem {
    let problem = |what: &str| Problem::new(&format!("$.{name}"), what);
    match Members::read(json).ok().and_then(|members| members.value(name)).map(RawValue::get) {
        None => problem("missing"),
        Some(text) if text.starts_with('"') => problem("empty").at(text, json),
        Some(text) => problem("not a text").at(text, json),
    }
}

impl FromStr for Finding {
    type Err = InvalidFinding;

    fn from_str(json: &str) -> Result<Self, InvalidFinding> {
        let finding: Self = read_model(json).map_err(|error| InvalidFinding(Problem::in_text(&error, json)))?;
        finding.identified(json)
    }
}

impl<'de> Deserialize<'de> for Finding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RawJson::deserialize(deserializer)?.as_str().parse().map_err(serde::de::Error::custom)
    }
}
