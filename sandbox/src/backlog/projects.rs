//! Projects: their members, statuses, issue types, categories, versions and webhooks.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    BacklogRefused as Refused,
    params::{Params, bad},
    state::{CLOSED, Category, Issue, IssueType, Project, STATUSES, State, Status, Version, Webhook},
};

const FLAGS: [&str; 12] = [
    "chartEnabled",
    "useResolvedForChart",
    "subtaskingEnabled",
    "grandchildIssueEnabled",
    "projectLeaderCanEditProjectLeader",
    "useWiki",
    "useFileSharing",
    "useWikiTreeView",
    "useSubversion",
    "useGit",
    "useOriginalImageSizeAtWiki",
    "useDevAttributes",
];

const STATUS_COLORS: [&str; 10] =
    ["#ea2c00", "#e87758", "#e07b9a", "#868cb7", "#3b9dbd", "#4caf93", "#b0be3c", "#eda62a", "#f42858", "#393939"];

const ISSUE_TYPE_COLORS: [&str; 10] =
    ["#e30000", "#990000", "#934981", "#814fbc", "#2779ca", "#007e9a", "#7ea800", "#ff9200", "#ff3265", "#666665"];

/// Four fixed and eight more.
const MOST_STATUSES: usize = 12;

fn color(params: &mut Params, allowed: &[&str]) -> Result<Option<String>, Refused> {
    match params.text("color")? {
        Some(color) if !allowed.contains(&color.as_str()) => Err(bad("color")),
        color => Ok(color),
    }
}

fn put<T>(into: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *into = value;
    }
}

/// Takes the row of this id out of the list.
fn take<T>(rows: &mut Vec<T>, id: impl Fn(&T) -> u64, wanted: &str, what: &str) -> Result<T, Refused> {
    let at = rows.iter().position(|row| id(row).to_string() == wanted).ok_or_else(|| Refused::none(what))?;
    Ok(rows.remove(at))
}

fn find<'a, T>(rows: &'a mut [T], id: impl Fn(&T) -> u64, wanted: &str, what: &str) -> Result<&'a mut T, Refused> {
    rows.iter_mut().find(|row| id(row).to_string() == wanted).ok_or_else(|| Refused::none(what))
}

impl State {
    pub(super) fn list_projects(&self, user: u64, mut params: Params) -> Result<Value, Refused> {
        let archived: Option<bool> = params.value("archived")?;
        let all = params.value("all")?.unwrap_or(false);
        params.finish()?;
        let seen = self.projects.values().filter(|project| all || project.members.contains(&user));
        let seen = seen.filter(|p| archived.is_none_or(|wanted| p.flags.get("archived") == Some(&wanted)));
        Ok(seen.map(Project::json).collect())
    }

    pub(super) fn create_project(&mut self, mut params: Params) -> Result<Value, Refused> {
        let (name, key) = (params.required("name")?, params.required("key")?);
        let flags = flags(&mut params)?;
        let rule = text_rule(&mut params)?;
        params.finish()?;
        let id = self.add_project(&key, &name)?;
        let project = self.project_mut(id)?;
        project.flags.extend(flags);
        put(&mut project.text_rule, rule);
        Ok(project.json())
    }

    /// With one issue type and all users as members.
    pub(super) fn add_project(&mut self, key: &str, name: &str) -> Result<u64, Refused> {
        self.free_key(key, None)?;
        let (id, issue_type) = (self.next_id(), self.next_id());
        let statuses = STATUSES.map(|(id, en, ja, color, order)| Status {
            id,
            name: self.word(en, ja).to_owned(),
            color: color.to_owned(),
            order,
        });
        let task = IssueType {
            id: issue_type,
            name: self.word("Task", "タスク").to_owned(),
            color: "#7ea800".to_owned(),
            template_summary: None,
            template_description: None,
        };
        let project = Project {
            id,
            key: key.to_owned(),
            name: name.to_owned(),
            flags: FLAGS.iter().map(|flag| (*flag, *flag == "useDevAttributes")).chain([("archived", false)]).collect(),
            text_rule: "markdown".to_owned(),
            last_key: 0,
            members: self.users.keys().copied().collect(),
            statuses: statuses.to_vec(),
            issue_types: vec![task],
            categories: Vec::new(),
            versions: Vec::new(),
            fields: Vec::new(),
            webhooks: Vec::new(),
        };
        self.projects.insert(id, project);
        Ok(id)
    }

    fn free_key(&self, key: &str, own: Option<u64>) -> Result<(), Refused> {
        let shape = key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && key.starts_with(|c: char| c.is_ascii_uppercase());
        let taken = self.projects.values().any(|p| p.key == key && Some(p.id) != own);
        if shape && !taken { Ok(()) } else { Err(bad("key")) }
    }

    pub(super) fn update_project(&mut self, id: u64, mut params: Params) -> Result<Value, Refused> {
        let (name, key) = (params.not_blank("name")?, params.not_blank("key")?);
        let mut flags = flags(&mut params)?;
        flags.extend(params.value("archived")?.map(|on| ("archived", on)));
        let rule = text_rule(&mut params)?;
        params.finish()?;
        if let Some(key) = &key {
            self.free_key(key, Some(id))?;
        }
        let project = self.project_mut(id)?;
        put(&mut project.name, name);
        put(&mut project.key, key);
        put(&mut project.text_rule, rule);
        project.flags.extend(flags);
        Ok(project.json())
    }

    pub(super) fn delete_project(&mut self, id: u64) -> Result<Value, Refused> {
        let project = self.projects.remove(&id).ok_or_else(|| Refused::none("project"))?;
        let gone: Vec<u64> = self.issues.values().filter(|issue| issue.project == id).map(|issue| issue.id).collect();
        for issue in &gone {
            self.issues.remove(issue);
            self.index.remove(issue);
        }
        self.comments.retain(|_, comment| !gone.contains(&comment.issue));
        self.activities.retain(|activity| activity.project != id);
        Ok(project.json())
    }

    pub(super) fn change_members(&mut self, project: u64, mut params: Params, join: bool) -> Result<Value, Refused> {
        let user: u64 = params.required_value("userId")?;
        params.finish()?;
        if !self.users.contains_key(&user) {
            return Err(Refused::none("user"));
        }
        let members = &mut self.project_mut(project)?.members;
        members.retain(|member| *member != user);
        if join {
            members.push(user);
        }
        Ok(self.user_json(user))
    }

    pub(super) fn create_status(&mut self, project: u64, mut params: Params) -> Result<Value, Refused> {
        let name = params.required("name")?;
        let color = color(&mut params, &STATUS_COLORS)?.ok_or_else(|| bad("color"))?;
        params.finish()?;
        let id = self.add_status(project, name, color)?;
        let project = self.project(project)?;
        Ok(project.statuses.iter().find(|s| s.id == id).map(|s| s.json(project.id)).unwrap_or_default())
    }

    /// Before the last one, which is always "closed".
    pub(super) fn add_status(&mut self, project: u64, name: String, color: String) -> Result<u64, Refused> {
        let id = self.next_id();
        let statuses = &mut self.project_mut(project)?.statuses;
        if statuses.len() >= MOST_STATUSES {
            return Err(Refused::overflow("The project has all the statuses it may have."));
        }
        let last = statuses.len() - 1;
        statuses.insert(last, Status { id, name, color, order: 0 });
        number(statuses);
        Ok(id)
    }

    pub(super) fn update_status(&mut self, project: u64, id: &str, mut params: Params) -> Result<Value, Refused> {
        let name = params.not_blank("name")?;
        let color = color(&mut params, &STATUS_COLORS)?;
        params.finish()?;
        let status = find(&mut self.project_mut(project)?.statuses, |s| s.id, id, "status")?;
        if status.id <= CLOSED {
            return Err(Refused::invalid("A fixed status cannot be changed."));
        }
        put(&mut status.name, name);
        put(&mut status.color, color);
        Ok(status.json(project))
    }

    pub(super) fn delete_status(&mut self, project: u64, id: &str, mut params: Params) -> Result<Value, Refused> {
        let substitute: u64 = params.required_value("substituteStatusId")?;
        params.finish()?;
        let statuses = &mut self.project_mut(project)?.statuses;
        let valid = statuses.iter().any(|s| s.id == substitute && s.id.to_string() != id);
        if !valid {
            return Err(bad("substituteStatusId"));
        }
        if find(statuses, |s| s.id, id, "status")?.id <= CLOSED {
            return Err(Refused::invalid("A fixed status cannot be deleted."));
        }
        let gone = take(statuses, |s| s.id, id, "status")?;
        self.rewrite(project, |issue| {
            if issue.status == gone.id {
                issue.status = substitute;
            }
        });
        Ok(gone.json(project))
    }

    pub(super) fn order_statuses(&mut self, project: u64, mut params: Params) -> Result<Value, Refused> {
        let wanted = params.ids("statusId")?.unwrap_or_default();
        params.finish()?;
        let statuses = &mut self.project_mut(project)?.statuses;
        let place = |id: u64| wanted.iter().position(|w| *w == id);
        let right = wanted.len() == statuses.len()
            && statuses.iter().all(|s| place(s.id).is_some())
            && wanted.first() == Some(&1)
            && wanted.last() == Some(&CLOSED)
            && place(2) < place(3);
        if !right {
            return Err(bad("statusId[]"));
        }
        statuses.sort_by_key(|s| place(s.id));
        number(statuses);
        Ok(statuses.iter().map(|s| s.json(project)).collect())
    }

    pub(super) fn create_issue_type(&mut self, project: u64, mut params: Params) -> Result<Value, Refused> {
        let name = params.required("name")?;
        let color = color(&mut params, &ISSUE_TYPE_COLORS)?.ok_or_else(|| bad("color"))?;
        let (template_summary, template_description) =
            (params.text("templateSummary")?, params.text("templateDescription")?);
        params.finish()?;
        let row = IssueType { id: self.next_id(), name, color, template_summary, template_description };
        let json = row.json(project);
        self.project_mut(project)?.issue_types.push(row);
        Ok(json)
    }

    pub(super) fn update_issue_type(&mut self, project: u64, id: &str, mut params: Params) -> Result<Value, Refused> {
        let name = params.not_blank("name")?;
        let color = color(&mut params, &ISSUE_TYPE_COLORS)?;
        let (summary, description) = (params.patch("templateSummary")?, params.patch("templateDescription")?);
        params.finish()?;
        let row = find(&mut self.project_mut(project)?.issue_types, |t| t.id, id, "issue type")?;
        put(&mut row.name, name);
        put(&mut row.color, color);
        summary.put(&mut row.template_summary);
        description.put(&mut row.template_description);
        Ok(row.json(project))
    }

    pub(super) fn delete_issue_type(&mut self, project: u64, id: &str, mut params: Params) -> Result<Value, Refused> {
        let substitute: u64 = params.required_value("substituteIssueTypeId")?;
        params.finish()?;
        let rows = &mut self.project_mut(project)?.issue_types;
        if !rows.iter().any(|t| t.id == substitute && t.id.to_string() != id) {
            return Err(bad("substituteIssueTypeId"));
        }
        let gone = take(rows, |t| t.id, id, "issue type")?;
        self.rewrite(project, |issue| {
            if issue.kind == gone.id {
                issue.kind = substitute;
            }
        });
        Ok(gone.json(project))
    }

    pub(super) fn create_category(&mut self, project: u64, mut params: Params) -> Result<Value, Refused> {
        let name = params.required("name")?;
        params.finish()?;
        let row = Category { id: self.next_id(), name };
        let json = row.json(project);
        self.project_mut(project)?.categories.push(row);
        Ok(json)
    }

    pub(super) fn update_category(&mut self, project: u64, id: &str, mut params: Params) -> Result<Value, Refused> {
        let name = params.not_blank("name")?;
        params.finish()?;
        let row = find(&mut self.project_mut(project)?.categories, |c| c.id, id, "category")?;
        put(&mut row.name, name);
        Ok(row.json(project))
    }

    pub(super) fn delete_category(&mut self, project: u64, id: &str) -> Result<Value, Refused> {
        let gone = take(&mut self.project_mut(project)?.categories, |c| c.id, id, "category")?;
        self.rewrite(project, |issue| issue.categories.retain(|c| *c != gone.id));
        Ok(gone.json(project))
    }

    pub(super) fn create_version(&mut self, project: u64, mut params: Params) -> Result<Value, Refused> {
        let name = params.required("name")?;
        let (description, start, due) =
            (params.text("description")?, params.date("startDate")?, params.date("releaseDueDate")?);
        params.finish()?;
        let row = Version { id: self.next_id(), name, description, start, due, archived: false };
        let json = row.json(project);
        self.project_mut(project)?.versions.push(row);
        Ok(json)
    }

    /// The name is required even to archive.
    pub(super) fn update_version(&mut self, project: u64, id: &str, mut params: Params) -> Result<Value, Refused> {
        let name = params.required("name")?;
        let description = params.patch("description")?;
        let (start, due) = (params.patch_date("startDate")?, params.patch_date("releaseDueDate")?);
        let archived = params.value("archived")?;
        params.finish()?;
        let row = find(&mut self.project_mut(project)?.versions, |v| v.id, id, "version")?;
        row.name = name;
        description.put(&mut row.description);
        start.put(&mut row.start);
        due.put(&mut row.due);
        put(&mut row.archived, archived);
        Ok(row.json(project))
    }

    pub(super) fn delete_version(&mut self, project: u64, id: &str) -> Result<Value, Refused> {
        let gone = take(&mut self.project_mut(project)?.versions, |v| v.id, id, "version")?;
        self.rewrite(project, |issue| {
            issue.versions.retain(|v| *v != gone.id);
            issue.milestones.retain(|v| *v != gone.id);
        });
        Ok(gone.json(project))
    }

    /// Settings that go away change issues without events.
    pub(super) fn rewrite(&mut self, project: u64, change: impl Fn(&mut Issue)) {
        let mut issues: Vec<Issue> = self.issues.values().filter(|i| i.project == project).cloned().collect();
        for issue in &mut issues {
            change(issue);
        }
        for issue in issues {
            self.store(issue);
        }
    }

    pub(super) fn create_webhook(&mut self, user: u64, project: u64, mut params: Params) -> Result<Value, Refused> {
        let url = params.required("hookUrl")?;
        let name = params.text("name")?.unwrap_or_default();
        let description = params.text("description")?.unwrap_or_default();
        let all = params.value("allEvent")?.unwrap_or(false);
        let types = params.ids("activityTypeIds")?.unwrap_or_default();
        params.finish()?;
        let id = self.next_id();
        let now = self.now();
        let hook = Webhook {
            id,
            name,
            description,
            url,
            all,
            types,
            created_by: user,
            created: now,
            updated_by: user,
            updated: now,
        };
        let json = self.webhook_json(&hook);
        self.project_mut(project)?.webhooks.push(hook);
        Ok(json)
    }

    pub(super) fn webhook(&self, project: u64, id: &str) -> Result<&Webhook, Refused> {
        let hooks = &self.project(project)?.webhooks;
        hooks.iter().find(|hook| hook.id.to_string() == id).ok_or_else(|| Refused::none("webhook"))
    }

    pub(super) fn update_webhook(
        &mut self,
        user: u64,
        project: u64,
        id: &str,
        mut params: Params,
    ) -> Result<Value, Refused> {
        let mut hook = self.webhook(project, id)?.clone();
        put(&mut hook.url, params.not_blank("hookUrl")?);
        put(&mut hook.name, params.text("name")?);
        put(&mut hook.description, params.text("description")?);
        put(&mut hook.all, params.value("allEvent")?);
        put(&mut hook.types, params.ids("activityTypeIds")?);
        params.finish()?;
        (hook.updated_by, hook.updated) = (user, self.now());
        let json = self.webhook_json(&hook);
        *find(&mut self.project_mut(project)?.webhooks, |h| h.id, id, "webhook")? = hook;
        Ok(json)
    }

    pub(super) fn delete_webhook(&mut self, project: u64, id: &str) -> Result<Value, Refused> {
        let gone = take(&mut self.project_mut(project)?.webhooks, |h| h.id, id, "webhook")?;
        Ok(self.webhook_json(&gone))
    }
}

fn flags(params: &mut Params) -> Result<BTreeMap<&'static str, bool>, Refused> {
    let mut flags = BTreeMap::new();
    for flag in FLAGS {
        flags.extend(params.value(flag)?.map(|on| (flag, on)));
    }
    Ok(flags)
}

fn text_rule(params: &mut Params) -> Result<Option<String>, Refused> {
    match params.text("textFormattingRule")? {
        Some(rule) if rule != "backlog" && rule != "markdown" => Err(bad("textFormattingRule")),
        rule => Ok(rule),
    }
}

/// The order numbers go by thousands; "closed" keeps 4000, whatever comes before it.
fn number(statuses: &mut [Status]) {
    let many = statuses.len() > STATUSES.len();
    for (status, n) in statuses.iter_mut().zip(1..) {
        status.order = match (status.id, many) {
            (CLOSED, _) => 4000,
            (_, false) => n * 1000,
            (_, true) => n * 300,
        };
    }
}
