//! Tickets in Backlog.

mod evidence;
mod failure;
mod read;
pub mod webhook;
mod write;

use crate::moment::Moment;
use crate::outcome::{CallOutcome, Rejection};
use crate::policy::Priority;
use crate::ports::{Evidence, Probe, ReadFailed, TicketDraft, TicketPage, TicketState, TicketTracker, TicketWrite};
use crate::record::{AttemptId, OpId, TicketRef, TicketSnapshot};
use crate::template::Template;
use async_trait::async_trait;
use backlog_api::model::Issue;
use backlog_api::{
    CallOptions, Client, CustomFieldId, IssueTypeId, PriorityId, ProjectId, ResolutionId, RetryPolicy, StatusId,
    Timestamp,
};

/// One project of a Backlog space.
///
/// The finding's marker stands in a text custom field; the attempt's id in the last line of the description, or in a field of
/// its own. An issue is closed when its status's id is 4, whatever it is called.
#[derive(Clone, Debug)]
pub struct BacklogTracker {
    client: Client,
    project: ProjectId,
    issue_type: IssueTypeId,
    marker_field: CustomFieldId,
    attempt_field: Option<CustomFieldId>,
    template: Template,
    closed_statuses: Vec<StatusId>,
    wont_fix: Vec<ResolutionId>,
    reads_comments: bool,
}

impl BacklogTracker {
    /// A project, the type of its issues, and the text custom field for markers.
    pub fn new(
        client: Client,
        project: impl Into<ProjectId>,
        issue_type: impl Into<IssueTypeId>,
        marker_field: impl Into<CustomFieldId>,
    ) -> Self {
        Self {
            client,
            project: project.into(),
            issue_type: issue_type.into(),
            marker_field: marker_field.into(),
            attempt_field: None,
            template: Template::default(),
            closed_statuses: vec![StatusId::CLOSED],
            wont_fix: vec![ResolutionId::WONT_FIX],
            reads_comments: false,
        }
    }

    /// The text of issues.
    #[must_use]
    pub fn template(mut self, template: Template) -> Self {
        self.template = template;
        self
    }

    /// A text custom field for the attempt's id, for descriptions that must hold nothing of ours.
    ///
    /// Looking for an attempt then reads each issue that was created meanwhile: activities do not tell custom fields.
    #[must_use]
    pub fn attempt_field(mut self, field: impl Into<CustomFieldId>) -> Self {
        self.attempt_field = Some(field.into());
        self
    }

    /// The statuses that count as closed, for projects with statuses of their own. 4 alone if not said otherwise.
    ///
    /// The bridge itself closes with 4 and reopens with 2: 4 is always among them, and 2 never.
    #[must_use]
    pub fn closed_statuses(mut self, statuses: impl IntoIterator<Item = impl Into<StatusId>>) -> Self {
        self.closed_statuses = statuses.into_iter().map(Into::into).collect();
        self.closed_statuses.retain(|status| *status != StatusId::IN_PROGRESS);
        self.closed_statuses.push(StatusId::CLOSED);
        self
    }

    /// The resolutions that mean that it is not to be fixed. 1 alone if not said otherwise.
    #[must_use]
    pub fn wont_fix_resolutions(mut self, resolutions: impl IntoIterator<Item = impl Into<ResolutionId>>) -> Self {
        self.wont_fix = resolutions.into_iter().map(Into::into).collect();
        self
    }

    /// Reads the newest comment of a person too: one more GET for each issue that is read.
    #[must_use]
    pub fn with_comments(mut self) -> Self {
        self.reads_comments = true;
        self
    }

    /// A client for one write: sent once, on a connection that was never idle, and not after the fence.
    fn once(&self, send_by: Moment) -> Client {
        let options = CallOptions::new().deadline(send_by.into()).retry(RetryPolicy::none()).fresh();
        self.client.with(options)
    }

    fn is_closed(&self, issue: &Issue) -> bool {
        self.closed_statuses.contains(&issue.status.id)
    }

    fn snapshot(&self, issue: &Issue) -> TicketSnapshot {
        let (created, updated) = (moment(&issue.created), moment(&issue.updated));
        let status = issue.status.id.to_string();
        let created_at = created.unwrap_or_default();
        let updated_at = updated.or(created).unwrap_or_default();
        let mut snapshot = TicketSnapshot::new(ticket(issue), status, self.is_closed(issue), created_at, updated_at);
        let resolution = issue.resolution.as_ref().map(|resolution| resolution.id);
        snapshot.resolution = resolution.map(|id| id.to_string());
        snapshot.wont_fix = resolution.is_some_and(|id| self.wont_fix.contains(&id));
        snapshot.title = Some(issue.summary.clone());
        snapshot.priority = issue.priority.as_ref().map(|priority| priority_of(priority.id));
        let changed_by = issue.updated_user.as_ref().unwrap_or(&issue.created_user);
        snapshot.updated_by = Some(changed_by.id.to_string());
        snapshot
    }
}

#[async_trait]
impl TicketTracker for BacklogTracker {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let request = match self.creation(draft) {
            Ok(request) => request,
            Err(problem) => return CallOutcome::Rejected(Rejection::item(problem)),
        };
        match self.once(draft.send_by).issues().create(&request).await {
            Ok(issue) => CallOutcome::Done(self.snapshot(&issue)),
            Err(error) => failure::of_create(&error),
        }
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        match write::Change::of(write) {
            Ok(change) => self.apply(write, &change).await,
            Err(problem) => CallOutcome::Rejected(Rejection::item(problem)),
        }
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        self.state_of(ticket, op).await.map_err(|error| failure::unread(&error))
    }

    async fn probe(&self, marker: &str) -> Probe {
        match self.client.issues().find_by_custom_field_exact(self.project, self.marker_field, marker).await {
            Ok(issues) => Probe::of(issues.iter().map(|issue| self.snapshot(issue)).collect()),
            Err(error) => Probe::Failed(failure::unread(&error)),
        }
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        self.gathered(marker, attempts, since).await
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        self.tickets(since, cursor).await
    }
}

fn ticket(issue: &Issue) -> TicketRef {
    TicketRef::new(issue.id.to_string(), issue.key.as_str())
}

fn moment(time: &Timestamp) -> Option<Moment> {
    time.to_system_time().map(Moment::from)
}

/// One that is not of the three fixed ones is named by its number.
fn priority_of(id: PriorityId) -> Priority {
    match id {
        PriorityId::HIGH => Priority::High,
        PriorityId::NORMAL => Priority::Normal,
        PriorityId::LOW => Priority::Low,
        other => Priority::from(&*other.to_string()),
    }
}

fn priority_id(priority: &Priority) -> Result<PriorityId, String> {
    match priority {
        Priority::High => Ok(PriorityId::HIGH),
        Priority::Normal => Ok(PriorityId::NORMAL),
        Priority::Low => Ok(PriorityId::LOW),
        other => {
            let id = other.as_str().parse::<u64>();
            id.map(PriorityId::new).map_err(|_word| format!("Backlog has no priority {:?}", other.as_str()))
        }
    }
}
