//! Which finding it is, whose, and where to see it.

use crate::Finding;
use saas_api_core::open_enum;
use std::fmt;

open_enum! {
    /// The product that reported a finding: the last two parts of its ARN, `<company>/<product>`.
    ///
    /// A product of your own is `<account>/default`: see [`is_custom`](Self::is_custom).
    pub enum Product: str {
        /// Security Hub itself: the outcomes of its controls.
        SecurityHub = "aws/securityhub",
        /// Amazon GuardDuty.
        GuardDuty = "aws/guardduty",
        /// Amazon Inspector.
        Inspector = "aws/inspector",
        /// Amazon Macie.
        Macie = "aws/macie",
        /// AWS Config.
        Config = "aws/config",
        /// IAM Access Analyzer.
        AccessAnalyzer = "aws/access-analyzer",
        /// Amazon Detective.
        Detective = "aws/detective",
        /// AWS Firewall Manager.
        FirewallManager = "aws/firewall-manager",
        /// AWS Health.
        Health = "aws/health",
        /// Patch Manager of AWS Systems Manager.
        SsmPatchManager = "aws/ssm-patch-manager",
        /// AWS IoT Device Defender.
        IotDeviceDefender = "aws/iot-device-defender",
    }
}

impl Product {
    /// The product that an ARN names. `None` when it names none.
    ///
    /// ```
    /// use securityhub_finding::Product;
    ///
    /// let product = Product::from_arn("arn:aws:securityhub:us-east-1::product/aws/guardduty");
    /// assert_eq!(product, Some(Product::GuardDuty));
    /// ```
    pub fn from_arn(arn: &str) -> Option<Self> {
        let resource = ProductArn::read(arn)?.resource;
        let suffix = resource.strip_prefix("product/").or_else(|| resource.strip_prefix("productv2/"))?;
        let (company, product) = suffix.split_once('/')?;
        (!company.is_empty() && !product.is_empty() && !product.contains('/')).then(|| Self::from(suffix))
    }

    /// The company: `aws`, a partner, or an account.
    pub fn company(&self) -> &str {
        self.as_str().split('/').next().unwrap_or_default()
    }

    /// Whether it is the default product of an account, for findings that its owner sends.
    pub fn is_custom(&self) -> bool {
        let is_account = |company: &str| company.len() == 12 && company.bytes().all(|byte| byte.is_ascii_digit());
        self.as_str().strip_suffix("/default").is_some_and(is_account)
    }
}

/// Which finding it is: its product and its id within the product. The same finding has the same key for ever.
///
/// As text it is the finding's ARN, `<ProductArn>/<Id>`, as it stands in the event's `resources`.
///
/// ```
/// # fn example(finding: &securityhub_finding::Finding, seen: &mut std::collections::HashSet<String>) -> bool {
/// seen.insert(finding.dedup_key().to_string())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct DedupKey<'a> {
    /// The product.
    pub product_arn: &'a str,
    /// The id within the product.
    pub id: &'a str,
}

impl DedupKey<'_> {
    /// The bytes to hash: `ProductArn`, a zero byte, `Id`. Unlike the text, never the same for two keys.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.product_arn.as_bytes(), b"\0", self.id.as_bytes()].concat()
    }
}

impl fmt::Display for DedupKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.product_arn, self.id)
    }
}

/// Which control failed at which resource.
///
/// Turning consolidated control findings on or off archives all findings of controls and makes new ones with new ids.
/// This key is the same before and after, where the control kept its id: those of CIS (`2.2`) and PCI DSS (`PCI.EC2.1`)
/// became others. Before, there is a finding for each standard that the control belongs to, all with this one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct ControlKey<'a> {
    /// The account.
    pub account_id: &'a str,
    /// The Region.
    pub region: &'a str,
    /// The control, such as `EC2.19`.
    pub control_id: &'a str,
    /// The first resource.
    pub resource_id: &'a str,
}

impl Finding {
    /// Which finding it is.
    pub fn dedup_key(&self) -> DedupKey<'_> {
        DedupKey { product_arn: &self.product_arn, id: &self.id }
    }

    /// Which control failed at which resource. `None` when it is no finding of a control, or a part is missing.
    pub fn control_key(&self) -> Option<ControlKey<'_>> {
        Some(ControlKey {
            account_id: filled(self.aws_account_id.as_deref())?,
            region: self.region_of_origin()?,
            control_id: self.control_id()?,
            resource_id: filled(self.resources.first()?.id.as_deref())?,
        })
    }

    /// The product that reported it. `None` when its ARN names none.
    pub fn product(&self) -> Option<Product> {
        Product::from_arn(&self.product_arn)
    }

    /// The control, such as `EC2.19`, or a rule of a standard, such as `2.2`.
    ///
    /// It is where the generation of the finding puts it: `Compliance.SecurityControlId`, else `ControlId` or `RuleId` of
    /// the product fields, else, for Security Hub's own findings, the end of `GeneratorId`.
    pub fn control_id(&self) -> Option<&str> {
        let by_compliance = || filled(self.compliance.as_ref()?.security_control_id.as_deref());
        let by_field = |name| filled(self.product_fields.get(name));
        let by_generator = || {
            let generator = self.generator_id.as_deref().filter(|_| self.product() == Some(Product::SecurityHub))?;
            filled(generator.rsplit('/').next())
        };
        by_compliance().or_else(|| by_field("ControlId")).or_else(|| by_field("RuleId")).or_else(by_generator)
    }

    /// The Region that it came from: its own member, else that of its product's ARN.
    pub fn region_of_origin(&self) -> Option<&str> {
        filled(self.region.as_deref()).or_else(|| filled(Some(ProductArn::read(&self.product_arn)?.region)))
    }

    /// The page of the console that shows it. `None` when the Region is missing or none, or the partition has no console
    /// that this version knows.
    ///
    /// The hosts of the partitions `aws-cn` and `aws-us-gov` are not confirmed by documentation.
    pub fn console_url(&self) -> Option<String> {
        let region = self.region_of_origin().filter(|region| is_region(region))?;
        let host = match ProductArn::read(&self.product_arn)?.partition {
            "aws" => "console.aws.amazon.com",
            "aws-cn" => "console.amazonaws.cn",
            "aws-us-gov" => "console.amazonaws-us-gov.com",
            _ => return None,
        };
        // The console decodes the search twice: once as a query, once as a value in its own filter language.
        let value = percent_encode(&format!("\\operator\\:EQUALS\\:{}", self.id));
        let search = percent_encode(&format!("Id={value}"));
        Some(format!("https://{region}.{host}/securityhub/home?region={region}#/findings?search={search}"))
    }
}

/// `arn:<partition>:securityhub:<region>:<account>:<resource>`
struct ProductArn<'a> {
    partition: &'a str,
    region: &'a str,
    resource: &'a str,
}

impl<'a> ProductArn<'a> {
    fn read(arn: &'a str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':');
        let (scheme, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, _account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        (scheme == "arn" && service == "securityhub").then_some(Self { partition, region, resource })
    }
}

/// Some producers write empty texts for what they do not know.
fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// Whether a text can stand in a host's name: a finding must not send its reader elsewhere.
fn is_region(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn percent_encode(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(encode).collect()
}
