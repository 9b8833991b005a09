//! What differs between two versions of an issue.

use super::state::{Change, Issue, Project, Spelled, State};

impl State {
    /// Fields in the words of Backlog's change log: `component` is the category, `assigner` the assignee.
    pub(super) fn changes(&self, old: &Issue, new: &Issue) -> Vec<Change> {
        let Some(project) = self.projects.get(&new.project) else { return Vec::new() };
        let rows: [(&str, Spelled, Spelled); 15] = [
            ("summary", same(&old.summary), same(&new.summary)),
            ("description", same(&old.description), same(&new.description)),
            ("issueType", issue_type(project, old), issue_type(project, new)),
            ("status", status(project, old), status(project, new)),
            ("resolution", self.resolution(old), self.resolution(new)),
            ("priority", self.priority(old), self.priority(new)),
            ("assigner", self.assignee(old), self.assignee(new)),
            ("component", categories(project, old), categories(project, new)),
            ("version", versions(project, &old.versions), versions(project, &new.versions)),
            ("milestone", versions(project, &old.milestones), versions(project, &new.milestones)),
            ("startDate", maybe(old.start.as_ref()), maybe(new.start.as_ref())),
            ("limitDate", maybe(old.due.as_ref()), maybe(new.due.as_ref())),
            ("estimatedHours", maybe(old.estimated.as_ref()), maybe(new.estimated.as_ref())),
            ("actualHours", maybe(old.actual.as_ref()), maybe(new.actual.as_ref())),
            ("parentIssue", maybe(old.parent.as_ref()), maybe(new.parent.as_ref())),
        ];
        let standard = rows.into_iter().filter(|(_, old, new)| old != new);
        let standard = standard.map(|(field, old, new)| Change { field: field.to_owned(), old, new, custom: None });
        let custom = project.fields.iter().filter_map(|field| {
            let (before, after) = (old.fields.get(&field.id), new.fields.get(&field.id));
            (before != after).then(|| Change {
                field: field.name.clone(),
                old: maybe(field.value_text(before).as_ref()),
                new: maybe(field.value_text(after).as_ref()),
                custom: Some((field.id, field.kind)),
            })
        });
        standard.chain(custom).collect()
    }

    fn resolution(&self, issue: &Issue) -> Spelled {
        let name = issue.resolution.and_then(|id| self.resolution_name(id)).map(str::to_owned);
        Spelled { name, id: issue.resolution.map(|id| id.to_string()) }
    }

    fn priority(&self, issue: &Issue) -> Spelled {
        let name = self.priority_name(issue.priority).map(str::to_owned);
        Spelled { name, id: Some(issue.priority.to_string()) }
    }

    fn assignee(&self, issue: &Issue) -> Spelled {
        maybe(issue.assignee.and_then(|id| self.users.get(&id)).map(|user| &user.name))
    }
}

/// The same text in change logs and in activities.
fn same(text: &str) -> Spelled {
    Spelled { name: Some(text.to_owned()), id: Some(text.to_owned()) }
}

fn maybe<T: ToString>(value: Option<&T>) -> Spelled {
    value.map(|value| same(&value.to_string())).unwrap_or_default()
}

fn issue_type(project: &Project, issue: &Issue) -> Spelled {
    let name = project.issue_types.iter().find(|t| t.id == issue.kind).map(|t| t.name.clone());
    Spelled { name, id: Some(issue.kind.to_string()) }
}

fn status(project: &Project, issue: &Issue) -> Spelled {
    let name = project.statuses.iter().find(|s| s.id == issue.status).map(|s| s.name.clone());
    Spelled { name, id: Some(issue.status.to_string()) }
}

fn categories(project: &Project, issue: &Issue) -> Spelled {
    let names = issue.categories.iter().filter_map(|id| project.categories.iter().find(|c| c.id == *id));
    joined(names.map(|c| c.name.as_str()))
}

fn versions(project: &Project, ids: &[u64]) -> Spelled {
    let names = ids.iter().filter_map(|id| project.versions.iter().find(|v| v.id == *id));
    joined(names.map(|v| v.name.as_str()))
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> Spelled {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { Spelled::default() } else { same(&names.join(",")) }
}
