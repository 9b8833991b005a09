//! Findings of the new Security Hub, in OCSF: the fields that a ticket needs.

mod convert;

pub use convert::OcsfIdentity;

use crate::decode::part;
use crate::{NumberLiteral, RawJson};
use saas_api_core::Timestamp;

part! {
    /// A finding in the Open Cybersecurity Schema Framework, as `Findings Imported V2` events hold it.
    ///
    /// [`to_finding`](Self::to_finding) and [`from_finding`](Self::from_finding) map what a ticket needs to ASFF and back.
    /// Everything else is in `extra`.
    ///
    /// ```
    /// use securityhub_finding::Event;
    ///
    /// # fn example(body: &[u8]) -> Result<(), securityhub_finding::InvalidEvent> {
    /// for finding in Event::from_slice(body)?.ocsf_findings().iter().filter_map(|finding| finding.to_finding()) {
    ///     if finding.passes_w1_filter() {
    ///         println!("{}", finding.title.as_deref().unwrap_or("no title"));
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [Official page](https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ocsf.html)
    #[doc(alias = "OCSF")]
    pub struct OcsfFinding {
        /// 1 create, 2 update, 3 close, 99 other.
        pub activity_id: Option<NumberLiteral> = "activity_id",
        /// The same in words.
        pub activity_name: Option<String> = "activity_name",
        /// 2002 vulnerability, 2003 compliance, 2004 detection.
        pub class_uid: Option<NumberLiteral> = "class_uid",
        /// The same in words.
        pub class_name: Option<String> = "class_name",
        /// 2: findings.
        pub category_uid: Option<NumberLiteral> = "category_uid",
        /// 100 times the class, and the activity.
        pub type_uid: Option<NumberLiteral> = "type_uid",
        /// Where it came from, and its id in Security Hub.
        pub metadata: Option<OcsfMetadata> = "metadata",
        /// What was found.
        pub finding_info: Option<OcsfFindingInfo> = "finding_info",
        /// The account and the Region.
        pub cloud: Option<OcsfCloud> = "cloud",
        /// 0 unknown, 1 informational, 2 low, 3 medium, 4 high, 5 critical, 6 fatal, 99 other.
        pub severity_id: Option<NumberLiteral> = "severity_id",
        /// The same in words.
        pub severity: Option<String> = "severity",
        /// 0 unknown, 1 new, 2 in progress, 3 suppressed, 4 resolved, 5 archived, 99 other.
        pub status_id: Option<NumberLiteral> = "status_id",
        /// The same in words.
        pub status: Option<String> = "status",
        /// What somebody wrote to it.
        pub comment: Option<String> = "comment",
        /// The outcome of a control.
        pub compliance: Option<OcsfCompliance> = "compliance",
        /// What to do.
        pub remediation: Option<OcsfRemediation> = "remediation",
        /// What it is about.
        pub resources: Vec<OcsfResource> = "resources",
        /// When it was sent.
        pub time_dt: Option<Timestamp> = "time_dt",
        /// The same in milliseconds.
        pub time: Option<NumberLiteral> = "time",
        /// What the product itself said, such as its severity.
        pub vendor_attributes: Option<RawJson> = "vendor_attributes",
    }
}

part! {
    /// Where a finding came from.
    pub struct OcsfMetadata {
        /// Its id in Security Hub: 64 hexadecimal digits.
        pub uid: Option<String> = "uid",
        /// The version of the schema.
        pub version: Option<String> = "version",
        /// The product.
        pub product: Option<OcsfProduct> = "product",
    }
}

part! {
    /// A product.
    pub struct OcsfProduct {
        /// Its ARN, such as `arn:aws:securityhub:us-east-1::productv2/aws/guardduty`.
        pub uid: Option<String> = "uid",
        /// Its name.
        pub name: Option<String> = "name",
        /// Its company.
        pub vendor_name: Option<String> = "vendor_name",
    }
}

part! {
    /// What was found. Each time comes as text and in milliseconds.
    pub struct OcsfFindingInfo {
        /// The id within the product.
        pub uid: Option<String> = "uid",
        /// The title.
        pub title: Option<String> = "title",
        /// The description.
        pub desc: Option<String> = "desc",
        /// Types.
        pub types: Vec<String> = "types",
        /// A page about it at its product.
        pub src_url: Option<String> = "src_url",
        /// When it was made.
        pub created_time_dt: Option<Timestamp> = "created_time_dt",
        /// The same in milliseconds.
        pub created_time: Option<NumberLiteral> = "created_time",
        /// When it last changed.
        pub modified_time_dt: Option<Timestamp> = "modified_time_dt",
        /// The same in milliseconds.
        pub modified_time: Option<NumberLiteral> = "modified_time",
        /// When it was first seen.
        pub first_seen_time_dt: Option<Timestamp> = "first_seen_time_dt",
        /// The same in milliseconds.
        pub first_seen_time: Option<NumberLiteral> = "first_seen_time",
        /// When it was last seen.
        pub last_seen_time_dt: Option<Timestamp> = "last_seen_time_dt",
        /// The same in milliseconds.
        pub last_seen_time: Option<NumberLiteral> = "last_seen_time",
    }
}

part! {
    /// The account and the Region.
    pub struct OcsfCloud {
        /// The account.
        pub account: Option<OcsfAccount> = "account",
        /// The Region.
        pub region: Option<String> = "region",
        /// `AWS`.
        pub provider: Option<String> = "provider",
        /// The partition, such as `aws`.
        pub cloud_partition: Option<String> = "cloud_partition",
    }
}

part! {
    /// An account.
    pub struct OcsfAccount {
        /// 12 digits.
        pub uid: Option<String> = "uid",
        /// Its name.
        pub name: Option<String> = "name",
    }
}

part! {
    /// The outcome of a control.
    pub struct OcsfCompliance {
        /// 1 pass, 2 warning, 3 fail.
        pub status_id: Option<NumberLiteral> = "status_id",
        /// The same in words.
        pub status: Option<String> = "status",
        /// The control, such as `EC2.19`.
        pub control: Option<String> = "control",
        /// Standards.
        pub standards: Vec<String> = "standards",
        /// Requirements of standards.
        pub requirements: Vec<String> = "requirements",
    }
}

part! {
    /// What to do.
    pub struct OcsfRemediation {
        /// In words.
        pub desc: Option<String> = "desc",
        /// Pages about it.
        pub references: Vec<String> = "references",
    }
}

part! {
    /// A resource.
    pub struct OcsfResource {
        /// Its id or ARN.
        pub uid: Option<String> = "uid",
        /// Its name.
        pub name: Option<String> = "name",
        /// Its type, such as `AWS::EC2::Instance`: other words than in ASFF.
        pub kind: Option<String> = "type",
        /// Its Region.
        pub region: Option<String> = "region",
        /// Its partition.
        pub cloud_partition: Option<String> = "cloud_partition",
        /// More, by its type.
        pub data: Option<RawJson> = "data",
    }
}
