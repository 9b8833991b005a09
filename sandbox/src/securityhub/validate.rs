//! What an import and an update may hold.

use serde_json::{Map, Value};

use super::time;

/// The most bytes of one finding.
pub(super) const FINDING_BYTES: usize = 240 * 1024;

#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Characters of a string.
    Length(usize, usize),
    /// Members of a list or a map.
    Items(usize, usize),
    /// A whole number.
    Range(i64, i64),
    Number,
    OneOf(&'static [&'static str]),
    Time,
    Object,
    Flag,
    /// A map of strings: pairs, longest key, longest value.
    Pairs(usize, usize, usize),
}

use Rule::{Flag, Items, Length, Number, Object, OneOf, Pairs, Range, Time};

const LABELS: Rule = OneOf(&["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]);
const VERIFICATION: Rule = OneOf(&["UNKNOWN", "TRUE_POSITIVE", "FALSE_POSITIVE", "BENIGN_POSITIVE"]);
const ANY: usize = usize::MAX;
const PERCENT: Rule = Range(0, 100);

/// Every top-level member, then the nested ones that have a limit of their own.
const FINDING: &[(&str, Rule)] = &[
    ("SchemaVersion", OneOf(&["2018-10-08"])),
    ("Id", Length(1, 512)),
    ("ProductArn", Length(12, 2048)),
    ("GeneratorId", Length(1, 512)),
    ("AwsAccountId", Length(12, 12)),
    ("CreatedAt", Time),
    ("UpdatedAt", Time),
    ("Title", Length(1, 256)),
    ("Description", Length(1, 1024)),
    ("Resources", Items(1, 32)),
    ("Action", Object),
    ("AwsAccountName", Length(1, 50)),
    ("CompanyName", Length(1, 128)),
    ("Compliance", Object),
    ("Confidence", PERCENT),
    ("Criticality", PERCENT),
    ("Detection", Object),
    ("FindingProviderFields", Object),
    ("FirstObservedAt", Time),
    ("GeneratorDetails", Object),
    ("LastObservedAt", Time),
    ("Malware", Items(0, 5)),
    ("Network", Object),
    ("NetworkPath", Items(0, ANY)),
    ("Note", Object),
    ("PatchSummary", Object),
    ("Process", Object),
    ("ProcessedAt", Time),
    ("ProductFields", Pairs(50, 128, 2048)),
    ("ProductName", Length(1, 128)),
    ("RecordState", OneOf(&["ACTIVE", "ARCHIVED"])),
    ("Region", Length(1, 16)),
    ("RelatedFindings", Items(1, 10)),
    ("Remediation", Object),
    ("Sample", Flag),
    ("Severity", Object),
    ("SourceUrl", Length(1, ANY)),
    ("ThreatIntelIndicators", Items(1, 5)),
    ("Threats", Items(1, 32)),
    ("Types", Items(0, 50)),
    ("UserDefinedFields", Pairs(50, 128, 1024)),
    ("VerificationState", VERIFICATION),
    ("Vulnerabilities", Items(0, ANY)),
    ("Workflow", Object),
    ("WorkflowState", OneOf(&["NEW", "ASSIGNED", "IN_PROGRESS", "DEFERRED", "RESOLVED"])),
    ("Compliance.RelatedRequirements", Items(0, 32)),
    ("Compliance.Status", OneOf(&["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"])),
    ("FindingProviderFields.Confidence", PERCENT),
    ("FindingProviderFields.Criticality", PERCENT),
    ("FindingProviderFields.Severity", Object),
    ("FindingProviderFields.Severity.Label", LABELS),
    ("FindingProviderFields.Severity.Original", Length(1, 64)),
    ("FindingProviderFields.Types", Items(0, 50)),
    ("Note.Text", Length(1, 512)),
    ("Note.UpdatedAt", Time),
    ("Remediation.Recommendation.Text", Length(1, 512)),
    ("Severity.Label", LABELS),
    ("Severity.Normalized", PERCENT),
    ("Severity.Original", Length(1, 64)),
    ("Severity.Product", Number),
    ("Workflow.Status", OneOf(&WORKFLOW)),
];

/// The first ten of [`FINDING`] must be there.
const REQUIRED: usize = 10;

pub(super) const WORKFLOW: [&str; 4] = ["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"];

const UPDATE: &[(&str, Rule)] = &[
    ("FindingIdentifiers", Items(1, 100)),
    ("Confidence", PERCENT),
    ("Criticality", PERCENT),
    ("Note", Object),
    ("RelatedFindings", Items(1, 10)),
    ("Severity", Object),
    ("Types", Items(0, 50)),
    ("UserDefinedFields", Pairs(50, 128, 1024)),
    ("VerificationState", VERIFICATION),
    ("Workflow", Object),
    ("Note.Text", Length(1, 512)),
    ("Note.UpdatedBy", Length(1, ANY)),
    ("Severity.Label", LABELS),
    ("Severity.Normalized", PERCENT),
    ("Severity.Product", Number),
    ("Workflow.Status", OneOf(&WORKFLOW)),
];

/// Checks one finding of an import.
pub(super) fn finding(finding: &Map<String, Value>) -> Result<(), String> {
    check(finding, FINDING, REQUIRED)?;
    if !finding.contains_key("Severity") && at(finding, "FindingProviderFields.Severity").is_none() {
        return Err("data should have required property 'FindingProviderFields.Severity'".to_owned());
    }
    for name in ["Severity", "FindingProviderFields.Severity"] {
        let severity = at(finding, name).and_then(Value::as_object);
        if severity.is_some_and(|severity| !["Label", "Normalized"].iter().any(|name| severity.contains_key(*name))) {
            return Err(format!("data.{name} should have required property 'Label'"));
        }
    }
    let account = finding.get("AwsAccountId").and_then(Value::as_str).unwrap_or_default();
    if !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("data.AwsAccountId should be 12 digits".to_owned());
    }
    members_of_each(finding, "Resources", &["Id", "Type"])?;
    members_of_each(finding, "RelatedFindings", &["Id", "ProductArn"])?;
    members(finding, "Note", &["Text", "UpdatedAt", "UpdatedBy"])?;
    for (name, value) in finding {
        no_blank(&format!("data.{name}"), value)?;
    }
    if size(finding) > FINDING_BYTES {
        return Err("data should NOT be larger than 240 KB".to_owned());
    }
    Ok(())
}

/// Checks the body of an update.
pub(super) fn update(body: &Map<String, Value>) -> Result<(), String> {
    check(body, UPDATE, 1)?;
    if body.len() < 2 {
        return Err("data should have at least one field to update".to_owned());
    }
    members_of_each(body, "FindingIdentifiers", &["Id", "ProductArn"])?;
    members_of_each(body, "RelatedFindings", &["Id", "ProductArn"])?;
    members(body, "Note", &["Text", "UpdatedBy"])?;
    for (name, value) in body {
        no_blank(&format!("data.{name}"), value)?;
    }
    Ok(())
}

pub(super) fn size(finding: &Map<String, Value>) -> usize {
    serde_json::to_vec(finding).map_or(0, |text| text.len())
}

/// The value at a dotted path of objects.
pub(super) fn at<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut names = path.split('.');
    let first = object.get(names.next()?)?;
    names.try_fold(first, |value, name| value.get(name))
}

fn check(object: &Map<String, Value>, rules: &[(&str, Rule)], required: usize) -> Result<(), String> {
    if let Some(name) = object.keys().find(|name| !rules.iter().any(|(known, _)| known == name)) {
        return Err(format!("data should NOT have additional properties ('{name}')"));
    }
    if let Some((name, _)) = rules.iter().take(required).find(|(name, _)| !object.contains_key(*name)) {
        return Err(format!("data should have required property '{name}'"));
    }
    for (path, rule) in rules {
        if let Some(value) = at(object, path) {
            rule.check(value).map_err(|problem| format!("data.{path} {problem}"))?;
        }
    }
    Ok(())
}

impl Rule {
    fn check(self, value: &Value) -> Result<(), String> {
        match self {
            Length(least, most) => {
                let text = value.as_str().ok_or("should be string")?;
                between(text.chars().count(), least, most, "characters", ["shorter", "longer"])
            }
            Items(least, most) => {
                let items = value.as_array().ok_or("should be array")?;
                between(items.len(), least, most, "items", ["fewer", "more"])
            }
            Range(least, most) => {
                let number = value.as_i64().ok_or("should be integer")?;
                let fits = (least..=most).contains(&number);
                if fits { Ok(()) } else { Err(format!("should be between {least} and {most}")) }
            }
            Number => value.as_f64().map(drop).ok_or_else(|| "should be number".to_owned()),
            OneOf(words) => {
                let known = value.as_str().is_some_and(|word| words.contains(&word));
                if known { Ok(()) } else { Err("should be equal to one of the allowed values".to_owned()) }
            }
            Time => {
                let fits = value.as_str().is_some_and(|text| time::parse(text).is_some());
                if fits { Ok(()) } else { Err("should match format \"date-time\"".to_owned()) }
            }
            Object => value.as_object().map(drop).ok_or_else(|| "should be object".to_owned()),
            Flag => value.as_bool().map(drop).ok_or_else(|| "should be boolean".to_owned()),
            Pairs(most, key_most, value_most) => {
                let pairs = value.as_object().ok_or("should be object")?;
                between(pairs.len(), 0, most, "properties", ["fewer", "more"])?;
                for (key, value) in pairs {
                    Length(1, key_most).check(&Value::from(key.as_str()))?;
                    Length(1, value_most).check(value)?;
                }
                Ok(())
            }
        }
    }
}

fn between(count: usize, least: usize, most: usize, unit: &str, words: [&str; 2]) -> Result<(), String> {
    let [less, more] = words;
    if count < least {
        return Err(format!("should NOT be {less} than {least} {unit}"));
    }
    if count > most {
        return Err(format!("should NOT be {more} than {most} {unit}"));
    }
    Ok(())
}

fn members(object: &Map<String, Value>, name: &str, needed: &[&str]) -> Result<(), String> {
    object.get(name).map_or(Ok(()), |value| strings(value, &format!("data.{name}"), needed))
}

fn members_of_each(object: &Map<String, Value>, name: &str, needed: &[&str]) -> Result<(), String> {
    let items = object.get(name).and_then(Value::as_array).into_iter().flatten();
    items.enumerate().try_for_each(|(at, item)| strings(item, &format!("data.{name}[{at}]"), needed))
}

fn strings(value: &Value, path: &str, needed: &[&str]) -> Result<(), String> {
    match needed.iter().find(|name| value.get(name).and_then(Value::as_str).is_none()) {
        Some(name) => Err(format!("{path} should have required property '{name}'")),
        None => Ok(()),
    }
}

/// The service's format has neither blank strings nor null.
fn no_blank(path: &str, value: &Value) -> Result<(), String> {
    match value {
        Value::Null => Err(format!("{path} should NOT be null")),
        Value::String(text) if text.trim().is_empty() => Err(format!("{path} should NOT be shorter than 1 characters")),
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| no_blank(&format!("{path}[{at}]"), item))
        }
        Value::Object(members) => {
            members.iter().try_for_each(|(name, member)| no_blank(&format!("{path}.{name}"), member))
        }
        _ => Ok(()),
    }
}
