//! The findings and the rules of imports and updates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::time;
use super::validate::{self, at};

/// One finding in the service's format.
pub(super) type Finding = Map<String, Value>;
/// `ProductArn` and `Id`.
pub(super) type Key = (String, String);

/// Fields that a provider gives in `FindingProviderFields` and a customer may overrule.
const OVERRULED: [&str; 5] = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"];
/// Fields that an import cannot change once the finding is there.
const KEPT: [&str; 5] = ["Note", "UserDefinedFields", "VerificationState", "Workflow", "WorkflowState"];
const PROVIDER: &str = "FindingProviderFields";

#[derive(Debug)]
struct Stored {
    finding: Finding,
    /// Which of [`OVERRULED`] a customer changed.
    customer: BTreeSet<&'static str>,
}

#[derive(Debug, Default)]
pub(super) struct Store {
    findings: Vec<Stored>,
    index: BTreeMap<Key, usize>,
}

impl Store {
    pub(super) fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().map(|stored| &stored.finding)
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Finding> {
        self.findings.get(*self.index.get(key)?).map(|stored| &stored.finding)
    }

    /// Takes in a checked finding. `None`: it is not newer than what is there, so it was ignored.
    pub(super) fn import(&mut self, finding: Finding, now: Timestamp) -> Option<&Finding> {
        let key = key(&finding);
        let position = self.index.get(&key).copied().unwrap_or(self.findings.len());
        if let Some(stored) = self.findings.get_mut(position) {
            if updated_at(&finding) <= updated_at(&stored.finding) {
                return None;
            }
            let old = std::mem::take(&mut stored.finding);
            stored.finding = renewed(finding, old, &stored.customer, now);
        } else {
            self.findings.push(Stored { finding: created(finding, now), customer: BTreeSet::new() });
            self.index.insert(key, position);
        }
        self.findings.get(position).map(|stored| &stored.finding)
    }

    /// Applies a checked update to one finding, or says why not.
    pub(super) fn update(&mut self, key: &Key, change: &Finding, now: Timestamp) -> Result<&Finding, &'static str> {
        let position = self.index.get(key).copied();
        let stored = position.and_then(|at| self.findings.get_mut(at)).ok_or("FindingNotFound")?;
        let mut finding = stored.finding.clone();
        for (name, value) in change {
            let value = match name.as_str() {
                "FindingIdentifiers" => continue,
                "Note" => noted(value, now),
                "Severity" => severity(value, finding.get("Severity")),
                _ => value.clone(),
            };
            finding.insert(name.clone(), value);
        }
        if validate::size(&finding) > validate::FINDING_BYTES {
            return Err("FindingSizeExceeded");
        }
        stored.finding = finding;
        stored.customer.extend(OVERRULED.iter().filter(|name| change.contains_key(**name)));
        Ok(&stored.finding)
    }
}

pub(super) fn key(finding: &Finding) -> Key {
    (text(finding, "ProductArn").to_owned(), text(finding, "Id").to_owned())
}

/// The string at a dotted path, else an empty one.
pub(super) fn text<'f>(finding: &'f Finding, path: &str) -> &'f str {
    at(finding, path).and_then(Value::as_str).unwrap_or_default()
}

fn updated_at(finding: &Finding) -> Option<Timestamp> {
    time::parse(text(finding, "UpdatedAt"))
}

fn created(mut finding: Finding, now: Timestamp) -> Finding {
    // Only customers set these, and only later.
    finding.remove("UserDefinedFields");
    finding.remove("Workflow");
    for name in OVERRULED {
        let given = provided(&finding, name).or_else(|| finding.get(name).cloned());
        set(&mut finding, name, given.clone());
        provide(&mut finding, name, given);
    }
    let status = if is_control(&finding) && passed(&finding) { "RESOLVED" } else { "NEW" };
    finding.insert("Workflow".to_owned(), json!({ "Status": status }));
    finding.entry("WorkflowState").or_insert_with(|| "NEW".into());
    complete(finding, now)
}

fn renewed(mut finding: Finding, mut old: Finding, customer: &BTreeSet<&str>, now: Timestamp) -> Finding {
    for name in OVERRULED {
        let top = finding.remove(name);
        let given = provided(&finding, name).or_else(|| top.clone());
        let chosen = if customer.contains(name) { old.get(name).cloned() } else { top.or_else(|| given.clone()) };
        set(&mut finding, name, chosen);
        provide(&mut finding, name, given);
    }
    let status = next_status(&old, &finding);
    for name in KEPT {
        set(&mut finding, name, old.remove(name));
    }
    finding.insert("Workflow".to_owned(), json!({ "Status": status }));
    complete(finding, now)
}

/// The workflow status after an import changed the finding from `old` to `new`.
fn next_status(old: &Finding, new: &Finding) -> String {
    let status = text(old, "Workflow.Status");
    let archived = |finding| text(finding, "RecordState") == "ARCHIVED";
    let came_back = archived(old) && !archived(new);
    let failed = passed(old) && matches!(text(new, "Compliance.Status"), "FAILED" | "WARNING" | "NOT_AVAILABLE");
    let status = match status {
        "NOTIFIED" | "RESOLVED" if came_back || failed => "NEW",
        _ => status,
    };
    let now_passed = is_control(new) && passed(new) && !passed(old);
    if now_passed && status != "SUPPRESSED" { "RESOLVED".to_owned() } else { status.to_owned() }
}

fn is_control(finding: &Finding) -> bool {
    text(finding, "ProductArn").ends_with(":product/aws/securityhub")
}

fn passed(finding: &Finding) -> bool {
    text(finding, "Compliance.Status") == "PASSED"
}

/// Fills in what the service itself writes.
fn complete(mut finding: Finding, now: Timestamp) -> Finding {
    let region = text(&finding, "ProductArn").split(':').nth(3).unwrap_or_default().to_owned();
    set(&mut finding, "Region", (!region.is_empty()).then(|| region.into()));
    finding.insert("ProcessedAt".to_owned(), time::text(now).into());
    finding.entry("RecordState").or_insert_with(|| "ACTIVE".into());
    if let Some(value) = finding.get_mut("Severity") {
        fill(value);
    }
    if let Some(value) = finding.get_mut(PROVIDER).and_then(|fields| fields.get_mut("Severity")) {
        fill(value);
    }
    finding
}

fn provided(finding: &Finding, name: &str) -> Option<Value> {
    finding.get(PROVIDER)?.get(name).cloned()
}

fn provide(finding: &mut Finding, name: &str, value: Option<Value>) {
    let Some(value) = value else { return };
    let fields = finding.entry(PROVIDER).or_insert_with(|| json!({}));
    if let Some(fields) = fields.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

fn set(finding: &mut Finding, name: &str, value: Option<Value>) {
    match value {
        Some(value) => finding.insert(name.to_owned(), value),
        None => finding.remove(name),
    };
}

/// The one note of a finding: an update replaces it.
fn noted(note: &Value, now: Timestamp) -> Value {
    let mut note = note.clone();
    if let Some(fields) = note.as_object_mut() {
        fields.insert("UpdatedAt".to_owned(), time::text(now).into());
    }
    note
}

/// A customer's severity. What it leaves out stays, but label and number go together.
fn severity(change: &Value, old: Option<&Value>) -> Value {
    let mut severity = old.and_then(Value::as_object).cloned().unwrap_or_default();
    let change = change.as_object().cloned().unwrap_or_default();
    if change.contains_key("Label") || change.contains_key("Normalized") {
        severity.remove("Label");
        severity.remove("Normalized");
    }
    severity.extend(change);
    let mut severity = Value::Object(severity);
    fill(&mut severity);
    severity
}

/// Fills `Normalized` from `Label`, or `Label` from `Normalized`.
fn fill(severity: &mut Value) {
    let Some(fields) = severity.as_object_mut() else { return };
    let label = fields.get("Label").and_then(Value::as_str);
    let normalized = fields.get("Normalized").and_then(Value::as_i64);
    match (label, normalized) {
        (Some(label), None) => {
            let normalized = match label {
                "LOW" => 1,
                "MEDIUM" => 40,
                "HIGH" => 70,
                "CRITICAL" => 90,
                _ => 0,
            };
            fields.insert("Normalized".to_owned(), normalized.into());
        }
        (None, Some(normalized)) => {
            let label = match normalized {
                ..=0 => "INFORMATIONAL",
                1..=39 => "LOW",
                40..=69 => "MEDIUM",
                70..=89 => "HIGH",
                90.. => "CRITICAL",
            };
            fields.insert("Label".to_owned(), label.into());
        }
        _ => {}
    }
}
