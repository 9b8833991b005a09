//! What a test says about an alert before it exists.

use serde_json::{Map, Value};

use super::words::{OrcaRiskLevel, OrcaSeverity, OrcaStatus, OrcaVerdict};

/// An alert to add with [`Orca::add_alert`](crate::Orca::add_alert).
///
/// Everything has a realistic default.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct OrcaAlert {
    pub(super) id: Option<String>,
    pub(super) rule: String,
    pub(super) title: String,
    pub(super) category: String,
    pub(super) details: String,
    pub(super) details_template: String,
    pub(super) recommendation: String,
    pub(super) labels: Vec<String>,
    pub(super) cves: Vec<String>,
    pub(super) severity: OrcaSeverity,
    pub(super) risk_level: OrcaRiskLevel,
    pub(super) orca_score: f64,
    pub(super) status: OrcaStatus,
    pub(super) verdict: OrcaVerdict,
    pub(super) asset_type: String,
    pub(super) asset_name: String,
    pub(super) cloud: String,
    pub(super) account_id: String,
    pub(super) account_name: String,
    pub(super) region: String,
    pub(super) malicious_file: Option<Vec<u8>>,
    pub(super) with_data: bool,
    pub(super) fields: Map<String, Value>,
    pub(super) row_fields: Map<String, Value>,
}

impl OrcaAlert {
    /// A high alert on a bucket, with a title of your own.
    pub fn new(title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            id: None,
            rule: "aws_s3_bucket_public_read".to_owned(),
            category: "Data at risk".to_owned(),
            details: "The bucket invoices-prod can be read without credentials.".to_owned(),
            details_template: "The bucket {AwsS3Bucket} can be read without credentials.".to_owned(),
            recommendation: "Turn on block public access for the bucket.".to_owned(),
            labels: vec!["mitre: collection".to_owned()],
            cves: Vec::new(),
            severity: OrcaSeverity::ImminentCompromise,
            risk_level: OrcaRiskLevel::High,
            orca_score: 7.4,
            status: OrcaStatus::Open,
            verdict: OrcaVerdict::RiskGone,
            asset_type: "AwsS3Bucket".to_owned(),
            asset_name: "invoices-prod".to_owned(),
            cloud: "aws".to_owned(),
            account_id: "123456789012".to_owned(),
            account_name: "prod-account".to_owned(),
            region: "ap-northeast-1".to_owned(),
            malicious_file: None,
            with_data: true,
            fields: Map::new(),
            row_fields: Map::new(),
            title,
        }
    }

    /// A bucket that everyone can read.
    pub fn public_bucket(bucket: impl Into<String>) -> Self {
        let bucket = bucket.into();
        Self::new("S3 bucket readable by everyone")
            .details(format!("The bucket {bucket} can be read without credentials."))
            .asset("AwsS3Bucket", bucket)
    }

    /// A host with an exploitable package.
    pub fn vulnerable_host(host: impl Into<String>, cve: impl Into<String>) -> Self {
        let (host, cve) = (host.into(), cve.into());
        let mut alert = Self::new("Internet-facing host with an exploitable vulnerability")
            .rule("vulnerable_internet_facing_host")
            .category("Vulnerabilities")
            .details(format!("The host {host} runs a package that {cve} affects, and it answers to the internet."))
            .recommendation("Update the package and restart the service.")
            .severity(OrcaSeverity::Compromised)
            .risk_level(OrcaRiskLevel::Critical)
            .orca_score(9.1)
            .asset("AwsEc2Instance", host)
            .label("fix_available");
        "The host {AwsEc2Instance} runs a vulnerable package.".clone_into(&mut alert.details_template);
        alert.cves.push(cve);
        alert
    }

    /// A weak hash in source code: code alerts arrive without `data` and without a cloud account.
    pub fn weak_hash_in_code(file: impl Into<String>) -> Self {
        let file = file.into();
        let mut alert = Self::new("Weak hash algorithm")
            .rule("shiftleft_5b0f1d7e-0000-4000-8000-0000000000c1")
            .category("Source code vulnerabilities")
            .details(format!("{file} computes a password hash with MD5."))
            .recommendation("Use a password hash such as Argon2id.")
            .severity(OrcaSeverity::Hazardous)
            .risk_level(OrcaRiskLevel::Medium)
            .orca_score(5.8)
            .asset("CodeRepository", file)
            .account("example/shop", "example/shop")
            .without_data();
        alert.labels = vec!["source:shiftleft".to_owned(), "CWE-327".to_owned()];
        "shiftleft".clone_into(&mut alert.cloud);
        alert.region.clear();
        alert
    }

    /// An alert id of your own, such as `orca-700123`; else the next free one.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// `type`: the key of the rule.
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = rule.into();
        self
    }

    /// `category`
    pub fn category(mut self, category: impl Into<String>) -> Self {
        self.category = category.into();
        self
    }

    /// `details`: the rendered text.
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.details = details.into();
        self
    }

    /// `recommendation`
    pub fn recommendation(mut self, recommendation: impl Into<String>) -> Self {
        self.recommendation = recommendation.into();
        self
    }

    /// One more of `alert_labels`.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// One more of `cve_list`.
    pub fn cve(mut self, cve: impl Into<String>) -> Self {
        self.cves.push(cve.into());
        self
    }

    /// `state.severity` and `state.score`; the risk level stays as it is.
    pub fn severity(mut self, severity: OrcaSeverity) -> Self {
        self.severity = severity;
        self
    }

    /// `state.risk_level`; the severity stays as it is.
    pub fn risk_level(mut self, risk_level: OrcaRiskLevel) -> Self {
        self.risk_level = risk_level;
        self
    }

    /// `state.orca_score`, 1 to 10; the other scales stay as they are.
    pub fn orca_score(mut self, orca_score: f64) -> Self {
        self.orca_score = orca_score;
        self
    }

    /// The state at first; open unless said otherwise.
    pub fn status(mut self, status: OrcaStatus) -> Self {
        self.status = status;
        self
    }

    /// What a verification will find; the risk is gone unless said otherwise.
    pub fn verdict(mut self, verdict: OrcaVerdict) -> Self {
        self.verdict = verdict;
        self
    }

    /// `asset_type` and `asset_name`
    pub fn asset(mut self, kind: impl Into<String>, name: impl Into<String>) -> Self {
        self.asset_type = kind.into();
        self.asset_name = name.into();
        self
    }

    /// `cloud_provider_id` and `account_name`
    pub fn account(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.account_id = id.into();
        self.account_name = name.into();
        self
    }

    /// `cloud_provider`: `aws`, `azure`, `gcp` ...
    pub fn cloud(mut self, cloud: impl Into<String>) -> Self {
        self.cloud = cloud.into();
        self
    }

    /// `asset_regions`
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// The file that the alert is about, as an encrypted archive; none unless said otherwise.
    pub fn malicious_file(mut self, archive: impl Into<Vec<u8>>) -> Self {
        self.malicious_file = Some(archive.into());
        self
    }

    /// Leaves out `data`, as code and package alerts do.
    pub fn without_data(mut self) -> Self {
        self.with_data = false;
        self
    }

    /// Sets one top-level field of the legacy document; null takes the field out.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// Sets one field below `data` of the serving-layer row; null takes the field out.
    pub fn row_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.row_fields.insert(name.into(), value.into());
        self
    }
}
