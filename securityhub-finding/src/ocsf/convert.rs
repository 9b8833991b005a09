use super::{
    OcsfAccount, OcsfCloud, OcsfCompliance, OcsfFinding, OcsfFindingInfo, OcsfMetadata, OcsfProduct, OcsfRemediation,
    OcsfResource,
};
use crate::decode::Model;
use crate::model::{
    Compliance, ComplianceStatus, Note, Partition, Recommendation, RecordState, Remediation, Resource, Severity,
    SeverityLabel, Workflow, WorkflowStatus,
};
use crate::{Finding, NumberLiteral};
use saas_api_core::Timestamp;
use std::time::{Duration, UNIX_EPOCH};

/// What tells a finding of the new Security Hub from others, where its `metadata.uid` is not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OcsfIdentity<'a> {
    /// The account.
    pub account: &'a str,
    /// The id within the product.
    pub finding: &'a str,
    /// The product.
    pub product: &'a str,
}

impl OcsfFinding {
    /// The three parts of its identity. `None` when one is missing.
    pub fn identity(&self) -> Option<OcsfIdentity<'_>> {
        Some(OcsfIdentity {
            account: self.cloud.as_ref()?.account.as_ref()?.uid.as_deref()?,
            finding: self.finding_info.as_ref()?.uid.as_deref()?,
            product: self.product()?.uid.as_deref()?,
        })
    }

    /// Whether its product closed it.
    pub fn is_closed(&self) -> bool {
        whole(self.activity_id.as_ref()) == Some(3) || self.activity_name.as_deref() == Some("Close")
    }

    /// The finding in ASFF, as far as a ticket needs it. `None` without an id or a product.
    ///
    /// | ASFF | OCSF |
    /// |---|---|
    /// | `Id`, `Title`, `Description`, `Types`, `SourceUrl` | `finding_info.uid`, `title`, `desc`, `types`, `src_url` |
    /// | `ProductArn`, `ProductName`, `CompanyName` | `metadata.product.uid` (`productv2/` is `product/`), `name`, `vendor_name` |
    /// | `AwsAccountId`, `AwsAccountName`, `Region` | `cloud.account.uid`, `name`, `cloud.region` |
    /// | `CreatedAt`, `UpdatedAt`, `FirstObservedAt`, `LastObservedAt` | `finding_info.created_time`, `modified_time`, `first_seen_time`, `last_seen_time`; the texts (`_dt`) first |
    /// | `Severity.Label` | `severity_id`; fatal is `CRITICAL` |
    /// | `Workflow.Status` | `status_id`: 1 `NEW`, 2 `NOTIFIED`, 3 `SUPPRESSED`, 4 `RESOLVED` |
    /// | `RecordState` | `ARCHIVED` when `status_id` is 5 or the activity is a close |
    /// | `Compliance.Status`, `SecurityControlId`, `RelatedRequirements` | `compliance.status_id`, `control`, `requirements` |
    /// | `Remediation.Recommendation` | `remediation.desc`, the first of `references` |
    /// | `Resources[].Id`, `Type`, `Region`, `Partition` | `resources[].uid`, `type` (its words), `region`, `cloud_partition` |
    /// | `Note.Text` | `comment` |
    pub fn to_finding(&self) -> Option<Finding> {
        let info = self.finding_info.as_ref()?;
        let product = self.product()?;
        let cloud = self.cloud.as_ref();
        let account = cloud.and_then(|cloud| cloud.account.as_ref());
        let is_archived = self.is_closed() || whole(self.status_id.as_ref()) == Some(5);
        Some(Finding {
            id: info.uid.clone().filter(|id| !id.is_empty())?,
            product_arn: product.uid.as_ref()?.replacen(":productv2/", ":product/", 1),
            product_name: product.name.clone(),
            company_name: product.vendor_name.clone(),
            aws_account_id: account.and_then(|account| account.uid.clone()),
            aws_account_name: account.and_then(|account| account.name.clone()),
            region: cloud.and_then(|cloud| cloud.region.clone()),
            title: info.title.clone(),
            description: info.desc.clone(),
            types: info.types.clone(),
            source_url: info.src_url.clone(),
            created_at: moment(info.created_time_dt.as_ref(), info.created_time.as_ref()),
            updated_at: moment(info.modified_time_dt.as_ref(), info.modified_time.as_ref()),
            first_observed_at: moment(info.first_seen_time_dt.as_ref(), info.first_seen_time.as_ref()),
            last_observed_at: moment(info.last_seen_time_dt.as_ref(), info.last_seen_time.as_ref()),
            severity: self.label().map(|label| Severity { label: Some(label), ..Severity::default() }),
            workflow: self.workflow().map(|status| Workflow { status: Some(status), ..Workflow::default() }),
            record_state: Some(if is_archived { RecordState::Archived } else { RecordState::Active }),
            compliance: self.compliance.as_ref().map(OcsfCompliance::to_asff),
            remediation: self.remediation.as_ref().map(OcsfRemediation::to_asff),
            resources: self.resources.iter().map(OcsfResource::to_asff).collect(),
            note: self.comment.as_ref().map(|text| Note { text: Some(text.clone()), ..Note::default() }),
            ..Finding::empty()
        })
    }

    /// A finding of ASFF in OCSF: the fields of [`to_finding`](Self::to_finding), and the classes that they imply.
    pub fn from_finding(finding: &Finding) -> Self {
        let is_archived = finding.record_state == Some(RecordState::Archived);
        let activity = match () {
            () if is_archived => 3,
            () if finding.updated_at.is_none() || finding.updated_at == finding.created_at => 1,
            () => 2,
        };
        let (class, class_name) = match () {
            () if finding.compliance.is_some() => (2003, "Compliance Finding"),
            () if !finding.vulnerabilities.is_empty() => (2002, "Vulnerability Finding"),
            () => (2004, "Detection Finding"),
        };
        let severity = finding.severity_label().and_then(|label| of_label(&label));
        let status = if is_archived { Some((5, "Archived")) } else { finding.workflow.as_ref().and_then(of_workflow) };
        let id = |pair: Option<(i64, &str)>| pair.map(|(id, _)| id.into());
        let name = |pair: Option<(i64, &str)>| pair.map(|(_, name)| name.to_owned());
        Self {
            activity_id: Some(activity.into()),
            activity_name: Some(
                if activity == 1 {
                    "Create"
                } else if activity == 2 {
                    "Update"
                } else {
                    "Close"
                }
                .into(),
            ),
            class_uid: Some(class.into()),
            class_name: Some(class_name.to_owned()),
            category_uid: Some(2.into()),
            type_uid: Some((class * 100 + activity).into()),
            metadata: Some(OcsfMetadata {
                product: Some(OcsfProduct {
                    uid: Some(finding.product_arn.replacen(":product/", ":productv2/", 1)),
                    name: finding.product_name.clone(),
                    vendor_name: finding.company_name.clone(),
                    ..OcsfProduct::default()
                }),
                ..OcsfMetadata::default()
            }),
            finding_info: Some(OcsfFindingInfo {
                uid: Some(finding.id.clone()),
                title: finding.title.clone(),
                desc: finding.description.clone(),
                types: finding.types.clone(),
                src_url: finding.source_url.clone(),
                created_time_dt: finding.created_at.clone(),
                created_time: milliseconds(finding.created_at.as_ref()),
                modified_time_dt: finding.updated_at.clone(),
                modified_time: milliseconds(finding.updated_at.as_ref()),
                first_seen_time_dt: finding.first_observed_at.clone(),
                first_seen_time: milliseconds(finding.first_observed_at.as_ref()),
                last_seen_time_dt: finding.last_observed_at.clone(),
                last_seen_time: milliseconds(finding.last_observed_at.as_ref()),
                ..OcsfFindingInfo::default()
            }),
            cloud: Some(OcsfCloud {
                account: Some(OcsfAccount {
                    uid: finding.aws_account_id.clone(),
                    name: finding.aws_account_name.clone(),
                    ..OcsfAccount::default()
                }),
                region: finding.region.clone(),
                provider: Some("AWS".to_owned()),
                ..OcsfCloud::default()
            }),
            severity_id: id(severity),
            severity: name(severity),
            status_id: id(status),
            status: name(status),
            comment: finding.note.as_ref().and_then(|note| note.text.clone()),
            compliance: finding.compliance.as_ref().map(OcsfCompliance::of_asff),
            remediation: finding.remediation.as_ref().and_then(OcsfRemediation::of_asff),
            resources: finding.resources.iter().map(OcsfResource::of_asff).collect(),
            time_dt: finding.updated_at.clone(),
            time: milliseconds(finding.updated_at.as_ref()),
            ..Self::default()
        }
    }

    fn product(&self) -> Option<&OcsfProduct> {
        self.metadata.as_ref()?.product.as_ref()
    }

    fn label(&self) -> Option<SeverityLabel> {
        match whole(self.severity_id.as_ref())? {
            1 => Some(SeverityLabel::Informational),
            2 => Some(SeverityLabel::Low),
            3 => Some(SeverityLabel::Medium),
            4 => Some(SeverityLabel::High),
            5 | 6 => Some(SeverityLabel::Critical),
            _ => None,
        }
    }

    fn workflow(&self) -> Option<WorkflowStatus> {
        match whole(self.status_id.as_ref())? {
            1 => Some(WorkflowStatus::New),
            2 => Some(WorkflowStatus::Notified),
            3 => Some(WorkflowStatus::Suppressed),
            4 => Some(WorkflowStatus::Resolved),
            _ => None,
        }
    }
}

fn of_label(label: &SeverityLabel) -> Option<(i64, &'static str)> {
    match label {
        SeverityLabel::Informational => Some((1, "Informational")),
        SeverityLabel::Low => Some((2, "Low")),
        SeverityLabel::Medium => Some((3, "Medium")),
        SeverityLabel::High => Some((4, "High")),
        SeverityLabel::Critical => Some((5, "Critical")),
        SeverityLabel::Unknown(_) => None,
    }
}

fn of_workflow(workflow: &Workflow) -> Option<(i64, &'static str)> {
    match workflow.status.as_ref()? {
        WorkflowStatus::New => Some((1, "New")),
        WorkflowStatus::Notified => Some((2, "In Progress")),
        WorkflowStatus::Suppressed => Some((3, "Suppressed")),
        WorkflowStatus::Resolved => Some((4, "Resolved")),
        WorkflowStatus::Unknown(_) => None,
    }
}

impl OcsfCompliance {
    fn to_asff(&self) -> Compliance {
        let status = match (whole(self.status_id.as_ref()), self.status.as_deref()) {
            (Some(1), _) | (None, Some("Pass")) => Some(ComplianceStatus::Passed),
            (Some(2), _) | (None, Some("Warning")) => Some(ComplianceStatus::Warning),
            (Some(3), _) | (None, Some("Fail")) => Some(ComplianceStatus::Failed),
            _ => None,
        };
        Compliance {
            status,
            security_control_id: self.control.clone(),
            related_requirements: self.requirements.clone(),
            ..Compliance::default()
        }
    }

    fn of_asff(compliance: &Compliance) -> Self {
        let status = match &compliance.status {
            Some(ComplianceStatus::Passed) => Some((1, "Pass")),
            Some(ComplianceStatus::Warning) => Some((2, "Warning")),
            Some(ComplianceStatus::Failed) => Some((3, "Fail")),
            _ => None,
        };
        Self {
            status_id: status.map(|(id, _)| id.into()),
            status: status.map(|(_, name)| name.to_owned()),
            control: compliance.security_control_id.clone(),
            requirements: compliance.related_requirements.clone(),
            ..Self::default()
        }
    }
}

impl OcsfRemediation {
    fn to_asff(&self) -> Remediation {
        let recommendation = Recommendation {
            text: self.desc.clone(),
            url: self.references.first().cloned(),
            ..Recommendation::default()
        };
        Remediation { recommendation: Some(recommendation), ..Remediation::default() }
    }

    fn of_asff(remediation: &Remediation) -> Option<Self> {
        let recommendation = remediation.recommendation.as_ref()?;
        Some(Self {
            desc: recommendation.text.clone(),
            references: recommendation.url.iter().cloned().collect(),
            ..Self::default()
        })
    }
}

impl OcsfResource {
    fn to_asff(&self) -> Resource {
        Resource {
            kind: self.kind.clone(),
            id: self.uid.clone(),
            region: self.region.clone(),
            partition: self.cloud_partition.as_deref().map(Partition::from),
            ..Resource::default()
        }
    }

    fn of_asff(resource: &Resource) -> Self {
        Self {
            uid: resource.id.clone(),
            kind: resource.kind.clone(),
            region: resource.region.clone(),
            cloud_partition: resource.partition.as_ref().map(|partition| partition.as_str().to_owned()),
            ..Self::default()
        }
    }
}

fn whole(number: Option<&NumberLiteral>) -> Option<i64> {
    number.and_then(NumberLiteral::as_i64)
}

/// The text where there is one, else the milliseconds as text.
fn moment(text: Option<&Timestamp>, milliseconds: Option<&NumberLiteral>) -> Option<Timestamp> {
    let by_number = || {
        let since = Duration::from_millis(u64::try_from(whole(milliseconds)?).ok()?);
        Timestamp::from_system_time(UNIX_EPOCH.checked_add(since)?).ok()
    };
    text.cloned().or_else(by_number)
}

fn milliseconds(moment: Option<&Timestamp>) -> Option<NumberLiteral> {
    let since = moment?.to_system_time()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(NumberLiteral::from)
}
