//! Tickets in Backlog.

pub mod webhook;

use super::outcome;
use crate::moment::Moment;
use crate::observation::Severity;
use crate::outcome::{CallOutcome, Rejection};
use crate::ports::{Evidence, Probe, ReadFailed, TicketDraft, TicketRead, TicketTracker, TicketWrite};
use crate::record::{AttemptId, OpKind, TicketRef, TicketSnapshot};
use crate::render;
use crate::template::Template;
use async_trait::async_trait;
use backlog_api::activities::ListActivities;
use backlog_api::issues::{CreateIssue, UpdateIssue};
use backlog_api::model::{ActivityContent, ActivityType, Issue};
use backlog_api::{
    CallOptions, Client, CustomFieldId, Error, ErrorCode, IssueId, IssueIdOrKey, IssueTypeId, PriorityId, ProjectId,
    ResolutionId, RetryPolicy, StatusId, Timestamp,
};
use std::collections::BTreeSet;

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

    /// The attempt that made the issue.
    fn attempt_of(&self, issue: &Issue) -> Option<AttemptId> {
        let in_field = self.attempt_field.and_then(|field| render::attempt(issue.custom_field(field)?.text()?));
        in_field.or_else(|| render::attempt_in(issue.description.as_deref()?))
    }

    fn is_of(&self, issue: &Issue, attempts: &[AttemptId]) -> bool {
        self.attempt_of(issue).is_some_and(|attempt| attempts.contains(&attempt))
    }

    /// A client for one write: sent once, on a connection that was never idle, and not after the fence.
    fn once(&self, send_by: Moment) -> Client {
        let options = CallOptions::new().deadline(send_by.into()).retry(RetryPolicy::none()).fresh();
        self.client.with(options)
    }

    /// The issues that the newest activities say were created with one of the attempts, back to a moment.
    async fn in_activities(&self, attempts: &[AttemptId], since: Moment) -> Result<BTreeSet<IssueId>, Error> {
        let mut found = BTreeSet::new();
        let created = ListActivities::new().types([ActivityType::IssueCreated]);
        let mut pages = self.client.activities(self.project).pages(&created);
        while let Some(activity) = pages.next().await {
            let activity = activity?;
            if moment(&activity.created).is_some_and(|created| created < since) {
                break;
            }
            let ActivityContent::Issue(issue) = activity.content() else { continue };
            let attempt = issue.description.as_deref().and_then(render::attempt_in);
            if self.attempt_field.is_some() || attempt.is_some_and(|attempt| attempts.contains(&attempt)) {
                found.extend(issue.id);
            }
        }
        Ok(found)
    }

    /// The issues that the search finds with one of the attempts.
    async fn in_search(&self, marker: &str, attempts: &[AttemptId]) -> Result<BTreeSet<IssueId>, Error> {
        let issues = self.client.issues().find_by_custom_field_exact(self.project, self.marker_field, marker).await?;
        Ok(issues.iter().filter(|issue| self.is_of(issue, attempts)).map(|issue| issue.id).collect())
    }

    /// Those of the issues that one of the attempts made, as they are now. One that is gone meanwhile is left out.
    async fn read_again(&self, ids: BTreeSet<IssueId>, attempts: &[AttemptId]) -> Result<Vec<TicketSnapshot>, Error> {
        let mut snapshots = Vec::new();
        for id in ids {
            match self.client.issues().get(id).await {
                Ok(issue) if self.is_of(&issue, attempts) => snapshots.push(snapshot(&issue)),
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(snapshots)
    }
}

#[async_trait]
impl TicketTracker for BacklogTracker {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let observation = &draft.observation;
        let description = match self.template.description(observation) {
            Ok(description) => description,
            Err(problem) => return CallOutcome::Rejected(Rejection::item(problem)),
        };
        let priority = priority(&observation.severity);
        let request = CreateIssue::new(self.project, render::summary(observation), self.issue_type, priority)
            .custom_field(self.marker_field, draft.marker.as_str());
        let request = match self.attempt_field {
            Some(field) => request.description(description).custom_field(field, draft.attempt.as_str()),
            None => request.description(render::with_attempt(&description, &draft.attempt)),
        };
        match self.once(draft.send_by).issues().create(&request).await {
            Ok(issue) => CallOutcome::Done(snapshot(&issue)),
            // A project that is not there is nobody's item.
            Err(error) => outcome::of(&error, error.is_not_found() || is_configuration(&error)),
        }
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        let request = UpdateIssue::new().comment(render::comment(&write.reason, &write.op));
        let request = match write.kind {
            OpKind::Resolve => request.status(StatusId::CLOSED).resolution(ResolutionId::FIXED),
            OpKind::CloseStray => request.status(StatusId::CLOSED).resolution(ResolutionId::DUPLICATION),
            _ => request.status(StatusId::IN_PROGRESS).clear_resolution(),
        };
        let client = self.once(write.send_by);
        match client.issues().update(IssueIdOrKey::new(write.ticket.id.clone()), &request).await {
            Ok(issue) => CallOutcome::Done(snapshot(&issue)),
            Err(error) => outcome::of(&error, is_configuration(&error)),
        }
    }

    async fn read(&self, ticket: &TicketRef) -> Result<Option<TicketRead>, ReadFailed> {
        match self.client.issues().get(IssueIdOrKey::new(ticket.id.clone())).await {
            Ok(issue) => {
                let attempt = self.attempt_of(&issue);
                let marker = issue.custom_field(self.marker_field).and_then(|field| field.text());
                Ok(Some(TicketRead::new(snapshot(&issue), attempt, marker.map(str::to_owned))))
            }
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(outcome::unread(&error)),
        }
    }

    async fn probe(&self, marker: &str) -> Probe {
        let issues = self.client.issues().find_by_custom_field_exact(self.project, self.marker_field, marker).await;
        let issues = match issues {
            Ok(issues) => issues,
            Err(error) => return Probe::Failed(outcome::unread(&error)),
        };
        let open: Vec<_> = issues.iter().filter(|issue| !issue.is_closed()).collect();
        match (&*open, issues.last()) {
            ([], None) => Probe::None,
            ([], Some(newest)) => Probe::Closed(snapshot(newest)),
            ([one], _) => Probe::Open(snapshot(one)),
            (several, _) => Probe::Ambiguous(several.iter().map(|issue| ticket(issue)).collect()),
        }
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        let gathered = async {
            let mut ids = self.in_activities(attempts, since).await?;
            ids.extend(self.in_search(marker, attempts).await?);
            self.read_again(ids, attempts).await
        };
        match gathered.await {
            Ok(snapshots) if snapshots.is_empty() => Evidence::None,
            Ok(snapshots) => Evidence::Found(snapshots),
            Err(error) => Evidence::Incomplete(outcome::unread(&error)),
        }
    }
}

fn snapshot(issue: &Issue) -> TicketSnapshot {
    let (created, updated) = (moment(&issue.created), moment(&issue.updated));
    let status = issue.status.id.to_string();
    let mut snapshot = TicketSnapshot::new(
        ticket(issue),
        status,
        issue.is_closed(),
        created.unwrap_or_default(),
        updated.or(created).unwrap_or_default(),
    );
    snapshot.resolution = issue.resolution.as_ref().map(|resolution| resolution.id.to_string());
    snapshot
}

fn ticket(issue: &Issue) -> TicketRef {
    TicketRef::new(issue.id.to_string(), issue.key.as_str())
}

fn moment(time: &Timestamp) -> Option<Moment> {
    time.to_system_time().map(Moment::from)
}

fn priority(severity: &Severity) -> PriorityId {
    match severity {
        Severity::Critical | Severity::High => PriorityId::HIGH,
        Severity::Low | Severity::Informational => PriorityId::LOW,
        _ => PriorityId::NORMAL,
    }
}

fn is_configuration(error: &Error) -> bool {
    matches!(
        ErrorCode::of(error),
        Some(ErrorCode::LicenceError | ErrorCode::LicenceExpiredError | ErrorCode::SpaceOverCapacityError)
    )
}
