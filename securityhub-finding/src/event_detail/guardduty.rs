use crate::decode::part;
use crate::model::SeverityLabel;
use crate::{NumberLiteral, RawJson};
use saas_api_core::Timestamp;

part! {
    /// A finding as GuardDuty itself sends it: other names than in ASFF, which Security Hub sends as well.
    ///
    /// [Official page](https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_cloudwatch.html)
    pub struct GuardDutyFinding {
        /// The account that it is about.
        pub account_id: Option<String> = "accountId",
        /// Its ARN, which is its id in Security Hub.
        pub arn: Option<String> = "arn",
        /// Its id: the same for all events about it.
        pub id: Option<String> = "id",
        /// The title.
        pub title: Option<String> = "title",
        /// The description.
        pub description: Option<String> = "description",
        /// The type, such as `UnauthorizedAccess:EC2/SSHBruteForce`.
        pub kind: Option<String> = "type",
        /// From 1.0 to 10.0. See [`severity_label`](Self::severity_label).
        pub severity: Option<NumberLiteral> = "severity",
        /// How sure GuardDuty is.
        pub confidence: Option<NumberLiteral> = "confidence",
        /// The Region.
        pub region: Option<String> = "region",
        /// The partition, such as `aws`.
        pub partition: Option<String> = "partition",
        /// The version of the format: `2.0`.
        pub schema_version: Option<String> = "schemaVersion",
        /// When it was made.
        pub created_at: Option<Timestamp> = "createdAt",
        /// When it last changed.
        pub updated_at: Option<Timestamp> = "updatedAt",
        /// What it is about.
        pub resource: Option<GuardDutyResource> = "resource",
        /// What happened.
        pub service: Option<GuardDutyService> = "service",
        /// The sequence of attacks that it belongs to.
        pub associated_attack_sequence_arn: Option<String> = "associatedAttackSequenceArn",
    }
}

part! {
    /// The resource. What each type of resources has of its own is in `extra`.
    pub struct GuardDutyResource {
        /// The type, such as `Instance` or `AccessKey`.
        pub resource_type: Option<String> = "resourceType",
        /// The access key, for this type.
        pub access_key_details: Option<RawJson> = "accessKeyDetails",
        /// The instance, for this type.
        pub instance_details: Option<RawJson> = "instanceDetails",
        /// The buckets, for this type.
        pub s3_bucket_details: Vec<RawJson> = "s3BucketDetails",
        /// The cluster, for this type.
        pub eks_cluster_details: Option<RawJson> = "eksClusterDetails",
    }
}

part! {
    /// What happened.
    pub struct GuardDutyService {
        /// `guardduty`.
        pub service_name: Option<String> = "serviceName",
        /// The detector.
        pub detector_id: Option<String> = "detectorId",
        /// The activity, by its type.
        pub action: Option<RawJson> = "action",
        /// What supports it.
        pub evidence: Option<RawJson> = "evidence",
        /// What else there is.
        pub additional_info: Option<RawJson> = "additionalInfo",
        /// Whether somebody archived it.
        pub archived: Option<bool> = "archived",
        /// How often it was seen.
        pub count: Option<NumberLiteral> = "count",
        /// When it was first seen.
        pub event_first_seen: Option<Timestamp> = "eventFirstSeen",
        /// When it was last seen.
        pub event_last_seen: Option<Timestamp> = "eventLastSeen",
        /// `TARGET` or `ACTOR`.
        pub resource_role: Option<String> = "resourceRole",
        /// The feature that found it.
        pub feature_name: Option<String> = "featureName",
    }
}

impl GuardDutyFinding {
    /// The label of its severity, by GuardDuty's bands: below 4 low, below 7 medium, below 9 high, else critical.
    pub fn severity_label(&self) -> Option<SeverityLabel> {
        let severity = self.severity.as_ref()?.as_f64()?;
        match severity {
            ..1.0 => None,
            1.0..4.0 => Some(SeverityLabel::Low),
            4.0..7.0 => Some(SeverityLabel::Medium),
            7.0..9.0 => Some(SeverityLabel::High),
            _ => Some(SeverityLabel::Critical),
        }
    }
}
