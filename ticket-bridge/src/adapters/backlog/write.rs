//! What is sent, and how a change ended.

use super::{BacklogTracker, failure, priority_id};
use crate::moment::Moment;
use crate::observation::{Observation, Severity};
use crate::outcome::CallOutcome;
use crate::ports::{TicketDraft, TicketWrite};
use crate::record::{OpKind, TicketSnapshot};
use crate::render;
use backlog_api::issues::{CreateIssue, UpdateIssue};
use backlog_api::model::Issue;
use backlog_api::{ErrorCode, IssueIdOrKey, PriorityId, ResolutionId, StatusId};

/// What a write wants, and what to compare an issue with.
pub(super) struct Change {
    request: UpdateIssue,
    wanted: Wanted,
}

enum Wanted {
    Closed,
    Open,
    Fields { summary: Option<String>, priority: Option<PriorityId> },
}

impl BacklogTracker {
    /// The request of a create; or why there is none, in words for a person.
    pub(super) fn creation(&self, draft: &TicketDraft) -> Result<CreateIssue, String> {
        let observation = &draft.observation;
        let description = self.template.description(observation)?;
        let (summary, priority) = (render::summary(observation), priority_id(&draft.priority)?);
        let request = CreateIssue::new(self.project, summary, self.issue_type, priority)
            .custom_field(self.marker_field, draft.marker.as_str());
        Ok(match self.attempt_field {
            Some(field) => request.description(description).custom_field(field, draft.attempt.as_str()),
            None => request.description(render::with_attempt(&description, &draft.attempt)),
        })
    }

    pub(super) async fn apply(&self, write: &TicketWrite, change: &Change) -> CallOutcome<TicketSnapshot> {
        let (client, issue) = (self.once(write.send_by), IssueIdOrKey::new(write.ticket.id.clone()));
        let error = match client.issues().update(&issue, &change.request).await {
            Ok(issue) => return CallOutcome::Done(self.snapshot(&issue)),
            Err(error) => error,
        };
        // A change that changes nothing is refused with this code, as many other things are: the state decides.
        if ErrorCode::of(&error) != Some(ErrorCode::InvalidRequestError) {
            return failure::of_write(&error);
        }
        match client.issues().get(&issue).await {
            Ok(issue) if change.is_in(&issue, self) => CallOutcome::Done(self.snapshot(&issue)),
            Ok(_) => failure::of_write(&error),
            // Nothing was changed, and it is not known whether anything had to be.
            Err(unread) => CallOutcome::NotSent { retry_after: unread.retry_after() },
        }
    }
}

impl Change {
    /// The request of a write; or why there is none, in words for a person.
    pub(super) fn of(write: &TicketWrite) -> Result<Self, String> {
        let request = UpdateIssue::new().comment(render::comment(&write.reason, &write.op));
        let closing = |resolution| request.clone().status(StatusId::CLOSED).resolution(resolution);
        Ok(match write.kind {
            OpKind::Resolve => Self { request: closing(ResolutionId::FIXED), wanted: Wanted::Closed },
            OpKind::CloseStray => Self { request: closing(ResolutionId::DUPLICATION), wanted: Wanted::Closed },
            OpKind::Reopen => {
                let request = request.status(StatusId::IN_PROGRESS).clear_resolution();
                Self { request, wanted: Wanted::Open }
            }
            OpKind::Update => {
                let summary = write.fields.title.as_deref().map(summary).filter(|title| !title.is_empty());
                let priority = write.fields.priority.as_ref().map(priority_id).transpose()?;
                let mut request = request;
                if let Some(summary) = &summary {
                    request = request.summary(summary);
                }
                if let Some(priority) = priority {
                    request = request.priority(priority);
                }
                Self { request, wanted: Wanted::Fields { summary, priority } }
            }
            kind => return Err(format!("{kind:?} is no write to a ticket")),
        })
    }

    fn is_in(&self, issue: &Issue, tracker: &BacklogTracker) -> bool {
        match &self.wanted {
            Wanted::Closed => tracker.is_closed(issue),
            Wanted::Open => !tracker.is_closed(issue) && issue.resolution.is_none(),
            Wanted::Fields { summary, priority } => {
                let has_priority = issue.priority.as_ref().map(|priority| priority.id);
                summary.as_ref().is_none_or(|summary| *summary == issue.summary)
                    && priority.is_none_or(|priority| has_priority == Some(priority))
            }
        }
    }
}

/// A finding's new title as a summary, by the rules of the first one.
fn summary(title: &str) -> String {
    render::summary(&Observation::new("", "", title, Severity::Medium, Moment::default()))
}
