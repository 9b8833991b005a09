//! Events that Backlog posts to a webhook.
//!
//! Backlog signs nothing and sends no secret: put an unguessable text into the path of the hook's URL, and read the issue
//! again through the API before you act. It delivers at most once, in any order: poll with
//! [`ListIssues::updated_since_moment`](crate::issues::ListIssues::updated_since_moment) for what was missed.
//!
//! ```
//! use backlog_api::webhook::WebhookEvent;
//!
//! # fn example(body: &[u8]) -> Result<(), backlog_api::webhook::InvalidWebhook> {
//! let event = WebhookEvent::from_slice(body)?;
//! if event.may_have_changed_status() {
//!     for issue in event.issues() {
//!         println!("read {issue} again");
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use crate::id::{ActivityId, IssueId, IssueIdOrKey, IssueKey, KeyId, StatusId};
use crate::model::{ActivityContent, ActivityType, Project, User};
use saas_api_core::{Timestamp, lenient};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// One event. Whatever it holds is kept; what is not as expected reads as missing.
///
/// The test button of Backlog's settings sends odd values (`"id": null`, `"startDate": ""`, type 9999 without content):
/// they parse.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The activity's number.
    pub id: Option<ActivityId>,
    /// What happened.
    pub kind: ActivityType,
    /// The project, reduced.
    pub project: Option<Project>,
    /// Who did it. Teams may share one person's key: the name explains, and decides nothing.
    pub created_user: Option<User>,
    /// When.
    pub created: Option<Timestamp>,
    raw: Value,
}

/// The body is no webhook event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a Backlog webhook: {problem}")]
#[non_exhaustive]
pub struct InvalidWebhook {
    problem: String,
}

impl WebhookEvent {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is no JSON object, or has no type. The error tells the place and quotes nothing.
    pub fn from_slice(body: &[u8]) -> Result<Self, InvalidWebhook> {
        let raw: Value = serde_json::from_slice(body).map_err(|error| {
            InvalidWebhook::new(format!("no JSON at line {} column {}", error.line(), error.column()))
        })?;
        Self::from_value(raw)
    }

    /// Reads an event that is parsed already.
    ///
    /// # Errors
    /// When it is no object, or has no type.
    pub fn from_value(raw: Value) -> Result<Self, InvalidWebhook> {
        if !raw.is_object() {
            return Err(InvalidWebhook::new("the body is no JSON object"));
        }
        let envelope =
            Envelope::deserialize(&raw).map_err(|_form| InvalidWebhook::new("the envelope is unreadable"))?;
        let kind = envelope.kind.ok_or_else(|| InvalidWebhook::new("`type` is missing or no number"))?;
        let Envelope { id, project, created_user, created, .. } = envelope;
        Ok(Self { id, kind, project, created_user, created, raw })
    }

    /// The details, typed by the kind.
    pub fn content(&self) -> ActivityContent {
        ActivityContent::read(self.kind, self.raw.get("content").unwrap_or(&Value::Null))
    }

    /// The event as it came.
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// The issues that the event is about, by id where it names one, else by key.
    pub fn issues(&self) -> Vec<IssueIdOrKey> {
        match self.content() {
            ActivityContent::Issue(issue) => self.name(issue.id, issue.key_id).into_iter().collect(),
            ActivityContent::BulkIssues(bulk) => {
                bulk.links.iter().filter_map(|link| self.name(link.id, link.key_id)).collect()
            }
            ActivityContent::StatusDeleted(deleted) => {
                deleted.links.iter().filter_map(|link| self.name(link.id, link.key_id)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a status may have changed: a hint to read [`issues`](Self::issues) again, and no more.
    ///
    /// It goes by the field's name and by the id of "closed", never by a value: bulk updates give names in the space's
    /// language.
    pub fn may_have_changed_status(&self) -> bool {
        match self.content() {
            ActivityContent::Issue(issue) => {
                let closed = issue.status.is_some_and(|status| status.id == StatusId::CLOSED);
                issue.changes.iter().any(|change| change.field.as_deref() == Some("status"))
                    || (closed && matches!(self.kind, ActivityType::IssueUpdated | ActivityType::IssueCommented))
            }
            ActivityContent::BulkIssues(bulk) => {
                bulk.changes.iter().any(|change| change.field.as_deref() == Some("status"))
            }
            ActivityContent::StatusDeleted(_) => true,
            _ => false,
        }
    }

    fn name(&self, id: Option<IssueId>, number: Option<KeyId>) -> Option<IssueIdOrKey> {
        let by_key = || Some(IssueKey::of(&self.project.as_ref()?.key, number?).into());
        id.map(IssueIdOrKey::from).or_else(by_key)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    #[serde(default, deserialize_with = "lenient")]
    id: Option<ActivityId>,
    #[serde(rename = "type", default, deserialize_with = "lenient")]
    kind: Option<ActivityType>,
    #[serde(default, deserialize_with = "lenient")]
    project: Option<Project>,
    #[serde(default, deserialize_with = "lenient")]
    created_user: Option<User>,
    #[serde(default, deserialize_with = "lenient")]
    created: Option<Timestamp>,
}

impl InvalidWebhook {
    fn new(problem: impl Into<String>) -> Self {
        Self { problem: problem.into() }
    }
}

impl Serialize for WebhookEvent {
    /// Writes the event as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WebhookEvent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
