//! Webhooks of Backlog: which issues may have changed.

use crate::intake::shape::{Shape, each};
use crate::intake::{Intake, Item, Malformed};
use crate::record::TicketRef;
use backlog_api::model::ActivityType;
use backlog_api::webhook::WebhookEvent;
use serde_json::Value;

/// Events that Backlog posts to a webhook: a hint for each issue that one names.
///
/// Backlog signs nothing, and a bulk update tells its new values as names in the space's language. So a webhook decides
/// nothing: whatever it says of an issue, the issue is to be read again. A name that is missing is given the other's text:
/// Backlog takes an issue's id and its key alike.
///
/// | What happened | Items |
/// |---|---|
/// | an issue was created, updated, commented on, deleted; somebody was told of a comment | a ticket |
/// | issues were created or updated in bulk, their dates were moved, a status was deleted | a ticket for each |
/// | a pull request that belongs to an issue | a ticket |
/// | anything else, kinds that this version does not know among it | skipped |
///
/// Backlog delivers at most once, in any order: what was missed is found by reading issues, not here.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct BacklogWebhookIntake;

impl BacklogWebhookIntake {
    /// Reads webhooks.
    pub const fn new() -> Self {
        Self
    }
}

impl Intake for BacklogWebhookIntake {
    fn read(&self, body: &Value) -> Vec<Item> {
        each(body, &[Shape::BacklogWebhook], read)
    }
}

fn read(event: &Value, path: &str) -> Vec<Item> {
    // The elements of lists are read here one by one, for the model leaves out those that it cannot read.
    let Ok(kind) = WebhookEvent::from_value(event.clone()).map(|event| event.kind) else {
        let malformed = Malformed::new(format!("{path}.type"), "is missing or no number: no webhook of Backlog");
        return vec![Item::Malformed(malformed)];
    };
    let project = event.pointer("/project/projectKey").and_then(Value::as_str).filter(|key| is_project_key(key));
    let issue = |issue: Option<&Value>, place: &str| {
        let ticket = issue.and_then(|issue| ticket(issue, project)).map(Item::Ticket);
        ticket.unwrap_or_else(|| Item::Malformed(Malformed::new(format!("{path}.{place}"), "names no issue")))
    };
    match kind {
        ActivityType::IssueCreated
        | ActivityType::IssueUpdated
        | ActivityType::IssueCommented
        | ActivityType::IssueDeleted
        | ActivityType::CommentNotified => vec![issue(event.get("content"), "content")],
        ActivityType::IssuesBulkUpdated
        | ActivityType::IssueDatesUpdated
        | ActivityType::IssuesBulkCreated
        | ActivityType::StatusDeleted => match event.pointer("/content/link").and_then(Value::as_array) {
            Some(links) if links.is_empty() => vec![Item::Skipped("an event that names no issue")],
            Some(links) => {
                let read = |(index, link)| issue(Some(link), &format!("content.link[{index}]"));
                links.iter().enumerate().map(read).collect()
            }
            None => vec![issue(None, "content.link")],
        },
        ActivityType::PullRequestAdded
        | ActivityType::PullRequestUpdated
        | ActivityType::PullRequestCommented
        | ActivityType::PullRequestMerged => {
            let linked = event.pointer("/content/issue").and_then(|issue| ticket(issue, project));
            vec![linked.map_or(Item::Skipped("a pull request without an issue"), Item::Ticket)]
        }
        _ => vec![Item::Skipped("an event that names no issue")],
    }
}

fn ticket(issue: &Value, project: Option<&str>) -> Option<TicketRef> {
    let id = number(issue.get("id"));
    let key = project.zip(number(issue.get("key_id"))).map(|(project, number)| format!("{project}-{number}"));
    let either = id.clone().or_else(|| key.clone())?;
    Some(TicketRef::new(id.unwrap_or_else(|| either.clone()), key.unwrap_or(either)))
}

/// A number above zero. Bulk events write them as texts.
fn number(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let number: u64 = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    (number > 0).then(|| number.to_string())
}

/// Whether it can be the first part of an issue's key: what comes in here is sent back to Backlog as a name.
fn is_project_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
