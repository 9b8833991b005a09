use super::asset::{Account, Asset};
use super::legacy::LegacyAlert;
use super::row::AlertRow;
use super::status::{AlertState, RiskLevel};
use crate::id::AlertId;
use saas_api_core::{Decimal, Timestamp};
use serde::Serialize;

/// An alert in one form, whatever its generation. Made by [`Alert::view`](super::Alert::view).
///
/// Its texts come from outside: escape them for where you show them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AlertView {
    /// The id, the same in both generations.
    pub id: AlertId,
    /// The state, when the alert tells it.
    pub state: Option<AlertState>,
    /// The risk level; where the alert has none, the one that its older severity stands for.
    pub severity: Option<RiskLevel>,
    /// The score, 1.0 to 10.0: higher is worse.
    pub score: Option<Decimal>,
    /// The title: the rule's, else its name, else the headline, else the id.
    pub title: String,
    /// The details, rendered where Orca gives them so; else the rule's template with its places.
    pub details: Option<String>,
    /// What to do, rendered where Orca gives it so; else the rule's template with its places.
    pub recommendation: Option<String>,
    /// The category, such as `Data at risk`.
    pub category: Option<String>,
    /// The rule's key, such as `aws_s3_bucket_public_read`.
    pub rule: Option<String>,
    /// The rule's id.
    pub rule_id: Option<String>,
    /// Where it was found: an asset, a file and line, a package.
    pub source: Option<String>,
    /// Labels, such as `mitre: discovery`.
    pub labels: Vec<String>,
    /// Compliance frameworks that it touches.
    pub compliances: Vec<String>,
    /// Vulnerabilities, such as `CVE-2025-1`.
    pub cves: Vec<String>,
    /// The highest CVSS score among them.
    pub max_cvss_score: Option<Decimal>,
    /// What to do in the cloud's console, step by step, in Markdown.
    pub remediation_console: Vec<String>,
    /// What to do on the command line.
    pub remediation_cli: Vec<String>,
    /// The asset.
    pub asset: Asset,
    /// The cloud account.
    pub account: Account,
    /// The asset's first region. [`Asset::regions`] has all.
    pub region: Option<String>,
    /// Where more can be read.
    pub links: AlertLinks,
    /// When the alert was made.
    pub created_at: Option<Timestamp>,
    /// Since when it is in its state.
    pub status_time: Option<Timestamp>,
    /// When a scan saw it last.
    pub last_seen: Option<Timestamp>,
    /// When it changed last. Deliveries come in any order: compare before you overwrite.
    pub last_updated: Option<Timestamp>,
    /// When it was closed.
    pub closed_time: Option<Timestamp>,
    /// Why, in free words.
    pub closed_reason: Option<String>,
}

/// Links of an alert, `http` and `https` only. [`AlertId::console_url`] makes the one to Orca's own page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AlertLinks {
    /// The asset in the cloud's own console.
    pub cloud_console: Option<String>,
    /// The linked Jira issue.
    pub jira_issue: Option<String>,
}

impl AlertView {
    pub(super) fn of_legacy(alert: &LegacyAlert) -> Self {
        let (state, data) = (&alert.state, alert.data.as_ref());
        let title =
            [data.and_then(|data| data.title.as_deref()), alert.type_string.as_deref(), alert.description.as_deref()];
        let details = [alert.details.as_deref(), data.and_then(|data| data.details.as_deref())];
        let recommendation = [alert.recommendation.as_deref(), data.and_then(|data| data.recommendation.as_deref())];
        Self {
            id: alert.id.clone(),
            state: state.status.clone(),
            severity: state.risk_level.clone().or_else(|| Some(state.severity.as_ref()?.risk_level())),
            score: state.orca_score.clone(),
            title: best(&title).unwrap_or_else(|| alert.id.to_string()),
            details: best(&details),
            recommendation: best(&recommendation),
            category: alert.category.clone(),
            rule: alert.kind.clone(),
            rule_id: alert.rule_id.clone(),
            source: alert.source.clone(),
            labels: alert.labels.clone(),
            compliances: alert.related_compliances.clone(),
            cves: alert.cve_list.clone(),
            max_cvss_score: alert.max_cvss_score.clone(),
            remediation_console: data.map(|data| data.remediation_console.clone()).unwrap_or_default(),
            remediation_cli: data.map(|data| data.remediation_cli.clone()).unwrap_or_default(),
            asset: alert.asset.clone(),
            account: alert.account.clone(),
            region: alert.asset.regions.first().cloned(),
            links: AlertLinks { cloud_console: None, jira_issue: link(alert.configuration.jira_issue_link.as_deref()) },
            created_at: state.created_at.clone(),
            status_time: state.status_time.clone(),
            last_seen: state.last_seen.clone(),
            last_updated: state.last_updated.clone(),
            closed_time: state.closed_time.clone(),
            closed_reason: state.closed_reason.clone(),
        }
    }

    pub(super) fn of_row(row: &AlertRow) -> Self {
        let title = [row.title.as_deref(), row.alert_type.as_deref(), row.description.as_deref()];
        Self {
            id: row.id.clone(),
            state: row.status.clone(),
            severity: row.risk_level.clone().or_else(|| Some(row.severity.as_ref()?.risk_level())),
            score: row.orca_score.clone(),
            title: best(&title).unwrap_or_else(|| row.id.to_string()),
            details: best(&[row.details.as_deref()]),
            recommendation: best(&[row.recommendation.as_deref()]),
            category: row.category.clone(),
            rule: row.rule_type.clone(),
            rule_id: row.rule_id.clone(),
            source: row.source.clone(),
            labels: row.labels.clone(),
            compliances: row.related_compliances.clone(),
            cves: row.cve_ids.clone(),
            max_cvss_score: row.max_cvss_score.clone(),
            remediation_console: row.remediation_console.clone(),
            remediation_cli: row.remediation_cli.clone(),
            asset: row.asset.clone(),
            account: row.account.clone(),
            region: row.asset.regions.first().cloned(),
            links: AlertLinks { cloud_console: link(row.console_url_link.as_deref()), jira_issue: None },
            created_at: row.created_at.clone(),
            status_time: row.status_time.clone(),
            last_seen: row.last_seen.clone(),
            last_updated: row.last_updated.clone(),
            closed_time: row.closed_time.clone(),
            closed_reason: row.closed_reason.clone(),
        }
    }
}

/// The first text that is no template; where all are, the first.
fn best(texts: &[Option<&str>]) -> Option<String> {
    let mut given = texts.iter().flatten().filter(|text| !text.trim().is_empty());
    let rendered = given.clone().find(|text| !has_places(text));
    rendered.or_else(|| given.next()).map(|text| (**text).to_owned())
}

/// Whether the text has a place of a template, such as `{AwsEc2Elb.SecurityGroups}`.
fn has_places(text: &str) -> bool {
    let is_path = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
    };
    // `${Name}` and `{{Name}}` are somebody else's, quoted from code.
    let mut pieces = text.split('{');
    let mut before = pieces.next().and_then(|start| start.chars().next_back());
    pieces.any(|piece| {
        let is_ours = !matches!(before, Some('$' | '{'));
        before = piece.chars().next_back().or(Some('{'));
        is_ours && piece.split_once('}').is_some_and(|(name, _)| is_path(name))
    })
}

fn link(text: Option<&str>) -> Option<String> {
    text.filter(|text| ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_templates_are_told_from_other_braces() {
        for text in ["{AwsEc2Elb}", "The {AwsEc2Elb.SecurityGroups} of it", "{} {A_1}", "${A} of {B}"] {
            assert!(has_places(text), "{text}");
        }
        let others = ["${aws:username}", "${Bucket}", "{{Bucket}}", "{lower}", "{Aws Ec2}", "{Aws"];
        for text in ["", "{", "}", "{}", "{\"Effect\": \"Allow\"}"].into_iter().chain(others) {
            assert!(!has_places(text), "{text}");
        }
    }

    #[test]
    fn rendered_text_goes_before_templates_and_blank_is_none() {
        assert_eq!(best(&[Some("of {Bucket}"), Some("of prod")]).as_deref(), Some("of prod"));
        assert_eq!(best(&[Some("of prod"), Some("of {Bucket}")]).as_deref(), Some("of prod"));
        assert_eq!(best(&[None, Some(" "), Some("of {Bucket}")]).as_deref(), Some("of {Bucket}"));
        assert_eq!(best(&[Some("\n"), None]), None);
    }
}
