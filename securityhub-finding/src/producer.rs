//! Findings of your own, for those who produce them.

use crate::decode::Model;
use crate::model::{
    Compliance, ComplianceStatus, FindingProviderFields, Note, Recommendation, RecordState, RelatedFinding,
    Remediation, Resource, Severity, SeverityLabel,
};
use crate::{Finding, FindingIdentifier, RawJson, Violations};
use saas_api_core::Timestamp;

/// Who finds something: a product, an account, and the rule, check or detector.
///
/// The product of your own account is `arn:aws:securityhub:<region>:<account>:product/<account>/default`. The service
/// fills in the Region and the names of product and company.
///
/// # Examples
/// ```
/// use securityhub_finding::FindingProducer;
/// use securityhub_finding::model::{Resource, SeverityLabel};
///
/// let account = "123456789012";
/// let arn = format!("arn:aws:securityhub:eu-west-1:{account}:product/{account}/default");
/// let producer = FindingProducer::new(arn, account, "scanner/public-bucket");
///
/// let bucket = Resource::new("AwsS3Bucket", "arn:aws:s3:::example-bucket").with_region("eu-west-1");
/// let finding = producer
///     .finding("public-bucket/example-bucket", "Public bucket", "Anybody can read it.", SeverityLabel::High, bucket)
///     .observed("2026-11-20T01:02:03Z".parse()?)
///     .types(["Effects/Data Exposure"])
///     .remediation("Block public access.", "https://example.com/public-bucket")
///     .build()?;
/// assert_eq!(finding.validate(), Ok(()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingProducer {
    product_arn: String,
    aws_account_id: String,
    generator_id: String,
}

/// A finding that is being put together. [`build`](Self::build) checks it.
///
/// How bad it is, how sure one can be and the like stand under `FindingProviderFields`, as the service advises: so a
/// later import does not undo what a customer has changed.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct NewFinding(Finding);

impl FindingProducer {
    /// A rule of a product that looks at an account: 12 digits.
    pub fn new(
        product_arn: impl Into<String>,
        aws_account_id: impl Into<String>,
        generator_id: impl Into<String>,
    ) -> Self {
        Self {
            product_arn: product_arn.into(),
            aws_account_id: aws_account_id.into(),
            generator_id: generator_id.into(),
        }
    }

    /// A finding about a resource.
    ///
    /// The id is unique within the product, and the same each time that the same thing is found: the service updates the
    /// finding then. Set also when it was observed: see [`NewFinding::observed`].
    pub fn finding(
        &self,
        id: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
        severity: SeverityLabel,
        resource: Resource,
    ) -> NewFinding {
        let severity = Severity { label: Some(severity), ..Severity::default() };
        NewFinding(Finding {
            schema_version: Some("2018-10-08".to_owned()),
            id: id.into(),
            product_arn: self.product_arn.clone(),
            generator_id: Some(self.generator_id.clone()),
            aws_account_id: Some(self.aws_account_id.clone()),
            title: Some(title.into()),
            description: Some(description.into()),
            finding_provider_fields: Some(FindingProviderFields {
                severity: Some(severity),
                ..FindingProviderFields::default()
            }),
            resources: vec![resource],
            record_state: Some(RecordState::Active),
            ..Finding::empty()
        })
    }
}

impl NewFinding {
    /// Sets when it was seen. Required.
    ///
    /// The service takes an import of a finding that it knows only where this moment is later than at the last import;
    /// else it ignores it without a word. It sets `CreatedAt`, `UpdatedAt` and `LastObservedAt`.
    pub fn observed(self, at: Timestamp) -> Self {
        self.with(|finding| {
            finding.created_at.get_or_insert_with(|| at.clone());
            finding.updated_at = Some(at.clone());
            finding.last_observed_at = Some(at);
        })
    }

    /// Sets when it was seen for the first time: `CreatedAt` and `FirstObservedAt`.
    pub fn first_observed(self, at: Timestamp) -> Self {
        self.with(|finding| {
            finding.created_at = Some(at.clone());
            finding.first_observed_at = Some(at);
        })
    }

    /// Adds a resource that it is about, up to 32.
    pub fn resource(self, resource: Resource) -> Self {
        self.with(|finding| finding.resources.push(resource))
    }

    /// Sets the types, such as `Effects/Data Exposure`, up to 50.
    pub fn types(self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.provided(|fields| fields.types = types.into_iter().map(Into::into).collect())
    }

    /// Sets how bad it is in your own words, up to 64 characters.
    pub fn original_severity(self, text: impl Into<String>) -> Self {
        self.provided(|fields| {
            fields.severity.get_or_insert_default().original = Some(text.into());
        })
    }

    /// Sets how sure you are, from 0 to 100.
    pub fn confidence(self, confidence: u8) -> Self {
        self.provided(|fields| fields.confidence = Some(i64::from(confidence).into()))
    }

    /// Sets how important the resources are, from 0 to 100.
    pub fn criticality(self, criticality: u8) -> Self {
        self.provided(|fields| fields.criticality = Some(i64::from(criticality).into()))
    }

    /// Sets the findings that belong to it, up to 10. None at all takes the member away.
    pub fn related_findings(self, findings: impl IntoIterator<Item = FindingIdentifier>) -> Self {
        self.provided(|fields| fields.related_findings = findings.into_iter().map(RelatedFinding::from).collect())
    }

    /// Sets how to settle it: advice, up to 512 characters, and a page about it.
    pub fn remediation(self, text: impl Into<String>, url: impl Into<String>) -> Self {
        let recommendation =
            Recommendation { text: Some(text.into()), url: Some(url.into()), ..Recommendation::default() };
        let remediation = Remediation { recommendation: Some(recommendation), ..Remediation::default() };
        self.with(|finding| finding.remediation = Some(remediation))
    }

    /// Sets a page of yours about it.
    pub fn source_url(self, url: impl Into<String>) -> Self {
        self.with(|finding| finding.source_url = Some(url.into()))
    }

    /// Adds something of your own, up to 50 entries. The service advises names such as `company/product/name`.
    pub fn product_field(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.with(|finding| finding.product_fields.insert(name, text))
    }

    /// Sets the outcome of the check. Findings that are no checks have none.
    pub fn compliance(self, status: ComplianceStatus) -> Self {
        self.with(|finding| finding.compliance = Some(Compliance { status: Some(status), ..Compliance::default() }))
    }

    /// Says that it is over: the service archives it.
    pub fn archived(self) -> Self {
        self.with(|finding| finding.record_state = Some(RecordState::Archived))
    }

    /// Changes anything else.
    pub fn with(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        change(&mut self.0);
        self
    }

    /// The finding, checked against the rules of `BatchImportFindings`: see [`Finding::validate`].
    ///
    /// # Errors
    /// When the service would refuse it: all reasons, each with its place and its limit.
    pub fn build(self) -> Result<Finding, Violations> {
        self.0.validate()?;
        Ok(self.0)
    }

    fn provided(self, change: impl FnOnce(&mut FindingProviderFields)) -> Self {
        self.with(|finding| change(finding.finding_provider_fields.get_or_insert_default()))
    }
}

impl Resource {
    /// A resource by its type, such as `AwsS3Bucket`, and its id, mostly an ARN. Use `Other` where no type fits.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: Some(kind.into()), id: Some(id.into()), ..Self::default() }
    }

    /// Sets the Region.
    #[must_use]
    pub fn with_region(self, region: impl Into<String>) -> Self {
        Self { region: Some(region.into()), ..self }
    }

    /// Adds a tag.
    #[must_use]
    pub fn with_tag(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.tags.insert(name, text);
        self
    }

    /// Sets the details as they are written: an object with one member, named as the type.
    #[must_use]
    pub fn with_details(self, details: RawJson) -> Self {
        Self { details: Some(details), ..self }
    }
}

impl Note {
    /// A note, up to 512 characters, by somebody at a moment.
    pub fn new(text: impl Into<String>, updated_by: impl Into<String>, updated_at: Timestamp) -> Self {
        Self {
            text: Some(text.into()),
            updated_by: Some(updated_by.into()),
            updated_at: Some(updated_at),
            ..Self::default()
        }
    }
}
