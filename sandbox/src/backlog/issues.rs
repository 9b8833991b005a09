//! Adding, changing and deleting issues.

use std::collections::BTreeMap;

use super::{
    BacklogRefused as Refused,
    params::{FieldParams, Params, Sent, bad},
    state::{Change, Comment, Issue, OPEN, PRIORITIES, Project, RESOLUTIONS, State},
    values,
};

/// Refused by name in tools that know the real service.
const NO_CHANGE: &str = "Please change the status or post a comment.";

/// The parameters that adding and changing share.
struct Written {
    parent: Sent<u64>,
    issue_type: Option<u64>,
    summary: Option<String>,
    description: Option<String>,
    priority: Option<u64>,
    assignee: Sent<u64>,
    categories: Option<Vec<u64>>,
    versions: Option<Vec<u64>>,
    milestones: Option<Vec<u64>>,
    start: Sent<jiff::civil::Date>,
    due: Sent<jiff::civil::Date>,
    estimated: Sent<f64>,
    actual: Sent<f64>,
    fields: BTreeMap<u64, FieldParams>,
}

impl Written {
    fn read(params: &mut Params) -> Result<Self, Refused> {
        Ok(Self {
            parent: params.patch("parentIssueId")?,
            issue_type: params.value("issueTypeId")?,
            summary: params.not_blank("summary")?,
            description: params.text("description")?,
            priority: params.value("priorityId")?,
            assignee: params.patch("assigneeId")?,
            categories: params.ids("categoryId")?,
            versions: params.ids("versionId")?,
            milestones: params.ids("milestoneId")?,
            start: params.patch_date("startDate")?,
            due: params.patch_date("dueDate")?,
            estimated: params.patch_hours("estimatedHours")?,
            actual: params.patch_hours("actualHours")?,
            fields: params.written_fields()?,
        })
    }
}

fn put<T>(into: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *into = value;
    }
}

impl State {
    pub(super) fn create_issue(&mut self, user: u64, mut params: Params) -> Result<Issue, Refused> {
        let project: u64 = params.required_value("projectId")?;
        let project = self.project_id(user, &project.to_string())?;
        let written = Written::read(&mut params)?;
        self.notified(&mut params)?;
        no_attachments(&mut params)?;
        params.finish()?;
        let now = self.now();
        let mut issue = Issue {
            id: self.last_id + 1,
            project,
            key_id: self.project(project)?.last_key + 1,
            parent: None,
            kind: written.issue_type.ok_or_else(|| bad("issueTypeId"))?,
            summary: written.summary.clone().ok_or_else(|| bad("summary"))?,
            description: String::new(),
            resolution: None,
            priority: written.priority.ok_or_else(|| bad("priorityId"))?,
            status: OPEN,
            assignee: None,
            categories: Vec::new(),
            versions: Vec::new(),
            milestones: Vec::new(),
            start: None,
            due: None,
            estimated: None,
            actual: None,
            fields: BTreeMap::new(),
            created_by: user,
            created: now,
            updated_by: None,
            updated: now,
        };
        self.apply(&mut issue, written, true)?;
        // Only now is the id taken: a refused call leaves no trace.
        self.next_id();
        self.project_mut(project)?.last_key = issue.key_id;
        self.store(issue.clone());
        self.issue_created(&issue);
        Ok(issue)
    }

    pub(super) fn update_issue(&mut self, user: u64, key: &str, mut params: Params) -> Result<Issue, Refused> {
        let mut issue = self.issue_of(user, key)?.clone();
        let written = Written::read(&mut params)?;
        let status: Option<u64> = params.value("statusId")?;
        let resolution: Sent<u64> = params.patch("resolutionId")?;
        let comment = params.text("comment")?.filter(|text| !text.is_empty());
        let notified = self.notified(&mut params)?;
        no_attachments(&mut params)?;
        params.finish()?;
        put(&mut issue.status, status);
        resolution.put(&mut issue.resolution);
        if issue.resolution.is_some_and(|id| RESOLUTIONS.iter().all(|row| row.0 != id)) {
            return Err(bad("resolutionId"));
        }
        self.apply(&mut issue, written, false)?;
        self.change(issue, user, comment, notified)
    }

    fn apply(&self, issue: &mut Issue, written: Written, new: bool) -> Result<(), Refused> {
        written.parent.put(&mut issue.parent);
        put(&mut issue.kind, written.issue_type);
        put(&mut issue.summary, written.summary);
        put(&mut issue.description, written.description);
        put(&mut issue.priority, written.priority);
        written.assignee.put(&mut issue.assignee);
        put(&mut issue.categories, written.categories);
        put(&mut issue.versions, written.versions);
        put(&mut issue.milestones, written.milestones);
        written.start.put(&mut issue.start);
        written.due.put(&mut issue.due);
        written.estimated.put(&mut issue.estimated);
        written.actual.put(&mut issue.actual);
        let project = self.project(issue.project)?;
        values::write(issue, project, written.fields, self.settings.keep_cleared_selections, new)?;
        self.check(issue, project)
    }

    /// All that an issue points to must be there.
    fn check(&self, issue: &Issue, project: &Project) -> Result<(), Refused> {
        let versions = |ids: &[u64]| ids.iter().all(|id| project.versions.iter().any(|v| v.id == *id));
        let categories = issue.categories.iter().all(|id| project.categories.iter().any(|c| c.id == *id));
        let parent = issue.parent.is_none_or(|id| {
            id != issue.id && self.issues.get(&id).is_some_and(|parent| parent.project == issue.project)
        });
        let checks = [
            (project.issue_types.iter().any(|t| t.id == issue.kind), "issueTypeId"),
            (PRIORITIES.iter().any(|row| row.0 == issue.priority), "priorityId"),
            (project.statuses.iter().any(|s| s.id == issue.status), "statusId"),
            (issue.assignee.is_none_or(|id| project.members.contains(&id)), "assigneeId"),
            (parent, "parentIssueId"),
            (categories, "categoryId"),
            (versions(&issue.versions), "versionId"),
            (versions(&issue.milestones), "milestoneId"),
        ];
        checks.iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, name)| Err(bad(name)))
    }

    /// Stores a changed issue with what follows: the change-log comment and the event. No change, no comment: refused.
    pub(super) fn change(
        &mut self,
        mut issue: Issue,
        user: u64,
        comment: Option<String>,
        notified: Vec<u64>,
    ) -> Result<Issue, Refused> {
        let changes = self.changes_of(&issue)?;
        if changes.is_empty() && comment.is_none() {
            return Err(Refused::invalid(NO_CHANGE));
        }
        let now = self.now();
        (issue.updated, issue.updated_by) = (now, Some(user));
        let id = self.next_id();
        let comment =
            Comment { id, issue: issue.id, content: comment, changes, notified, by: user, created: now, updated: now };
        self.comments.insert(id, comment.clone());
        self.store(issue.clone());
        self.issue_updated(&issue, &comment);
        Ok(issue)
    }

    fn changes_of(&self, issue: &Issue) -> Result<Vec<Change>, Refused> {
        let old = self.issues.get(&issue.id).ok_or_else(|| Refused::none("issue"))?;
        Ok(self.changes(old, issue))
    }

    /// Several issues to one status, as the issue list of the web page does it: one event for each project.
    pub(super) fn bulk_set_status(&mut self, user: u64, keys: &[&str], status: u64) -> Result<(), Refused> {
        let mut by_project: BTreeMap<u64, Vec<Issue>> = BTreeMap::new();
        for key in keys {
            let mut issue = self.issue_of(user, key)?.clone();
            issue.status = status;
            self.check(&issue, self.project(issue.project)?)?;
            by_project.entry(issue.project).or_default().push(issue);
        }
        for (project, mut issues) in by_project {
            let mut shown = Vec::new();
            for issue in &mut issues {
                let changes = self.changes_of(issue)?;
                if changes.is_empty() {
                    continue;
                }
                shown.clone_from(&changes);
                let (id, now) = (self.next_id(), self.now());
                (issue.updated, issue.updated_by) = (now, Some(user));
                let comment = Comment {
                    id,
                    issue: issue.id,
                    content: None,
                    changes,
                    notified: Vec::new(),
                    by: user,
                    created: now,
                    updated: now,
                };
                self.comments.insert(id, comment);
                self.store(issue.clone());
            }
            if !shown.is_empty() {
                self.bulk_updated(project, &issues, &shown, user);
            }
        }
        Ok(())
    }

    pub(super) fn delete_issue(&mut self, user: u64, key: &str) -> Result<Issue, Refused> {
        let issue = self.issue_of(user, key)?.clone();
        self.issues.remove(&issue.id);
        self.index(issue.id, None);
        self.comments.retain(|_, comment| comment.issue != issue.id);
        for child in self.issues.values_mut().filter(|child| child.parent == Some(issue.id)) {
            child.parent = None;
        }
        self.issue_deleted(&issue, user);
        Ok(issue)
    }

    /// Who is told about a change; all must exist.
    pub(super) fn notified(&self, params: &mut Params) -> Result<Vec<u64>, Refused> {
        let ids = params.ids("notifiedUserId")?.unwrap_or_default();
        if ids.iter().all(|id| self.users.contains_key(id)) { Ok(ids) } else { Err(bad("notifiedUserId")) }
    }
}

/// Uploads are not modelled, so no attachment id can be right.
pub(super) fn no_attachments(params: &mut Params) -> Result<(), Refused> {
    if params.texts("attachmentId").is_empty() { Ok(()) } else { Err(bad("attachmentId[]")) }
}
