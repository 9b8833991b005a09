//! The two paths on which a create shows whose answer was lost.

use super::{BacklogTracker, failure, moment};
use crate::moment::Moment;
use crate::ports::{Evidence, ReadFailed, TicketState};
use crate::record::{AttemptId, TicketRef, TicketSnapshot};
use crate::render;
use backlog_api::activities::ListActivities;
use backlog_api::model::{Activity, ActivityContent, ActivityType, Issue};
use backlog_api::{ActivityId, Error, IssueId};
use std::collections::BTreeSet;

impl BacklogTracker {
    /// The issues that one of the attempts made, as they are now. What one path shows is enough; that there is none takes
    /// both of them, read to the end.
    pub(super) async fn gathered(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        let activities = self.in_activities(attempts, since).await;
        let search = self.in_search(marker, attempts).await.map_err(|error| failure::unread(&error));
        let shown = [&activities, &search].into_iter().flatten().flatten().copied().collect();
        let failed = activities.err().or(search.err());
        match (self.read_again(shown, attempts).await, failed) {
            (Ok(snapshots), _) if !snapshots.is_empty() => Evidence::Found(snapshots),
            (Err(failure), _) | (Ok(_), Some(failure)) => Evidence::Incomplete(failure),
            (Ok(_), None) => Evidence::None,
        }
    }

    /// The attempt that made the issue.
    pub(super) fn attempt_of(&self, issue: &Issue) -> Option<AttemptId> {
        let in_field = self.attempt_field.and_then(|field| render::attempt(issue.custom_field(field)?.text()?));
        in_field.or_else(|| render::attempt_in(issue.description.as_deref()?))
    }

    fn is_of(&self, issue: &Issue, attempts: &[AttemptId]) -> bool {
        self.attempt_of(issue).is_some_and(|attempt| attempts.contains(&attempt))
    }

    /// The issues that the newest activities say were created with one of the attempts, back to a moment.
    async fn in_activities(&self, attempts: &[AttemptId], since: Moment) -> Result<BTreeSet<IssueId>, ReadFailed> {
        let mut found = BTreeSet::new();
        let mut last = None;
        let mut pages = self.client.activities(self.project).pages(&created());
        while let Some(activity) = pages.next().await {
            let activity = activity.map_err(|error| failure::unread(&error))?;
            if moment(&activity.created).is_some_and(|created| created < since) {
                return Ok(found);
            }
            last = Some(activity.id);
            if let Some(id) = self.candidate(&activity, attempts)? {
                found.insert(id);
            }
        }
        self.is_the_end(last).await?;
        Ok(found)
    }

    /// The issue of an activity that may be of one of the attempts.
    fn candidate(&self, activity: &Activity, attempts: &[AttemptId]) -> Result<Option<IssueId>, ReadFailed> {
        let ActivityContent::Issue(issue) = activity.content() else { return Err(unreadable()) };
        let is_other = match issue.description.as_deref().filter(|text| !text.is_empty()) {
            Some(text) if self.attempt_field.is_none() => {
                render::attempt_in(text).is_none_or(|attempt| !attempts.contains(&attempt))
            }
            // The activity does not tell: the issue does.
            _ => false,
        };
        if is_other { Ok(None) } else { issue.id.map(Some).ok_or_else(unreadable) }
    }

    /// Whether a list that ended before the moment that was asked for has no more: what was not read is not "none".
    async fn is_the_end(&self, last: Option<ActivityId>) -> Result<(), ReadFailed> {
        let Some(last) = last else { return Ok(()) };
        let beyond = created().max_id(last).count(100);
        let rows = self.client.activities(self.project).list(&beyond).await;
        let rows = rows.map_err(|error| failure::unread(&error))?;
        if rows.iter().any(|activity| activity.id < last) {
            return Err(ReadFailed::new("the project's activities ended early", None));
        }
        Ok(())
    }

    /// The issues that the search finds with one of the attempts.
    async fn in_search(&self, marker: &str, attempts: &[AttemptId]) -> Result<BTreeSet<IssueId>, Error> {
        let issues = self.client.issues().find_by_custom_field_exact(self.project, self.marker_field, marker).await?;
        Ok(issues.iter().filter(|issue| self.is_of(issue, attempts)).map(|issue| issue.id).collect())
    }

    /// Those of the issues that one of the attempts made, as they are now. One that was deleted meanwhile is left out.
    async fn read_again(
        &self,
        ids: BTreeSet<IssueId>,
        attempts: &[AttemptId],
    ) -> Result<Vec<TicketSnapshot>, ReadFailed> {
        let mut snapshots = Vec::new();
        for id in ids {
            match self.client.issues().get(id).await {
                Ok(issue) if self.is_of(&issue, attempts) => snapshots.push(self.snapshot(&issue)),
                Ok(_) => {}
                Err(error) if error.is_not_found() => self.was_deleted(id).await?,
                Err(error) => return Err(failure::unread(&error)),
            }
        }
        Ok(snapshots)
    }

    /// An issue that shows on a path and not by itself, and that nobody deleted, is still to be read.
    async fn was_deleted(&self, id: IssueId) -> Result<(), ReadFailed> {
        let ticket = TicketRef::new(id.to_string(), "");
        match self.absent(&ticket).await.map_err(|error| failure::unread(&error))? {
            TicketState::Hidden(reason) => Err(ReadFailed::new(reason, None)),
            _ => Ok(()),
        }
    }
}

fn created() -> ListActivities {
    ListActivities::new().types([ActivityType::IssueCreated])
}

fn unreadable() -> ReadFailed {
    ReadFailed::new("an activity of a new issue cannot be read", None)
}
