//! One flow as the file says it.

mod policy;
mod template;

use crate::problem::Problems;
use crate::table::{Table, quoted, shown_key};
use std::fmt;
use ticket_bridge::{Deferral, Policy, Template};

/// One flow: findings of a source into a project, and back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FlowConfig {
    /// Its name: a part of each key in the ledger.
    pub name: String,
    /// Where its findings come from.
    pub source: Source,
    /// The key of the Backlog project.
    pub project: String,
    /// The name of the type of its issues.
    pub issue_type: String,
    /// The name of the text custom field that names the finding.
    pub marker_field: String,
    /// The name of the text custom field that names the attempt.
    pub attempt_field: Option<String>,
    /// The names of the statuses that count as closed beside the one with id 4.
    pub closed_statuses: Vec<String>,
    /// The names of the resolutions that mean that it is not to be fixed. `None`: the one with id 1.
    pub wont_fix_resolutions: Option<Vec<String>>,
    /// Whether a closed ticket closes its finding at the source.
    pub closes_findings: bool,
    /// Whether only Security Hub's own controls count.
    pub controls_only: bool,
    /// The text of its issues.
    pub template: Template,
    /// What becomes of an item whose ticket cannot be written now.
    pub deferral: Deferral,
    /// How many findings are worked on at once, where that is said.
    pub concurrency: Option<usize>,
    /// The rules.
    pub policy: Policy,
}

/// Where findings come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Source {
    /// Alerts of Orca.
    Orca,
    /// Findings of AWS Security Hub.
    SecurityHub,
}

impl Source {
    /// As the file writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Orca => "orca",
            Self::SecurityHub => "securityhub",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

const KEYS: &[&str] = &[
    "source",
    "project",
    "issue_type",
    "marker_field",
    "attempt_field",
    "closed_statuses",
    "wont_fix_resolutions",
    "closes_findings",
    "controls_only",
    "template",
    "deferral",
    "concurrency",
    // The fields of `ticket_bridge::Policy`.
    "opens_from",
    "priorities",
    "update_title",
    "reopen",
    "wont_fix_for",
    "deleted",
    "unresolved",
    "mutes",
    "sync",
    "send_window",
    "commit_within",
    "shows_within",
    "clock_skew",
    "retry_evidence",
    "attempt_timeout",
    "verify_after",
    "recheck_source",
    "freshness",
    "still_active_after",
    "max_reverts",
    "flush_repeats",
    "circuit_pause",
    "keep_closed",
    "storm",
];

impl FlowConfig {
    pub(crate) fn read_all(top: &Table<'_>, problems: &mut Problems) -> Vec<Self> {
        let named = top.named("flows", problems);
        if named.is_empty() {
            problems.add("flows", "has no flow", "add `[flows.alerts]` with `source = \"orca\"`");
        }
        let mut flows = Vec::new();
        for (name, value) in named {
            let path = format!("flows.{}", shown_key(&name));
            if !is_safe(&name) {
                let fix =
                    "use at most 40 letters without accents, digits, `-` and `_`: it is a part of the ledger's keys";
                problems.add(&path, "is no good name of a flow", fix);
            }
            match value.as_table() {
                Some(table) => flows.extend(Self::read(name, &Table::new(path, table, KEYS, problems), problems)),
                None => problems.add(path, "is no table", "write `[flows.NAME]` and its keys below it"),
            }
        }
        apart(&flows, problems);
        flows
    }

    fn read(name: String, table: &Table<'_>, problems: &mut Problems) -> Option<Self> {
        let sources = [Source::Orca, Source::SecurityHub].map(|source| (source.as_str(), source));
        let source = table.required_text("source", "\"orca\"", problems);
        let source = source.and_then(|word| table.meaning("source", &word, &sources, problems));
        let project = table.required_text("project", "\"SEC\"", problems).filter(|key| {
            let is_key = is_project_key(key);
            if !is_key {
                let fix = "write the key that its issues begin with, such as SEC of SEC-1";
                problems.add(table.at("project"), "is no key of a project", fix);
            }
            is_key
        });
        let issue_type = table.required_text("issue_type", "\"Task\"", problems);
        let marker_field = table.required_text("marker_field", "\"Alert-Id\"", problems);
        let attempt_field = table.text("attempt_field", problems);
        if attempt_field.is_some() && attempt_field == marker_field {
            let fix = "name another text field, or leave it out";
            problems.add(table.at("attempt_field"), "is the marker field too", fix);
        }
        let closed_statuses = table.texts("closed_statuses", problems).unwrap_or_default();
        let wont_fix_resolutions = table.texts("wont_fix_resolutions", problems);
        let closes_findings = table.flag("closes_findings", problems);
        let controls_only = table.flag("controls_only", problems);
        let deferrals = [("store", Deferral::Store), ("redeliver", Deferral::Redeliver)];
        let deferral = table.word("deferral", &deferrals, problems).unwrap_or_default();
        let concurrency = table.number("concurrency", 1, problems);
        // Read with whatever is there, so that all that is wrong is told at once.
        let policy = policy::read(&name, project.as_deref().unwrap_or_default(), table, problems);
        let template = template::read(table, source, problems).unwrap_or_default();
        let source = source?;
        let closes = closes_findings.unwrap_or(source == Source::Orca);
        if source == Source::SecurityHub && closes {
            let fix = "leave it out: this version closes no findings in Security Hub";
            problems.add(table.at("closes_findings"), "is not possible for `securityhub`", fix);
        }
        if source == Source::Orca && controls_only.is_some() {
            problems.add(table.at("controls_only"), "is for `securityhub` only", "leave it out");
        }
        fits(source, closes, &policy, table, problems);
        Some(Self {
            name,
            source,
            project: project?,
            issue_type: issue_type?,
            marker_field: marker_field?,
            attempt_field,
            closed_statuses,
            wont_fix_resolutions,
            closes_findings: closes,
            controls_only: controls_only.unwrap_or_default(),
            template,
            deferral,
            concurrency,
            policy,
        })
    }

    /// The place of the flow in the file.
    pub(crate) fn at(&self, key: &str) -> String {
        format!("flows.{}.{key}", shown_key(&self.name))
    }
}

/// What is asked of a source that there is none of, or that cannot do it.
fn fits(source: Source, closes: bool, policy: &Policy, table: &Table<'_>, problems: &mut Problems) {
    if !closes {
        for key in ["sync", "recheck_source"].into_iter().filter(|key| table.has(key)) {
            let what = "needs a source that is read and written, and this flow has none";
            problems.add(table.at(key), what, "leave it out");
        }
    } else if source == Source::Orca && policy.sync.priority {
        problems.add(table.at("sync"), "holds \"priority\", which Orca does not take", "leave \"priority\" out");
    }
}

/// Flows into one project are told apart by their fields.
fn apart(flows: &[FlowConfig], problems: &mut Problems) {
    for (index, flow) in flows.iter().enumerate() {
        for other in flows.iter().take(index).filter(|other| other.project == flow.project) {
            let what = |field: &str| {
                format!("{} is a field of the flow {} too, and both go to {}", quoted(field), other.name, flow.project)
            };
            let fix = "give each flow into one project fields of its own";
            let of_other = |field: &String| *field == other.marker_field || other.attempt_field.as_ref() == Some(field);
            if of_other(&flow.marker_field) {
                problems.add(flow.at("marker_field"), what(&flow.marker_field), fix);
            }
            // Attempts have ids that no two flows share: only a marker in the same field is mixed up with one.
            if let Some(field) = flow.attempt_field.as_ref().filter(|field| **field == other.marker_field) {
                problems.add(flow.at("attempt_field"), what(field), fix);
            }
        }
    }
}

/// No colon and no `!`: the ledger's keys hold these. A name of any other script may look like another.
fn is_safe(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn is_project_key(key: &str) -> bool {
    let in_key = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    key.bytes().all(in_key) && key.bytes().any(|byte| byte.is_ascii_uppercase())
}
