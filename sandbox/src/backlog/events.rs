//! Activities, and the webhooks that follow from them.

use serde_json::{Value, json};

use super::{
    BacklogRefused as Refused,
    params::Params,
    state::{Activity, Change, Comment, Issue, State},
};

const CREATED: u64 = 1;
const UPDATED: u64 = 2;
const COMMENTED: u64 = 3;
const DELETED: u64 = 4;
const BULK_UPDATED: u64 = 14;

impl State {
    pub(super) fn issue_created(&mut self, issue: &Issue) {
        let content = issue_head(issue);
        let hook = self.rich_content(issue, true);
        self.event(issue.project, CREATED, issue.created_by, content, &hook);
    }

    /// One event for a change, its comment, or both. A comment alone is a type of its own.
    pub(super) fn issue_updated(&mut self, issue: &Issue, comment: &Comment) {
        let kind = if comment.changes.is_empty() { COMMENTED } else { UPDATED };
        let mut content = issue_head(issue);
        // Whether custom fields are part of comment events is not known; a receiver has to do without.
        let mut hook = self.rich_content(issue, kind == UPDATED);
        let extra = json!({
            "comment": { "id": comment.id, "content": comment.content.as_deref().unwrap_or_default() },
            "changes": comment.changes.iter().map(Change::activity_json).collect::<Vec<_>>(),
            "attachments": [],
            "shared_files": [],
        });
        merge(&mut content, extra.clone());
        merge(&mut hook, extra);
        self.event(issue.project, kind, comment.by, content, &hook);
    }

    pub(super) fn issue_deleted(&mut self, issue: &Issue, by: u64) {
        let content = json!({ "id": issue.id, "key_id": issue.key_id });
        let hook = content.clone();
        self.event(issue.project, DELETED, by, content, &hook);
    }

    /// Ids are texts here, and values are display names; there is nothing else about the issues.
    pub(super) fn bulk_updated(&mut self, project: u64, issues: &[Issue], changes: &[Change], by: u64) {
        let link: Vec<Value> = issues
            .iter()
            .map(|i| json!({ "id": i.id.to_string(), "key_id": i.key_id.to_string(), "title": i.summary }))
            .collect();
        let as_id = self.settings.bulk_status_as_id;
        let changes: Vec<Value> = changes
            .iter()
            .map(|change| {
                let new = if as_id { &change.new.id } else { &change.new.name };
                json!({ "field": change.field, "new_value": new, "type": "standard" })
            })
            .collect();
        let tx = self.next_id().to_string();
        let content = json!({ "tx_id": tx, "comment": { "content": "" }, "link": link, "changes": changes });
        let hook = content.clone();
        self.event(project, BULK_UPDATED, by, content, &hook);
    }

    fn event(&mut self, project: u64, kind: u64, by: u64, content: Value, hook: &Value) {
        let activity = Activity { id: self.next_id(), project, kind, content, by, created: self.now() };
        let body = self.activity_json(&activity, hook).to_string();
        self.activities.push(activity);
        let hooks = self.projects.get(&project).map(|p| p.webhooks.as_slice()).unwrap_or_default();
        for hook in hooks.iter().filter(|hook| hook.all || hook.types.contains(&kind)) {
            self.deliver(&hook.url, body.clone());
        }
    }

    fn deliver(&self, url: &str, body: String) {
        let headers = [("Content-Type", "application/json; charset=UTF-8"), ("User-Agent", "Backlog Webhook")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.deliveries.send(url, headers.to_vec(), body);
    }

    /// What only webhooks carry: camel case in the middle of snake case, fields with `field`, dates without time.
    fn rich_content(&self, issue: &Issue, with_fields: bool) -> Value {
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let mut content = issue_head(issue);
        merge(&mut content, Value::Object(self.named_parts(issue)));
        merge(
            &mut content,
            json!({
                "startDate": date(issue.start),
                "dueDate": date(issue.due),
                "estimatedHours": issue.estimated,
                "actualHours": issue.actual,
                "parentIssueId": issue.parent,
                "attachments": [],
                "shared_files": [],
            }),
        );
        if with_fields {
            let fields: Vec<Value> = self
                .fields_of(issue)
                .into_iter()
                .map(|field| {
                    let value = field.value_text(issue.fields.get(&field.id));
                    json!({ "id": field.id, "field": field.name, "value": value })
                })
                .collect();
            merge(&mut content, json!({ "customFields": fields }));
        }
        content
    }

    /// The sample of the settings page's test button, with its odd values.
    pub(super) fn test_webhook(&mut self, webhook: u64, kind: u64) -> Result<(), Refused> {
        let found = self.projects.values().find_map(|p| Some((p, p.webhooks.iter().find(|hook| hook.id == webhook)?)));
        let (project, hook) = found.ok_or_else(|| Refused::none("webhook"))?;
        let content = match kind {
            CREATED | UPDATED | COMMENTED => Some(sample(project.id)),
            DELETED => Some(json!({ "id": 1, "key_id": 1 })),
            BULK_UPDATED => Some(json!({
                "tx_id": "1",
                "comment": null,
                "link": [{ "id": "1", "key_id": "1", "title": "sample" }],
                "changes": [{ "field": "priority", "new_value": "", "type": "standard" }],
            })),
            _ => None,
        };
        let created = self.now();
        let activity =
            Activity { id: 0, project: project.id, kind, content: Value::Null, by: hook.created_by, created };
        let mut body = self.activity_json(&activity, &Value::Null);
        if let Some(map) = body.as_object_mut() {
            match content {
                Some(content) => map.insert("content".to_owned(), content),
                None => map.remove("content"),
            };
        }
        self.deliver(&hook.url, body.to_string());
        Ok(())
    }

    /// `GET .../activities`: newest first, cut by id.
    pub(super) fn list_activities(&self, projects: &[u64], params: &mut Params) -> Result<Value, Refused> {
        let kinds = params.ids("activityTypeId")?.unwrap_or_default();
        let page = IdPage::read(params)?;
        let now = self.now();
        let shows = |a: &&Activity| {
            let lag = jiff::SignedDuration::try_from(self.settings.activity_lag).unwrap_or(jiff::SignedDuration::MAX);
            // A lag without end: it never shows.
            a.created.checked_add(lag).is_ok_and(|from| from <= now)
        };
        let rows = self.activities.iter().filter(|a| projects.contains(&a.project)).filter(shows);
        let rows = rows.filter(|a| kinds.is_empty() || kinds.contains(&a.kind));
        let rows = page.cut(rows, |a| a.id, self.settings.inclusive_bounds);
        Ok(rows.into_iter().map(|a| self.activity_json(a, &a.content)).collect())
    }
}

fn issue_head(issue: &Issue) -> Value {
    json!({ "id": issue.id, "key_id": issue.key_id, "summary": issue.summary, "description": issue.description })
}

fn merge(into: &mut Value, from: Value) {
    if let (Some(into), Value::Object(from)) = (into.as_object_mut(), from) {
        into.extend(from);
    }
}

fn sample(project: u64) -> Value {
    let version = json!({
        "id": null, "projectId": project, "name": "", "description": "", "startDate": "", "releaseDueDate": "null",
        "archived": "false", "displayOrder": null,
    });
    json!({
        "id": 1,
        "key_id": 1,
        "summary": "sample",
        "description": "sample",
        "issueType": { "id": 1, "projectId": project, "name": "Bug", "color": "null", "displayOrder": null },
        "status": { "id": 2, "name": "In Progress" },
        "priority": { "id": null, "name": "" },
        "resolution": { "id": null, "name": "" },
        "assignee": null,
        "category": [{ "id": null, "name": "", "displayOrder": null }],
        "versions": [version.clone()],
        "milestone": [version],
        "startDate": "",
        "dueDate": "",
        "customFields": [],
        "comment": null,
        "changes": [{ "field": "status", "old_value": "", "new_value": "", "type": "standard" }],
        "attachments": [],
        "shared_files": [],
    })
}

/// `minId`, `maxId`, `count`, `order`.
pub(super) struct IdPage {
    min: Option<u64>,
    max: Option<u64>,
    count: usize,
    ascending: bool,
}

impl IdPage {
    pub(super) fn read(params: &mut Params) -> Result<Self, Refused> {
        let (min, max) = (params.value("minId")?, params.value("maxId")?);
        Ok(Self { min, max, count: count(params)?, ascending: ascending(params)? })
    }

    /// Rows come by rising id.
    pub(super) fn cut<'a, T>(
        &self,
        rows: impl Iterator<Item = &'a T>,
        id: impl Fn(&T) -> u64,
        inclusive: bool,
    ) -> Vec<&'a T> {
        let slack = u64::from(!inclusive);
        let inside = |row: &&T| {
            self.min.is_none_or(|min| id(row) >= min.saturating_add(slack))
                && self.max.is_none_or(|max| id(row) <= max.saturating_sub(slack))
        };
        let mut rows: Vec<&T> = rows.filter(inside).collect();
        if !self.ascending {
            rows.reverse();
        }
        rows.truncate(self.count);
        rows
    }
}

/// 1 to 100, default 20.
pub(super) fn count(params: &mut Params) -> Result<usize, Refused> {
    let count = params.value("count")?.unwrap_or(20);
    if (1..=100).contains(&count) { Ok(count) } else { Err(super::params::bad("count")) }
}

/// Default: descending.
pub(super) fn ascending(params: &mut Params) -> Result<bool, Refused> {
    match params.text("order")?.as_deref() {
        None | Some("desc") => Ok(false),
        Some("asc") => Ok(true),
        Some(_) => Err(super::params::bad("order")),
    }
}
