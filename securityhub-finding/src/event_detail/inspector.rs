use crate::decode::part;
use crate::{NumberLiteral, RawJson, TextMap};
use saas_api_core::Timestamp;

part! {
    /// A finding as Inspector itself sends it: other names than in ASFF, which Security Hub sends as well.
    ///
    /// [Official page](https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html)
    pub struct InspectorFinding {
        /// Its ARN, which is its id.
        pub finding_arn: Option<String> = "findingArn",
        /// The account that it is about.
        pub aws_account_id: Option<String> = "awsAccountId",
        /// `PACKAGE_VULNERABILITY`, `NETWORK_REACHABILITY` or `CODE_VULNERABILITY`.
        pub kind: Option<String> = "type",
        /// The title.
        pub title: Option<String> = "title",
        /// The description.
        pub description: Option<String> = "description",
        /// From `INFORMATIONAL` to `CRITICAL`, or `UNTRIAGED`, which ASFF does not know.
        pub severity: Option<String> = "severity",
        /// `ACTIVE`, `SUPPRESSED` or `CLOSED`.
        pub status: Option<String> = "status",
        /// What to do.
        pub remediation: Option<InspectorRemediation> = "remediation",
        /// When it was first seen.
        pub first_observed_at: Option<Timestamp> = "firstObservedAt",
        /// When it was last seen.
        pub last_observed_at: Option<Timestamp> = "lastObservedAt",
        /// When it changed. Older examples have times in words here: see [`Timestamp::to_system_time`].
        pub updated_at: Option<Timestamp> = "updatedAt",
        /// What it is about.
        pub resources: Vec<InspectorResource> = "resources",
        /// The score, 0 to 10.
        pub inspector_score: Option<NumberLiteral> = "inspectorScore",
        /// How the score came about.
        pub inspector_score_details: Option<RawJson> = "inspectorScoreDetails",
        /// A path of the network that is open.
        pub network_reachability_details: Option<RawJson> = "networkReachabilityDetails",
        /// A package with a known weakness.
        pub package_vulnerability_details: Option<InspectorVulnerability> = "packageVulnerabilityDetails",
        /// A weakness in code.
        pub code_vulnerability_details: Option<RawJson> = "codeVulnerabilityDetails",
        /// `YES`, `NO` or `PARTIAL`.
        pub fix_available: Option<String> = "fixAvailable",
        /// `YES` or `NO`.
        pub exploit_available: Option<String> = "exploitAvailable",
        /// When it was last exploited.
        pub exploitability_details: Option<RawJson> = "exploitabilityDetails",
        /// How likely an exploit is.
        pub epss: Option<RawJson> = "epss",
    }
}

part! {
    /// What to do.
    pub struct InspectorRemediation {
        /// The advice.
        pub recommendation: Option<InspectorRecommendation> = "recommendation",
    }
}

part! {
    /// Advice.
    pub struct InspectorRecommendation {
        /// In words.
        pub text: Option<String> = "text",
        /// A page about it.
        pub url: Option<String> = "Url",
    }
}

part! {
    /// A resource.
    pub struct InspectorResource {
        /// The type, such as `AWS_EC2_INSTANCE`.
        pub kind: Option<String> = "type",
        /// Its id or ARN.
        pub id: Option<String> = "id",
        /// The partition.
        pub partition: Option<String> = "partition",
        /// The Region.
        pub region: Option<String> = "region",
        /// Tags.
        pub tags: TextMap = "tags",
        /// More, by the type.
        pub details: Option<RawJson> = "details",
    }
}

part! {
    /// A package with a known weakness.
    pub struct InspectorVulnerability {
        /// The id of the weakness, such as `CVE-2026-0001`.
        pub vulnerability_id: Option<String> = "vulnerabilityId",
        /// The packages.
        pub vulnerable_packages: Vec<RawJson> = "vulnerablePackages",
        /// Who tells of it.
        pub source: Option<String> = "source",
        /// A page about it.
        pub source_url: Option<String> = "sourceUrl",
        /// Scores.
        pub cvss: Vec<RawJson> = "cvss",
        /// Weaknesses that belong to it.
        pub related_vulnerabilities: Vec<String> = "relatedVulnerabilities",
        /// More pages.
        pub reference_urls: Vec<String> = "referenceUrls",
        /// How bad the vendor says it is.
        pub vendor_severity: Option<String> = "vendorSeverity",
    }
}
