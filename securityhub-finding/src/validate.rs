//! What the service refuses, found before anything is sent.

mod rule;
mod shape;
mod shapes;
mod time;

pub use rule::{Rule, Violation, Violations};
pub(crate) use time::is_time;

use crate::json::{Members, items};
use crate::leniency::push_member;
use crate::{Finding, NumberLiteral, Product};
use serde::Serialize;
use serde_json::value::RawValue;
use shape::{Kind, Member, Shape};

/// What a finding may have, in bytes. The service says 240 KB; the smaller reading of it is taken.
pub(crate) const FINDING_BYTES: usize = 240_000;

impl Finding {
    /// Checks it against the rules of `BatchImportFindings`, and finds everything that is wrong at once.
    ///
    /// It looks at what would be sent: also at values of another form than documented, which are in `extra`.
    /// It does not look into the details of resources, beyond `Other`, and does not refuse members without a name in the
    /// format. That `UpdatedAt` is later than at the last import, and that the account may send for the product, only the
    /// service can tell.
    ///
    /// Three limits are not documented, but what producers met: 20 associated standards, 64 characters of a related
    /// requirement, no empty part of a type.
    ///
    /// [Official page](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html),
    /// [limits of the members](https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html)
    ///
    /// # Errors
    /// When the service would refuse it: all reasons, each with its place and its limit.
    ///
    /// # Examples
    /// ```
    /// use securityhub_finding::{Finding, Rule};
    ///
    /// let finding: Finding = r#"{"Id":"1","ProductArn":"p","Title":" ","Confidence":101}"#.parse()?;
    /// let violations = finding.validate().err().unwrap_or_default();
    /// assert!(violations.iter().any(|found| found.path == "$.Title" && found.rule == Rule::Blank));
    /// assert!(violations.to_string().contains("$.Confidence: must be from 0 to 100"));
    /// # Ok::<(), securityhub_finding::InvalidFinding>(())
    /// ```
    pub fn validate(&self) -> Result<(), Violations> {
        let mut check = Check::new();
        let json = check.json(self);
        check.finding(&json);
        check.finish()
    }
}

/// Checks what `BatchUpdateFindings` would get, without the identifiers.
pub(crate) fn check_update<T: Serialize>(update: &T) -> Result<(), Violations> {
    let mut check = Check::new();
    let json = check.json(update);
    check.text(&json, &Kind::Object(shapes::UPDATE));
    if json == "{}" {
        check.found(Rule::NothingToChange);
    }
    check.finish()
}

/// Checks one identifier of `BatchUpdateFindings`.
pub(crate) fn check_identifier<T: Serialize>(identifier: &T, index: usize) -> Result<(), Violations> {
    let mut check = Check::new();
    check.path = format!("$.FindingIdentifiers[{index}]");
    let json = check.json(identifier);
    check.text(&json, &Kind::Object(shapes::IDENTIFIER));
    check.finish()
}

/// Walks JSON text and notes what breaks a rule.
struct Check {
    path: String,
    found: Vec<Violation>,
}

impl Check {
    fn new() -> Self {
        Self { path: "$".to_owned(), found: Vec::new() }
    }

    fn finish(self) -> Result<(), Violations> {
        if self.found.is_empty() { Ok(()) } else { Err(Violations::new(self.found)) }
    }

    fn found(&mut self, rule: Rule) {
        self.found.push(Violation::new(self.path.clone(), rule));
    }

    fn found_unless(&mut self, is_kept: bool, rule: Rule) {
        if !is_kept {
            self.found(rule);
        }
    }

    fn at(&mut self, name: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        push_member(&mut self.path, name);
        walk(self);
        self.path.truncate(length);
    }

    fn json<T: Serialize>(&mut self, value: &T) -> String {
        serde_json::to_string(value).unwrap_or_else(|_form| {
            self.found(Rule::Form { expected: "JSON" });
            String::new()
        })
    }

    fn finding(&mut self, json: &str) {
        let size = json.len();
        self.found_unless(size <= FINDING_BYTES, Rule::Size { max: FINDING_BYTES, found: size });
        let Ok(members) = Members::read(json) else { return self.found(Rule::Form { expected: "an object" }) };
        self.members(&members, shapes::FINDING);
        self.severity(&members);
        self.reserved_keys(&members);
    }

    /// Somebody must say how bad it is.
    fn severity(&mut self, finding: &Members<'_>) {
        let says = |severity: Option<&RawValue>| {
            let severity = severity.and_then(|severity| Members::read(severity.get()).ok());
            severity.is_some_and(|severity| severity.get("Label").or_else(|| severity.get("Normalized")).is_some())
        };
        let provided = finding.get("FindingProviderFields").and_then(|fields| Members::read(fields.get()).ok());
        if !says(finding.get("Severity")) && !says(provided.and_then(|fields| fields.get("Severity"))) {
            self.at("Severity", |check| check.found(Rule::NoSeverity));
        }
    }

    /// Names that begin with `aws/` are for products of AWS.
    fn reserved_keys(&mut self, finding: &Members<'_>) {
        let product: Option<String> = finding.read_as("ProductArn");
        let product = product.and_then(|arn| Product::from_arn(&arn));
        let Some(fields) = finding.get("ProductFields").and_then(|fields| Members::read(fields.get()).ok()) else {
            return;
        };
        if product.is_some_and(|product| product.company() == "aws") {
            return;
        }
        for (name, _) in fields.iter().filter(|(name, _)| name.starts_with("aws/")) {
            self.at("ProductFields", |check| check.at(name, |check| check.found(Rule::ReservedKey)));
        }
    }

    fn text(&mut self, json: &str, kind: &Kind) {
        if let Ok(raw) = serde_json::from_str(json) {
            self.value(raw, kind);
        }
    }

    fn value(&mut self, raw: &RawValue, kind: &Kind) {
        match *kind {
            Kind::Bool => {
                self.found_unless(matches!(raw.get(), "true" | "false"), Rule::Form { expected: "true or false" });
            }
            Kind::Number => self.found_unless(number(raw).is_some(), Rule::Form { expected: "a number" }),
            Kind::Whole { min, max } => self.whole(raw, min, max),
            Kind::Object(shape) => match Members::read(raw.get()) {
                Ok(members) => self.members(&members, shape),
                Err(_form) => self.found(Rule::Form { expected: "an object" }),
            },
            Kind::List { min, max, item } => self.list(raw, min, max, item),
            Kind::Map { max, key, value } => self.map(raw, max, key, value),
            _ => match serde_json::from_str::<String>(raw.get()) {
                Ok(text) => self.plain_text(&text, kind),
                Err(_form) => self.found(Rule::Form { expected: "a text" }),
            },
        }
    }

    fn members(&mut self, members: &Members<'_>, shape: Shape) {
        for Member { name, is_required, kind } in shape {
            self.at(name, |check| match members.value(name) {
                None if *is_required => check.found(Rule::Missing),
                None => {}
                Some(raw) if raw.get() == "null" => check.found(if *is_required { Rule::Missing } else { Rule::Null }),
                Some(raw) => check.value(raw, kind),
            });
        }
    }

    fn list(&mut self, raw: &RawValue, min: usize, max: usize, item: &Kind) {
        let Some(items) = items(raw.get()) else { return self.found(Rule::Form { expected: "a list" }) };
        self.found_unless((min..=max).contains(&items.len()), Rule::Count { min, max, found: items.len() });
        for (index, raw) in items.into_iter().enumerate() {
            let length = self.path.len();
            self.path.extend(["[", &index.to_string(), "]"]);
            self.value(raw, item);
            self.path.truncate(length);
        }
    }

    fn map(&mut self, raw: &RawValue, max: usize, key: usize, value: usize) {
        let Ok(entries) = Members::read(raw.get()) else { return self.found(Rule::Form { expected: "an object" }) };
        let count = entries.iter().count();
        self.found_unless(count <= max, Rule::Count { min: 0, max, found: count });
        for (name, raw) in entries.iter() {
            self.at(name, |check| {
                let length = name.chars().count();
                check.found_unless(!is_blank(name), Rule::BlankKey);
                check.found_unless(length <= key, Rule::KeyLength { max: key, found: length });
                check.value(raw, &Kind::Text { max: value });
            });
        }
    }

    fn whole(&mut self, raw: &RawValue, min: i64, max: i64) {
        let Some(number) = number(raw) else { return self.found(Rule::Form { expected: "a whole number" }) };
        match number.as_i64() {
            Some(number) => self.found_unless((min..=max).contains(&number), Rule::Range { min, max }),
            None if number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
                self.found(Rule::Form { expected: "a whole number" });
            }
            None => self.found(Rule::Range { min, max }),
        }
    }

    fn plain_text(&mut self, text: &str, kind: &Kind) {
        let length = text.chars().count();
        if is_blank(text) {
            return self.found(Rule::Blank);
        }
        match *kind {
            Kind::Text { max } => self.found_unless(length <= max, Rule::Length { max, found: length }),
            Kind::OneOf(values) => self.found_unless(values.contains(&text), Rule::OneOf { values }),
            Kind::Time => self.found_unless(is_time(text), Rule::Time),
            Kind::SchemaVersion => self.found_unless(text == "2018-10-08", Rule::SchemaVersion),
            Kind::AccountId => self.found_unless(is_account(text), Rule::AccountId),
            Kind::ProductArn => {
                self.found_unless(length <= 2048, Rule::Length { max: 2048, found: length });
                self.found_unless(is_product_arn(text), Rule::ProductArn);
            }
            Kind::FindingType => {
                let parts = text.split('/').count();
                self.found_unless(parts <= 3 && !text.split('/').any(is_blank), Rule::FindingType);
            }
            _ => {}
        }
    }
}

/// A number that is written as one.
fn number(raw: &RawValue) -> Option<NumberLiteral> {
    NumberLiteral::read(raw.get()).filter(|number| !number.is_quoted())
}

/// Whether there is nothing but ASCII white space, which is what the service's pattern `\S` looks for.
fn is_blank(text: &str) -> bool {
    text.chars().all(|symbol| matches!(symbol, ' ' | '\t'..='\r'))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an ARN names a product of this format: `productv2` belongs to another one.
fn is_product_arn(text: &str) -> bool {
    Product::from_arn(text).is_some() && text.splitn(6, ':').nth(5).is_some_and(|name| name.starts_with("product/"))
}
