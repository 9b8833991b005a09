//! The issue list and its count.

use std::cmp::Ordering;

use jiff::{Timestamp, civil::Date, tz::Offset};
use serde_json::{Value, json};

use super::{
    BacklogRefused as Refused,
    events::{ascending, count},
    params::{Params, bad},
    state::{Issue, State},
    values::Wanted,
};

/// Date filters count days of the space, whose zone is Tokyo: another reason for a day of slack.
const ZONE: Offset = Offset::constant(9);

/// Documented, but not modelled.
const OTHER_SORTS: [&str; 11] = [
    "category",
    "version",
    "milestone",
    "attachment",
    "sharedFile",
    "createdUser",
    "updatedUser",
    "assignee",
    "childIssue",
    "estimatedHours",
    "actualHours",
];

type Tests = Vec<Box<dyn Fn(&State, &Issue) -> bool>>;

/// What the list was asked for.
pub(super) struct Search {
    test: Tests,
    sort: Sort,
    ascending: bool,
    offset: usize,
    count: usize,
    pub(super) with_children: bool,
}

#[derive(Clone, Copy)]
enum Sort {
    Created,
    Updated,
    StartDate,
    DueDate,
    Summary,
    Status,
    Priority,
    IssueType,
}

impl Search {
    /// `Ok(None)`: documented, but not modelled.
    pub(super) fn read(state: &State, user: u64, mut params: Params) -> Result<Option<Self>, Refused> {
        let mut test: Tests = Vec::new();
        let Some(sort) = sort(params.text("sort")?.as_deref())? else { return Ok(None) };
        test.push(Box::new(move |state, issue| {
            state.projects.get(&issue.project).is_some_and(|project| project.members.contains(&user))
        }));
        ids(&mut params, &mut test)?;
        dates(&mut params, &mut test)?;
        if let Some(keyword) = params.text("keyword")?.filter(|keyword| !keyword.is_empty()) {
            let keyword = keyword.to_lowercase();
            test.push(Box::new(move |state, issue| state.full_text(issue).contains(&keyword)));
        }
        if let Some(relation) = params.value::<u8>("parentChild")? {
            if relation > 10 {
                return Err(bad("parentChild"));
            }
            test.push(Box::new(move |state, issue| state.relation_fits(relation, issue)));
        }
        for name in ["attachment", "sharedFile"] {
            // No issue has files here.
            if params.value(name)? == Some(true) {
                test.push(Box::new(|_, _| false));
            }
        }
        for (id, asked) in params.filtered_fields()? {
            let projects = state.projects.values().filter(|project| project.members.contains(&user));
            let field = projects.flat_map(|project| &project.fields).find(|field| field.id == id);
            let wanted = Wanted::read(field.ok_or_else(|| bad(&format!("customField_{id}")))?, &asked)?;
            test.push(Box::new(move |_, issue| wanted.fits(issue.fields.get(&id))));
        }
        let with_children = expands_children(&mut params)?;
        let (ascending, offset) = (ascending(&mut params)?, params.value("offset")?.unwrap_or(0));
        let count = count(&mut params)?;
        params.finish()?;
        Ok(Some(Self { test, sort, ascending, offset, count, with_children }))
    }

    fn hits<'a>(&self, state: &'a State) -> Vec<&'a Issue> {
        state.searchable().filter(|issue| self.test.iter().all(|test| test(state, issue))).collect()
    }

    pub(super) fn page(&self, state: &State) -> Value {
        let mut hits = self.hits(state);
        hits.sort_by(|a, b| self.sort.compare(a, b).then(a.id.cmp(&b.id)));
        if !self.ascending {
            hits.reverse();
        }
        let page = hits.into_iter().skip(self.offset).take(self.count);
        page.map(|issue| state.issue_json(issue, self.with_children)).collect()
    }

    pub(super) fn count(&self, state: &State) -> Value {
        json!({ "count": self.hits(state).len() })
    }
}

/// `expand[]`: `childIssueSummary` is the only value.
pub(super) fn expands_children(params: &mut Params) -> Result<bool, Refused> {
    let expand = params.texts("expand");
    if expand.iter().all(|name| name == "childIssueSummary") { Ok(!expand.is_empty()) } else { Err(bad("expand[]")) }
}

fn sort(name: Option<&str>) -> Result<Option<Sort>, Refused> {
    Ok(Some(match name {
        None | Some("created") => Sort::Created,
        Some("updated") => Sort::Updated,
        Some("startDate") => Sort::StartDate,
        Some("dueDate") => Sort::DueDate,
        Some("summary") => Sort::Summary,
        Some("status") => Sort::Status,
        Some("priority") => Sort::Priority,
        Some("issueType") => Sort::IssueType,
        Some(name) if OTHER_SORTS.contains(&name) || name.starts_with("customField_") => return Ok(None),
        Some(_) => return Err(bad("sort")),
    }))
}

impl Sort {
    fn compare(self, a: &Issue, b: &Issue) -> Ordering {
        match self {
            Self::Created => a.created.cmp(&b.created),
            Self::Updated => a.updated.cmp(&b.updated),
            Self::StartDate => a.start.cmp(&b.start),
            Self::DueDate => a.due.cmp(&b.due),
            Self::Summary => a.summary.cmp(&b.summary),
            Self::Status => a.status.cmp(&b.status),
            Self::Priority => a.priority.cmp(&b.priority),
            Self::IssueType => a.kind.cmp(&b.kind),
        }
    }
}

/// A parameter's name, and what it looks at.
type Row<T> = (&'static str, fn(&Issue) -> T);
type Several = (&'static str, fn(&Issue) -> &[u64]);

/// Any of the values of one parameter, all of the parameters.
fn ids(params: &mut Params, test: &mut Tests) -> Result<(), Refused> {
    let single: [Row<Option<u64>>; 9] = [
        ("id", |issue| Some(issue.id)),
        ("projectId", |issue| Some(issue.project)),
        ("issueTypeId", |issue| Some(issue.kind)),
        ("statusId", |issue| Some(issue.status)),
        ("priorityId", |issue| Some(issue.priority)),
        ("assigneeId", |issue| issue.assignee),
        ("createdUserId", |issue| Some(issue.created_by)),
        ("resolutionId", |issue| issue.resolution),
        ("parentIssueId", |issue| issue.parent),
    ];
    for (name, of) in single {
        if let Some(wanted) = params.ids(name)? {
            test.push(Box::new(move |_, issue| of(issue).is_some_and(|id| wanted.contains(&id))));
        }
    }
    let several: [Several; 3] = [
        ("categoryId", |issue| &issue.categories),
        ("versionId", |issue| &issue.versions),
        ("milestoneId", |issue| &issue.milestones),
    ];
    for (name, of) in several {
        if let Some(wanted) = params.ids(name)? {
            test.push(Box::new(move |_, issue| of(issue).iter().any(|id| wanted.contains(id))));
        }
    }
    Ok(())
}

fn dates(params: &mut Params, test: &mut Tests) -> Result<(), Refused> {
    fn day(at: Timestamp) -> Date {
        ZONE.to_datetime(at).date()
    }
    let all: [Row<Option<Date>>; 4] = [
        ("created", |issue| Some(day(issue.created))),
        ("updated", |issue| Some(day(issue.updated))),
        ("startDate", |issue| issue.start),
        ("dueDate", |issue| issue.due),
    ];
    for (name, of) in all {
        if let Some(since) = params.date(&format!("{name}Since"))? {
            test.push(Box::new(move |_, issue| of(issue).is_some_and(|date| date >= since)));
        }
        if let Some(until) = params.date(&format!("{name}Until"))? {
            test.push(Box::new(move |_, issue| of(issue).is_some_and(|date| date <= until)));
        }
    }
    match params.value("hasDueDate")? {
        None => {}
        Some(false) => test.push(Box::new(|_, issue| issue.due.is_none())),
        Some(true) => return Err(bad("hasDueDate")),
    }
    Ok(())
}

impl State {
    /// What `keyword` looks through, in lower case.
    fn full_text(&self, issue: &Issue) -> String {
        let comments = self.comments.values().filter(|comment| comment.issue == issue.id);
        let comments = comments.filter_map(|comment| comment.content.clone());
        let fields = self.fields_of(issue).into_iter().filter(|field| field.kind <= 2);
        let fields = fields.filter_map(|field| field.value_text(issue.fields.get(&field.id)));
        let texts = [issue.summary.clone(), issue.description.clone(), self.issue_key(issue)];
        texts.into_iter().chain(comments).chain(fields).collect::<Vec<_>>().join("\n").to_lowercase()
    }

    /// The numbers of `parentChild`.
    fn relation_fits(&self, relation: u8, issue: &Issue) -> bool {
        let parent = issue.parent.and_then(|id| self.issues.get(&id));
        let child = parent.is_some();
        let grandchild = parent.is_some_and(|parent| parent.parent.is_some());
        let has_children = self.issues.values().any(|other| other.parent == Some(issue.id));
        match relation {
            1 | 7 => !child,
            2 | 9 => child,
            3 => !child && !has_children,
            4 => has_children,
            5 => grandchild,
            6 => child && !grandchild,
            8 => !grandchild,
            10 => !has_children,
            _ => true,
        }
    }
}
