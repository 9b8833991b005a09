//! An issue as it is now; whether one that does not show was deleted; and all of a project's, page by page.

use super::{BacklogTracker, failure};
use crate::moment::Moment;
use crate::ports::{ReadFailed, TicketPage, TicketRead, TicketState};
use crate::record::{OpId, TicketComment, TicketRef, TicketSnapshot};
use crate::render;
use backlog_api::activities::ListActivities;
use backlog_api::comments::ListComments;
use backlog_api::issues::{IssueSort, ListIssues};
use backlog_api::model::{Activity, ActivityContent, ActivityType, Comment, Issue};
use backlog_api::{Error, IssueId, IssueIdOrKey, Order, Result, Timestamp};
use std::time::Duration;

/// Rows of a page: the most that the API gives.
const FULL: u64 = 100;

impl BacklogTracker {
    /// The issue, or what became of it.
    pub(super) async fn state_of(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState> {
        let issue = match self.client.issues().get(IssueIdOrKey::new(ticket.id.clone())).await {
            Ok(issue) => issue,
            Err(error) if error.is_not_found() => return self.absent(ticket).await,
            Err(error) => return Err(error),
        };
        let mut read = self.named(&issue);
        if op.is_some() || self.reads_comments {
            (read.applied, read.snapshot.comment) = self.comments_of(issue.id, op).await?;
        }
        Ok(TicketState::There(Box::new(read)))
    }

    /// A ticket with the texts in it that name its finding and its attempt.
    fn named(&self, issue: &Issue) -> TicketRead {
        let marker = issue.custom_field(self.marker_field).and_then(|field| field.text());
        let marker = marker.filter(|marker| !marker.is_empty()).map(str::to_owned);
        TicketRead::new(self.snapshot(issue), self.attempt_of(issue), marker)
    }

    /// An issue that does not show was deleted only if its project can be read and says so: a key that lost its rights sees
    /// the same.
    pub(super) async fn absent(&self, ticket: &TicketRef) -> Result<TicketState> {
        match self.client.projects().get(self.project).await {
            Ok(_) => {}
            Err(error) if error.is_not_found() => {
                return Ok(TicketState::Hidden(format!("the project does not show: {error}")));
            }
            Err(error) => return Err(error),
        }
        let deleted = ListActivities::new().types([ActivityType::IssueDeleted]);
        let mut pages = self.client.activities(self.project).pages(&deleted);
        while let Some(activity) = pages.next().await {
            if is_about(&activity?, ticket) {
                return Ok(TicketState::Deleted);
            }
        }
        Ok(TicketState::Hidden(format!("{} does not show, and no activity says that it was deleted", ticket.id)))
    }

    /// Whether a comment names the write, and the newest comment of a person where that is asked for. Newest first, and no
    /// further back than needed.
    async fn comments_of(&self, issue: IssueId, op: Option<&OpId>) -> Result<(bool, Option<TicketComment>)> {
        let line = op.map(line_of);
        let (mut applied, mut newest, mut rows) = (false, None, 0_u64);
        let mut pages = self.client.issues().comments(issue).pages(&ListComments::new());
        while let Some(comment) = pages.next().await {
            let comment = comment?;
            applied = applied || line.as_deref().is_some_and(|line| has_line(&comment, |own| own == line));
            if self.reads_comments && newest.is_none() {
                newest = by_person(&comment);
            }
            rows = rows.saturating_add(1);
            let seeks_write = line.is_some() && !applied;
            let seeks_comment = self.reads_comments && newest.is_none() && rows < FULL;
            if !seeks_write && !seeks_comment {
                break;
            }
        }
        Ok((applied, newest))
    }

    /// A page of the issues that name a finding: all, or those that were changed since a moment.
    ///
    /// By creation, the oldest first: new issues come last, and what moves to the front is seen twice at most.
    pub(super) async fn tickets(
        &self,
        since: Option<Moment>,
        cursor: Option<&str>,
    ) -> std::result::Result<TicketPage, ReadFailed> {
        let mut request =
            ListIssues::new().projects([self.project]).sort(IssueSort::Created).order(Order::Ascending).count(100);
        if let Some(since) = since {
            let day = Timestamp::from_system_time(since.into());
            let day = day.map_err(|_beyond| ReadFailed::new("the moment is beyond the calendar", None))?;
            request = request.updated_since_moment(&day);
        }
        let unread = |error: Error| failure::unread(&error);
        let (issues, next) = self.rows_after(&request, Place::read(cursor)?).await.map_err(unread)?;
        let mut page = TicketPage::new(Vec::new(), next);
        for issue in &issues {
            let mut read = self.named(issue);
            // The filter counts days: the moment itself is compared here.
            let is_old = since.is_some_and(|since| before(&read.snapshot, since));
            if read.marker.is_none() || is_old {
                continue;
            }
            if self.reads_comments && since.is_some() {
                read.snapshot.comment = self.comments_of(issue.id, None).await.map_err(unread)?.1;
            }
            page.tickets.push(read);
        }
        Ok(page)
    }

    /// The rows after a place, and the place after them.
    ///
    /// The place names its last row. If that is no longer where it was, rows before it were deleted and those after it moved
    /// up: then it is looked for further to the front, so that none is missed.
    async fn rows_after(&self, request: &ListIssues, place: Place) -> Result<(Vec<Issue>, Option<String>)> {
        let mut start = place.offset.saturating_sub(u64::from(place.last.is_some()));
        loop {
            let mut rows = self.client.issues().list(&request.clone().offset(start)).await?;
            let known = place.last.and_then(|last| rows.iter().position(|issue| issue.id == last));
            if known.is_none() && place.last.is_some() && start > 0 {
                start = start.saturating_sub(FULL);
                continue;
            }
            let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            let next = rows
                .last()
                .filter(|_| count >= FULL)
                .map(|last| Place { offset: start.saturating_add(count), last: Some(last.id) });
            rows.drain(..known.map_or(0, |known| known.saturating_add(1)));
            return Ok((rows, next.map(Place::write)));
        }
    }
}

/// A place in a list by offset: so many rows are before it, and this one is the last of them.
#[derive(Clone, Copy, Default)]
struct Place {
    offset: u64,
    last: Option<IssueId>,
}

impl Place {
    fn read(cursor: Option<&str>) -> std::result::Result<Self, ReadFailed> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        let parts = cursor.split_once(':').and_then(|(offset, last)| Some((offset.parse().ok()?, last.parse().ok()?)));
        let (offset, last) = parts.ok_or_else(|| ReadFailed::new("the cursor is none of Backlog's", None))?;
        Ok(Self { offset, last: Some(IssueId::new(last)) })
    }

    fn write(self) -> String {
        let last = self.last.map(|last| last.to_string()).unwrap_or_default();
        format!("{}:{last}", self.offset)
    }
}

/// Backlog tells whole seconds: a change within the second may have been after the moment.
fn before(snapshot: &TicketSnapshot, since: Moment) -> bool {
    snapshot.updated_at.after(Duration::from_secs(1)) <= since
}

/// Whether an activity names the ticket, which may be known by its key only.
fn is_about(activity: &Activity, ticket: &TicketRef) -> bool {
    let ActivityContent::Issue(issue) = activity.content() else { return false };
    let by_key = || activity.issue_key().is_some_and(|key| key.as_str() == ticket.id);
    issue.id.is_some_and(|id| id.to_string() == ticket.id) || by_key()
}

/// The line by which a comment names a write.
fn line_of(op: &OpId) -> String {
    render::comment("", op).trim().to_owned()
}

fn has_line(comment: &Comment, is_it: impl Fn(&str) -> bool) -> bool {
    comment.content.as_deref().is_some_and(|text| text.lines().any(|line| is_it(line.trim())))
}

/// The comment, unless it is ours or only records a change.
fn by_person(comment: &Comment) -> Option<TicketComment> {
    let text = comment.content.as_deref().filter(|text| !text.trim().is_empty())?;
    let label = line_of(&OpId::new(""));
    let is_ours = has_line(comment, |line| line.starts_with(&label));
    (!is_ours).then(|| TicketComment::new(comment.id.to_string(), text))
}
