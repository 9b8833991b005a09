//! Findings of several producers, made from a seed: no two alike, and none of a real account.

#![expect(clippy::indexing_slicing, reason = "it sets members of objects, which makes them where they are missing")]

use serde_json::{Value, json};

/// Makes findings as the service writes them: compact, without nulls.
#[derive(Debug)]
pub(crate) struct Maker(u64);

impl Maker {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let chosen = usize::try_from(self.below(choices.len() as u64)).unwrap_or_default();
        choices.get(chosen).copied().unwrap_or_default()
    }

    fn hex(&mut self, digits: usize) -> String {
        (0..digits).filter_map(|_| char::from_digit(u32::try_from(self.below(16)).ok()?, 16)).collect()
    }

    fn words(&mut self, count: u64) -> String {
        const WORDS: [&str; 16] = [
            "security",
            "groups",
            "should",
            "not",
            "allow",
            "unrestricted",
            "access",
            "to",
            "ports",
            "with",
            "high",
            "risk",
            "in",
            "the \"default\"",
            "network",
            "policy",
        ];
        (0..count).map(|_| self.pick(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    fn time(&mut self) -> String {
        let (day, hour, minute) = (1 + self.below(28), self.below(24), self.below(60));
        format!("2026-11-{day:02}T{hour:02}:{minute:02}:{:02}.{:03}Z", self.below(60), self.below(1000))
    }

    fn account(&mut self) -> &'static str {
        self.pick(&["111122223333", "444455556666", "123456789012"])
    }

    /// The next finding.
    pub(crate) fn finding(&mut self) -> Value {
        match self.below(10) {
            0..=4 => self.control(),
            5 | 6 => self.network_threat(),
            7 => self.vulnerable(),
            8 => self.sensitive(),
            _ => self.attack(),
        }
    }

    fn base(&mut self, product: &str, resource: &Value) -> Value {
        let region = self.pick(&["us-east-1", "ap-northeast-1", "eu-central-1"]);
        let account = self.account();
        let (label, number) = [("INFORMATIONAL", 0), ("LOW", 1), ("MEDIUM", 40), ("HIGH", 70), ("CRITICAL", 90)]
            .get(usize::try_from(self.below(5)).unwrap_or_default())
            .copied()
            .unwrap_or_default();
        let severity = json!({"Label": label, "Normalized": number, "Product": number, "Original": label});
        let id = format!("arn:aws:securityhub:{region}:{account}:finding/{}", self.hex(32));
        let product_arn = format!("arn:aws:securityhub:{region}::product/aws/{product}");
        let title = {
            let count = 5 + self.below(9);
            self.words(count)
        };
        let description = {
            let count = 15 + self.below(60);
            self.words(count)
        };
        json!({
            "SchemaVersion": "2018-10-08", "Id": id, "ProductArn": product_arn, "ProductName": product,
            "CompanyName": "AWS", "Region": region, "GeneratorId": format!("{product}/{}", self.hex(12)),
            "AwsAccountId": account, "AwsAccountName": "example",
            "Types": ["Software and Configuration Checks/AWS Security Best Practices"],
            "FirstObservedAt": self.time(), "LastObservedAt": self.time(), "CreatedAt": self.time(),
            "UpdatedAt": self.time(), "ProcessedAt": self.time(), "Severity": severity,
            "Title": title, "Description": description, "Resources": [resource],
            "Workflow": {"Status": self.pick(&["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"])}, "WorkflowState": "NEW",
            "RecordState": self.pick(&["ACTIVE", "ARCHIVED"]), "Sample": false,
            "FindingProviderFields": {"Severity": severity, "Types": ["Software and Configuration Checks"]}
        })
    }

    fn resource(&mut self) -> Value {
        let (account, id) = (self.account(), self.hex(17));
        let (kind, arn, details) = match self.below(4) {
            0 => {
                ("AwsEc2SecurityGroup", format!("arn:aws:ec2:us-east-1:{account}:security-group/sg-{id}"), self.group())
            }
            1 => ("AwsS3Bucket", format!("arn:aws:s3:::bucket-{id}"), self.bucket()),
            2 => ("AwsEc2Instance", format!("arn:aws:ec2:us-east-1:{account}:instance/i-{id}"), self.instance()),
            _ => {
                return json!({"Type": "AwsAccount", "Id": format!("AWS::::Account:{account}"), "Partition": "aws",
                    "Region": "us-east-1"});
            }
        };
        let team = self.hex(6);
        json!({"Type": kind, "Id": arn, "Partition": "aws", "Region": "us-east-1",
            "Tags": {"team": team, "env": "prod", "cost-center": "1234"}, "Details": {kind: details}})
    }

    fn group(&mut self) -> Value {
        let permission = |maker: &mut Self| {
            let port = maker.below(65536);
            json!({"IpProtocol": "tcp", "FromPort": port, "ToPort": port,
                "IpRanges": [{"CidrIp": "0.0.0.0/0"}, {"CidrIp": format!("10.{}.0.0/16", maker.below(256))}],
                "UserIdGroupPairs": [{"UserId": maker.account(), "GroupId": format!("sg-{}", maker.hex(17))}]})
        };
        let rules: Vec<Value> = (0..=self.below(6)).map(|_| permission(self)).collect();
        json!({"GroupName": "web", "GroupId": format!("sg-{}", self.hex(17)), "OwnerId": self.account(),
            "VpcId": format!("vpc-{}", self.hex(17)), "IpPermissions": rules,
            "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]})
    }

    fn bucket(&mut self) -> Value {
        json!({"OwnerId": self.hex(64), "OwnerName": "example", "CreatedAt": self.time(),
            "ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault":
                {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.hex(36)}}]},
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true,
                "IgnorePublicAcls": true, "RestrictPublicBuckets": false},
            "BucketVersioningConfiguration": {"IsMfaDeleteEnabled": false, "Status": "Enabled"}})
    }

    fn instance(&mut self) -> Value {
        json!({"Type": "t3.large", "ImageId": format!("ami-{}", self.hex(17)),
            "IpV4Addresses": [format!("10.0.{}.{}", self.below(256), self.below(256))],
            "VpcId": format!("vpc-{}", self.hex(17)), "SubnetId": format!("subnet-{}", self.hex(17)),
            "LaunchedAt": self.time(), "NetworkInterfaces": [{"NetworkInterfaceId": format!("eni-{}", self.hex(17))}],
            "MetadataOptions": {"HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 2, "HttpTokens": "required"}})
    }

    fn control(&mut self) -> Value {
        let resource = self.resource();
        let mut finding = self.base("securityhub", &resource);
        let control = format!("{}.{}", self.pick(&["EC2", "S3", "IAM", "RDS"]), 1 + self.below(30));
        let requirements: Vec<String> =
            (0..self.below(12)).map(|_| format!("NIST.800-53.r5 AC-{}({})", self.below(30), self.below(20))).collect();
        finding["Compliance"] = json!({"Status": self.pick(&["FAILED", "PASSED", "WARNING"]),
            "SecurityControlId": control, "RelatedRequirements": requirements,
            "AssociatedStandards": [{"StandardsId": "standards/aws-foundational-security-best-practices/v/1.0.0"},
                {"StandardsId": "standards/cis-aws-foundations-benchmark/v/3.0.0"}],
            "SecurityControlParameters": [{"Name": "authorizedTcpPorts", "Value": ["80", "443"]}]});
        finding["ProductFields"] = json!({
            "RelatedAWSResources:0/name": format!("securityhub-{}", self.hex(8)),
            "RelatedAWSResources:0/type": "AWS::Config::ConfigRule",
            "aws/securityhub/ProductName": "Security Hub", "aws/securityhub/CompanyName": "AWS",
            "aws/securityhub/annotation": self.words(8), "Resources:0/Id": self.hex(40),
            "aws/securityhub/FindingId": format!("arn:aws:securityhub:us-east-1::product/aws/securityhub/{}", self.hex(36))});
        finding["Remediation"] = json!({"Recommendation": {
            "Text": "For information on how to correct this issue, see the documentation.",
            "Url": format!("https://docs.example.com/{control}/remediation")}});
        finding
    }

    fn remote(&mut self) -> Value {
        json!({"IpAddressV4": format!("198.51.100.{}", self.below(256)),
            "Organization": {"Asn": self.below(65536), "AsnOrg": "Example", "Isp": "Example Networks", "Org": "Example"},
            "Country": {"CountryCode": "JP", "CountryName": "Japan"}, "City": {"CityName": "Tokyo"},
            "GeoLocation": {"Lat": 35.6895, "Lon": 139.6917}})
    }

    fn network_threat(&mut self) -> Value {
        let resource = self.resource();
        let mut finding = self.base("guardduty", &resource);
        finding["Action"] = if self.below(2) == 0 {
            json!({"ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": {"ConnectionDirection": "INBOUND",
                "RemoteIpDetails": self.remote(), "RemotePortDetails": {"Port": self.below(65536), "PortName": "Unknown"},
                "LocalPortDetails": {"Port": 22, "PortName": "SSH"}, "Protocol": "TCP", "Blocked": false}})
        } else {
            json!({"ActionType": "AWS_API_CALL", "AwsApiCallAction": {"Api": "ListBuckets",
                "ServiceName": "s3.amazonaws.com", "CallerType": "remoteIp", "RemoteIpDetails": self.remote(),
                "FirstSeen": self.time(), "LastSeen": self.time()}})
        };
        let fields = (0..12).map(|at| (format!("aws/guardduty/service/field.{at}"), Value::from(self.words(2))));
        finding["ProductFields"] = Value::Object(fields.collect());
        finding
    }

    fn vulnerable(&mut self) -> Value {
        let resource = self.resource();
        let mut finding = self.base("inspector", &resource);
        let package = |maker: &mut Self| {
            json!({"Name": maker.pick(&["openssl", "curl", "zlib", "glibc"]), "Version": "1.1.1k", "Epoch": "1",
                "Release": "25.el8", "Architecture": "X86_64", "PackageManager": "OS", "FixedInVersion": "1:1.1.1k-27",
                "SourceLayerHash": format!("sha256:{}", maker.hex(64)), "Remediation": "dnf update openssl"})
        };
        let packages: Vec<Value> = (0..=self.below(8)).map(|_| package(self)).collect();
        let pages: Vec<String> =
            (0..self.below(10)).map(|_| format!("https://docs.example.com/{}", self.hex(24))).collect();
        finding["Vulnerabilities"] = json!([{"Id": format!("CVE-2026-{}", self.below(99999)),
            "VulnerablePackages": packages,
            "Cvss": [{"Version": "3.1", "BaseScore": 7.5, "BaseVector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
                "Source": "NVD"}, {"Version": "3.1", "BaseScore": 9, "Source": "REDHAT"}],
            "Vendor": {"Name": "NVD", "VendorSeverity": "HIGH", "VendorCreatedAt": self.time(),
                "VendorUpdatedAt": self.time()},
            "ReferenceUrls": pages, "FixAvailable": "YES", "EpssScore": 0.00341, "ExploitAvailable": "NO"}]);
        finding
    }

    fn sensitive(&mut self) -> Value {
        let mut resource = self.resource();
        let cells: Vec<Value> = (0..self.below(12))
            .map(|_| json!({"Column": self.below(20), "Row": self.below(9999), "ColumnName": "email", "CellReference": "B3"}))
            .collect();
        resource["DataClassification"] = json!({"DetailedResultsLocation": format!("s3://results/{}", self.hex(32)),
            "Result": {"MimeType": "text/csv", "SizeClassified": self.below(1 << 30), "AdditionalOccurrences": true,
                "Status": {"Code": "COMPLETE"}, "SensitiveData": [{"Category": "PERSONAL_INFORMATION",
                    "TotalCount": self.below(999), "Detections": [{"Count": self.below(99), "Type": "EMAIL_ADDRESS",
                        "Occurrences": {"Cells": cells}}]}]}});
        self.base("macie", &resource)
    }

    fn attack(&mut self) -> Value {
        let resource = self.resource();
        let mut finding = self.base("guardduty", &resource);
        let signal = |maker: &mut Self| {
            let at = 1_795_000_000_000 + maker.below(999_999_999);
            json!({"Type": "FINDING", "Id": maker.hex(32), "Title": maker.words(9), "ResourceIds": [maker.hex(40)],
                "SignalIndicators": [{"Key": "ATTACK_TACTIC", "Values": ["Discovery", "Exfiltration"], "Title": "Tactic"}],
                "Name": "Recon:IAMUser/MaliciousIPCaller", "CreatedAt": at, "UpdatedAt": at, "FirstSeenAt": at,
                "LastSeenAt": at, "Severity": 8.0, "Count": maker.below(50), "ActorIds": [maker.hex(8)]})
        };
        let signals: Vec<Value> = (0..=self.below(6)).map(|_| signal(self)).collect();
        finding["Detection"] = json!({"Sequence": {"Uid": self.hex(32), "Signals": signals,
            "Actors": [{"Id": self.hex(8), "User": {"Name": "deploy", "Uid": self.hex(20), "Type": "IAMUser",
                "Account": {"Uid": self.account()}}, "Session": {"Uid": self.hex(20), "MfaStatus": "DISABLED",
                "CreatedTime": 1_795_000_000_000_u64, "Issuer": "sts"}}],
            "Endpoints": [{"Id": self.hex(8), "Ip": "198.51.100.7", "Port": 443, "Location": {"City": "Tokyo",
                "Country": "Japan", "Lat": 35.68, "Lon": 139.69}, "AutonomousSystem": {"Name": "Example", "Number": 64500},
                "Connection": {"Direction": "INBOUND"}}]}});
        finding
    }
}
